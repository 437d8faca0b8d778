"""Does a final account come with what the funder asks for: auditor, statement, in time, vouchers kept?"""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from grants.diagnostics import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger
from grants.periods import Period
from grants.records import ReportDeadline

LATE = Rule(
    "G407", "report-late", Severity.WARNING,
    "The final report is dated after the funder's deadline",
    "record a longer period or deadline that the funder granted, or tell the funder why it is late",
)  # fmt: skip
NO_AUDITOR = Rule(
    "G408", "no-auditor", Severity.ERROR,
    "The account lacks the auditor's statement that its size asks for",
    "have the account audited, and record it: [report] auditor = { kind = ..., date = ... }",
)  # fmt: skip
NO_STATEMENT = Rule(
    "G409", "no-management-statement", Severity.ERROR,
    "The account lacks the signed management statement",
    "have it signed, and record it: [report] statement = { date = ..., by = ... }",
)  # fmt: skip
KEPT_TOO_SHORT = Rule(
    "G411", "vouchers-kept-too-short", Severity.ERROR,
    "The vouchers are to be kept longer than is stated",
    "correct keep_until, and keep the vouchers until then",
)  # fmt: skip

RULES = (LATE, NO_AUDITOR, NO_STATEMENT, KEPT_TOO_SHORT)


def report_is_in_time(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G407: the first day that the report can be from is past the deadline."""
    deadline, report = grant.terms.report_deadline, grant.grant.report
    if deadline is None or report is None or report.date is None:
        return
    due = due_day(deadline, grant.grant.effective_period)
    if report.date.start > due:
        message = f"the report is from {report.date}, it was due on {due}"
        yield LATE.at(grant.where("report", "date"), message)


def due_day(deadline: ReportDeadline, period: Period) -> date:
    """The last day on which the report is in time; months count from the day after the period."""
    if deadline.date is not None:
        return deadline.date
    months, days = deadline.months or 0, deadline.days or 0
    return period.end + relativedelta(months=months) + timedelta(days=days - 1)


def auditor_is_named(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G408: the award is in a tier that asks for more than the account comes with."""
    tiers, award = grant.terms.auditor, grant.award
    if award is None or not grant.grant.is_final:
        return
    reached = [tier for tier in tiers if award > tier.above]
    if not reached:
        return
    needed = reached[-1]
    enough = [tier.requires for tier in tiers if tier.above >= needed.above]
    report = grant.grant.report
    given = None if report is None or report.auditor is None else report.auditor.kind
    if given not in enough:
        said = "no auditor is named" if given is None else f"the account has {given!r}"
        yield NO_AUDITOR.at(
            grant.where(*(("status",) if report is None else ("report", "auditor"))),
            f"an award above {needed.above} asks for {needed.requires!r}; {said}",
        )


def statement_is_signed(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G409: the terms ask for a management statement, the account is final, and there is none."""
    report = grant.grant.report
    missing = report is None or report.statement is None
    if grant.terms.management_statement and grant.grant.is_final and missing:
        message = f"the status is {grant.grant.status!r}, but no management statement is recorded"
        yield NO_STATEMENT.at(grant.where("status" if report is None else "report"), message)


def vouchers_are_kept(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G411: the stated end of keeping vouchers is before the one that the terms give."""
    report, end = grant.grant.report, grant.retention_end
    if report is None or report.keep_until is None or end is None:
        return
    if report.keep_until < end:
        message = f"the vouchers are kept until {report.keep_until}, they must be until {end}"
        yield KEPT_TOO_SHORT.at(grant.where("report", "keep_until"), message)
