"""Do the amendments make sense: known lines, sums that hold, dates that go together?"""

import operator
from collections.abc import Iterator
from datetime import timedelta

from grants.checks.approvals import is_before
from grants.checks.registry import error, warning
from grants.figures.approved_budget import LineKey, key_of
from grants.findings.finding import Finding, Rule
from grants.findings.message import Message
from grants.ledger import Account
from grants.records.budget import Amendment
from grants.values import money
from grants.values.financing import in_words
from grants.values.money import ZERO, Amount
from grants.values.text import did_you_mean


@error("G213", "amendment-of-unknown-line",
    "An amendment changes a line that the budget does not have",
    "name the line as [[budget]] has it (activity, period, financing, partner, in_kind), or write new = true",
)  # fmt: skip
def lines_are_known(rule: Rule, account: Account) -> Iterator[Finding]:
    """G213: an approved change is of no line, so that it changes nothing."""
    keys = [line.key for line in account.approved.lines]
    for number, place in account.approved.unknown:
        change = account.grant.amendments[number].changes[place]
        like = [key for key in keys if key.activity == change.activity]
        where = account.where("amendment", number, "change", place)
        if like:
            wanted = key_of(change)
            nearest = max(like, key=lambda key: _likeness(key, wanted))
            other = f"there is one that is {_described(nearest)}"
            message = f"no line of {change.activity!r} is {_described(wanted)}; {other}"
        else:
            hint = did_you_mean(change.activity, {key.activity for key in keys})
            message = f"{change.activity!r} has no budget line{hint}"
        yield rule.at(where, message)


def _likeness(one: LineKey, other: LineKey) -> tuple[bool, int]:
    """How much two lines have in common, who pays them first."""
    return one.financing == other.financing, sum(map(operator.eq, one, other))


def _described(key: LineKey) -> str:
    """How a line differs from the others of its activity."""
    payer = in_words(key.payer)
    return f"paid by {payer} and has {f'the period {key.period}' if key.period else 'no period'}"


@error("G214", "amendment-not-balanced",
    "What an amendment moves between the lines does not add up to what it changes the award by",
    "write what is taken from one line with a minus and what another gets without: together zero",
)  # fmt: skip
def changes_are_balanced(rule: Rule, account: Account) -> Iterator[Finding]:
    """G214: the changes of the lines that the grant pays for are not what the award changes by."""
    for number, amendment in enumerate(account.grant.amendments):
        moved = money.total(c.amount for c in amendment.changes if c.financing == "grant")
        more = _more_award(account, amendment)
        if moved != more and (amendment.changes or more):
            expected = "zero" if not more else f"{more:+}, which the award changes by"
            message = f"the changes add up to {moved:+}, not to {expected}"
            where, remedy = account.where("amendment", number), None
            if amendment.award is not None and amendment.award == moved:
                total = amendment.award - more + amendment.award
                where = account.where("amendment", number, "award")
                remedy = Message(
                    "award is the whole new award and not what is added to it: write award = {total} if "
                    "{award} is added",
                    total=total, award=amendment.award,
                )  # fmt: skip
            yield rule.at(where, message, remedy=remedy)


@error("G215", "line-below-zero",
    "The amendments leave a budget line below zero",
    "take no more from the line than it has",
)  # fmt: skip
def lines_are_not_negative(rule: Rule, account: Account) -> Iterator[Finding]:
    """G215: more was taken from a line than it had."""
    for line in account.approved.lines:
        if line.amount < ZERO:
            last = next(
                (number, place)
                for number, amendment in reversed(list(enumerate(account.grant.amendments)))
                for place, change in enumerate(amendment.changes)
                if key_of(change) == line.key and amendment.approved_by is not None
            )
            said = Message("{activity} had {original} and is left with {amount}",
                activity=line.activity, original=line.original, amount=line.amount,
            )  # fmt: skip
            yield rule.at(account.where("amendment", last[0], "change", last[1]), said)


@error("G216", "amendments-contradict",
    "Two amendments of the same day give different periods or awards",
    "correct the dates or make one amendment of them; it is unclear which one applies",
)  # fmt: skip
def amendments_agree(rule: Rule, account: Account) -> Iterator[Finding]:
    """G216: two approved amendments of one day disagree on the period or the award."""
    seen: dict[tuple[object, str], tuple[int, object]] = {}
    for number, amendment in enumerate(account.grant.amendments):
        for what, value in (("period", amendment.period), ("award", amendment.award)):
            if amendment.approved_by is None or value is None:
                continue
            first, other = seen.setdefault((amendment.date, what), (number, value))
            if other != value:
                said = Message("the {what} is {value}; amendment {number} of the same day has {other}",
                    what=what, value=value, number=first + 1, other=other,
                )  # fmt: skip
                yield rule.at(account.where("amendment", number, what), said)


@warning("G224", "amendment-dates",
    "The dates of an amendment contradict each other, or the award",
    "correct the day of the application (applied) or of the decision (date)",
)  # fmt: skip
def dates_make_sense(rule: Rule, account: Account) -> Iterator[Finding]:
    """G224: an amendment was applied for after its decision, or decided before there was an award."""
    award = account.grant.award
    for number, amendment in enumerate(account.grant.amendments):
        if amendment.approved_by is None:
            continue
        day = amendment.date
        if amendment.applied is not None and amendment.applied > day:
            said = Message("it was applied for on {applied}, but decided on {day} already",
                applied=amendment.applied, day=day,
            )  # fmt: skip
            yield rule.at(account.where("amendment", number, "applied"), said)
        granted = None if award is None else award.date or award.year
        if granted is not None and is_before(day, granted):
            said = Message("it was decided on {day}, but the award is of {granted}", day=day, granted=granted)
            yield rule.at(account.where("amendment", number, "date"), said)


@warning("G225", "line-is-not-new",
    "An amendment adds a budget line that the budget already has",
    "leave out new = true to change the line, or write how the two differ (period, financing, partner)",
)  # fmt: skip
def new_lines_are_new(rule: Rule, account: Account) -> Iterator[Finding]:
    """G225: a line with new = true is in the budget, or an earlier amendment added it."""
    there = {key_of(line) for line in account.grant.budget}
    in_order = sorted(enumerate(account.grant.amendments), key=lambda item: (item[1].date, item[0]))
    for number, amendment in in_order:
        for place, change in enumerate(amendment.changes):
            if change.new and key_of(change) in there:
                said = Message("{activity} has this line already, and {amount} is added to it",
                    activity=change.activity, amount=change.amount,
                )  # fmt: skip
                yield rule.at(account.where("amendment", number, "change", place), said)
            elif change.new and amendment.approved_by is not None:
                there.add(key_of(change))


def _more_award(account: Account, amendment: Amendment) -> Amount:
    """By how much the amendment changes the award that was in force before it."""
    if amendment.award is None or account.grant.award is None:
        return ZERO
    before = account.grant.award_changed_to(amendment.date - timedelta(days=1))
    return amendment.award - (account.grant.award.amount if before is None else before)
