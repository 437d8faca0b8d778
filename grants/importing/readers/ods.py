"""Sheets of .ods, from their XML: numbers are exact decimals there, and errors and hidden rows are found.

Cells and rows that repeat are expanded only as far as they hold anything.
"""

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from grants.importing.readers.packages import elements
from grants.importing.readers.sheet_cells import FORMULA_CELL, MERGED_CELL, error_cell
from grants.importing.readers.xlsx import MAX_CELLS

CONTENT = "content.xml"
MAX_COLUMNS = 16_384
_HIDDEN = ("collapse", "filter")


class TooLargeError(ValueError):
    """The sheet reaches too far; the message says how far."""


class Ods:
    """The sheets of a package that was let through."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.visible = self._names()

    def _names(self) -> dict[str, bool]:
        """The sheets and whether they are shown."""
        unseen: set[str] = set()
        visible: dict[str, bool] = {}
        with self.package.open(CONTENT) as stream:
            for element in elements(stream, "table-row", "table-properties", "table"):
                tag = _local(element)
                if tag == "table-properties" and _of(element, "display") == "false":
                    unseen.add(_of(element.getparent(), "name"))
                elif tag == "table" and element.getparent().tag.endswith("}spreadsheet"):
                    visible[_of(element, "name")] = _of(element, "style-name") not in unseen
                if tag == "table-row":
                    _forget(element)
        return visible

    def rows(self, name: str, hidden: list[int]) -> Iterator[tuple[int, list[Any]]]:
        """The rows of a sheet that hold anything, with their numbers from 1; `hidden` collects rows."""
        number = cells = widest = 0
        with self.package.open(CONTENT) as stream:
            for element in elements(stream, "table-row", "table"):
                if element.tag.rpartition("}")[2] == "table":
                    element.clear()
                    continue
                table = element.getparent()
                while table is not None and table.tag.rpartition("}")[2] != "table":
                    table = table.getparent()
                if table is not None and _of(table, "name") == name:
                    repeated = _count(element, "number-rows-repeated")
                    values, filled = _cells(element)
                    widest = max(widest, filled)
                    # A cell of the table that is merged is reported; a title may be merged far beyond it.
                    values = values[: max(filled, widest)] if filled else []
                    cells += repeated * len(values)
                    if cells > MAX_CELLS:
                        raise TooLargeError(f"the sheet {name!r} has more than {MAX_CELLS:,} cells")
                    for again in range(repeated if values else 0):
                        if _of(element, "visibility") in _HIDDEN:
                            hidden.append(number + again)
                        yield number + again + 1, list(values)
                    number += repeated
                _forget(element)


def _forget(element: Any) -> None:
    """Free what has been read."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _cells(row: Any) -> tuple[list[Any], int]:
    """The values of a row up to the last cell that is filled or merged, and up to where they are filled."""
    values: list[Any] = []
    pending = filled = 0
    for cell in row:
        tag = cell.tag.rpartition("}")[2] if isinstance(cell.tag, str) else ""
        if tag not in ("table-cell", "covered-table-cell"):
            continue
        value = MERGED_CELL if tag == "covered-table-cell" else _value(cell)
        repeated = _count(cell, "number-columns-repeated")
        if value == "" or value is MERGED_CELL:
            values += [value] * min(repeated, MAX_COLUMNS - min(len(values), MAX_COLUMNS))
            pending = pending + repeated if value == "" else 0
            continue
        pending = 0
        values += [value] * min(repeated, MAX_COLUMNS)
        filled = len(values)
        if len(values) > MAX_COLUMNS:
            raise TooLargeError(f"a row has more than {MAX_COLUMNS:,} columns")
    return values[: max(len(values) - pending, filled)], filled


def _value(cell: Any) -> Any:
    kind = _of(cell, "value-type", "office:")
    shows = "\n".join("".join(part.itertext()) for part in cell if _local(part) == "p")
    formula = _of(cell, "formula")
    looks_wrong = bool(formula) and shows.startswith(("#", "Err:"))
    if looks_wrong or "error" in (_of(cell, "value-type", "calcext:"), kind):
        return error_cell(shows or "#ERROR!")
    if formula and not kind:
        return FORMULA_CELL
    read = _KINDS.get(kind)
    return _of(cell, "string-value") or shows if read is None else read(cell)


def _number(cell: Any) -> Any:
    text = _of(cell, "value", "office:")
    try:
        return Decimal(text)
    except InvalidOperation:
        return error_cell(text or "a number without its value")


def _day(cell: Any) -> Any:
    text = _of(cell, "date-value")
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return text


_KINDS: dict[str, Callable[[Any], Any]] = {
    "float": _number,
    "currency": _number,
    "percentage": _number,
    "date": _day,
    "boolean": lambda cell: _of(cell, "boolean-value") == "true",
}
_SPACES = {
    "office:": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "calcext:": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}


def _of(element: Any, name: str, space: str = "") -> str:
    """An attribute by its local name, of a namespace if one is named."""
    if space:
        return str(element.get(f"{{{_SPACES[space]}}}{name}") or "")
    return str(next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), ""))


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _count(element: Any, name: str) -> int:
    text = _of(element, name)
    return max(1, int(text)) if text.isdigit() and len(text) < 10 else 1
