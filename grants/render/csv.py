"""CSV for programs: UTF-8, commas, CRLF as RFC 4180 has it, amounts as `31138.00`."""

import csv
import io
import re

from grants.reports.document import Document
from grants.reports.table import Cell, Money, Percent, Table

_FORMULA = re.compile(r"[=+\-@\t\r]")


def render_csv(report: Table | Document) -> str:
    """Draw a table as CSV with a header line; totals are the last rows, as in the table.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if not isinstance(report, Table):
        raise TypeError("a document has no rows and columns")
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([_text(column.label) for column in report.columns])
    writer.writerows([_plain(cell) for cell in row.cells] for row in report.rows)
    return stream.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return f"{cell.amount:f}"
    if isinstance(cell, Percent):
        return f"{cell.value:f}"
    return _text(cell) if isinstance(cell, str) else str(cell)


def _text(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
