"""The fast path through a sheet: rows that plainly conform, taken together, column by column.

What it gives is what the full parser gives, for which there is a test; of rows that it cannot prove sound,
every one of them, it gives None.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import repeat
from typing import Any

from grants.findings import exports as rules
from grants.importing.profiles.profile import Profile
from grants.importing.readers.cells import CellError
from grants.importing.readers.fast_lines import is_no_line
from grants.importing.readers.sheet_cells import BLANKS, Row, SheetCells
from grants.importing.readers.table import TEXTS, TableReader
from grants.importing.source_line import SourceLine

AT_ONCE = 256
"""Rows that are taken together at most."""

_PARTS = 16
_MAX_MINOR = 10**15
_MAX_MEMO = 200_000
_MADE = partial(tuple.__new__, SourceLine)


def parts_of(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Rows that did not conform together, in parts that are tried on their own."""
    size = max(1, len(rows) // _PARTS)
    return (rows[start : start + size] for start in range(0, len(rows), size))


class FastRows:
    """Reads rows whose amounts are numbers in whole hundredths, under one layout, with signed amounts."""

    def __init__(self, profile: Profile, reader: TableReader, cells: SheetCells) -> None:
        assert reader.layout is not None  # it is asked for below the headings
        self._cells, self._sign, self._currency = cells, reader.sign, profile.currency or ""
        self._width, self._places = reader.layout
        self._is_no_line = is_no_line(reader)
        self._days = _Days(cells)

    def lines(self, rows: Sequence[Row]) -> list[SourceLine] | None:
        """The lines that the rows are; None if any of them needs a closer look."""
        numbers, cells = zip(*rows, strict=True)
        if set(map(len, cells)) != {self._width}:
            return None
        columns = list(zip(*cells, strict=True))
        minors = _minors(columns[self._places["amount"]])
        if minors is None:
            return None
        firsts = columns[0] if all(columns[0]) else [row[0] or next(filter(None, row), "") for row in cells]
        if self._may_be_totals(firsts):
            return None
        try:
            # A row that is no line is not asked for its day, which is why this comes last.
            days = list(map(self._days.__getitem__, columns[self._places["date"]]))
            texts = self._all_texts(columns)
        except CellError:
            return None
        if texts is None:
            return None
        costs = minors if self._sign == 1 else [-minor for minor in minors]
        mark, sheet = repeat(""), repeat(self._cells.sheet)
        return list(map(_MADE, zip(numbers, days, costs, *texts, mark, sheet, strict=False)))

    def _all_texts(self, columns: list[tuple[Any, ...]]) -> list[Any] | None:
        """The texts of the lines, column by column up to the unit; None if a line lacks what it needs."""
        places = self._places
        if "quantity" in places and set(columns[places["quantity"]]) != {""}:
            return None
        blank = repeat("")
        found = [
            self._texts(columns[places[key]]) if key in places else blank for key in (*TEXTS, "", "unit")
        ]
        if self._currency:
            at = TEXTS.index("currency")
            if "currency" not in places:
                found[at] = repeat(self._currency)
            elif "" in found[at]:
                return None
        return found

    def _texts(self, column: Sequence[Any]) -> list[str]:
        """Cells as sound text; `CellError` if any is of another kind."""
        if set(map(type, column)) == {str}:
            texts = [cell.strip(BLANKS) for cell in column]
            if "".join(texts).isprintable():  # it holds neither control characters nor line breaks
                return texts
        return list(map(self._text, column))

    def _text(self, cell: Any) -> str:
        if type(cell) is float:  # such as the number of a voucher
            return self._cells.text(cell)
        if type(cell) is not str:
            raise CellError(rules.SOURCE_CONTROL, "the cell is neither text nor number")
        return self._cells.sound(cell)

    def _may_be_totals(self, firsts: Sequence[Any]) -> bool:
        """Whether any row may be a total or one to pass over, by its first cell that is not blank."""
        is_no_line = self._is_no_line
        texts = {self._cells.text(first) for first in set(firsts) if type(first) is str}
        if "" in texts:
            return True
        if is_no_line is None:
            return False
        others = any(type(first) is not str for first in firsts)
        return any(map(is_no_line, texts)) or (others and any(map(is_no_line, "-0123456789")))


def _minors(amounts: Sequence[Any]) -> list[int] | None:
    """Numbers in whole hundredths as minor units; None if one is not, or is no amount."""
    if set(map(type, amounts)) != {float}:
        return None
    try:
        minors = [round(amount * 100) for amount in amounts]
    except (ValueError, OverflowError):  # no number, or infinity
        return None
    if max(minors) >= _MAX_MINOR or min(minors) <= -_MAX_MINOR:
        return None
    # Equal to the float nearest to whole hundredths: its shortest decimal has no more places.
    return minors if [minor / 100 for minor in minors] == list(amounts) else None


class _Days(dict[Any, str]):
    """The days of cells, each distinct one read once; `CellError` where a cell is none."""

    def __init__(self, cells: SheetCells) -> None:
        self._cells = cells

    def __missing__(self, cell: Any) -> str:
        if len(self) > _MAX_MEMO:
            self.clear()
        day = self[cell] = self._cells.day(cell)
        return day
