"""The audit trail as a table: what happened to the account, in order, and where that is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from grants.findings.message import terms
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
from grants.reports.locale import Locale
from grants.reports.speech import Language, Speech
from grants.reports.table import Align, Column, Money, Row, Table
from grants.values import money

SHOWN = 16
"""Characters of a seal that people see; programs get all of it."""


EVENTS = terms(
    "event",
    application="Application",
    award="Award",
    amendment="Amendment",
    instalment="Instalment received",
    repayment="Repaid",
    report="Report",
    postings="Postings",
    reversals="Reversal",
    closing="Closing",
    reopening="Reopening",
    **{"import": "Import"},
)
"""What each kind of event is called."""


def log_table(account: Account, *, language: Language | None = None) -> Table:
    """A row for each event of the trail; `data` has them with seals, counts and amounts in full."""
    spoken = language or account.grant.language
    say, events = Speech.of(spoken), trail(account)
    teller = _Teller(account, spoken)
    is_undated = any(event.kind in (EventKind.POSTINGS, EventKind.REVERSALS) for event in events)
    return Table(
        title=say("Audit trail"),
        subject=account.grant.title,
        columns=(
            Column(say("Date")),
            Column(say("Event")),
            Column(say("Amount"), Align.RIGHT),
            Column(say("Description"), wraps=True),
            Column(say("Place")),
        ),
        rows=tuple(map(teller.row, events)),
        language=spoken,
        notes=_notes(say, is_empty=not events, is_undated=is_undated),
        data={
            "grant": account.id,
            "currency": account.grant.currency,
            "events": [_data(event, teller.told(event)) for event in events],
        },
    )


def _notes(say: Speech, *, is_empty: bool, is_undated: bool) -> tuple[str, ...]:
    if is_empty:
        return (say("Nothing has happened yet."),)
    if is_undated:
        return (
            say(
                "Postings that were entered do not say on which day; they stand where postings.csv has them."
            ),
        )
    return ()


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
                Speech.of(self.language)(EVENTS[event.kind]),
                None if told.amount is None else Money(money.Amount(told.amount), currency, about),
                told.words,
                told.place,
            )
        )

    def told(self, event: Event) -> _Told:
        """Everything there is to say of an event."""
        say = Speech.of(self.language)
        parts = list(self._of_run(event.run) if event.record is None and event.run else self._of(event))
        if event.is_out_of_order:
            parts.append(
                say("the date lies before what came earlier: a clock was set back, or a date is wrong")
            )
        return _Told(_amount(event), "; ".join(filter(None, parts)), self._place(event))

    def _of(self, event: Event) -> Iterator[str | None]:
        """The words of what a record declares."""
        say, record = Speech.of(self.language), event.record
        match record:
            case Application() | Award():
                yield self.account.grant.funder.name
            case Amendment():
                yield from amendment_words(
                    self.account, record, Speech.of(self.language), Locale(self.language)
                )
                approved = record.approved_by
                yield (
                    say("applied for, not approved")
                    if approved is None
                    else say("approved by {name}", name=approved)
                )
                yield from (record.document, record.text)
            case Instalment():
                yield from (record.voucher, record.text)
            case Repayment():
                yield from (record.document, record.text)
            case ReportDetails():
                yield record.document_number
            case ImportRecord():
                yield say("import {number}: {file} (profile {profile})", **record.model_dump())
                yield say(
                    "{new} new, {changed} changed, {reversed} reversed, {known} known, {ignored} left out, "
                    "{unmatched} without a rule",
                    **record.model_dump(),
                )
                count = 0 if event.run is None else event.run.count
                if count != record.postings:
                    yield say(
                        "the import wrote {written} postings, {count} stand here",
                        written=record.postings,
                        count=count,
                    )
            case Closing():
                form = (
                    say("closing {number} of the whole account (postings: {count})")
                    if record.period is None
                    else say("closing {number} of the period {period} (postings: {count})")
                )
                yield form.format(number=record.number, period=record.period, count=record.postings)
                yield from self._sealed(record)
            case Reopening():
                yield say("closing {closing} is reopened", closing=record.closing)
                yield from self._sealed(record)

    def _sealed(self, entry: Closing | Reopening) -> Iterator[str | None]:
        say = Speech.of(self.language)
        yield None if entry.by is None else say("by {name}", name=entry.by)
        yield None if entry.reason is None else say("reason: {reason}", reason=entry.reason)
        yield say("seal {seal}", seal=f"{entry.seal[:SHOWN]}…")
        if isinstance(entry, Closing) and entry.key is not None:
            yield say("signed with {key}", key=entry.key)

    def _of_run(self, run: Run) -> Iterator[str]:
        """The words of postings that no record declares."""
        say = Speech.of(self.language)
        if run.number is not None:
            yield say("import {number} is not recorded in imports.toml", number=run.number)
        yield say("{count} entered, {period}", count=run.count, period=run.period)
        if run.taken_back:
            named = [
                (
                    say("{voucher} of {date} (not found)")
                    if taken.line is None
                    else say("{voucher} of {date} (line {line})")
                ).format(voucher=taken.voucher, date=taken.date, line=taken.line)
                for taken in run.taken_back
            ]
            more = run.count - len(named)
            named += [say("{count} more", count=more)] if len(named) == MAX_NAMED and more else []
            yield say("takes back: {what}", what=", ".join(named))

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
