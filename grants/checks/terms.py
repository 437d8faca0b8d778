"""Does the account keep to the funder's terms on lines: transfers, overhead, what is not paid for?"""

import re
from collections.abc import Iterator

from grants.checks.registry import derived, error, warning
from grants.figures.comparison import Figures
from grants.findings.finding import Finding, Rule, Severity
from grants.findings.message import Message
from grants.ledger import Account, KeyPath
from grants.records.report import Explanation
from grants.records.terms import TransferLimit
from grants.values import money
from grants.values.money import ZERO, Amount


@derived("names")
@warning("G401", "over-transfer-limit",
    "Spending moved further from the budget than the terms allow, without an explanation",
    "explain it in an [[explanation]] for the activity, or record the funder's approval in an [[amendment]]",
)  # fmt: skip
def within_transfer_limit(rule: Rule, account: Account) -> Iterator[Finding]:
    """G401: an activity, or the whole budget, deviates beyond the limit without an answer.

    Measured on the grant's money, unless the limit says `money = "all"`: what the recipient or a partner
    adds of its own moves none of the funder's. As long as a grant runs only overspending counts: what is
    not spent yet may still be.
    """
    limit = account.terms.transfer_limit
    if limit is None or not account.grant.is_awarded:
        return
    severity = Severity.ERROR if limit.action == "stop" else Severity.WARNING
    approval = "record the funder's approval in an [[amendment]]; these terms accept no explanation alone"
    remedy = approval if limit.answer == "approval" else None
    comparison = account.compare(financing=None if limit.money == "all" else "grant")
    whose = "" if limit.money == "all" else " of the grant's money"
    if limit.of == "total":
        moved = money.total(
            abs(row.total.deviation)
            for row in comparison.rows
            if (row.total.deviation < ZERO if limit.direction == "from" else row.total.deviation > ZERO)
            and _counts(account, limit, row.total)
        )
        whole = comparison.total.budget
        if _exceeds(limit, moved, whole) and _answer(account, limit) is None:
            part = moved.percent_of(whole)
            said = Message("{moved}{whose} is moved between the lines, {part} % of the budget; {limit}",
                moved=moved, whose=whose, part=part, limit=_spelled(limit, whole),
            )  # fmt: skip
            where = account.where("terms", "transfer_limit")
            yield rule.at(where, said, remedy=remedy, severity=severity)
        return
    budgeted = {line.activity for line in account.approved.lines if limit.money in ("all", line.financing)}
    for row in comparison.rows:
        figures = row.total
        if row.activity not in budgeted:
            continue  # spending on no line at all is for other checks
        if (
            _counts(account, limit, figures)
            and _exceeds(limit, abs(figures.deviation), figures.budget)
            and _answer(account, limit, row.activity) is None
        ):
            percent = "" if figures.percent is None else f" ({figures.percent:+} %)"
            said = Message(
                "{activity}: {actual}{whose} is spent of {budget}, {deviation:+}{percent}; {limit}",
                activity=row.activity, actual=figures.actual, whose=whose, budget=figures.budget,
                deviation=figures.deviation, percent=percent, limit=_spelled(limit, figures.budget),
            )  # fmt: skip
            where = account.where(*_line_of(account, row.activity))
            yield rule.at(where, said, remedy=remedy, severity=severity)


def _counts(account: Account, limit: TransferLimit, figures: Figures) -> bool:
    """Whether the deviation is of the direction, and at a time, that the limit is about."""
    if figures.deviation > ZERO:
        return limit.direction != "from"
    return account.grant.is_final and limit.direction != "to"


def _answer(account: Account, limit: TransferLimit, activity: str | None = None) -> Explanation | None:
    """What excuses a move; approved ones are in the budget already and are no deviation."""
    return account.grant.explained("deviation", activity) if limit.answer == "explanation" else None


def _line_of(account: Account, activity: str) -> KeyPath:
    """The first budget line of an activity, one of the grant's before others; the terms if it has none."""
    mine = [
        (line.financing != "grant", n)
        for n, line in enumerate(account.grant.budget)
        if line.activity == activity
    ]
    return ("budget", min(mine)[1]) if mine else ("terms", "transfer_limit")


def _exceeds(limit: TransferLimit, moved: Amount, whole: Amount) -> bool:
    over_percent = limit.percent is not None and moved.exceeds(limit.percent, whole)
    return over_percent or (limit.amount is not None and moved > limit.amount)


