"""Were the award and each amendment applied for, decided and approved, and in the right order?"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from grants.checks.registry import error, warning
from grants.findings.finding import Finding, Rule, Severity
from grants.findings.message import Message
from grants.ledger import Account
from grants.records.budget import LineChange


@warning("G219", "extension-applied-late",
    "A longer period was applied for after the old one had ended",
    "write the day of the application (applied), or ask the funder to confirm the extension in writing",
)  # fmt: skip
def extensions_are_in_time(rule: Rule, account: Account) -> Iterator[Finding]:
    """G219: the application for a longer period came after the end of the period in force."""
    for number, amendment in enumerate(account.grant.amendments):
        old = account.grant.period_on(amendment.date - timedelta(days=1))
        if amendment.period is None or amendment.period.end <= old.end:
            continue
        asked = amendment.applied or amendment.date
        if asked > old.last:
            how = "applied for" if amendment.applied else "decided (no day of application is stated)"
            said = Message("the extension was {how} on {asked}, but the period ended on {last}",
                how=how, asked=asked, last=old.last,
            )  # fmt: skip
            key = "applied" if amendment.applied else "date"
            yield rule.at(account.where("amendment", number, key), said)


@error("G220", "amendment-not-approved",
    "The account is reported, but an amendment is not approved",
    "write who approved it (approved_by), or remove it if the funder said no",
)  # fmt: skip
def amendments_are_approved(rule: Rule, account: Account) -> Iterator[Finding]:
    """G220: an amendment of a reported account is not approved; a note while the grant runs."""
    status = account.grant.status
    remedy = "write approved_by once the funder has said yes, and remove it if it says no"
    for number, amendment in enumerate(account.grant.amendments):
        where = account.where("amendment", number)
        if amendment.approved_by is None and account.grant.is_final:
            yield rule.at(where, f"the status is {status!r}, but nobody approved this amendment")
        elif amendment.approved_by is None:
            said = Message("nobody has approved this amendment of {day} yet; until then it changes nothing",
                day=amendment.date,
            )  # fmt: skip
            yield rule.at(where, said, remedy=remedy, severity=Severity.NOTE)


@warning("G226", "approval-after-the-fact",
    "Lines of the grant were changed after the period had ended, or after the report",
    "correct the dates (applied, date); if the funder did approve afterwards, set [checks.G226] and name its "
    "letter as the reason",
)  # fmt: skip
def approvals_come_before(rule: Rule, account: Account) -> Iterator[Finding]:
    """G226: an approval of changed lines was asked for too late, or came too late, to be one beforehand.

    Asked for after the end of the period in force, or decided after the day of the report: a warning, and
    an error where the terms want approval for such a change. Asked for in time and decided after the end,
    but before the report: a note. Lines that others pay need nobody's approval.
    """
    end, report = account.grant.effective_period.last, account.grant.report
    reported = None if report is None or report.date is None else report.date.last
    for number, amendment in enumerate(account.grant.amendments):
        moved = [c for c in amendment.changes if c.financing == "grant" and c.amount]
        if amendment.approved_by is None or not moved:
            continue
        asked = amendment.applied or amendment.date
        key, how = ("applied", "applied for") if amendment.applied else ("date", "decided")
        if asked > end:
            message = f"the change was {how} on {asked}, but the period ended on {end}"
        elif report is not None and reported is not None and amendment.date > reported:
            key = "date"
            message = f"the change was decided on {amendment.date}, but the report is from {report.date}"
        elif amendment.date > end:
            yield rule.at(
                account.where("amendment", number, "date"),
                f"the change was applied for in time, on {asked}, and decided on {amendment.date}, after the "
                f"period had ended on {end}",
                remedy="nothing if the funder's decision covers what was spent before it",
                severity=Severity.NOTE,
            )
            continue
        else:
            continue
        wanted = _wants_approval(account, moved)
        if wanted:
            message += f"; the terms want approval beforehand ({wanted})"
        severity = Severity.ERROR if wanted else Severity.WARNING
        yield rule.at(account.where("amendment", number, key), message, severity=severity)


def _wants_approval(account: Account, moved: Sequence[LineChange]) -> str:
    """Which of the terms wants the funder's approval for the changed lines; blank if none does."""
    protected = {a.id for a in account.grant.activities if a.category in account.terms.protected}
    if any(change.activity in protected for change in moved):
        return "protected"
    limit = account.terms.transfer_limit
    return "transfer_limit" if limit is not None and limit.answer == "approval" else ""


@warning("G228", "award-dates",
    "The days of the application, the award and the period contradict each other",
    "correct the day or the year; the day of the award decides which dated terms apply",
)  # fmt: skip
def award_is_dated_soundly(rule: Rule, account: Account) -> Iterator[Finding]:
    """G228: date and year differ, the award is older than the application, or came after the period.

    An award after the period has begun is common, since letters come late, and is not reported.
    """
    application, award = account.grant.application, account.grant.award
    for key, record in (("application", application), ("award", award)):
        if record is not None and record.date is not None and record.year not in (None, record.date.year):
            message = f"the {key} has the date {record.date} and the year {record.year}; the date is used"
            yield rule.at(account.where(key, "year"), message)
    if award is None:
        return
    end = account.grant.period.last
    granted = award.date or award.year
    asked = None if application is None else application.date or application.year
    if granted is not None and asked is not None and is_before(granted, asked):
        is_day = isinstance(asked, date)
        said = Message("it was applied for {on} {asked}, but the award is of {granted}",
            on="on" if is_day else "in", asked=asked, granted=granted,
        )  # fmt: skip
        yield rule.at(account.where("application", "date" if is_day else "year"), said)
    if granted is not None and is_before(end, granted):
        said = Message("the award is of {granted}, but the period ended on {end}", granted=granted, end=end)
        yield rule.at(account.where("award", "year" if award.date is None else "date"), said)


def is_before(one: date | int, other: date | int) -> bool:
    """Whether a day, or every day of a year, is before the other."""
    if isinstance(one, date) and isinstance(other, date):
        return one < other
    one, other = (day.year if isinstance(day, date) else day for day in (one, other))
    return one < other
