"""Is a record of grant.toml there twice, so that it counts twice?"""

from collections.abc import Hashable, Iterator, Sequence

from grants.checks.family import Family
from grants.findings.finding import Finding
from grants.ledger import Account, KeyPath
from grants.records import Record

FAMILY = Family()

RECORDED_TWICE = FAMILY.warning(
    "G227", "recorded-twice",
    "Two records of grant.toml are the same, and both count",
    "remove one of them; if both are right, let them differ by document, voucher or text",
)  # fmt: skip


@FAMILY.check
def records_are_there_once(account: Account) -> Iterator[Finding]:
    """G227: an amendment, a change within one, an order or a payment is there twice, word for word.

    Two amendments of the same document, or of none, are the same whatever their texts are.
    """
    record = account.grant
    yield from _repeated(account, "amendment", ("amendment",), record.amendments, leaving_out="text")
    for number, amendment in enumerate(record.amendments):
        yield from _repeated(account, "change", ("amendment", number, "change"), amendment.changes)
    yield from _repeated(account, "order", ("commitment",), record.commitments)
    yield from _repeated(account, "instalment", ("instalment",), record.instalments)
    yield from _repeated(account, "repayment", ("repayment",), record.repayments)


def _repeated(
    account: Account, what: str, path: KeyPath, records: Sequence[Record], *, leaving_out: str = ""
) -> Iterator[Finding]:
    first_of: dict[Hashable, int] = {}
    for position, record in enumerate(records):
        kept = tuple((name, value) for name, value in record if name != leaving_out)
        first = first_of.setdefault(kept, position)
        if first != position:
            original = account.where(*path, first)
            message = f"the {what} is the same as the one in line {original.line}"
            yield RECORDED_TWICE.at(account.where(*path, position), message)