def _spelled(limit: TransferLimit, whole: Amount) -> str:
    """The limit as a sentence, a percentage with the amount that it comes to."""
    kind = "line" if limit.of == "line" else "whole budget"
    measures = []
    if limit.percent is not None:
        measures.append(f"{limit.percent} % of the {kind} ({whole.share(limit.percent)})")
    if limit.amount is not None:
        measures.append(str(limit.amount))
    return f"the limit is {' or '.join(measures)}"


@derived("names")
@error("G403", "overhead-over-rate",
    "There is more overhead than the funder pays",
    "lower the overhead, or let own money pay the rest (financing)",
)  # fmt: skip
def within_overhead(rule: Rule, account: Account) -> Iterator[Finding]:
    """G403: overhead that the grant pays is more than its percentage of the base.

    Checked in the budget in force, and in the postings once the account is final.
    """
    terms = account.terms.overhead
    if terms is None:
        return
    categories = {activity.id: activity.category for activity in account.grant.activities}
    lines = [(line.activity, line.amount) for line in account.approved.lines if line.financing == "grant"]
    posted = [
        (group.activity, money.Amount(group.total))
        for group in account.postings.groups
        if group.source.kind == "grant"
    ]
    for what, amounts in (("budget", lines), *([("account", posted)] if account.grant.is_final else [])):
        of_kind = [(categories.get(name), amount) for name, amount in amounts]
        overhead = money.total(amount for kind, amount in of_kind if kind == terms.category)
        rest = [(kind, amount) for kind, amount in of_kind if kind != terms.category]
        base = money.total(amount for kind, amount in rest if not terms.base or kind in terms.base)
        allowed = base.share(terms.percent)
        if overhead > allowed:
            named = next((a for a, kind in categories.items() if kind == terms.category), "")
            said = Message("overhead is {overhead} in the {what}; {percent} % of {base} are {allowed}",
                overhead=overhead, what=what, percent=terms.percent, base=base, allowed=allowed,
            )  # fmt: skip
            yield rule.at(account.where(*_line_of(account, named)), said)


@derived("names")
@error("G404", "prohibited-line",
    "The grant pays for something that the funder does not pay for",
    "name what the cost is for, or let own money pay it (financing)",
)  # fmt: skip
def nothing_prohibited(rule: Rule, account: Account) -> Iterator[Finding]:
    """G404: a line of the approved budget has a category or a word that the terms prohibit."""
    terms = account.terms.prohibited
    if terms is None:
        return
    activities = {activity.id: activity for activity in account.grant.activities}
    for line in account.approved.lines:
        activity = activities.get(line.activity)
        if line.financing != "grant" or activity is None:
            continue
        place = line.position
        where = account.where("amendment") if place is None else account.where("budget", place)
        calculation = () if place is None else account.grant.budget[place].calculation
        if activity.category in terms.categories:
            yield rule.at(where, f"{line.activity} is of the category {activity.category!r}")
        for text in filter(None, (activity.title, line.text, *(part.text for part in calculation))):
            for word in terms.words:
                # Danish joins words, so that the word may begin a longer one: "Diversekonto".
                if re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE):
                    yield rule.at(where, f"{line.activity} is for {text!r}: {word!r}")


@derived("names")
@error("G405", "protected-line-moved",
    "A protected line, such as salary, was changed without the funder's approval",
    "record the funder's approval in an [[amendment]]",
)  # fmt: skip
def protected_lines_hold(rule: Rule, account: Account) -> Iterator[Finding]:
    """G405: more, or at the end less, of the grant's money went to a protected activity than is approved.

    A protected line without the grant's money is left out: it is no line of the funder's.
    """
    protected = {a.id for a in account.grant.activities if a.category in account.terms.protected}
    if not protected or not account.grant.is_awarded:
        return
    for row in account.compare(financing="grant").rows:
        deviation = row.total.deviation
        if row.activity in protected and (deviation > ZERO or (deviation < ZERO and account.grant.is_final)):
            said = Message("{activity}: {actual} of the grant's money is spent of {budget}, {deviation:+}",
                activity=row.activity, actual=row.total.actual, budget=row.total.budget, deviation=deviation,
            )  # fmt: skip
            yield rule.at(account.where(*_line_of(account, row.activity)), said)
