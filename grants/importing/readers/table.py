"""Rows of a table, of text or of a workbook, as lines, control totals and findings.

The source says what a cell is (`Cells`) and where it is; what the rows mean is the same for both.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from grants.findings import exports as rules
from grants.findings.finding import Finding, Rule, Severity
from grants.importing.profiles.matching import pattern_test
from grants.importing.profiles.profile import Profile
from grants.importing.readers.cells import CellError, Cells
from grants.importing.readers.headings import (
    MAX_ROWS,
    Layout,
    TwiceNamedError,
    layout_of,
    looks_like_headings,
    missing,
)
from grants.importing.source_line import ControlTotal, Item, SourceLine
from grants.values import money
from grants.values.text import did_you_mean

TEXTS = (
    "voucher", "line_number", "text", "account", "psp", "project", "cost_centre", "supplier", "document",
    "currency",
)  # fmt: skip
"""The columns that a line carries as they are, in the order of `SourceLine`."""

ONE_SIDE = (
    "write the amount in the system on one side, debit or credit, and export anew; name the row in skip if "
    "it is no line"
)
"""What to do with a line that has an amount on both sides or on none."""


@dataclass
class Sums:
    """Lines since a point: how many, their sum with costs positive, and how many could not be read."""

    lines: int = 0
    minor: int = 0
    faulty: int = 0


@dataclass
class TableReader:
    """One walk through the rows of a table. `is_over` once a fault makes further reading senseless."""

    profile: Profile
    cells: Cells
    sheet: str = ""
    pads: bool = False
    """Whether a row may be shorter than the headings, as the rows of a sheet are."""
    layout: Layout | None = None
    is_over: bool = False
    is_cut_off: bool = False
    """Whether the row is the last one, of a file whose last line does not end."""
    lines: int = 0
    since: Sums = field(default_factory=Sums)
    whole: Sums = field(default_factory=Sums)
    _near: tuple[tuple[int, int], int, list[str]] | None = None
    _rows: int = 0

    def __post_init__(self) -> None:
        self.sign = 1 if self.profile.costs == "positive" else -1
        self.marks = {mark.casefold(): ("D", 1) for mark in self.profile.debit_marks}
        self.marks |= {mark.casefold(): ("K", -1) for mark in self.profile.credit_marks}
        self.skips = _any_of(self.profile.skip)
        self.subtotals = _any_of(self.profile.subtotal)
        self.totals = _any_of(self.profile.total)

    def feed(self, row: int, cells: Sequence[Any]) -> Iterator[Item]:
        """What a row gives: nothing, a line, a control total, or its findings."""
        texts = [self.cells.text(cell) for cell in cells]
        first = next(filter(None, texts), "")
        if not first:
            return
        if self.layout is None:
            yield from self._head(row, texts)
        elif self.totals(first) or self.subtotals(first):
            yield from self._total(row, cells, first)
        elif not self.skips(first):
            yield from self._line(row, cells, texts)

    def finish(self) -> Iterator[Finding]:
        """What is found once all rows are read."""
        if self.layout is None and not self.is_over:
            yield self._no_columns()
        elif self.lines == 0 and not self.is_over and not self.whole.faulty:
            where, _ = self.cells.where(1, 0)
            message = "the file has headings, and no line below them"
            yield rules.EMPTY_SOURCE.at(where, message, severity=Severity.WARNING)

    def _head(self, row: int, texts: list[str]) -> Iterator[Finding]:
        self._rows += 1
        try:
            self.layout = layout_of(texts, self.profile)
        except TwiceNamedError as why:
            yield self._finding(rules.TWO_COLUMNS, row, why.place, f"{why}")
            self.is_over = True
            return
        # A title above the headings names none of them and fills fewer cells.
        named = (looks_like_headings(texts, self.profile), sum(map(bool, texts)))
        if self.layout is None and (self._near is None or named > self._near[0]):
            self._near = (named, row, texts)
        if self.layout is None and self._rows >= MAX_ROWS:
            yield self._no_columns()
            self.is_over = True

    def _no_columns(self) -> Finding:
        if self._near is None:
            where, _ = self.cells.where(1, 0)
            return rules.EMPTY_SOURCE.at(where, "the file is empty")
        (named, _), row, texts = self._near
        lacking = []
        for key in missing(texts, self.profile):
            names = getattr(self.profile.columns, key)
            near = did_you_mean(names[0], [text for text in texts if text][:40])
            lacking.append(f"columns.{key} ({', '.join(names)}{near})")
        nearest = "this row, the nearest," if named else "this row, the fullest,"
        return self._finding(
            rules.NO_COLUMNS, row, 0, f"no row names all columns; {nearest} lacks {'; '.join(lacking)}"
        )

    def _line(self, row: int, cells: Sequence[Any], texts: list[str]) -> Iterator[Item]:
        layout = self.layout
        assert layout is not None  # the caller has found the headings
        if len(cells) != layout.width and not (self.pads and len(cells) < layout.width):
            if self._is_other_header(texts):
                yield self._other_header(row, texts)
                return
            self.count_fault()
            cut = "; the file ends here: was the export cut?" if self.is_cut_off else ""
            yield self._finding(
                rules.SOURCE_WIDTH, row, min(len(cells), layout.width) - 1,
                f"the line has {len(cells)} fields, and the headings are {layout.width}{cut}",
            )  # fmt: skip
            return
        found: list[Finding] = []
        day = self._take(row, cells, "date", self.cells.day, found)
        if day is None and self._is_header(texts):
            if self._is_other_header(texts):
                yield self._other_header(row, texts)
            return
        mark, minor = self._amount(row, cells, texts, found)
        quantity = self._take(row, cells, "quantity", self.cells.quantity, found) or ""
        named = {key: texts[place] for key, place in layout.places.items() if place < len(texts)}
        for key in TEXTS:
            self._take(row, cells, key, self.cells.sound, found)
        if found or day is None or minor is None:
            self.count_fault()
            yield from found
            return
        given = [named.get(key, "") for key in TEXTS]
        given[-1] = given[-1] or self.profile.currency or ""
        rest = (quantity, named.get("unit", ""), mark, self.sheet)
        line = SourceLine._make((row, day, minor, *given, *rest))
        self.count(1, minor)
        yield line

    def count(self, lines: int, minor: int) -> None:
        """Add lines that were read to what control totals are compared with."""
        self.lines += lines
        for sums in (self.since, self.whole):
            sums.lines += lines
            sums.minor += minor

    def count_fault(self) -> None:
        """Add a line that could not be read."""
        self.since.faulty += 1
        self.whole.faulty += 1

    def _take(
        self,
        row: int,
        cells: Sequence[Any],
        key: str,
        read: Callable[[Any], Any],
        found: list[Finding],
    ) -> Any:
        """What a cell of the row is; None with a finding if it cannot be read, or without such a column."""
        assert self.layout is not None  # the caller has found the headings
        place = self.layout.places.get(key)
        if place is None:
            return None
        try:
            return read(cells[place] if place < len(cells) else "")
        except CellError as why:
            found.append(self._finding(why.rule, row, place, str(why), why.remedy))
            return None

    def _amount(
        self, row: int, cells: Sequence[Any], texts: list[str], found: list[Finding]
    ) -> tuple[str, int | None]:
        """Mark and amount, a cost positive."""
        assert self.layout is not None  # the caller has found the headings
        places = self.layout.places
        if self.profile.sign == "columns":
            return self._of_two(row, cells, texts, found)
        minor = self._take(row, cells, "amount", self.cells.amount, found)
        if self.profile.sign == "signed":
            return "", None if minor is None else self.sign * minor
        place = places["mark"]
        text = texts[place] if place < len(texts) else ""
        mark, sign = self.marks.get(text.casefold(), ("", 0))
        if not sign:
            said = f"{text!r} is none of the marks of debit and credit" if text else "the mark is blank"
            found.append(self._finding(rules.SOURCE_MARK, row, place, said))
        return mark, None if minor is None or not sign else self.sign * sign * minor

    def _of_two(
        self, row: int, cells: Sequence[Any], texts: list[str], found: list[Finding]
    ) -> tuple[str, int | None]:
        """Mark and amount of columns for debit and credit: one of them blank or zero."""
        assert self.layout is not None  # the caller has found the headings
        places = [self.layout.places[key] for key in ("debit", "credit")]
        given = [place < len(texts) and texts[place] != "" for place in places]
        if not any(given):
            said = "debit and credit are both blank"
            found.append(self._finding(rules.SOURCE_MARK, row, places[0], said, ONE_SIDE))
            return "", None
        before = len(found)
        debit, credit = (
            self._take(row, cells, key, self.cells.amount, found) if there else 0
            for key, there in zip(("debit", "credit"), given, strict=True)
        )
        if len(found) > before or debit is None or credit is None:
            return "", None
        if debit and credit:
            said = "the line has both debit and credit"
            found.append(self._finding(rules.SOURCE_MARK, row, places[1], said, ONE_SIDE))
            return "", None
        mark = "K" if credit or not given[0] else "D"
        return mark, self.sign * (debit - credit)

    def _total(self, row: int, cells: Sequence[Any], label: str) -> Iterator[Item]:
        is_whole = self.totals(label)
        found: list[Finding] = []
        stated = self._stated(row, cells, found)
        if stated is None:
            yield from found
            return
        sums = self.whole if is_whole else self.since
        total = ControlTotal(row, self.sheet, label, self.sign * stated, sums.lines, sums.minor, is_whole)
        self.since = Sums()
        yield total
        if total.minor != total.counted:
            unread = f"; {sums.faulty:,} lines could not be read" if sums.faulty else ""
            yield self._finding(
                rules.TOTAL_DIFFERS, row, 0,
                f"{label!r} states {money.format_amount(stated)}, and the {sums.lines:,} lines are "
                f"{money.format_amount(self.sign * sums.minor)}{unread}",
            )  # fmt: skip

    def _stated(self, row: int, cells: Sequence[Any], found: list[Finding]) -> int | None:
        """The amount of a row of totals, with the sign of the file."""
        if self.profile.sign != "columns":
            stated: int | None = self._take(row, cells, "amount", self.cells.amount, found)
            return stated
        assert self.layout is not None  # the caller has found the headings
        sides = []
        for key in ("debit", "credit"):
            place = self.layout.places[key]
            blank = place >= len(cells) or not self.cells.text(cells[place])
            sides.append(0 if blank else self._take(row, cells, key, self.cells.amount, found))
        debit, credit = sides
        return None if debit is None or credit is None else debit - credit

    def _is_header(self, texts: list[str]) -> bool:
        """Whether a row is headings, the same ones or others."""
        assert self.layout is not None  # the caller has found the headings
        return looks_like_headings(texts, self.profile) >= 2

    def _is_other_header(self, texts: list[str]) -> bool:
        try:
            other = layout_of(texts, self.profile)
        except TwiceNamedError:
            return True
        return other is not None and (self.layout is None or other.places != self.layout.places)

    def _other_header(self, row: int, texts: list[str]) -> Finding:
        """Say that the headings change, and read on under the new ones."""
        try:
            self.layout = layout_of(texts, self.profile) or self.layout
        except TwiceNamedError:
            self.is_over = True
        self.count_fault()
        return self._finding(
            rules.OTHER_HEADER, row, 0, "the headings change here; the lines below are read under these"
        )

    def _finding(self, rule: Rule, row: int, place: int, message: str, remedy: str | None = None) -> Finding:
        where, before = self.cells.where(row, place)
        return rule.at(where, f"{before}{message}", remedy=remedy)


def _any_of(patterns: Sequence[str]) -> Callable[[str], bool]:
    tests = [pattern_test(pattern) for pattern in patterns]
    return lambda text: any(test(text) for test in tests)
