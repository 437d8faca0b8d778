"""Does a final account come with what the funder asks for: auditor, statement, in time, vouchers kept?"""

from collections.abc import Iterator
from datetime import date

from grants.checks.registry import error, warning
from grants.figures.terms import satisfies, tier_of
from grants.findings.finding import Finding, Rule, Severity
from grants.findings.message import Message
from grants.ledger import Account
from grants.records.report import ReportDetails


@warning("G407", "report-late",
    "The final report is dated after the funder's deadline",
    "record a longer period or deadline that the funder granted, or explain to the funder why it is late",
)  # fmt: skip
def report_is_in_time(rule: Rule, account: Account) -> Iterator[Finding]:
    """G407: the report is dated past the deadline, or has no date; a note if its span may be past it."""
    report, due = account.grant.report, account.report_due
    day = None if report is None else report.date
    if due is None or (day is None and not account.grant.is_final):
        return
    if day is None:
        said = Message("the status is {status!r}, but the report has no date; it was due on {due}",
            status=account.grant.status, due=due,
        )  # fmt: skip
        remedy = "write the day on which it was sent: [report] date = YYYY-MM-DD"
        yield rule.at(account.where("status" if report is None else "report"), said, remedy=remedy)
    elif day.last > due:
        said = Message("the report is from {day}, it was due on {due}", day=day, due=due)
        if day.start > due:
            yield rule.at(account.where("report", "date"), said)
            return
        said = Message("{finding}: so it is unclear whether it was in time", finding=said)
        remedy = "write the day on which the report was sent"
        yield rule.at(account.where("report", "date"), said, remedy=remedy, severity=Severity.NOTE)


@error("G408", "no-auditor",
    "The account lacks the auditor's statement that its size asks for",
    "have the account audited, and record it: [report] auditor = { kind = ..., date = ... }",
)  # fmt: skip
def auditor_is_named(rule: Rule, account: Account) -> Iterator[Finding]:
    """G408: the award is in a tier that asks for more than the account comes with, or for a dated one."""
    needed = tier_of(account.terms.auditor, account.award)
    if needed is None or not account.grant.is_final:
        return
    report = account.grant.report
    given = None if report is None or report.auditor is None else report.auditor.kind
    if not satisfies(account.terms.auditor, needed, given):
        instead = "no auditor is named" if given is None else f"the account has {given!r}"
        yield rule.at(
            account.where(*(("status",) if report is None else ("report", "auditor"))),
            f"an award above {needed.above} asks for {needed.requires!r}; {instead}",
        )
    elif report is not None and report.auditor is not None and report.auditor.date is None:
        yield rule.at(
            account.where("report", "auditor"),
            f"the statement of the auditor ({given!r}) has no date, so it is unclear what it covers",
            remedy="write the day of the statement: auditor = { kind = ..., date = ... }",
        )


@error("G409", "no-management-statement",
    "The account lacks the signed management statement",
    "have it signed, and record it: [report] statement = { date = ..., by = ... }",
)  # fmt: skip
def statement_is_signed(rule: Rule, account: Account) -> Iterator[Finding]:
    """G409: the terms ask for a management statement, the account is final, and there is none."""
    report = account.grant.report
    missing = report is None or report.statement is None
    if account.terms.management_statement and account.grant.is_final and missing:
        message = f"the status is {account.grant.status!r}, but no management statement is recorded"
        yield rule.at(account.where("status" if report is None else "report"), message)


@warning("G415", "signed-too-early",
    "The auditor or the management signed before everything was spent that they sign for",
    "have the final account signed, and write that day",
)  # fmt: skip
def signed_after_the_end(rule: Rule, account: Account) -> Iterator[Finding]:
    """G415: auditor or management signed before the period, or the last posting, ended."""
    report, used = account.grant.report, account.postings.period
    if report is None:
        return
    end = account.grant.effective_period.last
    for key, what, signed in _signatures(report):
        where = account.where("report", key, "date")
        if signed < end:
            yield rule.at(where, f"{what} is of {signed}, but the period ends on {end}")
        elif used is not None and signed < used.last:
            yield rule.at(where, f"{what} is of {signed}, but there are postings until {used.last}")


@warning("G417", "report-dates",
    "The report, the auditor's and the management's statement have dates that cannot be of one account",
    "correct the day; a report is sent after the period, with the statements that are signed by then",
)  # fmt: skip
def report_is_dated_soundly(rule: Rule, account: Account) -> Iterator[Finding]:
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
        yield rule.at(account.where("report", "date"), message)
    for key, what, signed in _signatures(report):
        if signed > sent.last:
            message = f"{what} is of {signed}, but the report that it goes with is from {sent}"
            yield rule.at(account.where("report", key, "date"), message)


def _signatures(report: ReportDetails) -> Iterator[tuple[str, str, date]]:
    """The key, the name and the day of each signed statement that has a day."""
    if report.auditor is not None and report.auditor.date is not None:
        yield "auditor", "the auditor's statement", report.auditor.date
    if report.statement is not None:
        yield "statement", "the management statement", report.statement.date


@error("G411", "vouchers-kept-too-short",
    "The vouchers are to be kept longer than is stated",
    "correct keep_until, and keep the vouchers until then",
)  # fmt: skip
def vouchers_are_kept(rule: Rule, account: Account) -> Iterator[Finding]:
    """G411: the stated end of keeping vouchers is before the one that the terms give."""
    report, end = account.grant.report, account.retention_end
    kept = None if report is None else report.keep_until
    if kept is not None and end is not None and kept < end:
        said = Message("the vouchers are kept until {kept}, they must be until {end}", kept=kept, end=end)
        yield rule.at(account.where("report", "keep_until"), said)
