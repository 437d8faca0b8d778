"""CSV and JSON: a report for programs, and CSV for Excel."""

import csv
import io
import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from grants.reports.document import Document
from grants.reports.table import Cell, Money, Percent, Table
from grants.values.money import Amount
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
    writer.writerow([_csv_text(column.label) for column in table.columns])
    writer.writerows([_csv_cell(cell, mark) for cell in row.cells] for row in table.rows)
    return stream.getvalue()


def _csv_cell(cell: Cell, mark: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money | Percent):
        figure = cell.amount.decimal if isinstance(cell, Money) else cell.value
        return f"{figure:f}".replace(".", mark)
    if isinstance(cell, date):
        return cell.isoformat()
    return _csv_text(cell) if isinstance(cell, str) else str(cell)


def _csv_text(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def render_json(report: Table | Document) -> str:
    """The data of a table, or the blocks of a document from top to bottom, as JSON."""
    value = report.data if isinstance(report, Table) and report.data else _json_value(report)
    return json.dumps(value, default=_json_value, ensure_ascii=False, indent=2) + "\n"


def _json_value(value: object) -> object:
    """A value as JSON has it: records become objects with their kind."""
    if isinstance(value, Amount):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value).__name__.lower()
        entries = {item.name: getattr(value, item.name) for item in fields(value)}
        if isinstance(value, Table):
            return {"kind": kind, "title": value.title, **(dict(value.data) or {"rows": value.rows})}
        return {"kind": kind, **entries}
    raise TypeError(f"{type(value).__name__} has no form in JSON")
