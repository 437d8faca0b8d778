"""The audit trail as a table: what happened to the account, in order, and where that is written."""

from collections.abc import Iterator
from typing import NamedTuple

from grants.figures.settlement import received_of
from grants.findings.message import plural, terms
from grants.history.differences.records import flattened
from grants.history.events import MAX_NAMED, Event, EventKind, Reversed, Run, trail
from grants.ledger import Account
from grants.records.budget import Amendment
from grants.records.closings import Closing, Reopening
from grants.records.imports import ImportRecord
from grants.records.payments import Application, Award, Instalment, Repayment
from grants.records.report import ReportDetails
from grants.records.types import Record
from grants.reports.changes import amendment_words
from grants.reports.marks import faults_of, readable_account, speech
from grants.reports.speech import Language, Speech
from grants.reports.table import Column, Money, Row, Table, data_of, figures, texts
from grants.values.money import Amount

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


def log_table(account: Account, *, language: Language | None = None, with_errors: bool = False) -> Table:
    """A row for each event of the trail; `data` has them with seals, counts and amounts in full.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    words = _EventWords(account, speech(language, account.grant.language).language)
    say, entries = words.say, tuple(map(words.entry, trail(account)))
    kinds = {entry.event.kind for entry in entries}
    notes = []
    if not entries:
        notes.append(say("Nothing has happened yet."))
    elif kinds & {EventKind.POSTINGS, EventKind.REVERSALS}:
        notes.append(
            say("Postings that were entered do not say on which day; they stand where postings.csv has them.")
        )
    table = Table(
        title=say("Audit trail"),
        subject=account.grant.title,
        columns=(
            Column(say("Date")),
            Column(say("Event")),
            *figures(say("Amount")),
            *texts(say("Description")),
            Column(say("Place")),
        ),
        rows=tuple(map(words.row, entries)),
        language=say.language,
        notes=tuple(notes),
        data={"grant": account.id, "currency": account.grant.currency, "events": list(map(_data, entries))},
    )
    return faults_of(account).put_on(table, say)


class _Entry(NamedTuple):
    """An event and what there is to say of it: an amount, words, and where it is written."""

    event: Event
    amount: Amount | None
    words: str
    place: str


class _EventWords:
    """The words of one language for the events of one account."""

    def __init__(self, account: Account, language: Language) -> None:
        self.account = account
        self.say = Speech.of(language)

    def entry(self, event: Event) -> _Entry:
        """Everything there is to say of an event."""
        say = self.say
        parts = list(self._of_run(event.run) if event.record is None and event.run else self._of(event))
        if event.is_out_of_order:
            parts.append(
                say("the date lies before what came earlier: a clock was set back, or a date is wrong")
            )
        return _Entry(event, _amount(event), "; ".join(filter(None, parts)), self._place(event))

    def row(self, entry: _Entry) -> Row:
        """The cells of an event."""
        event, amount = entry.event, entry.amount
        about = isinstance(event.record, Application) and event.record.approximate
        cell = None if amount is None else Money(amount, self.account.grant.currency, about)
        return Row((str(event.on or ""), self.say(EVENTS[event.kind]), cell, entry.words, entry.place))

    def _of(self, event: Event) -> Iterator[str | None]:
        """The words of what a record declares."""
        say, record = self.say, event.record
        match record:
            case Application() | Award():
                yield self.account.grant.funder.name
            case Amendment():
                yield from amendment_words(self.account, record, say)
                if record.approved_by is None:
                    yield say("applied for, not approved")
                else:
                    yield say("approved by {name}", name=record.approved_by)
                yield from (record.document, record.text)
            case Instalment():
                yield from (record.voucher, record.text)
            case Repayment():
                yield from (record.document, record.text)
            case ReportDetails():
                yield record.document_number
            case ImportRecord():
                yield from self._of_import(record, 0 if event.run is None else event.run.count)
            case Closing():
                yield self._closed(record)
                yield from self._sealed(record)
            case Reopening():
                yield say("closing {closing} is reopened", closing=record.closing)
                yield from self._sealed(record)

    def _of_import(self, record: ImportRecord, count: int) -> Iterator[str]:
        """What an import did, and whether all that it wrote is still there."""
        say, values = self.say, record.model_dump()
        yield say("import {number}: {file} (profile {profile})", **values)
        yield say(
            "{new} new, {changed} changed, {reversed} reversed, {known} known, {ignored} left out, "
            "{unmatched} without a rule",
            **values,
        )
        if count != record.postings:
            values = {"written": record.postings, "count": count}
            yield say("the import wrote {written} postings, {count} are here", **values)

    def _closed(self, record: Closing) -> str:
        values = {"number": record.number, "count": record.postings, "period": record.period}
        if record.period is None:
            return self.say("closing {number} of the whole account (postings: {count})", **values)
        return self.say("closing {number} of the period {period} (postings: {count})", **values)

    def _sealed(self, entry: Closing | Reopening) -> Iterator[str | None]:
        say = self.say
        yield None if entry.by is None else say("by {name}", name=entry.by)
        yield None if entry.reason is None else say("reason: {reason}", reason=entry.reason)
        yield say("seal {seal}", seal=f"{entry.seal[:SHOWN]}…")
        if isinstance(entry, Closing) and entry.key is not None:
            yield say("signed with {key}", key=entry.key)

    def _of_run(self, run: Run) -> Iterator[str]:
        """The words of postings that no record declares."""
        say = self.say
        if run.number is not None:
            yield say("import {number} is not recorded in imports.toml", number=run.number)
        yield say(
            plural(
                "{count} posting entered, {period}",
                "{count} postings entered, {period}",
                count=run.count,
                period=str(run.period),
            )
        )
        if run.reversed:
            named = list(map(self._reversed, run.reversed))
            more = run.count - len(named)
            if len(named) == MAX_NAMED and more:
                named.append(say(plural("{count} more", "{count} more", count=more)))
            yield say("reverses: {what}", what=", ".join(named))

    def _reversed(self, one: Reversed) -> str:
        values = {"voucher": one.voucher, "date": one.date, "line": one.line}
        if one.line is None:
            return self.say("{voucher} of {date} (not found)", **values)
        return self.say("{voucher} of {date} (line {line})", **values)

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


def _amount(event: Event) -> Amount | None:
    match event.record:
        case Application(amount=amount) | Award(amount=amount) | Repayment(amount=amount):
            return amount
        case Amendment(award=award):
            return award
        case Instalment() as instalment:
            return received_of(instalment)
        case ImportRecord() as record:
            return record.sum
        case Closing() as closing:
            return closing.total
    return None if event.run is None else Amount(event.run.total)


def _data(entry: _Entry) -> dict[str, object]:
    event = entry.event
    return {
        **data_of(event, "kind", "on"),
        "out_of_order": event.is_out_of_order,
        "amount": entry.amount,
        "words": entry.words,
        "place": entry.place,
        "record": None if event.record is None else _record(event.record),
        "postings": None if event.run is None else _run_data(event.run),
    }


def _run_data(run: Run) -> dict[str, object]:
    return {
        **data_of(run, "first_line", "last_line", "count"),
        "total": Amount(run.total),
        "period": str(run.period),
        "import": run.number,
        "takes_back": [data_of(one, "voucher", "date", "line") for one in run.reversed],
    }


def _record(record: Record) -> dict[str, object]:
    fields = flattened(record).items()
    return {name: value if isinstance(value, int | str) else str(value) for name, value in fields}
