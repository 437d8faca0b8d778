"""Cells of a spreadsheet: exact amounts, text that stays text, and how each kind looks.

What every xlsx file of the house shares. A cell of xlsx has nothing but binary floats for figures:
an amount becomes one here, and only if 15 significant digits hold it, which is what Excel keeps.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from grants.errors import WorkbookError
from grants.render.common import drawn, speech_of
from grants.reports.table import Align, Cell, Money, Percent, Table
from grants.values.money import Amount
from grants.values.text import FORMULA, INVISIBLE

MAX_MINOR = 10**15
"""Minor units from here on have more digits than the 15 that Excel keeps."""

MAX_TEXT = 32_767
"""UTF-16 units of text that a cell holds."""

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # the format has no time zone
"""When a file says it was made, if nothing else is known: never the clock, so that bytes repeat."""

AMOUNT = "#,##0.00;[Red]-#,##0.00"
ABOUT = {"da": '"ca. "#,##0.00;[Red]"ca. "-#,##0.00', "en": '"c. "#,##0.00;[Red]"c. "-#,##0.00'}
SHARE = "0.0%;[Red]-0.0%"
DAY = "yyyy-mm-dd"

A4 = 9

INK, PALE, LINE = "#1F3A4D", "#E8EEF2", "#9FB3C1"
"""Colours of headings, of their ground, and of rules; dark on pale, so that print in grey is clear."""


_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""Surrogates, and two that are no characters: XML holds none of them."""


def float_of(amount: Amount, what: str = "the amount") -> float:
    """An amount as a spreadsheet stores it: the float nearest to the exact decimal amount.

    `WorkbookError` if it has more than 15 significant digits; `what` names it in the message.
    """
    if abs(amount.minor) >= MAX_MINOR:
        raise WorkbookError(
            f"{what} is {amount}, which has more than the 15 digits that a spreadsheet "
            "keeps: its last digits would be lost; divide the account, or use csv or json"
        )
    return amount.minor / 100


