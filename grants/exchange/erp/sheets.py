"""Workbooks: .xlsx, .xlsm (read as data) and .ods, sheet by sheet, as lines, totals and findings."""

import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from typing import Any

from grants.diagnostics import Diagnostic, Where
from grants.exchange.erp.header import MAX_ROWS, TwiceNamedError, layout_of
from grants.exchange.erp.line import Item, SourceLine
from grants.exchange.erp.ods import CONTENT, Ods, TooLargeError
from grants.exchange.erp.package import DAMAGE, fault_of_parts, open_package
from grants.exchange.erp.profile import Profile
from grants.exchange.erp.sheet_cells import SheetCells, letters
from grants.exchange.erp.short_way import is_no_line
from grants.exchange.erp.table import TEXTS, CellError, TableReader
from grants.exchange.erp.xlsx import SheetFacts, Xlsx
from grants.store import import_rules as rules

Row = tuple[int, list[Any]]
MAX_TOLD = 12
"""Hidden rows that are named one by one."""

MAX_MEMO = 200_000


def read_workbook(path: str, profile: Profile, shown: str) -> Iterator[Item]:
    """The lines of a workbook. Raises `OSError` if it cannot be read."""
    package = open_package(path, shown)
    if isinstance(package, Diagnostic):
        yield package
        return
    with package:
        try:
            fault = _fault(package, shown) or fault_of_parts(package, shown, _looked_through_later(package))
            if fault is not None:
                yield fault
            elif CONTENT in package.namelist():
                yield from _of_ods(Ods(package), profile, shown)
            else:
                yield from _of_xlsx(Xlsx(path, package, shown), profile)
        except TooLargeError as why:
            yield rules.UNSAFE.at(Where(shown), str(why))
        except (*DAMAGE, KeyError, SyntaxError) as why:  # what lxml raises is a SyntaxError
            yield rules.WRONG_KIND.at(Where(shown), f"the workbook is damaged ({why})")


def visible_rows(path: str, shown: str, limit: int) -> dict[str, list[list[Any]]] | Diagnostic:
    """The first rows of each sheet that is shown, as they stand. Raises `OSError`."""
    package = open_package(path, shown)
    if isinstance(package, Diagnostic):
        return package
    with package:
        try:
            fault = _fault(package, shown) or fault_of_parts(package, shown, _looked_through_later(package))
            if fault is not None:
                return fault
            if CONTENT in package.namelist():
                ods = Ods(package)
                names = [name for name, is_shown in ods.visible.items() if is_shown]
                return {name: [cells for _, cells in islice(ods.rows(name, []), limit)] for name in names}
            return _visible_xlsx(Xlsx(path, package, shown), limit)
        except TooLargeError as why:
            return rules.UNSAFE.at(Where(shown), str(why))
        except (*DAMAGE, KeyError, SyntaxError) as why:  # what lxml raises is a SyntaxError
            return rules.WRONG_KIND.at(Where(shown), f"the workbook is damaged ({why})")


def _visible_xlsx(book: Xlsx, limit: int) -> dict[str, list[list[Any]]] | Diagnostic:
    sheets: dict[str, list[list[Any]]] = {}
    for name in (name for name, is_shown in book.visible.items() if is_shown):
        facts = book.facts(name)
        if isinstance(facts, Diagnostic):
            return facts
        sheets[name] = [cells for _, cells in islice(book.rows(name, facts)[1], limit)]
    return sheets


def _looked_through_later(package: zipfile.ZipFile) -> set[str]:
    """The sheets of an .xlsx, each of which is looked through before it is read."""
    return {name for name in package.namelist() if name.startswith("xl/worksheets/")}


def _fault(package: zipfile.ZipFile, shown: str) -> Diagnostic | None:
    """Why a package is no workbook that is read."""
    names = set(package.namelist())
    where = Where(shown)
    if "xl/workbook.bin" in names:
        return rules.WRONG_KIND.at(where, "the workbook is binary (.xlsb); save it as .xlsx")
    if "xl/workbook.xml" in names:
        return None
    if CONTENT in names and "mimetype" in names and b"spreadsheet" in package.read("mimetype")[:100]:
        manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
        if b"encryption-data" in manifest:
            return rules.LOCKED.at(where, "the workbook is encrypted; a password opens it")
        return None
    return rules.WRONG_KIND.at(where, "the file is a package, and no workbook of .xlsx or .ods")


