"""The audit trail of a grant, from its files alone: what was granted, posted, imported, closed, in order.

Pure: a grant in, events out. Days are those that the files state. The files that are only appended to
know an order of their own, which holds even where a clock was set back: postings.csv the order of
postings and imports, closing.toml that of closings and reopenings, and a final closing how many postings
there were then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grants.figures.postings import PostingText
from grants.figures.reversals import Key, key_of, target_of
from grants.ledger import Account
from grants.records import Closing, Record, Reopening
from grants.records.imports import ImportRecord
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


def trail(account: Account) -> tuple[Event, ...]:
    """Everything that the grant's files record, from the application on."""
    declared = [(_day(event.on), event) for event in _declared(account)]
    chain = _dated(_chain(account))
    return tuple(event for _, event in sorted((*declared, *chain), key=lambda pair: pair[0]))


def _day(on: Period | None) -> date:
    return date.min if on is None else on.start


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
    """Postings, imports, closings and reopenings, in the order in which the files were appended to."""
    entries = account.closings.entries
    counts = {closing.number: closing.postings for closing in account.closings.closings if not closing.period}
    events = list(_posted(account, set(counts.values())))
    position, passed = 0, 0
    for entry in entries:
        known = counts.get(entry.closing if isinstance(entry, Reopening) else entry.number)
        later = [count for number, count in counts.items() if number > entry.number]
        limit = known if known is not None else min(later, default=None)
        while position < len(events) and _comes_first(events[position], passed, entry, known, limit):
            passed += _count(events[position])
            position += 1
        events.insert(position, _entry_event(entry))
        position += 1
    return events


def _comes_first(
    event: Event, passed: int, entry: Closing | Reopening, known: int | None, limit: int | None
) -> bool:
    """Whether what was posted came before the closing: by its number of postings, else by its day."""
    if limit is not None and passed + _count(event) > limit:
        return False
    if known is not None:
        return True
    return _posted_by(event) <= entry.date


def _count(event: Event) -> int:
    return 0 if event.run is None else event.run.count


def _posted_by(event: Event) -> date:
    """The day of an import, or the last day that postings by hand are of."""
    if event.on is not None:
        return event.on.start
    return date.min if event.run is None else event.run.period.last


def _entry_event(entry: Closing | Reopening) -> Event:
    kind = EventKind.CLOSING if isinstance(entry, Closing) else EventKind.REOPENING
    return Event(kind, _known(entry.date), entry)


def _posted(account: Account, cuts: set[int]) -> Iterator[Event]:
    """Runs of postings in file order; each import once, also where it has no posting left."""
    imports = {record.number: record for record in account.imports}
    passed = 0
    for run, kind in _runs(account, cuts):
        if run.number is not None:
            for earlier in [number for number in imports if passed < number < run.number]:
                yield _import_event(imports[earlier])
            passed = max(passed, run.number)
            record = imports.get(run.number)
            yield Event(kind, None if record is None else _known(record.date), record, run)
        else:
            yield Event(kind, run=run)
    for number, record in imports.items():
        if number > passed:
            yield _import_event(record)


def _import_event(record: ImportRecord) -> Event:
    """An import of which no posting is left."""
    return Event(EventKind.IMPORT, _known(record.date), record)


class _Gathering:
    """A run that grows posting by posting."""

    def __init__(self, posting: PostingText) -> None:
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


def _runs(account: Account, cuts: set[int]) -> Iterator[tuple[Run, EventKind]]:
    """Postings that belong together, cut where a final closing came between them."""
    found: list[tuple[_Gathering, tuple[EventKind, int | None]]] = []
    for count, posting in enumerate(account.postings.texts()):
        key = _belongs_to(posting)
        if not found or found[-1][1] != key or count in cuts:
            found.append((_Gathering(posting), key))
        found[-1][0].add(posting)
    lines = _lines_of(account, [p for gathering, _ in found for p in gathering.reversals])
    for gathering, (kind, number) in found:
        taken = tuple(
            Reversed(p.voucher, Period.parse(p.reverses), lines.get(p.line))
            for p in gathering.reversals
            if kind is EventKind.REVERSALS
        )
        period = Period(gathering.start, gathering.end)
        yield (
            Run(gathering.first, gathering.last, gathering.count, gathering.total, period, taken, number),
            kind,
        )


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
    ceilings: list[date] = []
    ceiling = date.max
    for event in reversed(events):
        if event.on is not None:
            ceiling = min(ceiling, event.on.start)
        ceilings.append(ceiling)
    ceilings.reverse()
    dated: list[tuple[date, Event]] = []
    now = date.min
    for event, limit in zip(events, ceilings, strict=True):
        if event.on is None:
            now = max(now, min(_posted_by(event), limit))
            dated.append((now, event))
            continue
        day = event.on.start
        dated.append((max(now, day), replace(event, is_out_of_order=day < now)))
        now = max(now, day)
    return dated
