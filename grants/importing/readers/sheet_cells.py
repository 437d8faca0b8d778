"""The cells of a sheet: numbers, days and texts as a workbook stores them, and what is wrong with them."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from grants.findings import exports as rules
from grants.findings.finding import Finding, Rule, Where
from grants.importing.profiles import dates
from grants.importing.profiles.profile import Profile
from grants.importing.readers.cells import RESIDUE, CellError, Cells, minor_of
from grants.values.money import format_amount

_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
SHEET_BLANKS = " \t\u00a0\ufeff\r\n"


@dataclass(frozen=True, slots=True)
class Unsound:
    """A cell that has no value to trust: `shows` is what a person sees there."""

    rule: Rule
    shows: str
    message: str


Row = tuple[int, list[Any]]
"""A row's number, from 1, and its cells."""


@dataclass
class Sheet:
    """A sheet that is open. Its `first` column and what is hidden are counted from 0."""

    name: str
    rows: Iterable[Row]
    first: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class SheetCells(Cells):
    """The cells of one sheet; `first` is the column, from 0, at which its rows begin."""

    def __init__(
        self, profile: Profile, shown: str, sheet: str, *, first: int = 0, since_1904: bool = False
    ) -> None:
        super().__init__(profile, shown)
        self.sheet, self.first, self.since_1904 = sheet, first, since_1904
        self.rounded: list[str] = []
        """Words on amounts that were rounded since the last look."""

    def text(self, cell: Any) -> str:
        """What a person sees in the cell."""
        return shown_text(cell)

    def sound(self, cell: Any) -> str:
        """The text, if a ledger may hold it."""
        return super().sound(_trusted(cell))

    def day(self, cell: Any) -> str:
        """A date of the workbook, a text in a form of the profile, or a number if that is a form."""
        if isinstance(_trusted(cell), dt.date):
            return dates.iso(cell.year, cell.month, cell.day)
        if not isinstance(cell, float | Decimal):
            return super().day(cell)
        if self.dates.has_serial and 1 <= cell < 2_958_466:
            return dates.of_serial(int(cell), since_1904=self.since_1904)
        try:
            return super().day(cell)
        except ValueError:
            message = 'is a bare number; if it is meant as a day, add "serial" to dates in the profile'
            raise ValueError(f"{self.text(cell)} {message}") from None

    def amount(self, cell: Any) -> int:
        """A number rounded once to hundredths, or a text by the marks of the profile."""
        if isinstance(_trusted(cell), bool | dt.date):
            kind = "a logical value" if isinstance(cell, bool) else "a day"
            message = f"the cell holds {kind}, {self.text(cell)}, and no amount"
            raise CellError(rules.SOURCE_AMOUNT, message, "write the amount into the cell, as a number")
        if not isinstance(cell, float | Decimal):
            return super().amount(cell)
        minor, residue = minor_of(_exact(cell))
        if residue > RESIDUE:
            self.rounded.append(f"{self.text(cell)} is rounded to {format_amount(minor)}")
        return minor

    def quantity(self, cell: Any) -> str:
        """A number with at most six decimals."""
        if not isinstance(_trusted(cell), float | Decimal):
            return super().quantity(cell)
        exact = _exact(cell)
        if not exact.is_finite() or abs(exact) >= 10**9:
            raise ValueError(f"{exact} is no quantity of at most 9 digits before the point")
        text = f"{exact.quantize(Decimal('0.000001'), rounding=ROUND_HALF_UP):f}"
        return text.rstrip("0").rstrip(".") if exact else "0"

    def where(self, row: int, place: int) -> tuple[Where, str]:
        """Row and column, and the cell by sheet and letters."""
        column = self.first + max(place, 0)
        return Where(self.shown, row, column + 1), f"{self.sheet}!{letters(column)}{row}: "

    def report_rounded(self, row: int, place: int) -> list[Finding]:
        """Findings on the amounts rounded since the last look."""
        where, before = self.where(row, place)
        said, self.rounded = self.rounded, []
        return [rules.ROUNDED.at(where, f"{before}{message}") for message in said]


def letters(place: int) -> str:
    """The letters of a column, counted from 0: A, B … Z, AA."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(65 + last)


def _exact(cell: float | Decimal) -> Decimal:
    """A number as it is written: a binary float by its shortest decimal."""
    return Decimal(repr(cell)) if isinstance(cell, float) else cell


def _trusted(cell: Any) -> Any:
    if isinstance(cell, Unsound):
        raise CellError(cell.rule, cell.message)
    return cell


def shown_text(cell: Any) -> str:
    """What a person sees in a cell, without blanks around it; a line break within is one blank."""
    if isinstance(cell, str):
        text = cell.strip(SHEET_BLANKS)
        return _LINE_BREAK.sub(" ", text) if "\n" in text or "\r" in text else text
    return cell.shows if isinstance(cell, Unsound) else _shown(cell)


def _shown(cell: Any) -> str:
    """What a person sees in a cell that is no text."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def error_cell(shows: str) -> Unsound:
    """A cell in which the spreadsheet found an error."""
    return Unsound(rules.ERROR_CELL, shows, f"the cell shows the error {shows}")


FORMULA_CELL = Unsound(
    rules.NO_CACHED_VALUE,
    "=",
    "the formula has no stored value; the program that wrote the file did not calculate it",
)
MERGED_CELL = Unsound(rules.MERGED, "", "the cell is merged with the one above or before it")