def _of_xlsx(book: Xlsx, profile: Profile) -> Iterator[Item]:
    def rows(name: str) -> tuple[SheetFacts, int, Iterable[Row]] | Diagnostic:
        facts = book.facts(name)
        return facts if isinstance(facts, Diagnostic) else (facts, *book.rows(name, facts))

    chosen = yield from _chosen(book.visible, profile, book.shown, rows)
    if chosen is None:
        return
    name, (facts, first, source) = chosen
    yield from _hidden(facts, name, book.shown)
    cells = SheetCells(profile, book.shown, name, first=first, since_1904=book.since_1904)
    yield from _lines(source, profile, cells)


def _of_ods(book: Ods, profile: Profile, shown: str) -> Iterator[Item]:
    hidden: list[int] = []

    def rows(name: str) -> tuple[SheetFacts, int, Iterable[Row]]:
        return SheetFacts(hidden_rows=hidden), 0, book.rows(name, hidden)

    chosen = yield from _chosen(book.visible, profile, shown, rows)
    if chosen is None:
        return
    name, (facts, _, source) = chosen
    hidden.clear()  # what was looked at to choose is not what is read
    yield from _lines(source, profile, SheetCells(profile, shown, name))
    yield from _hidden(facts, name, shown)


Opened = tuple[SheetFacts, int, Iterable[Row]]
Open = Callable[[str], Opened | Diagnostic]


def _chosen(
    visible: dict[str, bool], profile: Profile, shown: str, rows: Open
) -> Generator[Diagnostic, None, tuple[str, Opened] | None]:
    """The sheet that is meant, opened: the profile's, or the only one shown that has the headings.

    None, with a finding, if there is none or more than one.
    """
    names = [name for name, is_shown in visible.items() if is_shown]
    if profile.sheet is not None:
        if profile.sheet not in visible:
            message = f"there is no sheet {profile.sheet!r}; the sheets are {_listed(visible)}"
            yield rules.SEVERAL_SHEETS.at(Where(shown), message)
            return None
        names = [profile.sheet]
    else:
        for name in visible.keys() - set(names):
            message = f"the sheet {name!r} is hidden and is not read; sheet in the profile names it"
            yield rules.HIDDEN.at(Where(shown), message)
    opened: dict[str, Opened] = {}
    for name in names:
        found = rows(name)
        if isinstance(found, Diagnostic):
            yield found
            return None
        opened[name] = found
    if len(names) > 1:
        fitting = [name for name in names if _has_headings(rows(name), profile, shown, name)]
        if len(fitting) != 1:
            which = _listed(fitting or names)
            said = "the headings of the profile are on" if fitting else "the headings are on none of"
            yield rules.SEVERAL_SHEETS.at(Where(shown), f"{said} the sheets {which}")
            return None
        names = fitting
    if not names:
        yield rules.EMPTY_SOURCE.at(Where(shown), "the workbook shows no sheet of cells")
        return None
    return names[0], opened[names[0]]


def _has_headings(found: Opened | Diagnostic, profile: Profile, shown: str, name: str) -> bool:
    if isinstance(found, Diagnostic):
        return False
    cells = SheetCells(profile, shown, name)
    for _, values in islice(found[2], MAX_ROWS):
        try:
            if layout_of([cells.text(value) for value in values], profile) is not None:
                return True
        except TwiceNamedError:
            return True
    return False


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _hidden(facts: SheetFacts, sheet: str, shown: str) -> Iterator[Diagnostic]:
    """What is hidden on the sheet and read nevertheless."""
    if facts.hidden_rows:
        rows = [row + 1 for row in facts.hidden_rows]
        more = f" and {len(rows) - MAX_TOLD:,} more" if len(rows) > MAX_TOLD else ""
        listed = ", ".join(map(str, rows[:MAX_TOLD]))
        yield rules.HIDDEN.at(
            Where(shown, rows[0]), f"{sheet}: rows are hidden and read nevertheless: {listed}{more}"
        )
    for first, last in facts.hidden_columns:
        span = letters(first) if first == last else f"{letters(first)} to {letters(last)}"
        yield rules.HIDDEN.at(
            Where(shown, 1, first + 1), f"{sheet}: column {span} is hidden and read nevertheless"
        )


