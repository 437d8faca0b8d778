"""The sheets of all grants: the portfolio, a line each and linked to their own sheets, and the findings."""

import os.path
from collections.abc import Sequence

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.findings.finding import Finding, Severity
from grants.findings.message import terms
from grants.reports.parts import state_of
from grants.values import money
from grants.workbook import reconciliation
from grants.workbook.chapter import Chapter
from grants.workbook.page import ORANGE, RED, Heading, Page

HEADINGS_ROW = 2
CURRENCY_COLUMN, AWARD_COLUMN, BUDGET_COLUMN, SPENT_COLUMN, SHARE_COLUMN, ERRORS_COLUMN, STATUS_COLUMN = (
    range(5, 12)
)


def write_portfolio(chapters: Sequence[Chapter], sheet: Worksheet) -> None:
    """Write the sheet: a row per grant, then the sum of each currency."""
    page = Page(chapters[0], sheet)
    say = page.say
    page.title(say.term("sheet", "Portfolio"))
    page.row = HEADINGS_ROW
    page.headings(
        (
            Heading(say("Grant"), 30), Heading(say("Title"), 50), Heading(say("Funder"), 36),
            Heading(say("Status"), 14), Heading(say("Period"), 18), Heading(say("Currency"), 9),
            Heading(say("Awarded"), 18, "right"), Heading(say("Budget"), 18, "right"),
            Heading(say("Spent"), 18, "right"), Heading(say("Spent in % of the budget"), 25, "right"),
            Heading(say("Errors"), 8, "right"), Heading(say.term("sheet", "Reconciliation"), 14, "center"),
        )
    )  # fmt: skip
    for chapter in chapters:
        _grant(chapter, page)
        page.row += 1
    last = page.row - 1
    _sums(chapters, page, last)
    page.colour_status(STATUS_COLUMN, HEADINGS_ROW + 1, last)
    page.set_up_list(HEADINGS_ROW, 1)


def _grant(chapter: Chapter, page: Page) -> None:
    record, total, say = chapter.account.grant, chapter.comparison.total, page.say
    page.link(0, chapter.sheet_name(say.term("sheet", "Overview")), chapter.account.id)
    page.text(1, record.title, wrap=True)
    page.text(2, record.funder.name, wrap=True)
    page.text(3, state_of(chapter.account, say))
    page.text(4, chapter.say.period(record.effective_period))
    page.text(CURRENCY_COLUMN, record.currency)
    if chapter.account.award is not None:
        page.formula(AWARD_COLUMN, chapter.name(say.term("name", "Awarded")), chapter.account.award)
    page.formula(BUDGET_COLUMN, chapter.in_total(0), total.budget, about=total.approximate)
    if chapter.has_actuals:
        page.formula(SPENT_COLUMN, chapter.in_total(1), total.actual)
        cells = page.cell(SPENT_COLUMN), page.cell(BUDGET_COLUMN)
        page.share(SHARE_COLUMN, cells, total.actual, total.budget)
    errors = sum(finding.severity is Severity.ERROR for finding in chapter.findings)
    page.number(ERRORS_COLUMN, errors)
    reconciliation.put_status(page, STATUS_COLUMN, chapter, page.styles.get(align="center"))


def _sums(chapters: Sequence[Chapter], page: Page, last: int) -> None:
    """A sum for each currency: amounts of different ones are never added."""
    first = HEADINGS_ROW + 1
    for code in sorted({chapter.account.grant.currency for chapter in chapters}):
        page.total(STATUS_COLUMN + 1)
        page.text(CURRENCY_COLUMN, code, total=True)
        of_code = [chapter for chapter in chapters if chapter.account.grant.currency == code]
        sums = {
            AWARD_COLUMN: [c.account.award for c in of_code if c.account.award is not None],
            BUDGET_COLUMN: [c.comparison.total.budget for c in of_code],
            SPENT_COLUMN: [c.comparison.total.actual for c in of_code],
        }
        currency = xl_rowcol_to_cell(page.row, CURRENCY_COLUMN, col_abs=True)
        codes = xl_range_abs(first, CURRENCY_COLUMN, last, CURRENCY_COLUMN)
        for column, amounts in sums.items():
            formula = f"ROUND(SUMIF({codes},{currency},{xl_range_abs(first, column, last, column)}),2)"
            about = column == BUDGET_COLUMN and any(c.comparison.total.approximate for c in of_code)
            what = f"the sum in {code}"
            page.formula(column, formula, money.total(amounts), about=about, total=True, what=what)
        page.row += 1


SEVERITIES = terms("severity", "error", "warning", "note")


def write_findings(chapter: Chapter, sheet: Worksheet, findings: Sequence[Finding], root: str) -> None:
    """Write the sheet: a row per finding, or the word that there are none.

    Places are given from `root` on, so that the workbook names no folder of a machine.
    """
    page = Page(chapter, sheet)
    say = page.say
    page.title(say.term("sheet", "Findings"))
    headings = (
        Heading(say("Kind"), 13),
        Heading(say("Code"), 8),
        Heading(say("Place"), 34),
        Heading(say("Found"), 70),
        Heading(say("What can be done"), 60),
    )
    page.row = HEADINGS_ROW
    if not findings:
        page.widen([heading.width for heading in headings])
        page.text(0, say("The checks found nothing."))
    else:
        page.table(say.term("name", "FindingsList"), headings, len(findings))
        for finding in findings:
            page.text(0, say(SEVERITIES[finding.severity]))
            page.text(1, finding.code)
            page.text(2, _place_of(finding, root))
            page.text(3, finding.message, wrap=True)
            page.text(4, finding.remedy, wrap=True)
            page.row += 1
        looks = {"error": {"bg_color": RED}, "warning": {"bg_color": ORANGE}}
        marks = {say(SEVERITIES[severity]): look for severity, look in looks.items()}
        page.colour(0, HEADINGS_ROW + 1, page.row - 1, marks)
    page.set_up_list(HEADINGS_ROW, 0)


def _place_of(finding: Finding, root: str) -> str:
    """File and line of a finding, from the ledger's folder on."""
    where = finding.where
    path = os.path.relpath(where.path, root).replace(os.sep, "/")
    return ":".join(str(part) for part in (path, where.line, where.column) if part is not None)
