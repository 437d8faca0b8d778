"""Differences of an account in words: as a table, and each as one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grants.findings.message import plural, terms
from grants.history.differences import IN_FORCE, Change, Difference, Kind, Value
from grants.reports.speech import Language, Speech, number_text
from grants.reports.table import Column, Row, Table, data_of, texts
from grants.values.money import Amount

MAX_SHOWN = 300
"""Characters of one value, or of all values of what was added or vanished, that are shown."""

_OF_POSTING = ("date", "activity", "amount", "text", "financing", "quantity", "unit", "reverses")
"""What people know a posting by, beside its voucher."""

_OF_HISTORY = {
    "import": ("date", "file", "new", "changed", "reversed", "sum"),
    "closing": ("date", "period", "by", "postings", "total"),
    "reopening": ("date", "closing", "by", "reason"),
}
"""What people know an entry of the history by; its seals and sums are in the file."""

KINDS = terms("difference", "added", "vanished", "changed")
"""How a thing differs."""

PARTS = terms(
    "part",
    posting="Posting", words="Section of the report", id="Id", title="Title", funder="Funder",
    recipient="Recipient", period="Period", language="Language", currency="Currency", status="Status",
    case_number="Case number", application="Application", award="Award", report="Details of the report",
    settlement="Stated settlement", terms="Terms", checks="Check", partner="Partner", activity="Activity",
    rate="Rate", budget="Budget line", financing="Financing", amendment="Amendment",
    instalment="Instalment", repayment="Repayment", commitment="Commitment", control="Control total",
    explanation="Explanation", attachment="Attachment", closing="Closing", reopening="Reopening",
    **{"import": "Import"},
)  # fmt: skip
"""What a difference is of, by the key of the files."""

TITLES_IN_FORCE = terms(
    "in force", budget="Budget in force", award="Award in force", period="Period in force"
)
"""What follows from what is declared."""

FIELDS = terms(
    "field",
    "date", "activity", "amount", "voucher", "text", "financing", "document", "quantity", "unit", "person",
    "imported", "reverses", "title", "name", "period", "status", "award", "budget", "applied", "planned",
    "received", "posted", "total", "source", "file", "year", "category", "partner", "reason", "severity",
    "words", "heading", "by", "postings", "closing", "new", "changed", "reversed", "sum",
    voucher_line="voucher line", approved_by="approved by", received_amount="received amount",
)  # fmt: skip
"""The keys and columns that people read most; others are named as the files name them."""


def differences_table(
    found: Sequence[Difference],
    *,
    before: str,
    after: str,
    subject: str,
    language: Language,
    grant_id: str = "",
    note: str | None = None,
) -> Table:
    """A row for each field that changed, and for each thing that was added or vanished.

    `before` and `after` name the two states, `note` says what else is to be known of them. `data` has
    every difference with its values, amounts as `Amount`.
    """
    say = Speech.of(language)
    words = _Words(say)
    notes = [say("From {before} to {after}.", before=before, after=after)]
    if note is not None:
        notes.append(note)
    elif not found:
        notes.append(say("No differences."))
    return Table(
        title=say("Differences"),
        subject=subject,
        columns=(
            Column(say("What"), wraps=True, once=True),
            *texts(say("Change"), say("Before"), say("After")),
        ),
        rows=tuple(row for difference in found for row in words.rows(difference)),
        language=language,
        notes=tuple(notes),
        data={
            "grant": grant_id,
            "before": before,
            "after": after,
            "note": note,
            "differences": [_data(difference) for difference in found],
        },
    )


def sentence(difference: Difference, language: Language) -> str:
    """A difference in one line: `Posting V-1 (line 3) changed: amount from 1.00 to 2.00`."""
    return _Words(Speech.of(language)).sentence(difference)


_MARKS = str.maketrans({" ": "·", "\t": "→", "\n": "¶", "\r": "¶"})


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language."""

    say: Speech

    def rows(self, difference: Difference) -> Iterator[Row]:
        what = self._what(difference)
        if difference.kind is Kind.CHANGED:
            for change in difference.changes:
                yield Row((what, *self._field(change)))
        else:
            summary = self._summary(difference)
            sides = ("", summary) if difference.kind is Kind.ADDED else (summary, "")
            yield Row((what, self.say(KINDS[difference.kind]), *sides))

    def sentence(self, difference: Difference) -> str:
        what = f"{self._what(difference)} {self.say(KINDS[difference.kind])}"
        if difference.kind is Kind.CHANGED:
            return f"{what}: {'; '.join(map(self._clause, difference.changes))}"
        summary = self._summary(difference)
        return f"{what}: {summary}" if summary else what

    def _clause(self, change: Change) -> str:
        name, before, after = self._field(change)
        if not name:
            return after
        if before and after:
            return self.say("{field} from {before} to {after}", field=name, before=before, after=after)
        if after:
            return self.say("{field} {after} added", field=name, after=after)
        return self.say("{field} {before} removed", field=name, before=before)

    def _field(self, change: Change) -> tuple[str, str, str]:
        """The name of a field, and its two values; more passages than are shown are a value alone."""
        if change.field == "more" and isinstance(change.after, int):
            more = plural("{count} more passage", "{count} more passages", count=change.after)
            return "", "", self.say(more)
        before, after = self._value(change.before), self._value(change.after)
        if before == after:  # blanks or line ends alone are others
            before, after = _marked(change.before), _marked(change.after)
        return self._name(change.field), before, after

    def _name(self, field: str) -> str:
        way, _, last = field.rpartition(".")
        word = self.say(FIELDS[last]) if last in FIELDS else last
        return f"{way}.{word}" if way else word

    def _what(self, difference: Difference) -> str:
        if difference.part == IN_FORCE:
            title = self.say(TITLES_IN_FORCE[difference.changes[0].field])
        else:
            title = self.say(PARTS[difference.part]) if difference.part in PARTS else difference.part
        if difference.count > 1:
            return f"{title}: {self.say(plural('{count} more', '{count} more', count=difference.count))}"
        name = difference.name or (self.say("before the first heading") if difference.part == "words" else "")
        return " ".join(part for part in (title, _short(name), self._place(difference)) if part)

    def _place(self, difference: Difference) -> str:
        if difference.after is not None:
            return f"({self.say('line {line}', line=difference.after)})"
        if difference.before is not None:
            return f"({self.say('line {line} before', line=difference.before)})"
        return ""

    def _summary(self, difference: Difference) -> str:
        """What was added or vanished, in the values that identify it."""
        is_new = difference.kind is Kind.ADDED
        values = [(c.field, c.after if is_new else c.before) for c in difference.changes]
        if difference.part == "posting":
            shown = {name: value for name, value in values if (name, value) != ("financing", "grant")}
            return _short(", ".join(self._value(shown[name]) for name in _OF_POSTING if name in shown))
        if difference.part in _OF_HISTORY:
            values = [(name, value) for name, value in values if name in _OF_HISTORY[difference.part]]
        if len(values) == 1:
            return self._value(values[0][1])
        return _short("; ".join(f"{self._name(name)}: {self._value(value)}" for name, value in values))

    def _value(self, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.say("yes") if value else self.say("no")
        if isinstance(value, Amount):
            return self.say.number(value, decimals=True)
        if isinstance(value, Decimal):
            return number_text(value, "f", self.say.language)
        return _short(str(value))


def _marked(value: Value) -> str:
    """A text with its blanks and line ends made visible, bounded."""
    return _short(f'"{str(value).translate(_MARKS)}"')


def _short(text: str) -> str:
    """A text on one line, bounded."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def _data(difference: Difference) -> dict[str, object]:
    return {
        **data_of(difference, "part", "kind", "name", "count"),
        "line_before": difference.before,
        "line_after": difference.after,
        "changes": [data_of(change, "field", "before", "after") for change in difference.changes],
    }
