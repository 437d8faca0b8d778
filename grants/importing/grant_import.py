"""What one grant gets of an import: lines that are new, known, or stand in place of others."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import NamedTuple

from grants.figures.postings import PostingText
from grants.findings.finding import Finding
from grants.importing.already_posted import Known, Purposes, plain_quantity
from grants.importing.readers.source_line import SourceLine
from grants.importing.spool import Spool
from grants.importing.texts import quoted
from grants.ledger import Account
from grants.records.imports import KeptDecision
from grants.values import money
from grants.values.periods import Period

Columns = Sequence[Sequence[object]]
"""Lines field by field: for each field of `SourceLine` its values, line by line."""

_PLACE = {name: place for place, name in enumerate(SourceLine._fields)}


@dataclass(eq=False, slots=True)
class Target:
    """Where lines go: a grant's share with activity, payer and person; no share for those left out.

    `purpose` is the small number of activity and financing, `reason` why lines are left out.
    """

    share: "GrantImport | None"
    activity: str = ""
    financing: str = "grant"
    person: str = ""
    purpose: int = 0
    reason: str = ""


class Pending(NamedTuple):
    """A line that a posting of the ledger resembles, without being the same in every respect."""

    key: int
    loose: int
    line: SourceLine
    target: Target


class Changed(NamedTuple):
    """A posting that is taken back, and the lines that stand in its place, if any."""

    before: PostingText
    after: PostingText | None
    grant: str = ""
    """The other grant to which the line went, if it did."""


class Base(NamedTuple):
    """The checksums of a grant's files before they were read; None for one that is not there."""

    grant: str | None
    postings: str | None
    imports: str | None
    closing: str | None


