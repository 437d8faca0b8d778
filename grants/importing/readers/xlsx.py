"""Sheets of .xlsx and .xlsm: the values by calamine, what it leaves out from the XML itself.

Calamine reads an error as '', a formula without a value as '', and says nothing of hidden rows; it takes
memory for the whole box around the cells. So the XML of a sheet is first looked through for the marks of
these, at the speed of searching bytes; where there are any, a parser says which cells they are.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from grants.findings import exports as rules
from grants.findings.finding import Where
from grants.importing.readers.packages import chunks, damage_at, declares, elements, free, local_name
from grants.importing.readers.sheet_cells import FORMULA_CELL, MERGED_CELL, Row, Sheet, Unsound, error_cell
from grants.importing.source_line import UnreadableError

MAX_CELLS = 40_000_000
"""Cells in the box around all that are on a sheet."""

# One literal to a pattern: such are searched for several times quicker than alternatives, or than with `in`.
_MARKS = [re.compile(mark).search for mark in (b"<f", b'"e"', b"hidden")]
_FAR = re.compile(rb' r="([A-Za-z]{2,3}(?=[0-9])|[A-Za-z]?[0-9]{6,7})')
_ODD = re.compile(rb' r(?!=")\s*=[\s\S]').search
_ROWS = re.compile(rb' r="[A-Za-z]{0,3}([0-9]{6,7})')
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?worksheet[\s>/]")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class _Facts:
    """What the XML of a sheet says beyond the values: cells that have none to trust, and what is hidden.

    Rows and columns count from 0.
    """

    unsound: dict[int, dict[int, Unsound]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def _has_marks(chunk: bytes) -> bool:
    """Whether there may be an error, a formula or something hidden."""
    return any(search(chunk) for search in _MARKS) or (b"'" in chunk and b"'e'" in chunk)


class _Reach:
    """How far the cells of a sheet reach: at most this many columns and rows."""

    def __init__(self) -> None:
        self.width, self.height = 26, 99_999
        self.is_unusual = False
        """Whether places are written in a way that only a parser reads."""

    def look(self, chunk: bytes) -> None:
        """Look at a piece of the XML, for places beyond column Z or row 99,999."""
        far = set(_FAR.findall(chunk))
        columns = [found for found in far if found.isalpha()]
        self.width = max([self.width, *map(_number, columns)])
        rows = _ROWS.findall(chunk) if columns else [found.lstrip(_LETTERS) for found in far]
        self.height = max([self.height, *map(int, rows)])
        # Single bytes are found quickly, and there are none in what programs write.
        spaced = any(blank in chunk for blank in (b"\n", b"\t", b"\r")) and _BLANK_BEFORE.search(chunk)
        self.is_unusual = self.is_unusual or bool(spaced or _ODD(chunk))


_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BLANK_BEFORE = re.compile(rb"[\n\t\r]r\s*=")


class Xlsx:
    """A workbook that `open_package` has let through."""

    def __init__(self, path: str, package: zipfile.ZipFile, shown: str) -> None:
        self.path, self.package, self.shown = path, package, shown
        self.since_1904 = False
        self.parts: dict[str, str] = {}
        self.visible: dict[str, bool] = {}
        self._read_names()

    def _read_names(self) -> None:
        """The sheets of cells by name, and the system in which days are counted."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        book = etree.fromstring(self.package.read("xl/workbook.xml"), parser)
        links = etree.fromstring(self.package.read("xl/_rels/workbook.xml.rels"), parser)
        targets = {
            str(link.get("Id")): str(link.get("Target"))
            for link in links
            if str(link.get("Type")).endswith("/worksheet")
        }
        for element in book.iter("{*}workbookPr"):
            self.since_1904 = element.get("date1904") in ("1", "true")
        for element in book.iter("{*}sheet"):
            # The id of the part, in the transitional or the strict namespace.
            ids = (value for key, value in element.attrib.items() if str(key).endswith("}id"))
            target = targets.get(str(element.get(_OFFICE) or next(ids, "")))
            if target is not None:
                name = str(element.get("name"))
                self.parts[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                self.visible[name] = element.get("state", "visible") == "visible"

    def sheet(self, name: str) -> Sheet:
        """A sheet, once its XML was looked through. Raises `UnreadableError` if it would fill the memory."""
        from python_calamine import CalamineError, CalamineWorkbook

        facts = self._facts(name)
        try:
            with CalamineWorkbook.from_path(self.path) as book:
                sheet = book.get_sheet_by_name(name)
        except CalamineError as why:
            raise ValueError(f"the sheet {name!r} cannot be read ({why})") from None
        first = sheet.start[1] if sheet.start is not None else 0
        rows: Iterable[Row] = enumerate(sheet.iter_rows(), 1)
        if facts.unsound or sheet.merged_cell_ranges:
            rows = _with_unsound(rows, facts.unsound, sheet.merged_cell_ranges or (), first)
        return Sheet(name, rows, first, facts.hidden_rows, facts.hidden_columns)

    def _facts(self, name: str) -> _Facts:
        """Look through the XML of a sheet, and read what calamine leaves out where there is any."""
        part, reach = self.parts[name], _Reach()
        is_marked = is_first = True
        with damage_at(part, self.shown):
            for chunk in chunks(self.package, part):
                if is_first:
                    root = _ROOT.search(chunk)
                    if root is None or declares(chunk[: root.start()]):
                        raise self._unsafe(f"{part} declares entities, or is no sheet in UTF-8")
                    # Tags with a prefix are rare, and left to the parser.
                    is_first, is_marked = False, root[1] is not None
                is_marked = is_marked or _has_marks(chunk)
                reach.look(chunk)
            facts, width, height = _Facts(), reach.width, reach.height
            if is_marked or reach.is_unusual:
                facts, *exact = self._details(part)
                width, height = exact if reach.is_unusual else (width, height)
        if width * height > MAX_CELLS:
            raise self._unsafe(
                f"the sheet {name!r} reaches to column {width:,} and row {height:,}; "
                "a single cell far off makes it so large"
            )
        return facts

    def _unsafe(self, message: str) -> UnreadableError:
        return UnreadableError(rules.UNSAFE.at(Where(self.shown), message))

    def _details(self, part: str) -> tuple[_Facts, int, int]:
        """What calamine leaves out, and how far the cells reach."""
        facts, width, height = _Facts(), 1, 0
        with self.package.open(part) as stream:
            for element in elements(stream, "row", "col"):
                if local_name(element) == "col":
                    if element.get("hidden") in ("1", "true"):
                        first, last = (int(element.get(key, "1")) - 1 for key in ("min", "max"))
                        facts.hidden_columns.append((first, last))
                    continue
                row = int(element.get("r") or height + 1)
                reach = self._row(element, row - 1, facts)
                width, height = max(width, reach[0]), max(height, row, reach[1])
                free(element)
        return facts, width, height

    def _row(self, element: Any, row: int, facts: _Facts) -> tuple[int, int]:
        if element.get("hidden") in ("1", "true"):
            facts.hidden_rows.append(row)
        width, height, column = 0, 0, -1
        for cell in element:
            found = _REFERENCE.fullmatch(cell.get("r") or "")
            column = _number(found[1].encode()) - 1 if found else column + 1
            width, height = max(width, column + 1), max(height, int(found[2]) if found else 0)
            kind, value, formula = cell.get("t"), None, False
            for child in cell:
                tag = local_name(child)
                if tag == "v":
                    value = child.text or ""
                elif tag == "f":
                    formula = True
            if kind == "e":
                facts.unsound.setdefault(row, {})[column] = error_cell(value or "#ERROR!")
            elif formula and not value and not (kind == "str" and value is not None):
                facts.unsound.setdefault(row, {})[column] = FORMULA_CELL
        return width, height


def _with_unsound(
    rows: Iterable[Row],
    unsound: dict[int, dict[int, Unsound]],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    first: int,
) -> Iterator[Row]:
    """The rows with cells that are marked where they have no value to trust, or none of their own."""
    waiting = sorted(merged, reverse=True)
    reached: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for number, cells in rows:
        row, end = number - 1, first + len(cells)
        while waiting and waiting[-1][0][0] <= row:
            reached.append(waiting.pop())
        reached = [(start, last) for start, last in reached if last[0] >= row]
        for start, (_, right) in reached:
            for column in range(max(start[1], first), min(right + 1, end)):
                if (row, column) != start:
                    cells[column - first] = MERGED_CELL
        for column, cell in unsound.get(row, {}).items():
            if first <= column < end:
                cells[column - first] = cell
        yield number, cells


def _number(name: bytes) -> int:
    """The number of a column, from 1, by its letters; no column is beyond the third letter."""
    number = 0
    for letter in name.upper()[:4]:
        number = number * 26 + letter - 64
    return number
