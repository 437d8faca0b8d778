"""Does the budget agree with the award, and is no more spent than that?"""

from collections.abc import Iterator

from grants.checks.postings import explained
from grants.checks.registry import check, derived, error
from grants.findings.finding import RULES, Finding, Rule
from grants.findings.message import Message
from grants.ledger import Account
from grants.values import money


@error("G203", "no-award",
    "A grant that is awarded states no award, or an application states one",
    "add the [award] table, or set the status to applied",
)  # fmt: skip
def award_is_stated(rule: Rule, account: Account) -> Iterator[Finding]:
    """G203: the status and the [award] table contradict each other."""
    status = account.grant.status
    if account.grant.is_awarded and account.grant.award is None:
        yield rule.at(account.where("status"), f"the status is {status!r}, but there is no [award]")
    if not account.grant.is_awarded and account.grant.award is not None:
        yield rule.at(account.where("award"), "the status is 'applied', but there is an [award]")


@error("G201", "budget-is-not-award",
    "The budget lines do not add up to the award",
    "correct the lines or the award, so that they agree to the øre",
)  # fmt: skip
def budget_equals_award(rule: Rule, account: Account) -> Iterator[Finding]:
    """G201: the lines that the grant pays for differ from the award, or the amount applied for."""
    ceiling = account.grant.ceiling
    if ceiling is None:
        return
    budget = money.total([line.amount for line in account.grant.budget if line.financing == "grant"])
    if budget != ceiling:
        table = "award" if account.grant.is_awarded else "application"
        said = Message(
            "the budget lines add up to {budget}, the {table} is {ceiling}: a difference of {difference:+}",
            budget=budget, table=table, ceiling=ceiling, difference=budget - ceiling,
        )  # fmt: skip
        yield rule.at(account.where(table, "amount"), said)


@error("G204", "budget-outside-period",
    "A budget line is outside the grant's period",
    "correct the period of the line, or record the approved extension in an [[amendment]]",
)  # fmt: skip
def budget_within_period(rule: Rule, account: Account) -> Iterator[Finding]:
    """G204: a budget line, or one that an approved amendment adds, is for a time without the grant."""
    period = account.grant.effective_period
    for position, line in enumerate(account.grant.budget):
        if line.period is not None and not period.covers(line.period):
            said = Message("{line} is outside the period {period}", line=line.period, period=period)
            yield rule.at(account.where("budget", position, "period"), said)
    for number, amendment in enumerate(account.grant.amendments):
        for place, change in enumerate(amendment.changes if amendment.approved_by is not None else ()):
            if change.new and change.period is not None and not period.covers(change.period):
                said = Message("the line that is added is for {line}, outside the period {period}",
                    line=change.period, period=period,
                )  # fmt: skip
                yield rule.at(account.where("amendment", number, "change", place, "period"), said)


OVER_AWARD = RULES.error("G205", "over-award",
    "More was spent than the funder awarded",
    'move what the grant does not cover to other financing, or explain it: [[explanation]] with of = "award"',
)  # fmt: skip


@derived("amounts")
@check
def spending_within_award(account: Account) -> Iterator[Finding]:
    """G205: the postings that the grant pays for exceed the award; an explanation makes it a note."""
    award, spent = account.award, account.spent_of_grant
    if award is None or spent <= award:
        return
    said = Message("{spent} is spent of an award of {award}: {more} too much",
        spent=spent, award=award, more=spent - award,
    )  # fmt: skip
    found = OVER_AWARD.at(account.where("award", "amount"), said)
    yield explained(found, account.grant.explained("award"), "nothing; the explanation is in the report")


@error("G218", "approximate-in-final",
    "A reported account still has approximate figures in its budget",
    "write the exact amount that was awarded, and remove approximate = true",
)  # fmt: skip
def final_figures_are_exact(rule: Rule, account: Account) -> Iterator[Finding]:
    """G218: about so much was budgeted, and the account is final."""
    for position, line in enumerate(account.grant.budget):
        if line.approximate and account.grant.is_final:
            said = Message("{amount} for {activity} is approximate; the status is {status!r}",
                amount=line.amount, activity=line.activity, status=account.grant.status,
            )  # fmt: skip
            yield rule.at(account.where("budget", position, "approximate"), said)