class GrantImport:
    """The part of an import that one grant gets. `number` is that of the import in its imports.toml."""

    def __init__(self, account: Account, number: int, purposes: Purposes, spool: Spool, base: Base) -> None:
        self.account = account
        self.base = base
        self.number = number
        self.purposes = purposes
        self.spool = spool
        self.known = Known.of(account.postings.texts(), purposes)
        self.pending: list[Pending] = []
        self.locks = bool(account.closings.in_force)
        """Whether any day is closed."""
        self.other_quantities: list[tuple[int, str]] = []
        """Known lines with another quantity, by their row."""
        self.late: list[tuple[SourceLine, Target]] = []
        """New lines on days that are closed."""
        self.dated: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        """The days on which late lines are posted, by voucher and line of the voucher."""
        self._closed: dict[str, bool] = {}
        self.sums: Counter[tuple[str, int]] = Counter()
        self.counts: Counter[tuple[str, int]] = Counter()
        self.known_lines = self.known_minor = 0
        self.new_minor = self.changed_minor = self.reversed_minor = 0
        self.new = self.changed = self.reversed = 0
        self.changes: list[Changed] = []
        """The first of the changes, for people to look at."""
        self.decided: tuple[KeptDecision, ...] = ()
        """Decisions that the record of the import is to keep."""
        self.findings: list[Finding] = []
        """What is to be told of its lines and postings."""

    @property
    def postings(self) -> int:
        """How many postings it adds."""
        return self.new + self.changed + self.reversed

    @property
    def writes(self) -> bool:
        """Whether it brings anything to the grant's files."""
        return bool(self.postings or self.decided)

    @property
    def minor(self) -> int:
        """What it adds up to."""
        return self.sums.total()

    def take(self, lines: Sequence[SourceLine], targets: Sequence[Target], columns: Columns) -> None:
        """Take sound, clean lines: those that are known are counted, those that are new are kept.

        `columns` are those of the lines.
        """
        if self.known.entries:
            is_new = self._unknown(lines, targets, columns)
            if not all(is_new):
                lines = list(compress(lines, is_new))
                targets = list(compress(targets, is_new))
                columns = list(zip(*lines, strict=True))
        if lines and self.locks:
            late = [self.is_closed(line.date) for line in lines]
            if any(late):
                self.late += compress(zip(lines, targets, strict=True), late)
                is_open = [not is_late for is_late in late]
                lines, targets = list(compress(lines, is_open)), list(compress(targets, is_open))
                columns = list(zip(*lines, strict=True))
        if lines:
            self._add(columns, targets)

    def _unknown(
        self, lines: Sequence[SourceLine], targets: Sequence[Target], columns: Columns
    ) -> list[bool]:
        """Which of the lines no posting resembles; the others are counted off, or kept for later."""
        known, entries, quantities = self.known, self.known.entries, self.known.quantities
        vouchers, numbers, dates, minors = (
            columns[_PLACE[name]] for name in ("voucher", "line_number", "date", "minor")
        )
        is_new = [True] * len(lines)
        keys = map(hash, zip(vouchers, numbers, dates, minors, strict=True))
        loose_keys: Iterator[int] = repeat(0)
        if known.has_unnumbered:
            loose_keys = map(hash, zip(vouchers, repeat(""), dates, minors))
        for place, (key, loose) in enumerate(zip(keys, loose_keys, strict=False)):
            entry = entries.get(key)
            if entry is None and (not loose or loose not in entries):
                continue
            is_new[place] = False
            line, purpose = lines[place], targets[place].purpose
            if entry.__class__ is int and entry >> 1 == purpose:  # the usual case
                del entries[key]
                self.known_lines += 1
                self.known_minor += line.minor
                if quantities and line.quantity:
                    self._hold_quantity(key, line)
            elif known.take(key, purpose):
                self.count_known(line)
                if quantities and line.quantity:
                    self._hold_quantity(key, line)
            else:
                self.pending.append(Pending(key, loose, line, targets[place]))
        return is_new

    def settle_by_hand(self) -> None:
        """Find those of the lines kept for later that somebody entered by hand, whatever the activity."""
        left = []
        for pending in self.pending:
            if self.known.take_by_hand(pending.key) or self.known.take_by_hand(pending.loose):
                self.count_known(pending.line)
            elif self.is_closed(pending.line.date):
                self.late.append((pending.line, pending.target))
            else:
                left.append(pending)
        self.pending = left

    def _hold_quantity(self, key: int, line: SourceLine) -> None:
        """Note a known line whose quantity is not that of its posting."""
        held, quantity = self.known.quantities.get(key), plain_quantity(line.quantity)
        if held and quantity in held:
            held.remove(quantity)
        elif held:
            self.other_quantities.append((line.row, f"{line.voucher}: {held.pop(0)} is {quantity} now"))

    def is_closed(self, day: str) -> bool:
        """Whether nothing may be posted on a day."""
        if self.locks and day not in self._closed:
            closings = self.account.closings
            self._closed[day] = bool(closings.final or closings.locking(Period.parse(day)))
        return self.locks and self._closed[day]

    def count_known(self, line: SourceLine) -> None:
        """Count a line that the ledger has."""
        self.known_lines += 1
        self.known_minor += line.minor

    def _add(self, columns: Columns, targets: Sequence[Target]) -> None:
        """Keep lines as new postings; `columns` are those of `SourceLine`."""
        dates: Sequence[str] = columns[_PLACE["date"]]  # type: ignore[assignment]  # as SourceLine has them
        minors: Sequence[int] = columns[_PLACE["minor"]]  # type: ignore[assignment]
        sums = self.sums
        spent = list(zip(dates, [target.purpose for target in targets], strict=True))
        for key, minor in zip(spent, minors, strict=True):
            sums[key] += minor
        self.counts.update(spent)
        texts = columns[_PLACE["text"]]
        if "" in texts:  # a supplier alone says more than nothing
            texts = [
                text or supplier for text, supplier in zip(texts, columns[_PLACE["supplier"]], strict=True)
            ]
        values: dict[str, Sequence[str]] = {
            "date": dates,
            "activity": [target.activity for target in targets],
            "amount": amounts(minors),
            "voucher": fields(columns[_PLACE["voucher"]]),
            "text": fields(texts),
            "imported": [f"{self.number}:{row}" for row in columns[0]],
        }
        for name, source in (("voucher_line", "line_number"), ("document", "document"), ("unit", "unit")):
            if any(columns[_PLACE[source]]):
                values[name] = fields(columns[_PLACE[source]])
        if any(columns[_PLACE["quantity"]]):
            values["quantity"] = columns[_PLACE["quantity"]]  # type: ignore[assignment]
        for name, given in (("financing", _financing), ("person", _person)):
            if any(map(given, set(targets))):
                values[name] = list(map(given, targets))
        self.spool.write(values, len(dates))
        self.new += len(dates)
        self.new_minor += sum(minors)

    def add(self, line: SourceLine, target: Target) -> None:
        """Keep one line as a new posting."""
        self._add([(value,) for value in line], [target])


def amounts(minors: Sequence[int]) -> list[str]:
    """Minor units as postings.csv writes them."""
    return [
        f"{text[:-2]}.{text[-2:]}"
        if len(text := str(minor)) > 2 and not -100 < minor < 0
        else money.format_amount(minor)
        for minor in minors
    ]


def fields(texts: Sequence[object]) -> Sequence[str]:
    """Texts without line breaks as fields of CSV."""
    found: Sequence[str] = texts  # type: ignore[assignment]  # columns of texts
    blob = "\n".join(found)
    return [quoted(text) for text in found] if "," in blob or '"' in blob else found


def _financing(target: Target) -> str:
    return "" if target.financing == "grant" else target.financing


def _person(target: Target) -> str:
    return target.person
