"""One table as an Excel sheet: figures as figures, dates as dates, text as text."""

from datetime import date, datetime

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from grants.render.cells import drawn, locale_of
from grants.render.spreadsheet import DAY, Styles, clean, float_of, open_book, print_landscape
from grants.reports.table import Align, Cell, Money, Percent, Table

TITLE_ROW, HEADINGS_ROW = 0, 2
WIDEST, NARROWEST = 60, 9
"""Characters of a column."""


def render_xlsx(table: Table) -> bytes:
    """Draw a table as a workbook of one sheet; the same table gives the same bytes.

    `WorkbookError` for an amount of more than 15 digits.
    """
    with open_book() as (book, stream):
        styles = Styles(book, locale_of(table).language)
        book.doc_properties["title"] = clean(table.full_title)[:250]
        _draw(table, book.add_worksheet(), styles)
    return stream.getvalue()


def _draw(table: Table, sheet: Worksheet, styles: Styles) -> None:
    sheet.set_row(TITLE_ROW, 24)
    styles.put(sheet, TITLE_ROW, 0, table.full_title, styles.title)
    for column, heading in enumerate(table.columns):
        align = "right" if heading.align is Align.RIGHT else "left"
        styles.put(sheet, HEADINGS_ROW, column, heading.label, styles.heading(align))
    widths = [_width(len(heading.label)) for heading in table.columns]
    row = HEADINGS_ROW
    for row, (cells, words) in enumerate(zip(table.rows, drawn(table), strict=True), HEADINGS_ROW + 1):
        for column, cell in enumerate(cells.cells):
            _put(table, sheet, styles, (row, column), cell, total=cells.is_total)
            widths[column] = max(widths[column], _width(len(words[column])))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for position, note in enumerate(table.notes, row + 2):
        styles.put(sheet, position, 0, note, styles.subtitle)
    sheet.freeze_panes(HEADINGS_ROW + 1, 1)
    print_landscape(sheet, "&R&P / &N", (HEADINGS_ROW, HEADINGS_ROW))


def _put(
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
    sign = locale_of(table).currency(cell.currency)
    return styles.amount(about=cell.approximate, total=total, currency=sign)


def _width(characters: int) -> int:
    return min(WIDEST, max(NARROWEST, characters + 2))
