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
from grants.importing.readers.cells import (
    MAX_ROWS,
    CellError,
    Cells,
    Layout,
    TwiceNamedError,
    layout_of,
    places_of,
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

_BLANK_AMOUNT = "write the amount in the system and export anew, or name the row in skip if it is no line"
_RULES = {"date": rules.SOURCE_DATE, "quantity": rules.SOURCE_QUANTITY}
"""What a value that cannot be read breaks, where it is no amount."""


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
    places: dict[str, int] = field(default_factory=dict)
    """Those of the layout, once it is found."""
    is_over: bool = False
    is_cut_off: bool = False
    """Whether the row is the last one, of a file whose last line does not end."""
    since: Sums = field(default_factory=Sums)
    whole: Sums = field(default_factory=Sums)
    _near: tuple[tuple[int, int], int, list[str]] | None = None
    _rows: int = 0

    def __post_init__(self) -> None:
        self.sign = 1 if self.profile.costs == "positive" else -1
        self.marks = {mark.casefold(): ("D", 1) for mark in self.profile.debit_marks}
        self.marks |= {mark.casefold(): ("K", -1) for mark in self.profile.credit_marks}
        amount: Callable[[Any], Any] = self.cells.amount
        self._reads = {"amount": amount, "debit": amount, "credit": amount}
        self._reads |= {"date": self.cells.day, "quantity": self.cells.quantity}
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
        elif not self.whole.lines and not self.is_over and not self.whole.faulty:
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
        if self.layout is not None:
            self.places = self.layout.places
            return
        # A title above the headings names none of them and fills fewer cells.
        named = (len(places_of(texts, self.profile)), sum(map(bool, texts)))
        if self._near is None or named > self._near[0]:
            self._near = (named, row, texts)
        if self._rows >= MAX_ROWS:
            yield self._no_columns()
            self.is_over = True

    def _no_columns(self) -> Finding:
        if self._near is None:
            where, _ = self.cells.where(1, 0)
            return rules.EMPTY_SOURCE.at(where, "the file is empty")
        (named, _), row, texts = self._near
        lacking = []
        named_here = places_of(texts, self.profile)
        for key in (key for key in self.profile.required if key not in named_here):
            names = getattr(self.profile.columns, key)
            near = did_you_mean(names[0], [text for text in texts if text][:40])
            lacking.append(f"columns.{key} ({', '.join(names)}{near})")
        nearest = "this row, the nearest," if named else "this row, the fullest,"
        return self._finding(
            rules.NO_COLUMNS, row, 0, f"no row names all columns; {nearest} lacks {'; '.join(lacking)}"
        )

    def _line(self, row: int, cells: Sequence[Any], texts: list[str]) -> Iterator[Item]:
        assert self.layout is not None  # the caller has found the headings
        width = self.layout.width
        if len(cells) != width and not (self.pads and len(cells) < width):
            change = self._change_of_headings(row, texts)
            if change is None:
                cut = "; the file ends here: was the export cut?" if self.is_cut_off else ""
                message = f"the line has {len(cells)} fields, and the headings are {width}{cut}"
                change = self._finding(rules.SOURCE_WIDTH, row, min(len(cells), width) - 1, message)
                self.count_fault()
            yield change
            return
        found: list[Finding] = []
        day = self._take(row, cells, "date", found)
        if day is None and len(places_of(texts, self.profile)) >= 2:
            change = self._change_of_headings(row, texts)
            if change is not None:
                yield change
            return
        mark, minor = self._amount(row, cells, texts, found)
        quantity = self._take(row, cells, "quantity", found) or ""
        given = [self._take(row, cells, key, found) or "" for key in TEXTS]
        if found or day is None or minor is None:
            self.count_fault()
            yield from found
            return
        given[-1] = given[-1] or self.profile.currency or ""
        rest = (quantity, self._text(texts, "unit"), mark, self.sheet)
        line = SourceLine._make((row, day, minor, *given, *rest))
        self.count(1, minor)
        yield line

    def count(self, lines: int, minor: int) -> None:
        """Add lines that were read to what control totals are compared with."""
        for sums in (self.since, self.whole):
            sums.lines += lines
            sums.minor += minor

    def count_fault(self) -> None:
        """Add a line that could not be read."""
        self.since.faulty += 1
        self.whole.faulty += 1

    def _take(self, row: int, cells: Sequence[Any], key: str, found: list[Finding]) -> Any:
        """What a cell of the row is; None with a finding if it cannot be read, or without such a column."""
        place = self.places.get(key)
        if place is None:
            return None
        cell = cells[place] if place < len(cells) else ""
        read: Callable[[Any], Any] = self._reads.get(key, self.cells.sound)
        try:
            return read(cell)
        except CellError as why:
            found.append(self._finding(why.rule, row, place, str(why), why.remedy))
        except (ValueError, OverflowError) as why:
            rule = _RULES.get(key, rules.SOURCE_AMOUNT)
            # No mark of the profile is to blame for a blank amount.
            remedy = _BLANK_AMOUNT if rule is rules.SOURCE_AMOUNT and not self.cells.text(cell) else None
            found.append(self._finding(rule, row, place, str(why), remedy))
        return None

    def _amount(
        self, row: int, cells: Sequence[Any], texts: list[str], found: list[Finding]
    ) -> tuple[str, int | None]:
        if self.profile.sign == "columns":
            return self._of_two(row, cells, texts, found)
        minor = self._take(row, cells, "amount", found)
        if self.profile.sign == "signed":
            return "", None if minor is None else self.sign * minor
        text = self._text(texts, "mark")
        mark, sign = self.marks.get(text.casefold(), ("", 0))
        if not sign:
            said = f"{text!r} is none of the marks of debit and credit" if text else "the mark is blank"
            found.append(self._finding(rules.SOURCE_MARK, row, self.places["mark"], said))
        return mark, None if minor is None or not sign else self.sign * sign * minor

    def _of_two(
        self, row: int, cells: Sequence[Any], texts: list[str], found: list[Finding]
    ) -> tuple[str, int | None]:
        """Mark and amount of columns for debit and credit: one of them blank or zero."""
        has_debit = self._text(texts, "debit") != ""
        sides = self._sides(row, cells, found)
        if not has_debit and not self._text(texts, "credit"):
            key, said = "debit", "debit and credit are both blank"
        elif sides is not None and all(sides):
            key, said = "credit", "the line has both debit and credit"
        elif sides is None:
            return "", None
        else:
            debit, credit = sides
            return "K" if credit or not has_debit else "D", self.sign * (debit - credit)
        found.append(self._finding(rules.SOURCE_MARK, row, self.places[key], said, ONE_SIDE))
        return "", None

    def _text(self, texts: list[str], key: str) -> str:
        """The text of a column, '' where the row or the file lacks it."""
        place = self.places.get(key, len(texts))
        return texts[place] if place < len(texts) else ""

    def _sides(self, row: int, cells: Sequence[Any], found: list[Finding]) -> tuple[int, int] | None:
        """Debit and credit with the sign of the file, a blank one as zero; None if one cannot be read."""
        sides = []
        for key in ("debit", "credit"):
            place = self.places[key]
            is_blank = place >= len(cells) or not self.cells.text(cells[place])
            sides.append(0 if is_blank else self._take(row, cells, key, found))
        debit, credit = sides
        return None if debit is None or credit is None else (debit, credit)

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
        if self.profile.sign == "columns":
            sides = self._sides(row, cells, found)
            return None if sides is None else sides[0] - sides[1]
        stated: int | None = self._take(row, cells, "amount", found)
        return stated

    def _change_of_headings(self, row: int, texts: list[str]) -> Finding | None:
        """The finding that a row has other headings, under which the rows below are read; None if not."""
        try:
            other = layout_of(texts, self.profile)
        except TwiceNamedError:
            self.is_over = True
        else:
            if other is None or other.places == self.places:
                return None
            self.layout, self.places = other, other.places
        self.count_fault()
        message = "the headings change here; the lines below are read under these"
        return self._finding(rules.OTHER_HEADER, row, 0, message)

    def _finding(self, rule: Rule, row: int, place: int, message: str, remedy: str | None = None) -> Finding:
        where, before = self.cells.where(row, place)
        return rule.at(where, f"{before}{message}", remedy=remedy)


def _any_of(patterns: Sequence[str]) -> Callable[[str], bool]:
    tests = [pattern_test(pattern) for pattern in patterns]
    return lambda text: any(test(text) for test in tests)