def _lines(source: Iterable[Row], profile: Profile, cells: SheetCells) -> Iterator[Item]:
    reader = TableReader(profile, cells, cells.sheet, pads=True)
    short: Callable[[int, list[Any]], SourceLine | None] | None = None
    layout = None
    count = total = 0
    for number, values in source:
        if short is not None:
            line = short(number, values)
            if line is not None:
                count += 1
                total += line[2]
                yield line
                continue
        reader.count(count, total)
        count = total = 0
        yield from reader.feed(number, values)
        if cells.rounded:
            assert reader.layout is not None  # an amount was read below the headings
            place = reader.layout.places.get("amount", reader.layout.places.get("debit", 0))
            yield from cells.told(number, place)
        if reader.is_over:
            return
        if reader.layout is not layout:
            layout = reader.layout
            short = _short_way(reader, profile, cells) if profile.sign == "signed" else None
    reader.count(count, total)
    yield from reader.finish()
    dates = cells.dates
    if dates.is_open and dates.is_month_first() and dates.known:
        text, day = next(iter(dates.known.items()))
        where, before = cells.where(1, 0)
        message = f"{before.partition('!')[0]}: all dates can be read both ways; month-first, {text} is {day}"
        yield rules.OPEN_DATES.at(where, message)


def _short_way(
    reader: TableReader, profile: Profile, cells: SheetCells
) -> Callable[[int, list[Any]], SourceLine | None]:
    """A reader of rows whose amount is a number in whole hundredths; it gives None of every other one."""
    layout = reader.layout
    assert layout is not None  # it is asked for below the headings
    width = layout.width
    columns = (*TEXTS, "", "unit")
    blank = ["", *[""] * len(columns)]
    blank[columns.index("currency")] = profile.currency or ""
    given_in = [(columns.index(key), layout.places[key]) for key in columns if key in layout.places]
    date, amount = layout.places["date"], layout.places["amount"]
    quantity = layout.places.get("quantity", width)
    sign, sheet = reader.sign, cells.sheet
    may_lack_currency = "currency" in layout.places and bool(profile.currency)
    last = columns.index("currency")
    days: dict[Any, str] = {}
    known = _Texts(cells)
    text_of = known.__getitem__
    may_be_total = _may_be_total(is_no_line(reader), known)
    make = tuple.__new__

    def short(number: int, values: list[Any]) -> SourceLine | None:
        value = values[amount] if len(values) == width else None
        if type(value) is not float or not -1e13 < value < 1e13:
            return None
        minor = round(value * 100)
        # Equal to the float nearest to whole hundredths: its shortest decimal has no more places.
        if minor / 100 != value:
            return None
        try:
            day = days.get(values[date])
            if day is None:
                day = days[values[date]] = cells.day(values[date])
            if may_be_total(values[0] or next(filter(None, values))):
                return None
            given = blank.copy()
            for place, column in given_in:
                given[place] = text_of(values[column])
        except CellError:
            return None
        if values[quantity : quantity + 1] not in _BLANKS or (may_lack_currency and not given[last]):
            return None
        made: SourceLine = make(SourceLine, (number, day, sign * minor, *given, sheet))
        return made

    return short


def _may_be_total(is_total: Callable[[str], bool] | None, known: "_Texts") -> Callable[[Any], bool]:
    """Whether a row may be a total or one to pass over, by its first cell that is not blank."""
    may_be_number = is_total is not None and any(map(is_total, "-0123456789"))

    def test(first: Any) -> bool:
        if type(first) is not str:
            return may_be_number
        text = known[first]
        return not text or (is_total is not None and is_total(text))

    return test


_BLANKS: tuple[list[Any], ...] = ([], [""])
"""A quantity that is not there, and one that is not given."""


class _Texts(dict[Any, str]):
    """Cells as sound text, each distinct one looked at once; `CellError` for those of other kinds."""

    def __init__(self, cells: SheetCells) -> None:
        self._cells = cells

    def __missing__(self, value: Any) -> str:
        if type(value) is float:  # such as the number of a voucher: distinct in most rows
            return self._cells.text(value)
        if type(value) is not str:
            raise CellError(rules.SOURCE_CONTROL, "the cell is neither text nor number")
        if len(self) > MAX_MEMO:
            self.clear()
        text = self[value] = self._cells.sound(value)
        return text
