"""What one grant gets of an import: how many of its lines are new, known or changed, and the new postings."""

import os
import tempfile
import weakref
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from grants.bookkeeping.post import brought
from grants.checks.closings import refusal
from grants.figures.posting import OPTIONAL_COLUMNS
from grants.figures.postings import Group, PostingText
from grants.findings.finding import Finding
from grants.importing.lines import Line, Posted, Purpose, State, Tally, plain_quantity
from grants.ledger import Account
from grants.records.imports import KeptDecision
from grants.store.declared.imports import next_number
from grants.store.files.folders import IMPORTS_FILE, POSTINGS_FILE
from grants.store.postings.append import columns_of, line_end_of
from grants.store.postings.csv_records import fields_of_line
from grants.store.postings.record import posting_text
from grants.values import money
from grants.values.periods import Period

AT_ONCE = 4096
"""New postings that are written to the spool together."""

IN_MEMORY = 8 << 20
PART = 1 << 20


Digests = Mapping[str, str | None]
"""The checksums of a grant's files before they were read, by name; None for one that is not there."""


class Changed(NamedTuple):
    """A posting that is reversed, and the line that replaces it, if any."""

    before: PostingText
    after: PostingText | None
    grant: str = ""
    """The other grant to which the line went, if it did."""


class Spool:
    """New lines of a postings.csv before they are written: in memory while they are few, else on disk.

    They are in the columns of a file, and in those that it lacks and they need.

    A column is added at the end as soon as a line needs it; the lines before it get a blank there when the
    content is asked for. No value holds a line break.
    """

    def __init__(self, columns: Sequence[str], line_end: str) -> None:
        self.columns: list[str] = list(columns)
        self.line_end = line_end
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # it lives with the spool
        weakref.finalize(self, self._file.close)
        self._parts: list[tuple[int, int]] = []

    def write(self, values: Mapping[str, Sequence[str]]) -> None:
        """Append lines, given as the texts of each column; a column left out is blank."""
        needed = [name for name in OPTIONAL_COLUMNS if any(values.get(name, ())) and name not in self.columns]
        self.columns.extend(needed)
        blank = [""] * len(values["date"])
        rows = zip(*(_fields(values.get(name, blank)) for name in self.columns), strict=True)
        content = (self.line_end.join(map(",".join, rows)) + self.line_end).encode()
        self._file.seek(0, os.SEEK_END)
        self._file.write(content)
        self._parts.append((len(content), len(self.columns)))

    def content(self) -> Iterator[bytes]:
        """All lines in all columns, as bytes of the file."""
        self._file.seek(0)
        end = self.line_end.encode()
        for width, parts in groupby(self._parts, key=lambda part: part[1]):
            left = sum(size for size, _ in parts)
            lacking = b"," * (len(self.columns) - width)
            while left and not lacking:
                part = self._file.read(min(left, PART))
                left -= len(part)
                yield part
            while left:
                line = self._file.readline()
                left -= len(line)
                yield line.removesuffix(end) + lacking + end

    def texts(self, first_line: int) -> Iterator[PostingText]:
        """The same as sound postings, the first of which is on line `first_line`."""
        self._file.seek(0)
        for number, line in enumerate(self._file, first_line):
            fields = fields_of_line(line.decode().rstrip("\r\n"))
            values = dict(zip(self.columns, fields, strict=False))
            yield posting_text(number, values)


