"""The follow-up sheet: budget, actual and deviation per activity and period, all of it formulas."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name, xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.figures.comparison import Column, ComparisonRow, Figures
from grants.records.terms import TransferLimit
from grants.values import money
from grants.workbook.chapter import Chapter
from grants.workbook.layout import (
    FIRST_COLUMN,
    FIRST_ROW,
    ID_COLUMN,
    KEYS_ROW,
    MEASURES_ROW,
    TITLE_COLUMN,
    Section,
)
from grants.workbook.page import ORANGE, Page

COLUMNS_A_PAGE = 12
"""Columns of figures that can still be read on one page."""

PRINT_SCALE = 54
"""Percent at which that many columns beside the titles fill a page of A4 in landscape."""

TITLE_WIDTH = 46

ARGUMENTS = 200
"""Arguments of one SUM; a spreadsheet takes 255."""


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet."""
    _FollowUp(chapter, sheet).write()


class _FollowUp(Page):
    def __init__(self, chapter: Chapter, sheet: Worksheet) -> None:
        super().__init__(chapter, sheet)
        self.layout = chapter.layout
        self.columns = (*chapter.comparison.columns, Column(is_total=True))

    def write(self) -> None:
        self.head(self.say.term("sheet", "Follow-up"))
        self.widen((TITLE_WIDTH, 20))
        self._headings()
        for section in self.layout.sections:
            self._section(section)
        self._total()
        self._limits()
        self._print()

    def _headings(self) -> None:
        say, styles = self.say, self.styles
        self.sheet.set_row(KEYS_ROW, 18)
        self.row = KEYS_ROW
        self.text(TITLE_COLUMN, "", styles.heading())
        self.text(ID_COLUMN, "", styles.heading())
        self.blanks(FIRST_COLUMN, self.layout.last_column + 1, styles.heading())
        align = "right" if self.layout.measures == 1 else "left"
        heading = styles.heading(align, number=self.chapter.slot_pattern, edge=True)
        alone = say(
            "Amounts known only for a longer period than one column. They are not spread over periods."
        )
        for slot, period in enumerate(self.columns):
            self.key(self.layout.column(slot), self.chapter.slot_key(period), heading)
            if period.is_unperiodised:
                self.note(self.layout.column(slot), alone)
        self.row = MEASURES_ROW
        self.text(TITLE_COLUMN, say("Activity"), styles.heading())
        self.text(ID_COLUMN, "", styles.heading())
        measures = (
            (say("Budget"), say("The sum of the activity's budget lines for the period.")),
            (say("Actual"), say("The sum of the activity's postings for the period.")),
            (say("Deviation"), say("Actual less budget: positive when more was spent than budgeted.")),
            (say("Deviation in %"), say("The deviation in percent of the budget. Empty without a budget.")),
        )
        for slot, period in enumerate(self.columns):
            for measure, (title, meaning) in enumerate(measures[: self.layout.measures]):
                column = self.layout.column(slot, measure)
                self.text(column, title, styles.heading("right", edge=measure == 0))
                if period.is_total:
                    self.note(column, meaning)

    def _section(self, section: Section) -> None:
        layout = self.layout
        name = section.category or self.say("no category")
        self.row = section.first
        self.level = int(layout.is_grouped)
        for row in section.rows:
            self._activity(row)
            self.row += 1
        if section.sum_row is not None:
            self.row = section.first - 1
            self.text(TITLE_COLUMN, name, self.styles.get(bold=True))
            self.row = section.sum_row
            self.total(FIRST_COLUMN)
            self.text(TITLE_COLUMN, f"{self.say('Total')} {name}", total=True)
            for slot in range(layout.slots + 1):
                figures = _sum(
                    [row.cells[slot] if slot < layout.slots else row.total for row in section.rows]
                )
                columns = (layout.column(slot, 0), layout.column(slot, 1))
                sums = [f"SUM({xl_range(section.first, c, section.last, c)})" for c in columns]
                self._figures(slot, figures, sums, total=True)

    def _activity(self, row: ComparisonRow) -> None:
        chapter, layout = self.chapter, self.layout
        self.text(TITLE_COLUMN, chapter.account.grant.title_of(row.activity), wrap=True, indent=self.level)
        self.text(ID_COLUMN, row.activity, self.styles.get(font_color="#5A6B76"))
        activity = xl_rowcol_to_cell(self.row, ID_COLUMN, col_abs=True)
        for slot in range(layout.slots):
            key = xl_rowcol_to_cell(KEYS_ROW, layout.column(slot), row_abs=True)
            conditions = ((self.say("Activity"), activity), (self.say("Counted"), key))
            sums = [chapter.sum_budget(*conditions), chapter.sum_postings(*conditions)]
            self._figures(slot, row.cells[slot], sums)
        last = layout.total_column - 1
        titles = xl_range_abs(MEASURES_ROW, FIRST_COLUMN, MEASURES_ROW, last)
        ends = (xl_rowcol_to_cell(self.row, column, col_abs=True) for column in (FIRST_COLUMN, last))
        cells = ":".join(ends)
        across = [
            f"SUMIF({titles},{xl_rowcol_to_cell(MEASURES_ROW, column, row_abs=True)},{cells})"
            for column in (layout.total_column, layout.total_column + 1)
        ]
        self._figures(layout.slots, row.total, across)

    def _total(self) -> None:
        comparison = self.chapter.comparison
        self.row = self.layout.total_row
        self.total(FIRST_COLUMN)
        for slot, figures in enumerate((*comparison.column_totals, comparison.total)):
            sums = [self._column_sum(self.layout.column(slot, measure)) for measure in range(2)]
            self._figures(slot, figures, sums, total=True)

    def _column_sum(self, column: int) -> str:
        """The sum of the sections' sums, or of the only section's rows."""
        parts = [
            xl_rowcol_to_cell(section.sum_row, column)
            if section.sum_row is not None
            else xl_range(section.first, column, section.last, column)
            for section in self.layout.sections
            if section.rows
        ]
        chunks = [parts[at : at + ARGUMENTS] for at in range(0, len(parts), ARGUMENTS)]
        return "+".join(f"SUM({','.join(chunk)})" for chunk in chunks) or "0"

    def _figures(self, slot: int, figures: Figures, sums: Sequence[str], *, total: bool = False) -> None:
        """Budget, actual, deviation and percent of one period on this row."""
        first, about = self.layout.column(slot), figures.approximate
        edge = self.styles.amount(total=total, about=about, edge=True)
        self.formula(first, _rounded(sums[0]), figures.budget, edge)
        if self.layout.measures > 1:
            budget, actual, deviation = (self.cell(first + measure) for measure in range(3))
            self.formula(first + 1, _rounded(sums[1]), figures.actual, total=total)
            difference = f"ROUND({actual}-{budget},2)"
            self.formula(first + 2, difference, figures.deviation, about=about, total=total)
            self.share(first + 3, (deviation, budget), figures.deviation, figures.budget, total=total)

    def _limits(self) -> None:
        """Mark the activities that deviate beyond what the funder's terms allow."""
        limit = self.chapter.account.terms.transfer_limit
        layout = self.layout
        if limit is None or layout.measures == 1 or limit.of == "total":
            return
        mark = self.styles.mark(bg_color=ORANGE, font_color="#7A3E00")
        deviation = xl_rowcol_to_cell(FIRST_ROW, layout.column(layout.slots, 2), col_abs=True)
        budget = xl_rowcol_to_cell(FIRST_ROW, layout.column(layout.slots, 0), col_abs=True)
        activity = xl_rowcol_to_cell(FIRST_ROW, ID_COLUMN, col_abs=True)
        more = limit.direction != "from"
        less = limit.direction != "to" and self.chapter.account.grant.is_final
        if not more and not less:
            return
        moved = f"ABS({deviation})" if more and less else deviation if more else f"-{deviation}"
        self.sheet.conditional_format(
            FIRST_ROW, layout.column(layout.slots, 2), layout.total_row, layout.last_column,
            {"type": "formula", "criteria": f'=AND({activity}<>"",{self._exceeds(limit, moved, budget)})',
             "format": mark},
        )  # fmt: skip

    def _exceeds(self, limit: TransferLimit, moved: str, budget: str) -> str:
        """Whether a move passes the percentage of the line or the amount, whichever comes first."""
        say, chapter = self.say, self.chapter
        parts = []
        if limit.percent is not None:
            parts.append(f"ROUND({moved}-{budget}*{chapter.name(say.term('name', 'Limit'))},4)>0")
        if limit.amount is not None:
            parts.append(f"{moved}>{chapter.name(say.term('name', 'LimitAmount'))}")
        return f"OR({','.join(parts)})"

    def _print(self) -> None:
        layout, sheet = self.layout, self.sheet
        for slot, column in enumerate(self.columns):
            first = layout.column(slot)
            inner = {} if column.is_total or layout.measures == 1 else {"level": 1}
            sheet.set_column(first, first + min(1, layout.measures - 1), 15)
            if layout.measures > 1:
                sheet.set_column(first + 2, first + 2, 15, None, inner)
                sheet.set_column(first + 3, first + 3, 12, None, inner)
        sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
        self.set_up(repeat=(KEYS_ROW, MEASURES_ROW))
        slots_a_page = COLUMNS_A_PAGE // layout.measures
        if len(self.columns) > slots_a_page:
            # Several pages beside each other break between periods, never inside one.
            sheet.set_print_scale(PRINT_SCALE)
            breaks = range(slots_a_page, len(self.columns), slots_a_page)
            sheet.set_v_pagebreaks([layout.column(slot) for slot in breaks])
        sheet.repeat_columns(TITLE_COLUMN, ID_COLUMN)
        sheet.ignore_errors(
            {"number_stored_as_text": f"{xl_col_to_name(ID_COLUMN)}1:{xl_col_to_name(ID_COLUMN)}9999"}
        )


def _rounded(formula: str) -> str:
    """Binary sums carry noise far below the minor unit; nothing of it may be seen."""
    return formula if formula.startswith("ROUND(") else f"ROUND({formula},2)"


def _sum(figures: Sequence[Figures]) -> Figures:
    return Figures(
        money.total([f.budget for f in figures]),
        money.total([f.actual for f in figures]),
        any(f.approximate for f in figures),
    )
