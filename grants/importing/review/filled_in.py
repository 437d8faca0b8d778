"""Sheets that a person filled in, read back in whatever form a spreadsheet saved them."""

import csv
from collections.abc import Sequence
from typing import NamedTuple

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.readers.encodings import encoding_of
from grants.importing.readers.read import KINDS, kind_of
from grants.importing.readers.sheet_cells import shown_text
from grants.importing.readers.sheets import visible_rows
from grants.importing.source_line import UnreadableError

MAX_ROWS = 200_000
"""Rows that are read."""

_ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "utf-16")
_DELIMITERS = ";,\t|"


class FilledIn(NamedTuple):
    """The names of the columns, in lower case, and the rows below them with their numbers from 1."""

    names: list[str]
    rows: list[tuple[int, list[str]]]


def read_filled_in(path: str, needed: Sequence[str]) -> FilledIn | Finding:
    """The first table of a file that has all `needed` columns, in the first row that is not blank.

    The file is text between `;`, commas or tabs, in UTF-8, UTF-16 or Windows-1252, or a workbook of which
    the sheets that are shown are looked through. Cells are texts without blanks around them. Raises
    `OSError` if the file cannot be read.
    """
    try:
        tables = _tables(path)
    except UnreadableError as why:
        return why.finding
    lacking: list[str] = []
    for rows in tables:
        filled = [(number, cells) for number, cells in rows if any(cells)]
        names = [cell.casefold() for cell in filled[0][1]] if filled else []
        lacking = [name for name in needed if name not in names]
        if not lacking:
            return FilledIn(names, filled[1:])
    message = f"the first row names no column {' and no column '.join(lacking or needed)}"
    remedy = "keep the first row as it was written"
    return rules.NO_COLUMNS.at(Where(path, 1), message, remedy=remedy)


_Rows = list[tuple[int, list[str]]]


def _tables(path: str) -> list[_Rows]:
    kind = kind_of(path, path)
    if kind == "text":
        return [_of_text(path)]
    if kind != "workbook":
        message = f"the file is {KINDS[kind]}, and no sheet to fill in"
        raise UnreadableError(rules.WRONG_KIND.at(Where(path), message))
    return [
        [(number, [shown_text(cell) for cell in cells]) for number, cells in rows]
        for rows in visible_rows(path, path, MAX_ROWS).values()
    ]


def _of_text(path: str) -> _Rows:
    encoding = encoding_of(path, _ENCODINGS, path)
    rows: _Rows = []
    with open(path, encoding=encoding, newline="") as stream:
        head = stream.readline()
        stream.seek(0)
        reader = csv.reader(stream, delimiter=max(_DELIMITERS, key=head.count), strict=True)
        first = 1
        try:
            for cells in reader:
                rows.append((first, [cell.strip() for cell in cells]))
                first = reader.line_num + 1
                if len(rows) > MAX_ROWS:
                    break
        except csv.Error as why:
            finding = rules.SOURCE_QUOTES.at(Where(path, first), f"the row cannot be read: {why}")
            raise UnreadableError(finding) from None
    return rows
