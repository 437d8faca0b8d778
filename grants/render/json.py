"""JSON for programs: amounts and percentages as strings, so that no reader makes floats of them."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from grants.reports.document import Document
from grants.reports.table import Table
from grants.values.money import Amount


def render_json(report: Table | Document) -> str:
    """The data of a table, or the blocks of a document from top to bottom, as JSON."""
    value = report.data if isinstance(report, Table) and report.data else _plain(report)
    return json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> object:
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