def clean(text: str) -> str:
    """The text without characters that no cell may hold; line feeds stay, and so does everything else."""
    if 2 * len(text) <= MAX_TEXT and text.isprintable():
        return text  # nearly every text: what is printable loses nothing below
    kept = _NOT_XML.sub("", INVISIBLE.sub("", text))
    if 2 * len(kept) <= MAX_TEXT or len(kept.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return kept
    return kept.encode("utf-16-le")[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


@contextmanager
def open_book(made: date | None = None) -> Iterator[tuple[Workbook, BytesIO]]:
    """A workbook and the stream that holds its bytes after the block; nothing stays behind.

    The same cells and the same `made` give the same bytes. Text is never taken for a formula, a
    link or a figure.
    """
    stream = BytesIO()
    with TemporaryDirectory(prefix="grants-") as folder:
        book = Workbook(
            stream,
            {
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": DAY,
            },
        )
        book.use_zip64()
        book.set_properties({"created": datetime(made.year, made.month, made.day) if made else CREATED})  # noqa: DTZ001
        try:
            yield book, stream
        except BaseException:
            for sheet in book.worksheets():
                if sheet.constant_memory:
                    sheet._opt_close()  # noqa: SLF001  # else its open file outlives the folder
            book.fileclosed = True
            raise
        book.close()


def print_landscape(sheet: Worksheet, footer: str, repeat: tuple[int, int] | None = None) -> None:
    """A4 landscape, as wide as the page, the `repeat` rows on each, a footer; no grid on the screen."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if repeat is not None:
        sheet.repeat_rows(*repeat)
    sheet.set_footer(footer)
    sheet.hide_gridlines(2)


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._properties: dict[Format, dict[str, Any]] = {}
        self.about_pattern: str = ABOUT[language]

    def get(self, **properties: Any) -> Format:
        """The format with these properties of XlsxWriter, besides those that all cells share."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {
                    "font_name": "Calibri",
                    "font_size": 11,
                    "valign": "vcenter",
                    **_side(properties),
                    **properties,
                }
            )
            self._properties[self._made[key]] = properties
        return self._made[key]

    def mark(self, **properties: Any) -> Format:
        """What a conditional format changes about a cell, and nothing else."""
        return self._book.add_format(properties)

    def guarded(self, text: str, form: Format) -> Format:
        """The format for a text: of one that begins as a formula does, Excel knows that it is text.

        Else it would become a formula as soon as somebody edited the cell and left it again.
        """
        if FORMULA.match(text) is None:
            return form
        return self.get(**self._properties[form], quote_prefix=True)

    def put(self, sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
        """Write text as text, whatever it begins with, without what no cell may hold."""
        text = clean(text)
        sheet.write_string(row, column, text, self.guarded(text, form))

    @property
    def title(self) -> Format:
        """The heading of a sheet."""
        return self.get(bold=True, font_size=16, font_color=INK)

    @property
    def subtitle(self) -> Format:
        """The small line below the heading."""
        return self.get(font_color="#5A6B76", italic=True)

    @property
    def section(self) -> Format:
        """The heading of a part of a sheet."""
        return self.get(bold=True, font_size=12, font_color=INK, bottom=2, bottom_color=INK)

    def heading(
        self, align: str = "left", *, number: str | None = None, edge: bool = False, indent: int = 0
    ) -> Format:
        """The heading of a column; `number` is the pattern of a heading that is a date or a year."""
        pattern = {} if number is None else {"num_format": number}
        return self.get(
            bold=True, bg_color=PALE, font_color=INK, bottom=1, bottom_color=INK,
            text_wrap=True, align=align, indent=indent, **pattern, **_edge(edge),
        )  # fmt: skip

    def text(self, *, wrap: bool = False, total: bool = False, indent: int = 0) -> Format:
        """Text; that of a total is bold below a rule."""
        return self.get(**_total(total), text_wrap=wrap, indent=indent)

    def amount(
        self, *, about: bool = False, total: bool = False, edge: bool = False, currency: str = ""
    ) -> Format:
        """An amount with two decimals, red if negative; `about` marks an approximate one.

        With `edge` a rule is left of it, where a group of columns begins. `currency` is shown
        after the amount.
        """
        pattern = self.about_pattern if about else AMOUNT
        if currency:
            pattern = ";".join(f'{part} "{currency}"' for part in pattern.split(";"))
        return self.get(**_total(total), **_edge(edge), num_format=pattern)

    def share(self, *, total: bool = False) -> Format:
        """A share as a percentage."""
        return self.get(**_total(total), num_format=SHARE)

    def count(self, *, total: bool = False) -> Format:
        """A whole number."""
        return self.get(**_total(total), num_format="#,##0")

    def link(self, indent: int = 0) -> Format:
        """A link."""
        return self.get(font_color="#0B5394", underline=1, indent=indent)

    @property
    def day(self) -> Format:
        """A real date."""
        return self.get(num_format=DAY, align="left")


def _side(properties: dict[str, Any]) -> dict[str, Any]:
    """What is indented is aligned left: without a side an indent has no effect."""
    return {"align": "left"} if properties.get("indent") and "align" not in properties else {}


def _edge(edge: bool) -> dict[str, Any]:
    return {"left": 1, "left_color": LINE} if edge else {}


def _total(total: bool) -> dict[str, Any]:
    return {"bold": True, "top": 1, "top_color": INK} if total else {}


TITLE_ROW, HEADINGS_ROW = 0, 2
WIDEST, NARROWEST = 60, 9
"""Characters of a column."""


def render_xlsx(table: Table) -> bytes:
    """Draw a table as a workbook of one sheet; the same table gives the same bytes.

    `WorkbookError` for an amount of more than 15 digits.
    """
    with open_book() as (book, stream):
        styles = Styles(book, speech_of(table).language)
        book.doc_properties["title"] = clean(table.full_title)[:250]
        _draw(table, book.add_worksheet(), styles)
    return stream.getvalue()


def _draw(table: Table, sheet: Worksheet, styles: Styles) -> None:
    sheet.set_row(TITLE_ROW, 24)
    title = f"{table.mark}: {table.full_title}" if table.mark else table.full_title
    styles.put(sheet, TITLE_ROW, 0, title, styles.title)
    for column, heading in enumerate(table.columns):
        align = "right" if heading.align is Align.RIGHT else "left"
        styles.put(sheet, HEADINGS_ROW, column, heading.label, styles.heading(align))
    widths = [_width(len(heading.label)) for heading in table.columns]
    row = HEADINGS_ROW
    for row, (cells, words) in enumerate(zip(table.rows, drawn(table), strict=True), HEADINGS_ROW + 1):
        for column, cell in enumerate(cells.cells):
            _put_cell(table, sheet, styles, (row, column), cell, total=cells.is_total)
            widths[column] = max(widths[column], _width(len(words[column])))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for position, note in enumerate(table.notes, row + 2):
        styles.put(sheet, position, 0, note, styles.subtitle)
    sheet.freeze_panes(HEADINGS_ROW + 1, 1)
    print_landscape(sheet, "&R&P / &N", (HEADINGS_ROW, HEADINGS_ROW))


def _put_cell(
    table: Table, sheet: Worksheet, styles: Styles, place: tuple[int, int], cell: Cell, *, total: bool
) -> None:
    if cell is None or cell == "":
        sheet.write_blank(*place, None, styles.text(total=total))
    elif isinstance(cell, Money):
        amount = float_of(cell.amount, table.columns[place[1]].label)
        sheet.write_number(*place, amount, _money(table, cell, styles, total=total))
    elif isinstance(cell, Percent):
        sheet.write_number(*place, float(cell.value) / 100, styles.share(total=total))
    elif isinstance(cell, date):
        form = styles.get(num_format=DAY, align="left", bold=total)
        sheet.write_datetime(*place, datetime.combine(cell, datetime.min.time()), form)
    elif isinstance(cell, int):
        sheet.write_number(*place, cell, styles.count(total=total))
    else:
        wraps = table.columns[place[1]].wraps
        styles.put(sheet, *place, cell, styles.text(total=total, wrap=wraps))


def _money(table: Table, cell: Money, styles: Styles, *, total: bool) -> Format:
    """With its currency after it where every amount carries one, so that none is lost."""
    if not table.show_currency:
        return styles.amount(about=cell.approximate, total=total)
    sign = speech_of(table).currency(cell.currency)
    return styles.amount(about=cell.approximate, total=total, currency=sign)


def _width(characters: int) -> int:
    return min(WIDEST, max(NARROWEST, characters + 2))
