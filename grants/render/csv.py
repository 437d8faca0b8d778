"""CSV for programs, and CSV for Excel."""

import csv
import io
from datetime import date

from grants.reports.document import Document
from grants.reports.table import Cell, Money, Percent, Table
from grants.values.text import FORMULA

BYTE_ORDER_MARK = "\ufeff"


def render_csv(report: Table | Document) -> str:
    """Draw a table as CSV with a header line; totals are the last rows, as in the table.

    UTF-8, commas and CRLF as RFC 4180 has it, amounts as `31138.00`. A text that a spreadsheet
    would take for a formula gets an apostrophe before it.
    """
    return _write(_table(report), ",", ".")


def render_excel_csv(report: Table | Document) -> str:
    """Draw a table as the CSV that Excel opens with a double click.

    A byte order mark, without which Excel takes UTF-8 for another encoding; semicolons; amounts
    with the decimal mark of the table's language and no separators. Guarded as `render_csv`.
    """
    table = _table(report)
    mark = "," if table.language == "da" else "."
    return BYTE_ORDER_MARK + _write(table, ";", mark)


def _table(report: Table | Document) -> Table:
    if not isinstance(report, Table):
        raise TypeError("a document has no rows and columns")
    return report


def _write(table: Table, separator: str, mark: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
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
