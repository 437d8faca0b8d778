"""The reconciliation sheet: each figure of the ledger against the one that the workbook computes."""

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.figures.comparison import Column
from grants.records import Control
from grants.render.spreadsheet import float_of
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
    say, styles = chapter.say, chapter.styles
    head(chapter, sheet, say.term("sheet", "Reconciliation"))
    columns = (
        (say("Control"), 58, None),
        (say("The ledger"), 18, say("The exact figure of the ledger, computed in whole minor units.")),
        (say("This workbook"), 18, say("The same figure, computed by the formulas of this workbook.")),
        (say("Difference"), 16, None),
        (chapter.say("Status"), 10, None), (say("Source"), 46, None),
    )  # fmt: skip
    for column, (title, width, remark) in enumerate(columns):
        sheet.write_string(HEADINGS_ROW, column, title, styles.heading(_ALIGN[column]))
        sheet.set_column(column, column, width)
        if remark is not None:
            note(sheet, HEADINGS_ROW, column, remark)
    row = HEADINGS_ROW
    for row, line in enumerate(lines(chapter), FIRST_ROW):
        _put(chapter, sheet, row, line)
    for text, colour in ((say("ERROR"), "#F8C9C4"), (say("OK"), "#D5EBD8")):
        sheet.conditional_format(
            FIRST_ROW, STATUS_COLUMN, row, STATUS_COLUMN,
            {"type": "cell", "criteria": "==", "value": f'"{text}"',
             "format": chapter.book.add_format({"bg_color": colour, "bold": text == say("ERROR")})},
        )  # fmt: skip
    chapter.define(
        say.term("name", "Reconciled"),
        say.term("sheet", "Reconciliation"),
        FIRST_ROW,
        STATUS_COLUMN,
        last_row=row,
    )
    sheet.freeze_panes(FIRST_ROW, 1)
    set_up(chapter, sheet, repeat=(HEADINGS_ROW, HEADINGS_ROW))


def _put(chapter: Chapter, sheet: Worksheet, row: int, line: Line) -> None:
    styles, say = chapter.styles, chapter.say
    fit_row(sheet, row, (line.title, 58), (line.source, 46))
    styles.put(sheet, row, 0, line.title, styles.text(wrap=True))
    form = styles.count() if isinstance(line.expected, int) else styles.amount()
    sheet.write_number(row, 1, _float(line.expected), form)
    sheet.write_formula(row, 2, f"={line.formula}", form, _float(line.actual))
    ledger, workbook, apart = (xl_rowcol_to_cell(row, column) for column in (1, 2, 3))
    sheet.write_formula(row, 3, f"=ROUND({workbook}-{ledger},2)", form, _float(line.difference))
    status = say("ERROR") if line.difference else say("OK")
    sheet.write_formula(
        row,
        STATUS_COLUMN,
        f'=IF({apart}=0,"{say("OK")}","{say("ERROR")}")',
        styles.get(align="center"),
        status,
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
    say, account = chapter.say, chapter.account
    yield Line(say("All postings, sum"), account.spent, chapter.sum_postings(), account.spent)
    count = chapter.over_postings(lambda table: f"COUNT({table}[{say('Amount')}])")
    yield Line(say("All postings, number"), account.postings.count, count, account.postings.count)
    of_grant = chapter.over_grant(chapter.sum_postings)
    yield Line(say("Postings paid by the grant"), account.spent_of_grant, of_grant, account.spent_of_grant)
    yield Line(say("Budget lines, sum"), account.budgeted, chapter.sum_budget(), account.budgeted)


def _of_follow_up(chapter: Chapter) -> Iterator[Line]:
    say, layout, comparison = chapter.say, chapter.layout, chapter.comparison
    sheet = say.term("sheet", "Follow-up")

    def cell(row: int, slot: int, measure: int) -> str:
        return chapter.at(sheet, row, layout.column(slot, measure))

    total = comparison.total.budget
    yield Line(say("Follow-up, budget in total"), total, cell(layout.total_row, layout.slots, 0), total)
    if layout.measures == 1:
        return
    not_counted = chapter.sum_postings((say("Counted"), f'"{say("Not counted")}"'))
    corner = cell(layout.total_row, layout.slots, 1)
    spent = chapter.account.spent
    yield Line(say("Follow-up in total and not counted"), spent, f"ROUND({corner}+{not_counted},2)", spent)
    columns = "+".join(cell(layout.total_row, slot, 1) for slot in range(layout.slots))
    actual = comparison.total.actual
    yield Line(say("Follow-up, columns against rows"), actual, f"ROUND({columns},2)", actual)
    for row in comparison.rows:
        title = chapter.account.grant.title_of(row.activity)
        formula = cell(layout.row_of(row.activity), layout.slots, 1)
        yield Line(say("Activity: {title}", title=title), row.total.actual, formula, row.total.actual)
    for slot, (column, figures) in enumerate(zip(comparison.columns, comparison.column_totals, strict=True)):
        title = _title(chapter, column)
        formula = cell(layout.total_row, slot, 1)
        yield Line(say("Period: {title}", title=title), figures.actual, formula, figures.actual)


def _title(chapter: Chapter, column: Column) -> str:
    if column.period is not None:
        return chapter.locale.period(column.period)
    return chapter.say("Total") if column.is_total else chapter.say("Not periodised")


def _control(chapter: Chapter, control: Control) -> Line:
    say = chapter.say
    conditions = []
    what = []
    if control.activity is not None:
        conditions.append((say("Activity"), f'"{control.activity}"'))
        what.append(chapter.account.grant.title_of(control.activity))
    if control.period is not None:
        start, last = control.period.start, control.period.last
        conditions += [
            (say("From"), f'">="&DATE({start.year},{start.month},{start.day})'),
            (say("To"), f'"<="&DATE({last.year},{last.month},{last.day})'),
        ]
        what.append(chapter.locale.period(control.period))
    found = chapter.account.postings.total(activity=control.activity, within=control.period)
    return Line(
        say("Control total: {what}", what=", ".join(what) or chapter.say("Total")),
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
    yield Line(
        chapter.say("Budget paid by the grant against the award"),
        account.award,
        formula,
        account.approved.total("grant"),
    )