def _fields(texts: Sequence[str]) -> Sequence[str]:
    """Texts without line breaks as fields of CSV."""
    joined = "\n".join(texts)
    if "," not in joined and '"' not in joined:
        return texts
    return ['"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text for text in texts]


class GrantImport:
    """The part of an import that one grant gets. `number` is that of the import in its imports.toml."""

    def __init__(self, account: Account, number: int, spool: Spool, digests: Digests) -> None:
        self.account = account
        self.digests = digests
        self.number = number
        self.posted: Posted = Posted(account.postings.texts())
        self.has_closed_days: bool = bool(account.closings.in_force)
        self.other_quantities: list[tuple[int, str]] = []
        """Known lines with another quantity, by their row."""
        self.post_on: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        """The days on which lines of closed days are posted, by voucher and line of the voucher."""
        self.replaced: Counter[tuple[int, Purpose]] = Counter()
        """The postings that changed lines replace, by identity and purpose."""
        self.new: Tally = Tally()
        self.known: Tally = Tally()
        self.changed: Tally = Tally()
        self.reversed: Tally = Tally()
        self.sums: defaultdict[tuple[str, Purpose], Tally] = defaultdict(Tally)
        """What it adds, by day and purpose."""
        self.changes: list[Changed] = []
        """The first of the changes, for people to look at."""
        self.decided: tuple[KeptDecision, ...] = ()
        """Decisions that the record of the import is to keep."""
        self.findings: list[Finding] = []
        """What is to be reported of its lines and postings."""
        self._closed: dict[str, bool] = {}
        self._spool = spool
        self._waiting: list[Line] = []
        """New lines that are not in the spool yet."""

    @property
    def postings(self) -> int:
        """How many postings it adds."""
        return self.new.lines + self.changed.lines + self.reversed.lines

    @property
    def writes(self) -> bool:
        """Whether it brings anything to the grant's files."""
        return bool(self.postings or self.decided)

    @property
    def minor(self) -> int:
        """What it adds up to."""
        return self.new.minor + self.changed.minor + self.reversed.minor

    @property
    def spool(self) -> Spool:
        """The new postings, all of them."""
        self._write()
        return self._spool

    def state_of(self, line: Line) -> State:
        """Whether a sound line is new here. A posting that makes it known is counted off."""
        if self.posted:
            key = line.identity()
            if self.posted.take(key, line.purpose):
                if self.posted.quantities and line.source.quantity:
                    self._compare_quantity(key, line)
                return State.KNOWN
            if key in self.posted or (self.posted.has_unnumbered and line.identity(number="") in self.posted):
                return State.CHANGED
        return State.CLOSED_DAY if self.is_closed(line.source.date) else State.NEW

    def is_entered_by_hand(self, line: Line) -> bool:
        """Whether somebody entered the line by hand, whatever the activity; that posting is counted off."""
        return self.posted.take_by_hand(line.identity()) or (
            self.posted.has_unnumbered and self.posted.take_by_hand(line.identity(number=""))
        )

    def _compare_quantity(self, key: int, line: Line) -> None:
        """Note a known line whose quantity is not that of its posting."""
        held, quantity = self.posted.quantities.get(key), plain_quantity(line.source.quantity)
        if held and quantity in held:
            held.remove(quantity)
        elif held:
            said = f"{line.source.voucher}: {held.pop(0)} is {quantity} now"
            self.other_quantities.append((line.source.row, said))

    def is_closed(self, day: str) -> bool:
        """Whether nothing may be posted on a day."""
        if not self.has_closed_days:
            return False
        if day not in self._closed:
            closings = self.account.closings
            self._closed[day] = bool(closings.final or closings.locking(Period.parse(day)))
        return self._closed[day]

    def post(self, line: Line) -> None:
        """Keep a line as a new posting."""
        minor = line.source.minor
        self.new.add(minor)
        self.sums[line.source.date, line.purpose].add(minor)
        self._waiting.append(line)
        if len(self._waiting) >= AT_ONCE:
            self._write()

    def _write(self) -> None:
        lines, self._waiting = self._waiting, []
        if not lines:
            return
        sources = [line.source for line in lines]
        targets = [line.target for line in lines if line.target is not None]
        self._spool.write(
            {
                "date": [source.date for source in sources],
                "activity": [target.activity for target in targets],
                "amount": [money.format_amount(source.minor) for source in sources],
                "voucher": [source.voucher for source in sources],
                # A supplier alone says more than nothing.
                "text": [source.text or source.supplier for source in sources],
                "financing": ["" if t.financing == "grant" else t.financing for t in targets],
                "person": [target.person for target in targets],
                "voucher_line": [source.line_number for source in sources],
                "document": [source.document for source in sources],
                "quantity": [source.quantity for source in sources],
                "unit": [source.unit for source in sources],
                "imported": [f"{self.number}:{source.row}" for source in sources],
            }
        )

    def note_replaced(self, line: Line) -> None:
        """Note which imported posting a changed line replaces, if any."""
        purpose = self.posted.replaced(line.identity())
        if purpose is not None:
            self.replaced[line.identity(), purpose] += 1

    def account_after(self) -> Account:
        """The account with the postings of the import; no file changes."""
        first = self.account.postings.count + 2
        groups = [
            Group(day, *purpose, tally.minor, tally.lines, first)
            for (day, purpose), tally in self.sums.items()
        ]
        postings = self.account.postings.plus_groups(
            groups, lambda: self.spool.texts(first), may_reverse=self.reversed.lines > 0
        )
        return replace(self.account, postings=postings)

    def findings_after(self) -> list[Finding]:
        """The findings that the import brings; its own record is made of the same figures and not checked.

        Where the account or a period is closed, that alone is reported: nothing may be written there.
        """
        closed = self._refusals() if self.postings else []
        if closed:
            return closed
        before, after = (
            replace(account, imports=(), postings=replace(account.postings, columns=()))
            for account in (self.account, self.account_after())
        )
        return brought(before, after, spends=self.minor > 0)

    def _refusals(self) -> list[Finding]:
        """Why the account takes no postings: it is closed, or the period of some of their dates is."""
        where = self.account.posting_line(self.account.postings.count + 2)
        days = [None, *map(Period.parse, sorted({day for day, _ in self.sums}))]
        found = [finding for day in days for finding in refusal(self.account, where, day)]
        by_message: dict[tuple[str, str], Finding] = {}
        for finding in found:
            by_message.setdefault((finding.code, str(finding.message)), finding)
        return list(by_message.values())


@dataclass
class GrantImports:
    """What each grant gets of an import, opened once a line may go there."""

    accounts: Mapping[str, Account]
    digests: Mapping[Path, Digests]
    opened: dict[str, GrantImport] = field(default_factory=dict)

    def of(self, name: str) -> GrantImport | None:
        """The import of a grant; None if there is no such grant."""
        if name not in self.opened and name in self.accounts:
            account = self.accounts[name]
            folder = Path(account.folder)
            path = folder / POSTINGS_FILE
            number = next_number(account.imports, folder / IMPORTS_FILE)
            spool = Spool(columns_of(path), line_end_of(path))
            self.opened[name] = GrantImport(account, number, spool, self.digests[folder.resolve()])
        return self.opened.get(name)
