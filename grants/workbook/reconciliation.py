"""The reconciliation sheet: each figure of the ledger against the one that the workbook computes."""

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from grants.records.report import Control
from grants.render.spreadsheet import float_of
from grants.values.money import Amount
from grants.workbook.chapter import Chapter, date_formula
from grants.workbook.page import Heading, Page

HEADINGS_ROW = 3
STATUS_COLUMN = 4


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


def put_status(page: Page, column: int, chapter: Chapter, form: Format) -> None:
    """On another sheet: whether every control of a grant holds."""
    failing = f'COUNTIF({chapter.name(page.say.term("name", "Reconciled"))},"{page.say("ERROR")}")'
    page.status(column, f"{failing}=0", form, holds=not any(line.difference for line in lines(chapter)))


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet: a row per control, and whether it holds."""
    page, say = Page(chapter, sheet), chapter.say
    page.head(say.term("sheet", "Reconciliation"))
    page.row = HEADINGS_ROW
    ledger = say("The exact figure of the ledger, computed in whole minor units.")
    workbook = say("The same figure, computed by the formulas of this workbook.")
    page.headings(
        (
            Heading(say("Control"), 58),
            Heading(say("The ledger"), 18, "right", note=ledger),
            Heading(say("This workbook"), 18, "right", note=workbook),
            Heading(say("Difference"), 16, "right"),
            Heading(say("Status"), 10, "center"),
            Heading(say("Source"), 46),
        )
    )
    for line in lines(chapter):
        _put(page, line)
        page.row += 1
    page.row -= 1
    page.colour_status(STATUS_COLUMN, HEADINGS_ROW + 1, page.row, bold=True)
    page.define(say.term("name", "Reconciled"), STATUS_COLUMN, first_row=HEADINGS_ROW + 1)
    sheet.freeze_panes(HEADINGS_ROW + 1, 1)
    page.set_up(repeat=(HEADINGS_ROW, HEADINGS_ROW))


def _put(page: Page, line: Line) -> None:
    form = page.styles.count() if isinstance(line.expected, int) else page.styles.amount()
    ledger, workbook, difference = (page.cell(column) for column in (1, 2, 3))
    page.text(0, line.title, wrap=True)
    page.number(1, line.expected if isinstance(line.expected, int) else float_of(line.expected), form)
    page.formula(2, line.formula, line.actual, form)
    page.formula(3, f"ROUND({workbook}-{ledger},2)", line.difference, form)
    page.status(STATUS_COLUMN, f"{difference}=0", page.styles.get(align="center"), holds=not line.difference)
    page.text(5, line.source, wrap=True)


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
    total = comparison.total.budget
    yield Line(say("Follow-up, budget in total"), total, chapter.in_total(0), total)
    if not chapter.has_actuals:
        return
    not_counted = chapter.sum_postings((say("Counted"), f'"{say("Not counted")}"'))
    corner = chapter.in_total(1)
    spent = chapter.account.spent
    yield Line(say("Follow-up in total and not counted"), spent, f"ROUND({corner}+{not_counted},2)", spent)
    columns = "+".join(chapter.follow_up(layout.total_row, slot, 1) for slot in range(layout.slots))
    actual = comparison.total.actual
    yield Line(say("Follow-up, columns against rows"), actual, f"ROUND({columns},2)", actual)
    for row in comparison.rows:
        title = chapter.account.grant.title_of(row.activity)
        formula = chapter.follow_up(layout.row_of(row.activity), layout.slots, 1)
        yield Line(say("Activity: {title}", title=title), row.total.actual, formula, row.total.actual)
    for slot, (column, figures) in enumerate(zip(comparison.columns, comparison.column_totals, strict=True)):
        title = say("Total") if column.is_total else say("Not periodised")
        if column.period is not None:
            title = chapter.say.period(column.period)
        formula = chapter.follow_up(layout.total_row, slot, 1)
        yield Line(say("Period: {title}", title=title), figures.actual, formula, figures.actual)


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
            (say("From"), f'">="&{date_formula(start)}'),
            (say("To"), f'"<="&{date_formula(last)}'),
        ]
        what.append(chapter.say.period(control.period))
    found = chapter.account.postings.total(activity=control.activity, within=control.period)
    return Line(
        say("Control total: {what}", what=", ".join(what) or chapter.say("Total")),
        control.total,
        chapter.sum_postings(*conditions),
        found,
        control.source or "",
    )


def _of_award(chapter: Chapter) -> Iterator[Line]:
    account, title = chapter.account, chapter.say("Budget paid by the grant against the award")
    if account.award is not None:
        formula = chapter.over_grant(chapter.sum_budget)
        yield Line(title, account.award, formula, account.approved.total("grant"))
