"""Do the amendments make sense: known lines, sums that hold, approvals, extensions in time?"""

import operator
from collections.abc import Iterator, Sequence
from decimal import Decimal

from grants import money
from grants.approved import LineKey, key_of
from grants.diagnostics import Diagnostic, Rule, Severity
from grants.financing import Source, in_words
from grants.ledger import GrantLedger
from grants.periods import Period
from grants.records import Amendment, LineChange
from grants.text import did_you_mean

UNKNOWN_LINE = Rule(
    "G213", "amendment-of-unknown-line", Severity.ERROR,
    "An amendment changes a line that the budget does not have",
    "name the line as [[budget]] has it (activity, period, financing, partner, in_kind), or write new = true",
)  # fmt: skip
NOT_BALANCED = Rule(
    "G214", "amendment-not-balanced", Severity.ERROR,
    "What an amendment moves between the lines does not add up to what it changes the award by",
    "write what is taken from one line with a minus and what another gets without: together zero",
)  # fmt: skip
NEGATIVE_LINE = Rule(
    "G215", "line-below-zero", Severity.ERROR,
    "The amendments leave a budget line below zero",
    "take no more from the line than it has",
)  # fmt: skip
CONFLICT = Rule(
    "G216", "amendments-contradict", Severity.ERROR,
    "Two amendments of the same day give different periods or awards",
    "correct the dates or make one amendment of them; nobody can say which one governs",
)  # fmt: skip
LATE_EXTENSION = Rule(
    "G219", "extension-applied-late", Severity.WARNING,
    "A longer period was applied for after the old one had ended",
    "write the day of the application (applied), or ask the funder to confirm the extension in writing",
)  # fmt: skip
NOT_APPROVED = Rule(
    "G220", "amendment-not-approved", Severity.ERROR,
    "The account is reported, but an amendment is not approved",
    "write who approved it (approved_by), or remove it if the funder said no",
)  # fmt: skip

WRONG_DATES = Rule(
    "G224", "amendment-dates", Severity.WARNING,
    "The dates of an amendment contradict each other, or the award",
    "correct the day of the application (applied) or of the decision (date)",
)  # fmt: skip
NOT_NEW = Rule(
    "G225", "line-is-not-new", Severity.WARNING,
    "An amendment adds a budget line that there is already",
    "leave out new = true to change the line, or say what tells the two apart (period, financing, partner)",
)  # fmt: skip
AFTER_THE_FACT = Rule(
    "G226", "approval-after-the-fact", Severity.WARNING,
    "Lines of the grant were changed after the period had ended, or after the report",
    "correct the dates (applied, date); if the funder did approve afterwards, set [checks.G226] and name its "
    "letter as the reason",
)  # fmt: skip

RULES = (
    UNKNOWN_LINE, NOT_BALANCED, NEGATIVE_LINE, CONFLICT, LATE_EXTENSION, NOT_APPROVED, WRONG_DATES, NOT_NEW,
    AFTER_THE_FACT,
)  # fmt: skip


