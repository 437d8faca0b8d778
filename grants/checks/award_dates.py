"""Do the days of application, award and report go together?"""

from collections.abc import Iterator
from datetime import date

from grants.checks.family import Family
from grants.findings.finding import Finding
from grants.ledger import Account

FAMILY = Family()

AWARD_DATES = FAMILY.warning(
    "G228", "award-dates",
    "The days of the application, the award and the period contradict each other",
    "correct the day or the year; the day of the award decides which dated terms apply",
)  # fmt: skip


@FAMILY.check
def award_is_dated_soundly(account: Account) -> Iterator[Finding]:
    """G228: date and year differ, the award is older than the application, or came after the period.

    An award after the period has begun is common, since letters come late, and is not reported.
    """
    application, award = account.grant.application, account.grant.award
    for key, record in (("application", application), ("award", award)):
        if record is not None and record.date is not None and record.year not in (None, record.date.year):
            message = f"the {key} has the date {record.date} and the year {record.year}; the date is used"
            yield AWARD_DATES.at(account.where(key, "year"), message)
    if award is None:
        return
    end = account.grant.period.last
    granted, key = award.date or award.year, "date" if award.date is not None else "year"
    if application is not None and granted is not None:
        asked = application.date or application.year
        if asked is not None and _is_before(granted, asked):
            message = f"it was applied for in {asked}, but the award is of {granted}"
            if isinstance(asked, date):
                message = f"it was applied for on {asked}, but the award is of {granted}"
            where = account.where("application", "date" if application.date is not None else "year")
            yield AWARD_DATES.at(where, message)
    if granted is not None and _is_before(end, granted):
        message = f"the award is of {granted}, but the period ended on {end}"
        yield AWARD_DATES.at(account.where("award", key), message)


def _is_before(one: date | int, other: date | int) -> bool:
    """Whether a day, or every day of a year, is before the other."""
    if isinstance(one, date) and isinstance(other, date):
        return one < other
    return _year(one) < _year(other)


def _year(day: date | int) -> int:
    return day.year if isinstance(day, date) else day


REPORT_DATES = FAMILY.warning(
    "G417", "report-dates",
    "The report, the auditor's and the management's statement have dates that cannot be of one account",
    "correct the day; a report is sent after the period, with the statements that are signed by then",
)  # fmt: skip


@FAMILY.check
def report_is_dated_soundly(account: Account) -> Iterator[Finding]:
    """G417: a final report is older than the end of its period, or than a statement that goes with it.

    As long as the grant runs, a report may be one on the way.
    """
    report, end = account.grant.report, account.grant.effective_period.last
    if report is None or report.date is None or not account.grant.is_final:
        return
    sent = report.date
    if sent.last < end:
        status = account.grant.status
        message = f"the status is {status!r} and the report is from {sent}, but the period ends on {end}"
        yield REPORT_DATES.at(account.where("report", "date"), message)
    auditor, statement = report.auditor, report.statement
    for key, what, signed in (
        ("auditor", "the auditor's statement", None if auditor is None else auditor.date),
        ("statement", "the management statement", None if statement is None else statement.date),
    ):
        if signed is not None and signed > sent.last:
            message = f"{what} is of {signed}, but the report that it goes with is from {sent}"
            yield REPORT_DATES.at(account.where("report", key, "date"), message)
