"""A sheet of the workbook: the one place that writes its cells and headings, and says how it prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.render.spreadsheet import DAY, clean, float_of, print_landscape
from grants.reports.speech import Speech
from grants.values.money import Amount
from grants.workbook.chapter import Chapter, SlotKey

LINE_HEIGHT = 15
"""Points of a line of text."""

RED, ORANGE, GREEN = "#F8C9C4", "#FFE2B8", "#D5EBD8"
"""The grounds of an error, of a warning, and of what is right."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column: its side, how wide it makes the column, and what it means."""

    title: str
    width: int = 0
    align: str = "left"
    indent: int = 0
    note: str | None = None


class Page:
    """A sheet, written row by row: cells go to the column that is named, on the row `row`.

    `chapter` is the grant whose words and formats the sheet uses. Rows with wrapped text become
    as high as it needs, and are `level` levels deep in the outline.
    """

    def __init__(self, chapter: Chapter, sheet: Worksheet) -> None:
        self.chapter, self.sheet = chapter, sheet
        self.say, self.styles = chapter.say, chapter.styles
        self.row = 0
        self.level = 0
        self.widths: Sequence[int] = ()
        self._lines: dict[int, int] = {}

    # Cells

    def cell(self, column: int, row: int | None = None, *, fixed: bool = False) -> str:
        """The address of a cell, on this row by default; `fixed` for one that stays when it is copied."""
        at = self.row if row is None else row
        return str(xl_rowcol_to_cell(at, column, row_abs=fixed, col_abs=fixed))

    def text(
        self,
        column: int,
        text: str,
        form: Format | None = None,
        *,
        wrap: bool = False,
        total: bool = False,
        indent: int = 0,
    ) -> None:
        """Write text as text, whatever it begins with, without what no cell may hold."""
        if wrap:
            self.fit(text, self.widths[column])
        form = form or self.styles.text(wrap=wrap, total=total, indent=indent)
        self.styles.put(self.sheet, self.row, column, text, form)

    def merged(self, first: int, last: int, text: str, form: Format) -> None:
        """Write text over several columns."""
        text = clean(text)
        self.sheet.merge_range(self.row, first, self.row, last, text, self.styles.guarded(text, form))

    def blanks(self, first: int, end: int, form: Format) -> None:
        """Give the empty cells before column `end` a format."""
        for column in range(first, end):
            self.sheet.write_blank(self.row, column, None, form)

    def number(self, column: int, number: float, form: Format | None = None) -> None:
        """A number, a whole one unless its format says otherwise."""
        self.sheet.write_number(self.row, column, number, form or self.styles.count())

    def amount(self, column: int, amount: Amount, what: str = "the amount", *, about: bool = False) -> None:
        """An exact amount as a constant; `what` names it if it has too many digits."""
        self.number(column, float_of(amount, what), self.styles.amount(about=about))

    def day(self, column: int, day: date | None, *, indent: int = 0) -> None:
        """A real date, if there is one."""
        if day is not None:
            form = self.styles.get(num_format=DAY, align="left", indent=indent)
            self.key(column, datetime.combine(day, datetime.min.time()), form)

    def key(self, column: int, key: SlotKey, form: Format) -> None:
        """The name of a column of the comparison."""
        if isinstance(key, str):
            self.text(column, key, form)
        elif isinstance(key, datetime):
            self.sheet.write_datetime(self.row, column, key, form)
        else:
            self.number(column, key, form)

    def formula(
        self,
        column: int,
        formula: str,
        value: Amount | float | str,
        form: Format | None = None,
        *,
        what: str = "the amount",
        about: bool = False,
        total: bool = False,
    ) -> None:
        """A formula with the exact value that it comes to: an amount unless `form` says otherwise."""
        form = form or self.styles.amount(about=about, total=total)
        stored = float_of(value, what) if isinstance(value, Amount) else value
        self.sheet.write_formula(self.row, column, f"={formula}", form, stored)

    def share(
        self, column: int, cells: tuple[str, str], part: Amount, whole: Amount, *, total: bool = False
    ) -> None:
        """The first of two cells in percent of the second; empty if there is nothing to divide by."""
        formula = f'IF({cells[1]}=0,"",{cells[0]}/{cells[1]})'
        value = "" if not whole else part.minor / whole.minor
        self.formula(column, formula, value, self.styles.share(total=total))

    def status(self, column: int, condition: str, form: Format, *, holds: bool) -> None:
        """Whether a condition of the workbook holds, in words."""
        right, wrong = self.say("OK"), self.say("ERROR")
        self.formula(column, f'IF({condition},"{right}","{wrong}")', right if holds else wrong, form)

    def link(self, column: int, sheet_name: str, text: str, *, indent: int = 0) -> None:
        """A link to the first cell of a sheet of the same workbook."""
        target = f"internal:{quote_sheetname(sheet_name)}!A1"
        self.sheet.write_url(self.row, column, target, self.styles.link(indent), text)

    def note(self, column: int, text: str) -> None:
        """A note on a cell that says what its figures mean."""
        look = {"width": 260, "height": 90, "font_size": 9, "color": "#FFFFE7"}
        self.sheet.write_comment(self.row, column, text, look)

    def define(self, name: str, column: int, *, first_row: int | None = None, part: int = 1) -> None:
        """Give a cell of this row, or the column from `first_row` on, a name that formulas can use."""
        cells = self.cell(column, fixed=True)
        if first_row is not None:
            cells = f"{self.cell(column, first_row, fixed=True)}:{cells}"
        place = f"{quote_sheetname(self.sheet.get_name())}!{cells}"
        self.chapter.book.define_name(self.chapter.name(name, part), f"={place}")

    def fit(self, text: str, width: int) -> None:
        """Make the row as high as a text needs that is wrapped to a width."""
        parts = text.split("\n")
        lines = sum(max(1, len(wrap(part, int(width * 1.1)))) for part in parts)
        lines = self._lines[self.row] = max(lines, self._lines.get(self.row, 1))
        height = None if lines == 1 else min(409, LINE_HEIGHT * lines)
        if height is not None or self.level:
            self.sheet.set_row(self.row, height, None, {"level": self.level} if self.level else {})

    # Headings, sums and colours

    def title(self, text: str) -> None:
        """The first row."""
        self.sheet.set_row(0, 24)
        self.text(0, self.marked(text)[:250], self.styles.title)

    def marked(self, title: str) -> str:
        """A title with what every sheet says before it, such as that it is a draft."""
        return f"{self.chapter.mark}: {title}" if self.chapter.mark else title

    def head(self, name: str) -> None:
        """The first two rows: what the sheet shows of which grant, in which currency, up to which day."""
        self.title(f"{name}: {self.chapter.account.grant.title}")
        self.row += 1
        self.subtitle()

    def subtitle(self) -> None:
        """The currency, and up to which day spending is counted."""
        parts = [self.say("Amounts in {currency}", currency=self.chapter.currency)]
        if self.chapter.comparison.as_of is not None:
            until = self.chapter.say.date(self.chapter.comparison.as_of)
            parts.append(self.say("Spent up to and including {date}", date=until))
        self.text(0, "; ".join(parts), self.styles.subtitle)

    def section(self, title: str, width: int) -> None:
        """The heading of a part of the sheet that is `width` columns wide; then the next row."""
        self.text(0, title, self.styles.section)
        self.blanks(1, width, self.styles.section)
        self.row += 1

    def headings(self, headings: Sequence[Heading]) -> None:
        """Headings of columns on this row; then the next row."""
        for column, heading in enumerate(headings):
            self.text(column, heading.title, self.heading_form(heading))
        self._explain(headings)
        self.row += 1

    def table(self, name: str, headings: Sequence[Heading], rows: int, sums: Sequence[str] = ()) -> None:
        """An Excel table of so many rows, its headings on this row, a row of `sums` below it.

        Then the first row of the table.
        """
        columns: list[dict[str, Any]] = [
            {"header": heading.title, "header_format": self.heading_form(heading)} for heading in headings
        ]
        if sums:
            columns[0]["total_string"] = self.say("Total")
        for column in columns:
            if column["header"] in sums:
                column["total_function"] = "sum"
        options = {"name": name, "style": "Table Style Light 1", "total_row": bool(sums), "columns": columns}
        last = self.row + rows + bool(sums)
        self.sheet.add_table(self.row, 0, last, len(headings) - 1, options)
        self._explain(headings)
        self.row += 1

    def _explain(self, headings: Sequence[Heading]) -> None:
        for column, heading in enumerate(headings):
            if heading.note is not None:
                self.note(column, heading.note)
        if headings[0].width:
            self.widen([heading.width for heading in headings])

    def heading_form(self, heading: Heading) -> Format:
        """How a heading looks."""
        return self.styles.heading(heading.align, indent=heading.indent)

    def widen(self, widths: Sequence[int]) -> None:
        """Set the widths of the first columns, in characters."""
        self.widths = widths
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def total(self, width: int) -> None:
        """A row of sums that is `width` columns wide, still without them."""
        self.blanks(0, width, self.styles.text(total=True))
        self.text(0, self.say("Total"), total=True)

    def colour(
        self, column: int, first_row: int, last_row: int, marks: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Mark the cells of a column that hold one of these texts, each with what is said of its look."""
        for text, look in marks.items():
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": f'"{text}"',
                "format": self.styles.mark(**look),
            }
            self.sheet.conditional_format(first_row, column, last_row, column, rule)

    def colour_status(self, column: int, first_row: int, last_row: int, *, bold: bool = False) -> None:
        """Red and green for the words of `status`."""
        wrong: dict[str, Any] = {"bg_color": RED, "bold": True} if bold else {"bg_color": RED}
        marks = {self.say("ERROR"): wrong, self.say("OK"): {"bg_color": GREEN}}
        self.colour(column, first_row, last_row, marks)

    # Print

    def set_up(self, *, repeat: tuple[int, int] | None = None) -> None:
        """A4 landscape, as wide as the page, the `repeat` rows on each, numbered pages."""
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        print_landscape(self.sheet, f"&L{self.chapter.account.id}&C&A&R{self.say('Page &P of &N')}", repeat)

    def set_up_list(self, headings_row: int, columns: int) -> None:
        """Print and panes of a sheet about all grants: a list below one row of headings."""
        self.sheet.freeze_panes(headings_row + 1, columns)
        print_landscape(self.sheet, f"&C&A&R{self.say('Page &P of &N')}", (headings_row, headings_row))


def counted_note(say: Speech) -> str:
    """What the column says that shows where an amount is counted."""
    return say(
        "The column of the follow-up in which the amount is counted. Not periodised: the amount is known "
        "only for a longer period than a column. Not counted: it lies after the date of the statement."
    )
