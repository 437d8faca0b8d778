"""Is each record of a grant there once, and each name that it uses declared?"""

from collections.abc import Hashable, Iterable, Iterator, Sequence

from grants.checks.payers import paid
from grants.checks.registry import error, warning
from grants.findings.bounded import each
from grants.findings.finding import Finding, Rule
from grants.findings.message import Message, Nearest
from grants.ledger import Account, KeyPath
from grants.records.budget import Activity, RateTable
from grants.records.grant import Partner
from grants.records.types import Record


@error("G015", "repeated-id",
    "Two records of the same kind have the same id",
    "give each activity, partner and rate table an id of its own",
)  # fmt: skip
def repeated_ids(rule: Rule, account: Account) -> Iterator[Finding]:
    """G015: two activities, partners or rate tables share an id, so that it is unclear which is meant."""
    declared: dict[str, Sequence[Activity | Partner | RateTable]] = {
        "activity": account.grant.activities,
        "partner": account.grant.partners,
        "rate": account.grant.rates,
    }
    for key, records in declared.items():
        seen: set[str] = set()
        for position, record in enumerate(records):
            if record.id in seen:
                yield rule.at(account.where(key, position, "id"), f"the id {record.id!r} is used twice")
            seen.add(record.id)


@error("G016", "unknown-activity",
    "grant.toml names an activity that it does not declare",
    "correct the name, or declare the activity in an [[activity]] table",
)  # fmt: skip
def unknown_activities(rule: Rule, account: Account) -> Iterator[Finding]:
    """G016: a budget line, control, explanation or commitment names an activity that is not declared."""
    known = frozenset(activity.id for activity in account.grant.activities)
    named: dict[str, list[str | None]] = {
        "budget": [line.activity for line in account.grant.budget],
        "commitment": [commitment.activity for commitment in account.grant.commitments],
        "control": [control.activity for control in account.grant.controls],
        "explanation": [explanation.activity for explanation in account.grant.explanations],
    }
    for key, names in named.items():
        for position, name in enumerate(names):
            if name is not None and name not in known:
                yield rule.at(account.where(key, position, "activity"), no_such("activity", name, known))
    for number, amendment in enumerate(account.grant.amendments):
        for place, change in enumerate(amendment.changes):
            if change.new and change.activity not in known:
                where = account.where("amendment", number, "change", place, "activity")
                yield rule.at(where, no_such("activity", change.activity, known))


def no_such(what: str, name: str, known: Iterable[str]) -> Message:
    """What is said of a name that is not declared."""
    return Message("there is no {what} {name!r}{hint}",
        what=what, name=name, hint=Nearest(name, known if isinstance(known, frozenset) else frozenset(known)),
    )  # fmt: skip


@error("G018", "unknown-partner-or-rate",
    "A partner or a rate table is named that grant.toml does not declare",
    "correct the name, or declare it in a [[partner]] or [[rate]] table",
)  # fmt: skip
def unknown_partners_and_rates(rule: Rule, account: Account) -> Iterator[Finding]:
    """G018: a line, source, posting or calculation names a partner or rate table that is not declared."""
    partners = frozenset(partner.id for partner in account.grant.partners)
    rates = frozenset(table.id for table in account.grant.rates)
    named = [(path, payer.partner) for path, payer, _ in paid(account) if payer.partner is not None]
    for path, name in named:
        if name not in partners:
            yield rule.at(account.where(*path, "partner"), no_such("partner", name, partners))
    for path, name in _rates_named(account):
        if name not in rates:
            yield rule.at(account.where(*path), no_such("rate table", name, rates))
    unknown: dict[str, int] = {}
    for group in account.postings.groups:
        partner = group.source.partner
        if partner is not None and partner not in partners:
            unknown[partner] = min(group.first_line, unknown.get(partner, group.first_line))
    meant = partners | {name for _, name in named}
    yield from each(
        list(unknown),
        lambda name: rule.at(account.posting_line(unknown[name]), no_such("partner", name, meant - {name})),
    )


def _rates_named(account: Account) -> Iterator[tuple[KeyPath, str]]:
    for position, activity in enumerate(account.grant.activities):
        if activity.rate is not None:
            yield ("activity", position, "rate"), activity.rate
    for position, line in enumerate(account.grant.budget):
        for place, part in enumerate(line.calculation):
            if part.rate_table is not None:
                yield ("budget", position, "calculation", place, "rate_table"), part.rate_table


@warning("G227", "recorded-twice",
    "Two records of grant.toml are the same, and both count",
    "remove one of them; if both are right, let them differ by document, voucher or text",
)  # fmt: skip
def records_are_there_once(rule: Rule, account: Account) -> Iterator[Finding]:
    """G227: an amendment, a change within one, an order or a payment is there twice, word for word.

    Two amendments of the same document, or of none, are the same whatever their texts are.
    """
    record = account.grant
    yield from _repeated(rule, account, "amendment", ("amendment",), record.amendments, leaving_out="text")
    for number, amendment in enumerate(record.amendments):
        yield from _repeated(rule, account, "change", ("amendment", number, "change"), amendment.changes)
    yield from _repeated(rule, account, "order", ("commitment",), record.commitments)
    yield from _repeated(rule, account, "instalment", ("instalment",), record.instalments)
    yield from _repeated(rule, account, "repayment", ("repayment",), record.repayments)


def _repeated(
    rule: Rule, account: Account, what: str, path: KeyPath, records: Sequence[Record], leaving_out: str = ""
) -> Iterator[Finding]:
    first_of: dict[Hashable, int] = {}
    for position, record in enumerate(records):
        kept = tuple((name, value) for name, value in record if name != leaving_out)
        first = first_of.setdefault(kept, position)
        if first != position:
            message = f"the {what} is the same as the one in line {account.where(*path, first).line}"
            yield rule.at(account.where(*path, position), message)
