"""The audit trail of a grant, from its files alone: what was granted, posted, imported, closed, in order.

Pure: a grant in, events out. Days are those that the files state. The files that are only appended to
know an order of their own, which holds even where a clock was set back: postings.csv the order of
postings and imports, closing.toml that of closings and reopenings, and a final closing how many postings
there were then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import accumulate

from grants.figures.postings import PostingText
from grants.figures.reversals import Key, key_of, target_of
from grants.ledger import Account
from grants.records.closings import Closing, Reopening
from grants.records.imports import ImportRecord
from grants.records.types import Record
from grants.values import money
from grants.values.periods import Period

MAX_NAMED = 20
"""Reversed postings of one run that are named; the others are counted."""


class EventKind(StrEnum):
    """What happened."""

    APPLICATION = "application"
    AWARD = "award"
    AMENDMENT = "amendment"
    INSTALMENT = "instalment"
    REPAYMENT = "repayment"
    REPORT = "report"
    IMPORT = "import"
    POSTINGS = "postings"
    REVERSALS = "reversals"
    CLOSING = "closing"
    REOPENING = "reopening"


@dataclass(frozen=True, slots=True)
class Reversed:
    """A posting that is reversed: its voucher, date and line; None where it is not found."""

    voucher: str
    date: Period
    line: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """Postings that stand one after the other: by hand, reversals, or those of one import.

    `total` is in minor units, `period` from the first to the last day that they are of, `reversed`
    the first of the postings that are reversed.
    """

    first_line: int
    last_line: int
    count: int
    total: int
    period: Period
    reversed: tuple[Reversed, ...] = ()
    number: int | None = None

    @property
    def amount(self) -> money.Amount:
        """Their sum."""
        return money.Amount(self.total)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to the account.

    `on` is when, as far as the files know: of postings by hand they do not say when they were entered.
    `record` declares it; `place` is its position in its table of grant.toml. `is_out_of_order` says that
    its day lies before one that came earlier: a clock was set back, or a day is wrong.
    """

    kind: EventKind
    on: Period | None = None
    record: Record | None = None
    run: Run | None = None
    place: int | None = None
    is_out_of_order: bool = False


def audit_trail(account: Account) -> tuple[Event, ...]:
    """Everything that the grant's files record, from the application on."""
    declared = [(date.min if event.on is None else event.on.start, event) for event in _declared(account)]
    chain = _dated(_chain(account))
    return tuple(event for _, event in sorted((*declared, *chain), key=lambda pair: pair[0]))


def _declared(account: Account) -> Iterator[Event]:
    """What grant.toml declares, as far as it has happened."""
    record = account.grant
    for kind, stated in ((EventKind.APPLICATION, record.application), (EventKind.AWARD, record.award)):
        if stated is not None:
            yield Event(kind, _known(stated.date, stated.year), stated)
    for place, amendment in enumerate(record.amendments):
        yield Event(EventKind.AMENDMENT, _known(amendment.date), amendment, place=place)
    for place, instalment in enumerate(record.instalments):
        if instalment.received is not None:
            yield Event(EventKind.INSTALMENT, _known(instalment.received), instalment, place=place)
    for place, repayment in enumerate(record.repayments):
        yield Event(EventKind.REPAYMENT, _known(repayment.date), repayment, place=place)
    if record.report is not None and record.report.date is not None:
        yield Event(EventKind.REPORT, record.report.date, record.report)


def _known(day: date | None, year: int | None = None) -> Period | None:
    if day is not None:
        return Period.between(day, day)
    return None if year is None else Period.parse(str(year))


def _chain(account: Account) -> list[Event]:
    """Postings, imports, closings and reopenings, in the order in which the files were appended to.

    What was posted came before a closing by its number of postings, else by its day.
    """
    counts = {closing.number: closing.postings for closing in account.closings.closings if not closing.period}
    events = list(_posted(account, set(counts.values())))
    position, passed = 0, 0
    for entry in account.closings.entries:
        known = counts.get(entry.closing if isinstance(entry, Reopening) else entry.number)
        later = [count for number, count in counts.items() if number > entry.number]
        limit = known if known is not None else min(later, default=None)
        while position < len(events):
            run = events[position].run
            count = passed + (0 if run is None else run.count)
            is_too_many = limit is not None and count > limit
            if is_too_many or (known is None and _posted_by(events[position]) > entry.date):
                break
            passed = count
            position += 1
        kind = EventKind.CLOSING if isinstance(entry, Closing) else EventKind.REOPENING
        events.insert(position, Event(kind, _known(entry.date), entry))
        position += 1
    return events


