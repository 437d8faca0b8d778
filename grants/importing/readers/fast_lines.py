"""The fast path through a delimited text: lines that plainly conform, at the speed of splitting them.

What it gives is what the full parser gives, for which there is a test. For every line that it cannot prove
sound it gives None, and the full parser explains the line.
"""

from collections.abc import Callable
from operator import itemgetter

from grants.importing.profiles.profile import Profile
from grants.importing.readers.cells import BLANKS, TextCells
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
