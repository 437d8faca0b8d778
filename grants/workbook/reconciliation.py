"""The reconciliation sheet: each figure of the ledger against the one that the workbook computes."""

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.figures.comparison import Column
from grants.records import Control
from grants.render.spreadsheet import float_of
from grants.values import money
from grants.values.money import Amount
from grants.workbook.chapter import Chapter
from grants.workbook.page import fit_row, head, note, set_up

HEADINGS_ROW = 3
FIRST_ROW = HEADINGS_ROW + 1
STATUS_COLUMN = 4

_ALIGN = ("left", "right", "right", "right", "center", "left")


@dataclass(frozen=True, slots=True)
class Line:
    """One control: what the ledger says, and the formula that finds the same in the workbook.

    `actual` is what the formula comes to: the same as `expected` but where a control of the ledger
    itself does not hold. `source` says where a stated total comes from.
    """

    title: str
    expected: Amount | int
    formula: str
    actual: Amount | int
    source: str = ""

    @property
    def difference(self) -> Amount | int:
        """Workbook less ledger."""
        if isinstance(self.expected, Amount) and isinstance(self.actual, Amount):
            return self.actual - self.expected
        assert isinstance(self.expected, int)
        assert isinstance(self.actual, int)
        return self.actual - self.expected


def is_reconciled(chapter: Chapter) -> bool:
    """Whether every control holds."""
    return not any(line.difference for line in lines(chapter))


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet: a row per control, and whether it holds."""
    words, styles = chapter.words, chapter.styles
    head(chapter, sheet, words.reconciliation)
    columns = (
        (words.control, 58, None), (words.in_ledger, 18, words.note_in_ledger),
        (words.in_workbook, 18, words.note_in_workbook), (words.difference, 16, None),
        (chapter.labels.status, 10, None), (words.source, 46, None),
    )  # fmt: skip
    for column, (title, width, remark) in enumerate(columns):
        sheet.write_string(HEADINGS_ROW, column, title, styles.heading(_ALIGN[column]))
        sheet.set_column(column, column, width)
        if remark is not None:
            note(sheet, HEADINGS_ROW, column, remark)
    row = HEADINGS_ROW
    for row, line in enumerate(lines(chapter), FIRST_ROW):
        _put(chapter, sheet, row, line)
    for text, colour in ((words.wrong, "#F8C9C4"), (words.ok, "#D5EBD8")):
        sheet.conditional_format(
            FIRST_ROW, STATUS_COLUMN, row, STATUS_COLUMN,
            {"type": "cell", "criteria": "==", "value": f'"{text}"',
             "format": chapter.book.add_format({"bg_color": colour, "bold": text == words.wrong})},
        )  # fmt: skip
    chapter.define(words.name_status, words.reconciliation, FIRST_ROW, STATUS_COLUMN, last_row=row)
    sheet.freeze_panes(FIRST_ROW, 1)
    set_up(chapter, sheet, repeat=(HEADINGS_ROW, HEADINGS_ROW))


def _put(chapter: Chapter, sheet: Worksheet, row: int, line: Line) -> None:
    styles, words = chapter.styles, chapter.words
    fit_row(sheet, row, (line.title, 58), (line.source, 46))
    styles.put(sheet, row, 0, line.title, styles.text(wrap=True))
    form = styles.count() if isinstance(line.expected, int) else styles.amount()
    sheet.write_number(row, 1, _float(line.expected), form)
    sheet.write_formula(row, 2, f"={line.formula}", form, _float(line.actual))
    ledger, workbook, apart = (xl_rowcol_to_cell(row, column) for column in (1, 2, 3))
    sheet.write_formula(row, 3, f"=ROUND({workbook}-{ledger},2)", form, _float(line.difference))
    status = words.wrong if line.difference else words.ok
    sheet.write_formula(
        row, STATUS_COLUMN, f'=IF({apart}=0,"{words.ok}","{words.wrong}")', styles.get(align="center"), status
    )
    styles.put(sheet, row, 5, line.source, styles.text(wrap=True))


def _float(value: Amount | int) -> float:
    return value if isinstance(value, int) else float_of(value)


def lines(chapter: Chapter) -> Iterator[Line]:
    """Every control, from the postings over the follow-up to what the ledger's people stated."""
    yield from _of_sources(chapter)
    yield from _of_follow_up(chapter)
    for control in chapter.account.grant.controls:
        yield _control(chapter, control)
    yield from _of_award(chapter)


