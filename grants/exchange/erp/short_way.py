"""The short way through a delimited text: lines that plainly conform, at the speed of splitting them.

What it gives is what the long way gives, for which there is a test; of every line that it cannot prove
sound it gives None, and the long way explains it.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import TYPE_CHECKING

from grants.exchange.erp.line import SourceLine
from grants.exchange.erp.profile import Profile
from grants.exchange.erp.table import TEXTS, TableReader
from grants.store.csv_records import Dialect, fields_of_line

if TYPE_CHECKING:
    from grants.exchange.erp.delimited import TextCells

BLANKS = " \t\u00a0\ufeff"
"""What may stand around the text of a field and does not belong to it."""

Amount = tuple[int, str] | None
"""Minor units with a cost positive, and the mark; None for the long way."""


def is_padded(text: str, dialect: Dialect) -> bool:
    """Whether any field of the lines may have blanks around it."""
    blanks = [blank for blank in BLANKS if blank != dialect.delimiter]
    edges = (dialect.delimiter, dialect.quote, "\n")
    return (
        text[:1] in blanks
        or text[-1:] in blanks
        or any(blank + edge in text or edge + blank in text for blank in blanks for edge in edges)
    )


class ShortWay:
    """Reads single lines under one layout."""

    def __init__(self, profile: Profile, reader: TableReader, cells: "TextCells", dialect: Dialect) -> None:
        layout = reader.layout
        assert layout is not None  # it is asked for below the headings
        places = layout.places
        width = layout.width
        # A column that is not there is the blank field put behind the last one.
        self.texts = itemgetter(*(places.get(key, width) for key in (*TEXTS, "unit")))
        self.line = self._reader(
            profile,
            dialect,
            width,
            places["date"],
            places.get("quantity", width),
            cells.dates.known.get,
            self._amount(profile, reader, cells, places),
            is_no_line(reader),
        )

    def _amount(
        self, profile: Profile, reader: TableReader, cells: "TextCells", places: dict[str, int]
    ) -> Callable[[list[str]], Amount]:
        sign, marks, quick = reader.sign, reader.marks, cells.amounts.quick
        amount, mark = places.get("amount", 0), places.get("mark", 0)
        debit, credit = places.get("debit", 0), places.get("credit", 0)

        def signed(fields: list[str]) -> Amount:
            minor = quick(fields[amount])
            return None if minor is None else (sign * minor, "")

        def marked(fields: list[str]) -> Amount:
            minor, side = quick(fields[amount]), marks.get(fields[mark].casefold())
            return None if minor is None or side is None else (sign * side[1] * minor, side[0])

        def of_two(fields: list[str]) -> Amount:
            if fields[debit] and fields[credit]:
                return None
            minor = quick(fields[debit] or fields[credit])
            if minor is None:
                return None
            return (sign * minor, "D") if fields[debit] else (-sign * minor, "K")

        return {"signed": signed, "mark": marked, "columns": of_two}[profile.sign]

    def _reader(
        self,
        profile: Profile,
        dialect: Dialect,
        width: int,
        date: int,
        quantity: int,
        day_of: Callable[[str], str | None],
        amount_of: Callable[[list[str]], Amount],
        is_no_line: Callable[[str], bool],
    ) -> Callable[[str, int, bool], SourceLine | None]:
        delimiter, quote = dialect.delimiter, dialect.quote
        between = f"{quote}{delimiter}{quote}"
        tabs = width - 1 if delimiter == "\t" else 0  # one more is a control character in a text
        texts, make, currency = self.texts, tuple.__new__, profile.currency or ""

        def line(line: str, row: int, padded: bool) -> SourceLine | None:
            if quote not in line:
                fields = line.split(delimiter)
            elif line.count(quote) == 2 * width and line[0] == line[-1] == quote:
                fields = line[1:-1].split(between)
            else:
                fields = fields_of_line(line, dialect)
            if len(fields) != width:
                return None
            if padded:
                fields = [field.strip(BLANKS) for field in fields]
            day = day_of(fields[date])
            if day is None or is_no_line(fields[0] or next(filter(None, fields))):
                return None
            amount = amount_of(fields)
            if amount is None or line.count("\t") != tabs:
                return None
            fields.append("")
            if fields[quantity]:
                return None
            *given, unit = texts(fields)
            given[-1] = given[-1] or currency
            made: SourceLine = make(SourceLine, (row, day, amount[0], *given, "", unit, amount[1], ""))
            return made

        return line


def is_no_line(reader: TableReader) -> Callable[[str], bool]:
    """Whether a row may be one to pass over or a total, by its first text."""
    profile = reader.profile
    patterns = (*profile.skip, *profile.subtotal, *profile.total)
    if not patterns:
        return lambda _: False
    begins = {pattern.casefold()[0] for pattern in patterns}
    if begins & {"*", "?", "\\"}:
        return lambda first: reader.skips(first) or reader.totals(first) or reader.subtotals(first)
    return lambda first: first[0].casefold()[0] in begins
