"""Workbooks: .xlsx, .xlsm (read as data) and .ods, sheet by sheet, as lines, totals and findings."""

import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.profiles.profile import Profile
from grants.importing.readers.fast_rows import AT_ONCE, FastRows, Row, parts_of
from grants.importing.readers.headings import MAX_ROWS, TwiceNamedError, layout_of
from grants.importing.readers.ods import CONTENT, Ods, TooLargeError
from grants.importing.readers.packages import DAMAGE, fault_of_parts, open_package
from grants.importing.readers.sheet_cells import SheetCells, letters
from grants.importing.readers.table import TableReader
from grants.importing.readers.xlsx import SheetFacts, Xlsx
from grants.importing.source_line import Item
from grants.store.packages import is_encrypted

MAX_NAMED = 12
"""Hidden rows that are named one by one."""


def read_workbook(path: str, profile: Profile, shown: str) -> Iterator[Item]:
    """The lines of a workbook. Raises `OSError` if it cannot be read."""
    with _opened(path, shown) as book:
        if isinstance(book, Finding):
            yield book
            return
        try:
            yield from _of_ods(book, profile, shown) if isinstance(book, Ods) else _of_xlsx(book, profile)
        except _FAULTS as why:
            yield _fault_of(why, shown)


def visible_rows(path: str, shown: str, limit: int) -> dict[str, list[Row]] | Finding:
    """The first rows of each sheet that is shown, as they are, with their numbers. Raises `OSError`."""
    with _opened(path, shown) as book:
        if isinstance(book, Finding):
            return book
        try:
            if isinstance(book, Xlsx):
                return _visible_xlsx(book, limit)
            names = [name for name, is_shown in book.visible.items() if is_shown]
            return {name: list(islice(book.rows(name, []), limit)) for name in names}
        except _FAULTS as why:
            return _fault_of(why, shown)


_FAULTS = (TooLargeError, *DAMAGE, KeyError, SyntaxError)
"""What a workbook may raise that is not sound; what lxml raises is a SyntaxError."""


def _fault_of(why: Exception, shown: str) -> Finding:
    if isinstance(why, TooLargeError):
        return rules.UNSAFE.at(Where(shown), str(why))
    return rules.WRONG_KIND.at(Where(shown), f"the workbook is damaged ({why})")


@contextmanager
def _opened(path: str, shown: str) -> Iterator[Ods | Xlsx | Finding]:
    """The workbook, if it is one that can be read safely."""
    with open_package(path, shown) as package:
        book: Ods | Xlsx | Finding
        if isinstance(package, Finding):
            book = package
        else:
            try:
                book = _book(path, package, shown)
            except _FAULTS as why:
                book = _fault_of(why, shown)
        yield book


def _book(path: str, package: zipfile.ZipFile, shown: str) -> Ods | Xlsx | Finding:
    # The sheets of an .xlsx are looked through before each is read.
    sheets = {name for name in package.namelist() if name.startswith("xl/worksheets/")}
    fault = _fault(package, shown) or fault_of_parts(package, shown, sheets)
    if fault is not None:
        return fault
    return Ods(package) if CONTENT in package.namelist() else Xlsx(path, package, shown)


def _visible_xlsx(book: Xlsx, limit: int) -> dict[str, list[Row]] | Finding:
    sheets: dict[str, list[Row]] = {}
    for name in (name for name, is_shown in book.visible.items() if is_shown):
        facts = book.facts(name)
        if isinstance(facts, Finding):
            return facts
        first, rows = book.rows(name, facts)
        sheets[name] = [(number, [*[""] * first, *cells]) for number, cells in islice(rows, limit)]
    return sheets


def _fault(package: zipfile.ZipFile, shown: str) -> Finding | None:
    """Why a package is no workbook that is read."""
    names = set(package.namelist())
    where = Where(shown)
    if "xl/workbook.bin" in names:
        return rules.WRONG_KIND.at(where, "the workbook is binary (.xlsb); save it as .xlsx")
    is_xlsx = "xl/workbook.xml" in names
    if (is_xlsx or {CONTENT, "mimetype"} <= names) and is_encrypted(package):
        return rules.LOCKED.at(where, "the workbook is encrypted; a password opens it")
    if is_xlsx:
        return None
    if CONTENT in names and "mimetype" in names and b"spreadsheet" in package.read("mimetype")[:100]:
        manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
        if b"encryption-data" in manifest:
            return rules.LOCKED.at(where, "the workbook is encrypted; a password opens it")
        return None
    return rules.WRONG_KIND.at(where, "the file is a package, and no workbook of .xlsx or .ods")


def _of_xlsx(book: Xlsx, profile: Profile) -> Iterator[Item]:
    def rows(name: str) -> tuple[SheetFacts, int, Iterable[Row]] | Finding:
        facts = book.facts(name)
        return facts if isinstance(facts, Finding) else (facts, *book.rows(name, facts))

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
Open = Callable[[str], Opened | Finding]


def _chosen(
    visible: dict[str, bool], profile: Profile, shown: str, rows: Open
) -> Generator[Finding, None, tuple[str, Opened] | None]:
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
        if isinstance(found, Finding):
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


def _has_headings(found: Opened | Finding, profile: Profile, shown: str, name: str) -> bool:
    if isinstance(found, Finding):
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


def _hidden(facts: SheetFacts, sheet: str, shown: str) -> Iterator[Finding]:
    """What is hidden on the sheet and read nevertheless."""
    if facts.hidden_rows:
        rows = [row + 1 for row in facts.hidden_rows]
        more = f" and {len(rows) - MAX_NAMED:,} more" if len(rows) > MAX_NAMED else ""
        listed = ", ".join(map(str, rows[:MAX_NAMED]))
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
    fast: FastRows | None = None
    layout = None
    rows = iter(source)
    waiting: list[Sequence[Row]] = []
    while waiting or (taken := list(islice(rows, AT_ONCE))):
        together = waiting.pop() if waiting else taken
        lines = fast.lines(together) if fast is not None else None
        if lines is not None:
            reader.count(len(lines), sum(line.minor for line in lines))
            yield from lines
        elif len(together) > 1:
            waiting += reversed(list(parts_of(together)))
        else:
            yield from _full_parser(*together[0], reader, cells)
            if reader.is_over:
                return
            if reader.layout is not layout:
                layout = reader.layout
                fast = FastRows(profile, reader, cells) if profile.sign == "signed" else None
    yield from reader.finish()
    why_open = cells.dates.why_open()
    if why_open is not None:
        where, before = cells.where(1, 0)
        yield rules.OPEN_DATES.at(where, f"{before.partition('!')[0]}: {why_open}")


def _full_parser(number: int, values: list[Any], reader: TableReader, cells: SheetCells) -> Iterator[Item]:
    yield from reader.feed(number, values)
    if cells.rounded:
        assert reader.layout is not None  # an amount was read below the headings
        place = reader.layout.places.get("amount", reader.layout.places.get("debit", 0))
        yield from cells.report_rounded(number, place)