def _posted_by(event: Event) -> date:
    """The day of an import, or the last day that postings by hand are of."""
    if event.on is not None:
        return event.on.start
    return date.min if event.run is None else event.run.period.last


def _posted(account: Account, cuts: set[int]) -> Iterator[Event]:
    """Runs of postings in file order; each import once, also where it has no posting left."""
    imports = {record.number: record for record in account.imports}
    passed = 0
    for run, kind in _runs(account, cuts):
        if run.number is None:
            yield Event(kind, run=run)
            continue
        yield from _without_postings(imports, passed, run.number)
        passed = max(passed, run.number)
        record = imports.get(run.number)
        yield Event(kind, None if record is None else _known(record.date), record, run)
    yield from _without_postings(imports, passed, None)


def _without_postings(imports: Mapping[int, ImportRecord], after: int, before: int | None) -> Iterator[Event]:
    """Imports between two others of which no posting is left."""
    for number, record in imports.items():
        if after < number and (before is None or number < before):
            yield Event(EventKind.IMPORT, _known(record.date), record)


class _Gathering:
    """A run that grows posting by posting; those of a run have the kind and the import in common."""

    def __init__(self, posting: PostingText, kind: EventKind, number: int | None) -> None:
        self.kind, self.number = kind, number
        self.first = self.last = posting.line
        self.count = self.total = 0
        self.start, self.end = date.max, date.min
        self.reversals: list[PostingText] = []

    def add(self, posting: PostingText) -> None:
        period = Period.parse(posting.date)
        self.last = posting.line
        self.count += 1
        self.total += money.parse_amount(posting.amount)
        self.start, self.end = min(self.start, period.start), max(self.end, period.end)
        if posting.reverses and len(self.reversals) < MAX_NAMED:
            self.reversals.append(posting)

    def run(self, lines: Mapping[int, int]) -> Run:
        """The finished run; `lines` has the line of what each reversal reverses."""
        named = tuple(
            Reversed(p.voucher, Period.parse(p.reverses), lines.get(p.line))
            for p in self.reversals
            if self.kind is EventKind.REVERSALS
        )
        period = Period(self.start, self.end)
        return Run(self.first, self.last, self.count, self.total, period, named, self.number)


def _runs(account: Account, cuts: set[int]) -> Iterator[tuple[Run, EventKind]]:
    """Postings that belong together, cut where a final closing came between them."""
    found: list[_Gathering] = []
    for count, posting in enumerate(account.postings.texts()):
        kind, number = _belongs_to(posting)
        if not found or (found[-1].kind, found[-1].number) != (kind, number) or count in cuts:
            found.append(_Gathering(posting, kind, number))
        found[-1].add(posting)
    lines = _lines_of(account, [p for gathering in found for p in gathering.reversals])
    yield from ((gathering.run(lines), gathering.kind) for gathering in found)


def _belongs_to(posting: PostingText) -> tuple[EventKind, int | None]:
    if posting.imported:
        return EventKind.IMPORT, int(posting.imported.partition(":")[0])
    return (EventKind.REVERSALS if posting.reverses else EventKind.POSTINGS), None


def _lines_of(account: Account, reversals: Sequence[PostingText]) -> dict[int, int]:
    """The line of the posting that each reversal reverses, by the line of the reversal: first the first."""
    waiting: dict[Key, list[int]] = {}
    for posting in reversals:
        waiting.setdefault(target_of(posting), []).append(posting.line)
    found: dict[int, int] = {}
    for posting in account.postings.texts() if waiting else ():
        lines = waiting.get(key_of(posting))
        if lines and posting.line < lines[0]:
            found[lines.pop(0)] = posting.line
    return found


def _dated(events: Sequence[Event]) -> list[tuple[date, Event]]:
    """Each event with the day by which it stands among the others; the order of the chain holds.

    Postings by hand stand by the last day that they are of, as far as what comes before and after
    them allows.
    """
    known = (date.max if event.on is None else event.on.start for event in reversed(events))
    limits = reversed(list(accumulate(known, min)))
    dated: list[tuple[date, Event]] = []
    now = date.min
    for event, limit in zip(events, limits, strict=True):
        day = _posted_by(event)
        if event.on is None:
            day = min(day, limit)
        dated.append((max(now, day), replace(event, is_out_of_order=event.on is not None and day < now)))
        now = max(now, day)
    return dated


trail = audit_trail