def _of_sources(chapter: Chapter) -> Iterator[Line]:
    words, account = chapter.words, chapter.account
    yield Line(words.sum_of_postings, account.spent, chapter.sum_postings(), account.spent)
    count = chapter.over_postings(lambda table: f"COUNT({table}[{words.amount}])")
    yield Line(words.number_of_postings, account.postings.count, count, account.postings.count)
    of_grant = chapter.over_grant(chapter.sum_postings)
    yield Line(words.grant_financed, account.spent_of_grant, of_grant, account.spent_of_grant)
    yield Line(words.sum_of_budget, account.budgeted, chapter.sum_budget(), account.budgeted)


def _of_follow_up(chapter: Chapter) -> Iterator[Line]:
    words, layout, comparison = chapter.words, chapter.layout, chapter.comparison
    sheet = words.follow_up

    def cell(row: int, slot: int, measure: int) -> str:
        return chapter.at(sheet, row, layout.column(slot, measure))

    total = comparison.total.budget
    yield Line(words.budget_in_follow_up, total, cell(layout.total_row, layout.slots, 0), total)
    if layout.measures == 1:
        return
    not_counted = chapter.sum_postings((words.slot, f'"{words.not_counted}"'))
    corner = cell(layout.total_row, layout.slots, 1)
    spent = chapter.account.spent
    yield Line(words.follow_up_and_left_out, spent, f"ROUND({corner}+{not_counted},2)", spent)
    columns = "+".join(cell(layout.total_row, slot, 1) for slot in range(layout.slots))
    actual = comparison.total.actual
    yield Line(words.rows_and_columns, actual, f"ROUND({columns},2)", actual)
    for row in comparison.rows:
        title = chapter.account.grant.title_of(row.activity)
        formula = cell(layout.row_of(row.activity), layout.slots, 1)
        yield Line(words.row_of.format(title=title), row.total.actual, formula, row.total.actual)
    for slot, (column, figures) in enumerate(zip(comparison.columns, comparison.column_totals, strict=True)):
        title = _title(chapter, column)
        formula = cell(layout.total_row, slot, 1)
        yield Line(words.column_of.format(title=title), figures.actual, formula, figures.actual)


def _title(chapter: Chapter, column: Column) -> str:
    if column.period is not None:
        return chapter.locale.period(column.period)
    return chapter.labels.total if column.is_total else chapter.labels.not_periodised


def _control(chapter: Chapter, control: Control) -> Line:
    words = chapter.words
    conditions = []
    what = []
    if control.activity is not None:
        conditions.append((words.activity, f'"{control.activity}"'))
        what.append(chapter.account.grant.title_of(control.activity))
    if control.period is not None:
        start, last = control.period.start, control.period.last
        conditions += [
            (words.starts, f'">="&DATE({start.year},{start.month},{start.day})'),
            (words.ends, f'"<="&DATE({last.year},{last.month},{last.day})'),
        ]
        what.append(chapter.locale.period(control.period))
    found = money.Amount(chapter.account.postings.total(activity=control.activity, within=control.period))
    return Line(
        words.control_total.format(what=", ".join(what) or chapter.labels.total),
        control.total,
        chapter.sum_postings(*conditions),
        found,
        control.source or "",
    )


def _of_award(chapter: Chapter) -> Iterator[Line]:
    account = chapter.account
    if account.award is None:
        return
    formula = chapter.over_grant(chapter.sum_budget)
    yield Line(chapter.words.budget_and_award, account.award, formula, account.approved.total("grant"))
