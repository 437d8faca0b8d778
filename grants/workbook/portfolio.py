"""The portfolio sheet: all grants of the workbook in a line each, linked to their own sheets."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.findings.finding import Severity
from grants.render.spreadsheet import float_of
from grants.reports.parts import state_of
from grants.values import money
from grants.workbook import reconciliation
from grants.workbook.chapter import Chapter, link_to
from grants.workbook.follow_up import share_of
from grants.workbook.page import fit_row

HEADINGS_ROW = 2
CURRENCY_COLUMN, AWARD_COLUMN, BUDGET_COLUMN, SPENT_COLUMN, SHARE_COLUMN, ERRORS_COLUMN, STATUS_COLUMN = (
    range(5, 12)
)


def write(chapters: Sequence[Chapter], sheet: Worksheet) -> None:
    """Write the sheet: a row per grant, then the sum of each currency."""
    first = chapters[0]
    say, styles = first.say, first.styles
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, say.term("sheet", "Portfolio"), styles.title)
    headings = (
        (say("Grant"), 30), (say("Title"), 50), (say("Funder"), 36), (say("Status"), 14), (say("Period"), 18),
        (say("Currency"), 9), (say("Awarded"), 18), (say("Budget"), 18), (say("Spent"), 18),
        (say("Spent in % of the budget"), 25), (say("Errors"), 8), (say.term("sheet", "Reconciliation"), 14),
    )  # fmt: skip
    for column, (title, width) in enumerate(headings):
        is_figure = AWARD_COLUMN <= column <= ERRORS_COLUMN
        align = "right" if is_figure else "center" if column == STATUS_COLUMN else "left"
        sheet.write_string(HEADINGS_ROW, column, title, styles.heading(align))
        sheet.set_column(column, column, width)
    row = HEADINGS_ROW
    for row, chapter in enumerate(chapters, HEADINGS_ROW + 1):
        _grant(chapter, sheet, row)
    _sums(chapters, sheet, row)
    for text, colour in ((say("ERROR"), "#F8C9C4"), (say("OK"), "#D5EBD8")):
        sheet.conditional_format(
            HEADINGS_ROW + 1, STATUS_COLUMN, row, STATUS_COLUMN,
            {"type": "cell", "criteria": "==", "value": f'"{text}"',
             "format": first.book.add_format({"bg_color": colour})},
        )  # fmt: skip
    sheet.freeze_panes(HEADINGS_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADINGS_ROW)
    sheet.set_footer(f"&C&A&R{say('Page &P of &N')}")
    sheet.hide_gridlines(2)


def _grant(chapter: Chapter, sheet: Worksheet, row: int) -> None:
    say, styles = chapter.say, chapter.styles
    record, layout, total = chapter.account.grant, chapter.layout, chapter.comparison.total
    fit_row(sheet, row, (record.title, 50), (record.funder.name, 36))
    link = styles.get(font_color="#0B5394", underline=1)
    sheet.write_url(
        row, 0, link_to(chapter.sheet_name(say.term("sheet", "Overview"))), link, chapter.account.id
    )
    styles.put(sheet, row, 1, record.title, styles.text(wrap=True))
    styles.put(sheet, row, 2, record.funder.name, styles.text(wrap=True))
    sheet.write_string(row, 3, state_of(chapter.account, say, chapter.locale), styles.text())
    sheet.write_string(row, 4, chapter.locale.period(record.effective_period), styles.text())
    sheet.write_string(row, CURRENCY_COLUMN, record.currency, styles.text())
    if chapter.account.award is not None:
        award = f"={chapter.name(say.term('name', 'Awarded'))}"
        sheet.write_formula(row, AWARD_COLUMN, award, styles.amount(), float_of(chapter.account.award))
    for offset, value in enumerate((total.budget, total.actual)):
        if offset < layout.measures:
            cell = chapter.at(say.term("sheet", "Follow-up"), layout.total_row, layout.total_column + offset)
            form = styles.amount(about=total.approximate and not offset)
            sheet.write_formula(row, BUDGET_COLUMN + offset, f"={cell}", form, float_of(value))
    if layout.measures > 1:
        budget, spent = (xl_rowcol_to_cell(row, column) for column in (BUDGET_COLUMN, SPENT_COLUMN))
        share = f'=IF({budget}=0,"",{spent}/{budget})'
        sheet.write_formula(row, SHARE_COLUMN, share, styles.share(), share_of(total.actual, total.budget))
    errors = sum(finding.severity is Severity.ERROR for finding in chapter.findings)
    sheet.write_number(row, ERRORS_COLUMN, errors, styles.count())
    status = say("OK") if reconciliation.is_reconciled(chapter) else say("ERROR")
    name = chapter.name(say.term("name", "Reconciled"))
    formula = f'=IF(COUNTIF({name},"{say("ERROR")}")=0,"{say("OK")}","{say("ERROR")}")'
    sheet.write_formula(row, STATUS_COLUMN, formula, styles.get(align="center"), status)


def _sums(chapters: Sequence[Chapter], sheet: Worksheet, last: int) -> None:
    """A sum for each currency: amounts of different ones are never added."""
    say, styles = chapters[0].say, chapters[0].styles
    first = HEADINGS_ROW + 1
    for row, code in enumerate(sorted({chapter.account.grant.currency for chapter in chapters}), last + 1):
        for column in range(STATUS_COLUMN + 1):
            sheet.write_blank(row, column, None, styles.text(total=True))
        sheet.write_string(row, 0, say("Total"), styles.text(total=True))
        sheet.write_string(row, CURRENCY_COLUMN, code, styles.text(total=True))
        of_code = [chapter for chapter in chapters if chapter.account.grant.currency == code]
        sums = (
            money.total([c.account.award for c in of_code if c.account.award is not None]),
            money.total([c.comparison.total.budget for c in of_code]),
            money.total([c.comparison.total.actual for c in of_code]),
        )
        currency = xl_rowcol_to_cell(row, CURRENCY_COLUMN, col_abs=True)
        codes = _range(first, last, CURRENCY_COLUMN)
        for offset, value in enumerate(sums):
            column = AWARD_COLUMN + offset
            formula = f"=ROUND(SUMIF({codes},{currency},{_range(first, last, column)}),2)"
            about = offset == 1 and any(c.comparison.total.approximate for c in of_code)
            form = styles.amount(total=True, about=about)
            sheet.write_formula(row, column, formula, form, float_of(value, f"the sum in {code}"))


def _range(first: int, last: int, column: int) -> str:
    return ":".join(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for row in (first, last))
