"""The follow-up sheet: budget, actual and deviation per activity and period, all of it formulas."""

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.figures.comparison import Column, ComparisonRow, Figures
from grants.records import TransferLimit
from grants.render.spreadsheet import float_of
from grants.values import money
from grants.values.money import Amount
from grants.workbook.chapter import Chapter, put_key
from grants.workbook.layout import (
    FIRST_COLUMN,
    FIRST_ROW,
    ID_COLUMN,
    KEYS_ROW,
    MEASURES_ROW,
    TITLE_COLUMN,
    Section,
)
from grants.workbook.page import fit_row, head, note, set_up

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


class _FollowUp:
    def __init__(self, chapter: Chapter, sheet: Worksheet) -> None:
        self.chapter = chapter
        self.sheet = sheet
        self.layout = chapter.layout
        self.styles = chapter.styles
        self.columns = (*chapter.comparison.columns, Column(is_total=True))

    def write(self) -> None:
        head(self.chapter, self.sheet, self.chapter.say.term("sheet", "Follow-up"))
        self._headings()
        for section in self.layout.sections:
            self._section(section)
        self._total()
        self._limits()
        self._page()

    def _headings(self) -> None:
        say, styles = self.chapter.say, self.styles
        self.sheet.set_row(KEYS_ROW, 18)
        single = self.layout.measures == 1
        for column, title in ((TITLE_COLUMN, say("Activity")), (ID_COLUMN, "")):
            self.sheet.write_string(KEYS_ROW, column, "", styles.heading())
            self.sheet.write_string(MEASURES_ROW, column, title, styles.heading())
        measures = (say("Budget"), say("Actual"), say("Deviation"), say("Deviation in %"))
        notes = (
            say("The sum of the activity's budget lines for the period."),
            say("The sum of the activity's postings for the period."),
            say("Actual less budget: positive when more was spent than budgeted."),
            say("The deviation in percent of the budget. Empty without a budget."),
        )
        for slot, period in enumerate(self.columns):
            first = self.layout.column(slot)
            align = "right" if single else "left"
            heading = styles.heading(align, number=self.chapter.slot_pattern, edge=True)
            for offset in range(self.layout.measures):
                self.sheet.write_blank(KEYS_ROW, first + offset, None, styles.heading())
                self.sheet.write_string(
                    MEASURES_ROW, first + offset, measures[offset], styles.heading("right", edge=not offset)
                )
                if period.is_total:
                    note(self.sheet, MEASURES_ROW, first + offset, notes[offset])
            put_key(self.sheet, KEYS_ROW, first, self.chapter.slot_key(period), heading)
            if period.is_unperiodised:
                note(
                    self.sheet,
                    KEYS_ROW,
                    first,
                    say(
                        "Amounts known only for a longer period than one column. They are not spread over "
                        "periods."
                    ),
                )

    def _section(self, section: Section) -> None:
        layout, styles = self.layout, self.styles
        if section.sum_row is not None:
            name = section.category or self.chapter.say("no category")
            styles.put(self.sheet, section.first - 1, TITLE_COLUMN, name, styles.get(bold=True))
            styles.put(
                self.sheet, section.sum_row, TITLE_COLUMN, f"{self.chapter.say('Total')} {name}",
                styles.text(total=True),
            )  # fmt: skip
            self.sheet.write_blank(section.sum_row, ID_COLUMN, None, styles.text(total=True))
        for offset, row in enumerate(section.rows):
            self._activity(section.first + offset, row)
        if section.sum_row is not None:
            for slot in range(layout.slots + 1):
                figures = _sum([self._figures(row, slot) for row in section.rows])
                rows = (section.first, section.last)
                sums = [
                    f"SUM({xl_range(rows[0], layout.column(slot, m), rows[1], layout.column(slot, m))})"
                    for m in range(2)
                ]
                self._cells(section.sum_row, slot, figures, sums, total=True)

    def _activity(self, number: int, row: ComparisonRow) -> None:
        chapter, layout = self.chapter, self.layout
        title = chapter.account.grant.title_of(row.activity)
        fit_row(self.sheet, number, (title, TITLE_WIDTH), level=int(layout.is_grouped))
        indent = 1 if layout.is_grouped else 0
        self.styles.put(self.sheet, number, TITLE_COLUMN, title, self.styles.text(wrap=True, indent=indent))
        self.styles.put(self.sheet, number, ID_COLUMN, row.activity, self.styles.get(font_color="#5A6B76"))
        activity = xl_rowcol_to_cell(number, ID_COLUMN, col_abs=True)
        for slot in range(layout.slots):
            key = xl_rowcol_to_cell(KEYS_ROW, layout.column(slot), row_abs=True)
            conditions = ((chapter.say("Activity"), activity), (chapter.say("Counted"), key))
            sums = [chapter.sum_budget(*conditions), chapter.sum_postings(*conditions)]
            self._cells(number, slot, row.cells[slot], sums)
        measures = xl_range_abs(MEASURES_ROW, FIRST_COLUMN, MEASURES_ROW, layout.total_column - 1)
        of_row = (
            f"{xl_rowcol_to_cell(number, FIRST_COLUMN, col_abs=True)}:"
            f"{xl_rowcol_to_cell(number, layout.total_column - 1, col_abs=True)}"
        )
        across = [f"SUMIF({measures},{self._measure(layout.total_column + m)},{of_row})" for m in range(2)]
        self._cells(number, layout.slots, row.total, across)

    def _measure(self, column: int) -> str:
        return str(xl_rowcol_to_cell(MEASURES_ROW, column, row_abs=True))

    def _total(self) -> None:
        layout, comparison = self.layout, self.chapter.comparison
        self.styles.put(
            self.sheet,
            layout.total_row,
            TITLE_COLUMN,
            self.chapter.say("Total"),
            self.styles.text(total=True),
        )
        self.sheet.write_blank(layout.total_row, ID_COLUMN, None, self.styles.text(total=True))
        for slot, figures in enumerate((*comparison.column_totals, comparison.total)):
            sums = [self._column_sum(layout.column(slot, measure)) for measure in range(2)]
            self._cells(layout.total_row, slot, figures, sums, total=True)

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

    def _cells(
        self, row: int, slot: int, figures: Figures, sums: Sequence[str], *, total: bool = False
    ) -> None:
        """Budget, actual, deviation and percent of one period, each with the value it comes to."""
        columns = [self.layout.column(slot, measure) for measure in range(self.layout.measures)]
        amount = self.styles.amount(total=total)
        about = self.styles.amount(total=total, about=figures.approximate)
        first = self.styles.amount(total=total, about=figures.approximate, edge=True)
        self._formula(row, columns[0], _rounded(sums[0]), figures.budget, first)
        if len(columns) == 1:
            return
        self._formula(row, columns[1], _rounded(sums[1]), figures.actual, amount)
        budget, actual, deviation = (xl_rowcol_to_cell(row, column) for column in columns[:3])
        self._formula(row, columns[2], f"ROUND({actual}-{budget},2)", figures.deviation, about)
        share = f'=IF({budget}=0,"",{deviation}/{budget})'
        self.sheet.write_formula(
            row,
            columns[3],
            share,
            self.styles.share(total=total),
            share_of(figures.deviation, figures.budget),
        )

    def _formula(self, row: int, column: int, formula: str, value: Amount, form: Format) -> None:
        self.sheet.write_formula(row, column, f"={formula}", form, float_of(value))

    def _figures(self, row: ComparisonRow, slot: int) -> Figures:
        return row.cells[slot] if slot < self.layout.slots else row.total

    def _limits(self) -> None:
        """Mark the activities that deviate beyond what the funder's terms allow."""
        limit = self.chapter.account.terms.transfer_limit
        layout = self.layout
        if limit is None or layout.measures == 1 or limit.of == "total":
            return
        mark = self.chapter.book.add_format({"bg_color": "#FFE2B8", "font_color": "#7A3E00"})
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
        say, chapter = self.chapter.say, self.chapter
        parts = []
        if limit.percent is not None:
            parts.append(f"ROUND({moved}-{budget}*{chapter.name(say.term('name', 'Limit'))},4)>0")
        if limit.amount is not None:
            parts.append(f"{moved}>{chapter.name(say.term('name', 'LimitAmount'))}")
        return f"OR({','.join(parts)})"

    def _page(self) -> None:
        layout, sheet = self.layout, self.sheet
        sheet.set_column(TITLE_COLUMN, TITLE_COLUMN, TITLE_WIDTH)
        sheet.set_column(ID_COLUMN, ID_COLUMN, 20)
        for slot, column in enumerate(self.columns):
            first = layout.column(slot)
            inner = {} if column.is_total or layout.measures == 1 else {"level": 1}
            sheet.set_column(first, first + min(1, layout.measures - 1), 15)
            if layout.measures > 1:
                sheet.set_column(first + 2, first + 2, 15, None, inner)
                sheet.set_column(first + 3, first + 3, 12, None, inner)
        sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
        set_up(self.chapter, sheet, repeat=(KEYS_ROW, MEASURES_ROW))
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


def share_of(part: Amount, whole: Amount) -> float | str:
    """What a cell that divides comes to; empty if there is nothing to divide by."""
    return "" if not whole else part.minor / whole.minor


def _rounded(formula: str) -> str:
    """Binary sums carry noise far below the minor unit; nothing of it may be seen."""
    return formula if formula.startswith("ROUND(") else f"ROUND({formula},2)"


def _sum(figures: Sequence[Figures]) -> Figures:
    return Figures(
        money.total([f.budget for f in figures]),
        money.total([f.actual for f in figures]),
        any(f.approximate for f in figures),
    )
