"""Sheets of .ods, from their XML: numbers are exact decimals there, and errors and hidden rows are found.

Cells and rows that repeat are expanded only as far as they hold anything.
"""

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from grants.findings import exports as rules
from grants.findings.finding import Where
from grants.importing.readers.packages import elements, free, local_name
from grants.importing.readers.sheet_cells import FORMULA_CELL, MERGED_CELL, Row, Sheet, error_cell
from grants.importing.readers.xlsx import MAX_CELLS
from grants.importing.source_line import UnreadableError

CONTENT = "content.xml"
MAX_COLUMNS = 16_384
_HIDDEN = ("collapse", "filter")


class Ods:
    """The sheets of a package that was let through."""

    since_1904 = False

    def __init__(self, package: zipfile.ZipFile, shown: str) -> None:
        self.package, self.shown = package, shown
        self.visible: dict[str, bool] = self._names()

    def _names(self) -> dict[str, bool]:
        """The sheets and whether they are shown."""
        unseen: set[str] = set()
        visible: dict[str, bool] = {}
        with self.package.open(CONTENT) as stream:
            for element in elements(stream, "table-row", "table-properties", "table"):
                tag = local_name(element)
                if tag == "table-properties" and _of(element, "display") == "false":
                    unseen.add(_of(element.getparent(), "name"))
                elif tag == "table" and element.getparent().tag.endswith("}spreadsheet"):
                    visible[_of(element, "name")] = _of(element, "style-name") not in unseen
                if tag == "table-row":
                    free(element)
        return visible

    def sheet(self, name: str) -> Sheet:
        """The rows of a sheet that hold anything; which are hidden is known as they are read."""
        hidden: list[int] = []
        return Sheet(name, self._rows(name, hidden), hidden_rows=hidden)

    def _rows(self, name: str, hidden: list[int]) -> Iterator[Row]:
        number = cells = widest = 0
        with self.package.open(CONTENT) as stream:
            for element in elements(stream, "table-row", "table"):
                if local_name(element) == "table":
                    element.clear()
                    continue
                table = next((each for each in element.iterancestors() if local_name(each) == "table"), None)
                if table is not None and _of(table, "name") == name:
                    repeated = _count(element, "number-rows-repeated")
                    values, filled = _cells(element, self.shown)
                    widest = max(widest, filled)
                    # A cell of the table that is merged is reported; a title may be merged far beyond it.
                    values = values[: max(filled, widest)] if filled else []
                    cells += repeated * len(values)
                    if cells > MAX_CELLS:
                        raise _too_large(f"the sheet {name!r} has more than {MAX_CELLS:,} cells", self.shown)
                    for again in range(repeated if values else 0):
                        if _of(element, "visibility") in _HIDDEN:
                            hidden.append(number + again)
                        yield number + again + 1, list(values)
                    number += repeated
                free(element)


def _too_large(message: str, shown: str) -> UnreadableError:
    return UnreadableError(rules.UNSAFE.at(Where(shown), message))


def _cells(row: Any, shown: str) -> tuple[list[Any], int]:
    """The values of a row up to the last cell that is filled or merged, and up to where they are filled."""
    values: list[Any] = []
    pending = filled = 0
    for cell in row:
        tag = local_name(cell)
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
            raise _too_large(f"a row has more than {MAX_COLUMNS:,} columns", shown)
    return values[: max(len(values) - pending, filled)], filled


def _value(cell: Any) -> Any:
    kind = _of(cell, "value-type", "office:")
    shows = "\n".join("".join(part.itertext()) for part in cell if local_name(part) == "p")
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


def _count(element: Any, name: str) -> int:
    text = _of(element, name)
    return max(1, int(text)) if text.isdigit() and len(text) < 10 else 1
