"""Do the postings that were imported agree with the records of their imports?"""

from collections.abc import Iterator

from grants.checks.registry import check
from grants.findings.finding import RULES, Finding
from grants.findings.message import Message, plural
from grants.ledger import Account
from grants.values import money

UNKNOWN_IMPORT = RULES.error("G951", "unknown-import",
    "A posting names an import that imports.toml does not have",
    "take imports.toml and postings.csv from the same version; they are written together",
)  # fmt: skip
IMPORT_DIFFERS = RULES.warning("G952", "import-differs",
    "The postings of an import are no longer what it wrote",
    "restore the postings from the version before; an imported posting is corrected by further postings",
)  # fmt: skip


@check
def postings_are_of_their_imports(account: Account) -> Iterator[Finding]:
    """G951 and G952: number and sum of the postings of each import are those of its record.

    The file is read once more, and only if there are imports.
    """
    if not account.imports and "imported" not in account.postings.columns:
        return
    found: dict[str, list[int]] = {}
    for posting in account.postings.texts():
        if posting.imported:
            number = posting.imported.partition(":")[0]
            sums = found.setdefault(number, [0, 0, posting.line])
            sums[0] += 1
            sums[1] += money.parse_amount(posting.amount)
    for record in account.imports:
        count, total, line = found.pop(str(record.number), (0, 0, 1))
        if count != record.postings or total != record.sum.minor:
            said = Message(
                "import {number} ({file}) wrote {wrote:,} postings of {sum}; {there:,} of {total} are there",
                number=record.number, file=record.file, wrote=record.postings, sum=record.sum,
                there=count, total=money.Amount(total),
            )  # fmt: skip
            yield IMPORT_DIFFERS.at(account.posting_line(line), said)
    for number, (count, _, line) in found.items():
        said = plural(
            "{count:,} posting is of import {number}, which is not recorded",
            "{count:,} postings are of import {number}, which is not recorded",
            count=count, number=number,
        )  # fmt: skip
        yield UNKNOWN_IMPORT.at(account.posting_line(line), said)
