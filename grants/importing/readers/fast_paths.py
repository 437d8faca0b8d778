"""The fast paths: lines of text and rows of sheets that plainly conform, read without a look at each cell.

What they give is what the full parser gives, for which there is a test. For what they cannot prove sound
they give None, and the full parser explains it.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import repeat
from operator import itemgetter
from typing import Any

from grants.findings import exports as rules
from grants.importing.profiles.profile import Profile
from grants.importing.readers.cells import BLANKS, CellError, TextCells
from grants.importing.readers.sheet_cells import SHEET_BLANKS, Row, SheetCells
from grants.importing.readers.table import TEXTS, TableReader
from grants.importing.source_line import SourceLine
from grants.store.postings.csv_records import Dialect, fields_of_line

FastLine = Callable[[str, int, bool], SourceLine | None]
"""Reads a line, given with its number and whether its fields may have blanks around them."""


def is_padded(text: str, dialect: Dialect) -> bool:
    """Whether any field of the lines may have blanks around it."""
    blanks = [blank for blank in BLANKS if blank != dialect.delimiter]
    edges = (dialect.delimiter, dialect.quote, "\n")
    return (
        text[:1] in blanks
        or text[-1:] in blanks
        or any(blank + edge in text or edge + blank in text for blank in blanks for edge in edges)
    )


def fast_line(profile: Profile, reader: TableReader, cells: TextCells, dialect: Dialect) -> FastLine:
    """What reads single lines under the layout that the reader has found."""
    assert reader.layout is not None  # it is asked for below the headings
    width, places = reader.layout
    delimiter, quote = dialect.delimiter, dialect.quote
    between = f"{quote}{delimiter}{quote}"
    tabs = width - 1 if delimiter == "\t" else 0  # one more is a control character in a text
    # Two fields are put behind the last, for columns that the file lacks: a blank, and the currency.
    lacking = {**dict.fromkeys(TEXTS, width), "currency": width + 1}
    texts = itemgetter(*(places.get(key, lacking[key]) for key in TEXTS))
    date, quantity, unit = places["date"], places.get("quantity", width), places.get("unit", width)
    currency, make = profile.currency or "", tuple.__new__
    may_lack_currency = bool(currency) and "currency" in places
    day_of, may_be_no_line = cells.dates.known.get, is_no_line(reader)
    minor_of, mark_of = _amount_of(profile, reader, cells, places)

    def line(text: str, row: int, padded: bool) -> SourceLine | None:
        if quote not in text:
            fields = text.split(delimiter)
        elif text.count(quote) == 2 * width and text[0] == text[-1] == quote:
            fields = text[1:-1].split(between)
        else:
            fields = fields_of_line(text, dialect)
        if len(fields) != width or ("\t" in text and text.count("\t") != tabs):
            return None
        if padded:
            fields = [field.strip(BLANKS) for field in fields]
        day = day_of(fields[date])
        if day is None or (may_be_no_line and may_be_no_line(fields[0] or next(filter(None, fields)))):
            return None
        minor = minor_of(fields)
        if minor is None:
            return None
        mark = mark_of(fields) if mark_of else ""
        fields += ("", currency)
        given = texts(fields)
        if fields[quantity] or (may_lack_currency and not given[-1]):
            return None
        made: SourceLine = make(SourceLine, (row, day, minor, *given, "", fields[unit], mark, ""))
        return made

    return line


def _amount_of(
    profile: Profile, reader: TableReader, cells: TextCells, places: dict[str, int]
) -> tuple[Callable[[list[str]], int | None], Callable[[list[str]], str] | None]:
    """What gives the minor units with a cost positive, None for the full parser; and then the mark."""
    sign, marks, quick = reader.sign, reader.marks, cells.amounts.quick
    amount, mark = places.get("amount", 0), places.get("mark", 0)
    debit, credit = places.get("debit", 0), places.get("credit", 0)

    def signed(fields: list[str]) -> int | None:
        minor = quick(fields[amount])
        return None if minor is None else sign * minor

    def marked(fields: list[str]) -> int | None:
        minor, side = quick(fields[amount]), marks.get(fields[mark].casefold())
        return None if minor is None or side is None else sign * side[1] * minor

    def of_two(fields: list[str]) -> int | None:
        if fields[debit] and fields[credit]:
            return None
        minor = quick(fields[debit] or fields[credit])
        side = sign if fields[debit] else -sign
        return None if minor is None else side * minor

    if profile.sign == "signed":
        return signed, None
    if profile.sign == "mark":
        return marked, lambda fields: marks[fields[mark].casefold()][0]
    return of_two, lambda fields: "D" if fields[debit] else "K"


def is_no_line(reader: TableReader) -> Callable[[str], bool] | None:
    """Whether a row may be one to pass over or a total, by its first text; None if none can be."""
    profile = reader.profile
    patterns = (*profile.skip, *profile.subtotal, *profile.total)
    if not patterns:
        return None
    begins = {pattern.casefold()[0] for pattern in patterns}
    if begins & {"*", "?", "\\"}:
        return lambda first: reader.skips(first) or reader.totals(first) or reader.subtotals(first)
    begins |= {begin.upper() for begin in begins}
    # A letter that folds into several, or has other forms, is for the full parser as well.
    return lambda first: first[0] in begins or not (first[0].isascii() or first[0] in "æøåÆØÅ")


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
        self._day = lru_cache(_MAX_MEMO)(cells.day)

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
            days = list(map(self._day, columns[self._places["date"]]))
            texts = self._all_texts(columns)
        except (CellError, ValueError, OverflowError):
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
            texts = [cell.strip(SHEET_BLANKS) for cell in column]
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
