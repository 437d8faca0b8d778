"""Workbooks: .xlsx, .xlsm (read as data) and .ods, sheet by sheet, as lines, totals and findings."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.profiles.profile import Profile
from grants.importing.readers.cells import MAX_ROWS, has_headings
from grants.importing.readers.fast_paths import AT_ONCE, FastRows, parts_of
from grants.importing.readers.ods import CONTENT, Ods
from grants.importing.readers.packages import DAMAGE, check_parts, open_package
from grants.importing.readers.sheet_cells import Row, Sheet, SheetCells, letters
from grants.importing.readers.table import TableReader
from grants.importing.readers.xlsx import Xlsx
from grants.importing.source_line import Item, UnreadableError
from grants.store.packages import is_encrypted

_MANIFEST = "META-INF/manifest.xml"
MAX_NAMED = 12
"""Hidden rows that are named one by one."""


def read_workbook(path: str, profile: Profile, shown: str) -> Iterator[Item]:
    """The lines of a workbook. Raises `UnreadableError`, and `OSError` if it cannot be read."""
    with _opened(path, shown) as book:
        if profile.sheet is None:
            for name in (name for name, is_shown in book.visible.items() if not is_shown):
                message = f"the sheet {name!r} is hidden and is not read; sheet in the profile names it"
                yield rules.HIDDEN.at(Where(shown), message)
        sheet = _chosen(book, profile)
        cells = SheetCells(profile, shown, sheet.name, first=sheet.first, since_1904=book.since_1904)
        yield from _lines(sheet.rows, profile, cells)
        yield from _hidden(sheet, shown)


def visible_rows(path: str, shown: str, limit: int) -> dict[str, list[Row]]:
    """The first rows of each sheet that is shown, as they are, with their numbers.

    Raises `UnreadableError`, and `OSError` if it cannot be read.
    """
    with _opened(path, shown) as book:
        sheets = (book.sheet(name) for name, is_shown in book.visible.items() if is_shown)
        return {
            sheet.name: [(number, [""] * sheet.first + cells) for number, cells in islice(sheet.rows, limit)]
            for sheet in sheets
        }


@contextmanager
def _opened(path: str, shown: str) -> Iterator[Ods | Xlsx]:
    """The workbook, if it is one that can be read safely; a fault found while it is read is of the file."""
    with open_package(path, shown) as package:
        try:
            fault = _fault(package, shown)
            if fault is not None:
                raise UnreadableError(fault)
            # The sheets of an .xlsx are looked through before each is read.
            sheets = {name for name in package.namelist() if name.startswith("xl/worksheets/")}
            check_parts(package, shown, sheets)
            yield Ods(package, shown) if CONTENT in package.namelist() else Xlsx(path, package, shown)
        except (*DAMAGE, KeyError) as why:
            finding = rules.WRONG_KIND.at(Where(shown), f"the workbook is damaged ({why})")
            raise UnreadableError(finding) from None


def _fault(package: zipfile.ZipFile, shown: str) -> Finding | None:
    names, where = set(package.namelist()), Where(shown)
    locked = rules.LOCKED.at(where, "the workbook is encrypted; a password opens it")
    is_xlsx, is_ods = "xl/workbook.xml" in names, {CONTENT, "mimetype"} <= names
    if "xl/workbook.bin" in names:
        return rules.WRONG_KIND.at(where, "the workbook is binary (.xlsb); save it as .xlsx")
    if (is_xlsx or is_ods) and is_encrypted(package):
        return locked
    if is_xlsx:
        return None
    if is_ods and b"spreadsheet" in package.read("mimetype")[:100]:
        manifest = package.read(_MANIFEST) if _MANIFEST in names else b""
        return locked if b"encryption-data" in manifest else None
    return rules.WRONG_KIND.at(where, "the file is a package, and no workbook of .xlsx or .ods")


def _chosen(book: Ods | Xlsx, profile: Profile) -> Sheet:
    """The sheet that is meant: the profile's, or the only one shown that has the headings.

    Raises `UnreadableError` if there is none or more than one.
    """
    if profile.sheet in book.visible:
        return book.sheet(profile.sheet)
    names = [name for name, is_shown in book.visible.items() if is_shown]
    rule, message = rules.SEVERAL_SHEETS, ""
    if profile.sheet is not None:
        message = f"there is no sheet {profile.sheet!r}; the sheets are {_listed(book.visible)}"
    elif not names:
        rule, message = rules.EMPTY_SOURCE, "the workbook shows no sheet of cells"
    elif len(names) == 1:
        return book.sheet(names[0])
    else:
        fitting = [name for name in names if _has_headings(book.sheet(name), profile, book.shown)]
        if len(fitting) == 1:
            return book.sheet(fitting[0])
        said = "the headings of the profile are on" if fitting else "the headings are on none of"
        message = f"{said} the sheets {_listed(fitting or names)}"
    raise UnreadableError(rule.at(Where(book.shown), message))


def _has_headings(sheet: Sheet, profile: Profile, shown: str) -> bool:
    cells = SheetCells(profile, shown, sheet.name)
    rows = ([cells.text(value) for value in values] for _, values in islice(sheet.rows, MAX_ROWS))
    return any(has_headings(row, profile) for row in rows)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _hidden(sheet: Sheet, shown: str) -> Iterator[Finding]:
    """What is hidden on the sheet and read nevertheless."""
    if sheet.hidden_rows:
        rows = [row + 1 for row in sheet.hidden_rows]
        more = f" and {len(rows) - MAX_NAMED:,} more" if len(rows) > MAX_NAMED else ""
        listed = ", ".join(map(str, rows[:MAX_NAMED]))
        yield rules.HIDDEN.at(
            Where(shown, rows[0]), f"{sheet.name}: rows are hidden and read nevertheless: {listed}{more}"
        )
    for first, last in sheet.hidden_columns:
        span = letters(first) if first == last else f"{letters(first)} to {letters(last)}"
        yield rules.HIDDEN.at(
            Where(shown, 1, first + 1), f"{sheet.name}: column {span} is hidden and read nevertheless"
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
            number, values = together[0]
            yield from reader.feed(number, values)
            if cells.rounded:
                place = reader.places.get("amount", reader.places.get("debit", 0))
                yield from cells.report_rounded(number, place)
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
