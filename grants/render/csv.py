"""CSV for programs, and CSV for Excel."""

import csv
import io
from datetime import date

from grants.reports.table import Cell, Money, Percent, Table
from grants.values.text import FORMULA

BYTE_ORDER_MARK = "\ufeff"


def render_csv(table: Table, *, for_excel: bool = False) -> str:
    """Draw a table as CSV with a header line; totals are the last rows, as in the table.

    UTF-8, commas and CRLF as RFC 4180 has it, amounts as `31138.00`. A text that a spreadsheet
    would take for a formula gets an apostrophe before it.

    With `for_excel` as Excel opens it with a double click: a byte order mark, without which Excel
    takes UTF-8 for another encoding; semicolons; amounts with the decimal mark of the table's
    language and no separators.
    """
    mark = "," if for_excel and table.language == "da" else "."
    stream = io.StringIO()
    if for_excel:
        stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, delimiter=";" if for_excel else ",")
    writer.writerow([_text(column.label) for column in table.columns])
    writer.writerows([_plain(cell, mark) for cell in row.cells] for row in table.rows)
    return stream.getvalue()


def _plain(cell: Cell, mark: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money | Percent):
        figure = cell.amount.decimal if isinstance(cell, Money) else cell.value
        return f"{figure:f}".replace(".", mark)
    if isinstance(cell, date):
        return cell.isoformat()
    return _text(cell) if isinstance(cell, str) else str(cell)


def _text(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text