def lines_are_known(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G213: an approved change is of no line, so that it changes nothing."""
    keys = [line.key for line in grant.approved.lines]
    for number, place in grant.approved.unknown:
        change = grant.grant.amendments[number].changes[place]
        like = [key for key in keys if key.activity == change.activity]
        where = grant.where("amendment", number, "change", place)
        if like:
            wanted = key_of(change)
            nearest = max(like, key=lambda key: _likeness(key, wanted))
            message = (
                f"no line of {change.activity!r} is {_told(wanted)}; there is one that is {_told(nearest)}"
            )
        else:
            hint = did_you_mean(change.activity, {key.activity for key in keys})
            message = f"{change.activity!r} has no budget line{hint}"
        yield UNKNOWN_LINE.at(where, message)


def _likeness(one: LineKey, other: LineKey) -> tuple[bool, int]:
    """How much two lines have in common, who pays them first."""
    return one.financing == other.financing, sum(map(operator.eq, one, other))


def _told(key: LineKey) -> str:
    """What tells a line from the others of its activity."""
    payer = in_words(Source(key.financing, key.partner, key.in_kind))
    return f"paid by {payer} and has {f'the period {key.period}' if key.period else 'no period'}"


def changes_are_balanced(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G214: the changes of the lines that the grant pays for are not what the award changes by."""
    for number, amendment in enumerate(grant.grant.amendments):
        moved = money.total(c.amount for c in amendment.changes if c.financing == "grant")
        more = _more_award(grant, amendment)
        if moved != more and (amendment.changes or more):
            expected = "zero" if more == 0 else f"{more:+}, which the award changes by"
            message = f"the changes add up to {moved:+}, not to {expected}"
            where, remedy = grant.where("amendment", number), None
            if amendment.award is not None and amendment.award == moved:
                total = money.total([money.difference(amendment.award, more), amendment.award])
                where = grant.where("amendment", number, "award")
                remedy = (
                    f"award is the whole new award and not what is added to it: write award = {total} if "
                    f"{amendment.award} is added"
                )
            yield NOT_BALANCED.at(where, message, remedy=remedy)


def lines_are_not_negative(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G215: more was taken from a line than it had."""
    for line in grant.approved.lines:
        if line.amount < 0:
            last = next(
                (number, place)
                for number, amendment in reversed(list(enumerate(grant.grant.amendments)))
                for place, change in enumerate(amendment.changes)
                if key_of(change) == line.key and amendment.approved_by is not None
            )
            yield NEGATIVE_LINE.at(
                grant.where("amendment", last[0], "change", last[1]),
                f"{line.activity} had {line.original} and is left with {line.amount}",
            )


def amendments_agree(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G216: two approved amendments of one day say different things of the period or the award."""
    seen: dict[tuple[object, str], tuple[int, object]] = {}
    for number, amendment in enumerate(grant.grant.amendments):
        if amendment.approved_by is None:
            continue
        for what in ("period", "award"):
            value = getattr(amendment, what)
            if value is None:
                continue
            first, other = seen.setdefault((amendment.date, what), (number, value))
            if other != value:
                where = grant.where("amendment", number, what)
                message = f"the {what} is {value}; amendment {first + 1} of the same day says {other}"
                yield CONFLICT.at(where, message)


def extensions_are_in_time(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G219: the application for a longer period came after the end of the period in force."""
    for number, amendment in enumerate(grant.grant.amendments):
        old = _period_before(grant, amendment)
        if amendment.period is None or amendment.period.end <= old.end:
            continue
        asked = amendment.applied or amendment.date
        if asked > old.last:
            said = "applied for" if amendment.applied else "decided (no day of application is stated)"
            yield LATE_EXTENSION.at(
                grant.where("amendment", number, "applied" if amendment.applied else "date"),
                f"the extension was {said} on {asked}, but the period ended on {old.last}",
            )


def amendments_are_approved(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G220: what is only applied for stands in an account that is reported; a note as long as it runs."""
    for number, amendment in enumerate(grant.grant.amendments):
        if amendment.approved_by is not None:
            continue
        where = grant.where("amendment", number)
        if grant.grant.is_final:
            message = f"the status is {grant.grant.status!r}, but nobody approved this amendment"
            yield NOT_APPROVED.at(where, message)
        else:
            yield NOT_APPROVED.at(
                where,
                f"nobody has approved this amendment of {amendment.date} yet; until then it changes nothing",
                remedy="write approved_by once the funder has said yes, and remove it if it says no",
                severity=Severity.NOTE,
            )


def dates_make_sense(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G224: an amendment was applied for after its decision, or decided before there was an award."""
    award = grant.grant.award
    for number, amendment in enumerate(grant.grant.amendments):
        if amendment.approved_by is None:
            continue
        day = amendment.date
        if amendment.applied is not None and amendment.applied > day:
            message = f"it was applied for on {amendment.applied}, but decided on {day} already"
            yield WRONG_DATES.at(grant.where("amendment", number, "applied"), message)
        if award is None:
            continue
        if award.date is not None and day < award.date:
            message = f"it was decided on {day}, but the award is of {award.date}"
            yield WRONG_DATES.at(grant.where("amendment", number, "date"), message)
        elif award.date is None and award.year is not None and day.year < award.year:
            message = f"it was decided on {day}, but the award is of {award.year}"
            yield WRONG_DATES.at(grant.where("amendment", number, "date"), message)


def approvals_come_before(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G226: an approval of changed lines was asked for too late, or came too late, to be one beforehand.

    Asked for after the end of the period in force, or decided after the day of the report: a warning, and
    an error where the terms want approval for such a change. Asked for in time and decided after the end,
    but before the report: a note. Lines that others pay need nobody's approval.
    """
    end, report = grant.grant.effective_period.last, grant.grant.report
    reported = None if report is None or report.date is None else report.date.last
    for number, amendment in enumerate(grant.grant.amendments):
        moved = [c for c in amendment.changes if c.financing == "grant" and c.amount]
        if amendment.approved_by is None or not moved:
            continue
        asked = amendment.applied or amendment.date
        key, said = ("applied", "applied for") if amendment.applied else ("date", "decided")
        if asked > end:
            message = f"the change was {said} on {asked}, but the period ended on {end}"
        elif report is not None and reported is not None and amendment.date > reported:
            key = "date"
            message = f"the change was decided on {amendment.date}, but the report is from {report.date}"
        elif amendment.date > end:
            yield AFTER_THE_FACT.at(
                grant.where("amendment", number, "date"),
                f"the change was applied for in time, on {asked}, and decided on {amendment.date}, after the "
                f"period had ended on {end}",
                remedy="nothing if the funder's decision covers what was spent before it",
                severity=Severity.NOTE,
            )
            continue
        else:
            continue
        wanted = _wants_approval(grant, moved)
        if wanted:
            message += f"; the terms want approval beforehand ({wanted})"
        severity = Severity.ERROR if wanted else Severity.WARNING
        yield AFTER_THE_FACT.at(grant.where("amendment", number, key), message, severity=severity)


def _wants_approval(grant: GrantLedger, moved: Sequence[LineChange]) -> str:
    """Which of the terms wants the funder's approval for the changed lines; blank if none does."""
    protected = {a.id for a in grant.grant.activities if a.category in grant.terms.protected}
    if any(change.activity in protected for change in moved):
        return "protected"
    limit = grant.terms.transfer_limit
    return "transfer_limit" if limit is not None and limit.answer == "approval" else ""


def new_lines_are_new(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G225: a line with new = true is in the budget, or an earlier amendment added it."""
    there = {key_of(line) for line in grant.grant.budget}
    in_order = sorted(enumerate(grant.grant.amendments), key=lambda item: (item[1].date, item[0]))
    for number, amendment in in_order:
        for place, change in enumerate(amendment.changes):
            if change.new and key_of(change) in there:
                message = f"{change.activity} has this line already, and {change.amount} is added to it"
                yield NOT_NEW.at(grant.where("amendment", number, "change", place), message)
            elif change.new and amendment.approved_by is not None:
                there.add(key_of(change))


def _more_award(grant: GrantLedger, amendment: Amendment) -> Decimal:
    """By how much the amendment changes the award that was in force before it."""
    if amendment.award is None or grant.grant.award is None:
        return money.from_minor(0)
    before = [
        (a.date, a.award)
        for a in grant.grant.amendments
        if a.award is not None and a.approved_by is not None and a.date < amendment.date
    ]
    return money.difference(amendment.award, max(before)[1] if before else grant.grant.award.amount)


def _period_before(grant: GrantLedger, amendment: Amendment) -> Period:
    """The period in force before the amendment."""
    before = [
        (a.date, a.period.end, a.period)
        for a in grant.grant.amendments
        if a.period is not None and a.approved_by is not None and a.date < amendment.date
    ]
    return max(before)[2] if before else grant.grant.period
