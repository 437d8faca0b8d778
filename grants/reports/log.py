"""The audit trail as a table: what happened to the account, in order, and where that is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from grants.history.events import MAX_NAMED, Event, EventKind, Run, trail
from grants.ledger import Account
from grants.records import (
    Amendment,
    Application,
    Award,
    Closing,
    Instalment,
    Record,
    Reopening,
    Repayment,
    ReportDetails,
)
from grants.records.imports import ImportRecord
from grants.reports.changes import amendment_words
from grants.reports.labels import LABELS
from grants.reports.locale import Language, Locale
from grants.reports.table import Align, Column, Money, Row, Table
from grants.reports.trail_words import TRAIL_WORDS
from grants.values import money

SHOWN = 16
"""Characters of a seal that people see; programs get all of it."""


def log_table(account: Account, *, language: Language | None = None) -> Table:
    """A row for each event of the trail; `data` has them with seals, counts and amounts in full."""
    spoken = language or account.grant.language
    words, events = TRAIL_WORDS[spoken], trail(account)
    teller = _Teller(account, spoken)
    is_undated = any(event.kind in (EventKind.POSTINGS, EventKind.REVERSALS) for event in events)
    return Table(
        title=words.log,
        subject=account.grant.title,
        columns=(
            Column(words.date),
            Column(words.event),
            Column(words.amount, Align.RIGHT),
            Column(words.description, wraps=True),
            Column(words.place),
        ),
        rows=tuple(map(teller.row, events)),
        language=spoken,
        notes=() if events and not is_undated else (words.no_day_note if events else words.nothing_note,),
        data={
            "grant": account.id,
            "currency": account.grant.currency,
            "events": [_data(event, teller.told(event)) for event in events],
        },
    )


class _Told(NamedTuple):
    """What there is to say of an event: an amount in minor units, words, and where it is written."""

    amount: int | None
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class _Teller:
    """The words of one language for the events of one grant."""

    account: Account
    language: Language

    def row(self, event: Event) -> Row:
        told, currency = self.told(event), self.account.grant.currency
        about = isinstance(event.record, Application) and event.record.approximate
        return Row(
            (
                "" if event.on is None else str(event.on),
                TRAIL_WORDS[self.language].events[event.kind],
                None if told.amount is None else Money(money.Amount(told.amount), currency, about),
                told.words,
                told.place,
            )
        )

    def told(self, event: Event) -> _Told:
        """Everything there is to say of an event."""
        words = TRAIL_WORDS[self.language]
        parts = list(self._of_run(event.run) if event.record is None and event.run else self._of(event))
        parts += [words.out_of_order] if event.is_out_of_order else []
        return _Told(_amount(event), "; ".join(filter(None, parts)), self._place(event))

    def _of(self, event: Event) -> Iterator[str | None]:
        """The words of what a record declares."""
        words, record = TRAIL_WORDS[self.language], event.record
        match record:
            case Application() | Award():
                yield self.account.grant.funder.name
            case Amendment():
                yield from amendment_words(self.account, record, LABELS[self.language], Locale(self.language))
                approved = record.approved_by
                yield words.pending if approved is None else words.approved_by.format(name=approved)
                yield from (record.document, record.text)
            case Instalment():
                yield from (record.voucher, record.text)
            case Repayment():
                yield from (record.document, record.text)
            case ReportDetails():
                yield record.document_number
            case ImportRecord():
                yield words.imported.format(**record.model_dump())
                yield words.import_counts.format(**record.model_dump())
                count = 0 if event.run is None else event.run.count
                if count != record.postings:
                    yield words.not_all_there.format(written=record.postings, count=count)
            case Closing():
                form = words.closed_all if record.period is None else words.closed_period
                yield form.format(number=record.number, period=record.period, count=record.postings)
                yield from self._sealed(record)
            case Reopening():
                yield words.reopened.format(closing=record.closing)
                yield from self._sealed(record)

    def _sealed(self, entry: Closing | Reopening) -> Iterator[str | None]:
        words = TRAIL_WORDS[self.language]
        yield None if entry.by is None else words.by.format(name=entry.by)
        yield None if entry.reason is None else words.because.format(reason=entry.reason)
        yield words.seal.format(seal=f"{entry.seal[:SHOWN]}…")
        if isinstance(entry, Closing) and entry.key is not None:
            yield words.signed.format(key=entry.key)

    def _of_run(self, run: Run) -> Iterator[str]:
        """The words of postings that no record declares."""
        words = TRAIL_WORDS[self.language]
        if run.number is not None:
            yield words.without_record.format(number=run.number)
        yield words.entered.format(count=run.count, period=run.period)
        if run.taken_back:
            named = [
                (words.taken_back_unknown if taken.line is None else words.taken_back).format(
                    voucher=taken.voucher, date=taken.date, line=taken.line
                )
                for taken in run.taken_back
            ]
            more = run.count - len(named)
            named += [words.many.format(count=more)] if len(named) == MAX_NAMED and more else []
            yield words.takes_back.format(what=", ".join(named))

    def _place(self, event: Event) -> str:
        """File and lines."""
        if isinstance(event.record, Closing | Reopening):
            return "closing.toml"
        if event.run is not None:
            first, last = event.run.first_line, event.run.last_line
            return f"postings.csv:{first}" if first == last else f"postings.csv:{first}-{last}"
        if event.kind is EventKind.IMPORT:
            return "imports.toml"
        way = (str(event.kind),) if event.place is None else (str(event.kind), event.place)
        return f"grant.toml:{self.account.where(*way).line}"


def _amount(event: Event) -> int | None:
    match event.record:
        case Application(amount=amount) | Award(amount=amount) | Repayment(amount=amount):
            return amount.minor
        case Amendment(award=award):
            return None if award is None else award.minor
        case Instalment() as instalment:
            received = instalment.received_amount
            return (instalment.amount if received is None else received).minor
        case ImportRecord() as record:
            return record.sum.minor
        case Closing() as closing:
            return closing.total.minor
    return None if event.run is None else event.run.total


def _data(event: Event, told: _Told) -> dict[str, object]:
    run = event.run
    return {
        "kind": str(event.kind),
        "on": None if event.on is None else str(event.on),
        "out_of_order": event.is_out_of_order,
        "amount": None if told.amount is None else money.Amount(told.amount),
        "words": told.words,
        "place": told.place,
        "record": None if event.record is None else _record(event.record),
        "postings": None
        if run is None
        else {
            "first_line": run.first_line,
            "last_line": run.last_line,
            "count": run.count,
            "total": money.Amount(run.total),
            "period": str(run.period),
            "import": run.number,
            "takes_back": [
                {"voucher": taken.voucher, "date": str(taken.date), "line": taken.line}
                for taken in run.taken_back
            ],
        },
    }


def _record(record: Record) -> dict[str, object]:
    from grants.history.differences.records import flattened

    return {
        way: value if isinstance(value, int | str) else str(value) for way, value in flattened(record).items()
    }
