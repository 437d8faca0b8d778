"""Does the money of all sources add up to the expenses, and do others pay what they must?"""

from collections import defaultdict
from collections.abc import Iterator

from grants.checks.registry import derived, error
from grants.findings.finding import Finding, Rule
from grants.findings.message import Message
from grants.ledger import Account
from grants.values import money
from grants.values.financing import Payer
from grants.values.money import Amount


@error("G206", "financing-is-not-expenses",
    "The financing plan and the budget lines do not agree",
    "correct [[financing]] or the lines: what a source pays is the sum of the lines that it finances",
)  # fmt: skip
def financing_is_expenses(rule: Rule, account: Account) -> Iterator[Finding]:
    """G206: a source of the plan pays another sum than the lines that name it, or is missing."""
    plan = account.grant.financing
    if not plan:
        return
    expenses: defaultdict[Payer, list[Amount]] = defaultdict(list)
    for line in account.approved.lines:
        expenses[line.payer].append(line.amount)
    planned: defaultdict[Payer, list[Amount]] = defaultdict(list)
    places: dict[Payer, int] = {}
    for position, entry in enumerate(plan):
        source = entry.payer
        planned[source].append(entry.amount)
        places.setdefault(source, position)
    for source in dict.fromkeys([*planned, *expenses]):
        pays, costs = money.total(planned[source]), money.total(expenses[source])
        if pays != costs:
            place = ("financing", places[source], "amount") if source in places else ("financing",)
            said = Message(
                "{payer}: the plan has {pays}, the lines of the approved budget {costs}: "
                "a difference of {difference:+}",
                payer=str(source), pays=pays, costs=costs, difference=pays - costs,
            )  # fmt: skip
            yield rule.at(account.where(*place), said)


@derived("amounts")
@error("G217", "match-not-met",
    "Others than the funder pay less than the terms ask for",
    "add own or partners' financing to the budget, or ask the funder for a smaller share",
)  # fmt: skip
def match_is_met(rule: Rule, account: Account) -> Iterator[Finding]:
    """G217: own and partners' money is less of the budget, or of a final account, than it must be."""
    match = account.terms.match
    if match is None:
        return
    lines = [(line.payer, line.amount) for line in account.approved.lines]
    yield from _match(rule, account, "the budget", lines)
    if account.grant.is_final:
        posted = [(group.source, money.Amount(group.total)) for group in account.postings.groups]
        remedy = (
            "post what others paid (financing = own or partner:ID, /in-kind behind it if it is no money), or "
            "repay what the funder paid beyond its share"
        )
        yield from _match(rule, account, "the account", posted, remedy)


def _match(
    rule: Rule, account: Account, what: str, amounts: list[tuple[Payer, Amount]], remedy: str | None = None
) -> Iterator[Finding]:
    match = account.terms.match
    assert match is not None  # the caller has looked
    counted = [(source, amount) for source, amount in amounts if match.in_kind or not source.in_kind]
    whole = money.total(amount for _, amount in counted)
    others = money.total(amount for source, amount in counted if source.kind != "grant")
    needed = whole.share(match.min_percent)
    if others < needed:
        said = Message("others pay {others} of {what}, {whole}{kind}; {percent} % are {needed}",
            others=others, what=what, whole=whole, percent=match.min_percent, needed=needed,
            kind="" if match.in_kind else ", contributions in kind not counted",
        )  # fmt: skip
        yield rule.at(account.where("terms", "match"), said, remedy=remedy)
