"""Differences of an account in words: as a table, and each as one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grants.history.differences import IN_FORCE, Change, Difference, Kind, Value
from grants.reports.locale import Language, Locale
from grants.reports.table import Column, Row, Table
from grants.reports.trail_words import TRAIL_WORDS, TrailWords
from grants.values.money import Amount
from grants.values.periods import Period

MAX_TOLD = 300
"""Characters of one value, or of all values of what was added or vanished, that are told."""

_OF_POSTING = ("date", "activity", "amount", "text", "financing", "quantity", "unit", "reverses")
"""What people know a posting by, beside its voucher."""

_OF_HISTORY = {
    "import": ("date", "file", "new", "changed", "reversed", "sum"),
    "closing": ("date", "period", "by", "postings", "total"),
    "reopening": ("date", "closing", "by", "reason"),
}
"""What people know an entry of the history by; its seals and sums are in the file."""


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
    words = TRAIL_WORDS[language]
    teller = _Teller(words, Locale(language))
    notes = [words.between.format(before=before, after=after)]
    notes += [] if note is None else [note]
    notes += [] if found or note is not None else [words.no_differences]
    return Table(
        title=words.differences,
        subject=subject,
        columns=(
            Column(words.what, wraps=True, once=True),
            Column(words.change, wraps=True),
            Column(words.before, wraps=True),
            Column(words.after, wraps=True),
        ),
        rows=tuple(row for difference in found for row in teller.rows(difference)),
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
    return _Teller(TRAIL_WORDS[language], Locale(language)).sentence(difference)


_MARKS = str.maketrans({" ": "·", "\t": "→", "\n": "¶", "\r": "¶"})


@dataclass(frozen=True, slots=True)
class _Teller:
    """The words of one language."""

    words: TrailWords
    locale: Locale

    def rows(self, difference: Difference) -> Iterator[Row]:
        what = self._what(difference)
        if difference.kind is Kind.CHANGED:
            for change in difference.changes:
                yield Row((what, *self._field(change)))
        else:
            summary = self._summary(difference)
            sides = ("", summary) if difference.kind is Kind.ADDED else (summary, "")
            yield Row((what, self.words.kinds[difference.kind], *sides))

    def sentence(self, difference: Difference) -> str:
        said = f"{self._what(difference)} {self.words.kinds[difference.kind]}"
        if difference.kind is not Kind.CHANGED:
            summary = self._summary(difference)
            return f"{said}: {summary}" if summary else said
        return f"{said}: {'; '.join(map(self._clause, difference.changes))}"

    def _clause(self, change: Change) -> str:
        name, before, after = self._field(change)
        if not name:
            return after
        form = self.words.moved if before and after else self.words.came if after else self.words.went
        return form.format(field=name, before=before, after=after)

    def _field(self, change: Change) -> tuple[str, str, str]:
        """The name of a field, and its two values; more passages than are told are a value alone."""
        if change.field == "more":
            return "", "", self.words.more_passages.format(count=change.after)
        before, after = self._value(change.before), self._value(change.after)
        if before == after:  # blanks or line ends alone are others
            before, after = _marked(change.before), _marked(change.after)
        return self._name(change.field), before, after

    def _name(self, field: str) -> str:
        way, _, last = field.rpartition(".")
        word = self.words.fields.get(last, last)
        return f"{way}.{word}" if way else word

    def _what(self, difference: Difference) -> str:
        if difference.part == IN_FORCE:
            title = self.words.in_force[difference.changes[0].field]
        else:
            title = self.words.parts.get(difference.part, difference.part)
        if difference.count > 1:
            return f"{title}: {self.words.many.format(count=difference.count)}"
        name = difference.name or (self.words.preface if difference.part == "words" else "")
        return " ".join(part for part in (title, _short(name), self._place(difference)) if part)

    def _place(self, difference: Difference) -> str:
        if difference.after is not None:
            return f"({self.words.on_line.format(line=difference.after)})"
        if difference.before is not None:
            return f"({self.words.was_on_line.format(line=difference.before)})"
        return ""

    def _summary(self, difference: Difference) -> str:
        """What was added or vanished, in its most telling values."""
        is_new = difference.kind is Kind.ADDED
        values = [(c.field, c.after if is_new else c.before) for c in difference.changes]
        if difference.part == "posting":
            told = {name: value for name, value in values if (name, value) != ("financing", "grant")}
            return _short(", ".join(self._value(told[name]) for name in _OF_POSTING if name in told))
        telling = _OF_HISTORY.get(difference.part)
        if telling is not None:
            values = [(name, value) for name, value in values if name in telling]
        if len(values) == 1:
            return self._value(values[0][1])
        return _short("; ".join(f"{self._name(name)}: {self._value(value)}" for name, value in values))

    def _value(self, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.words.yes if value else self.words.no
        if isinstance(value, Amount):
            return self.locale.number(value, decimals=True)
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", "," if self.locale.language == "da" else ".")
        return _short(str(value))


def _marked(value: Value) -> str:
    """A text with its blanks and line ends made visible, bounded."""
    return _short(f'"{str(value).translate(_MARKS)}"')


def _short(text: str) -> str:
    """A text on one line, bounded."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_TOLD else f"{text[: MAX_TOLD - 1]}…"


def _data(difference: Difference) -> dict[str, object]:
    return {
        "part": difference.part,
        "kind": str(difference.kind),
        "name": difference.name,
        "count": difference.count,
        "line_before": difference.before,
        "line_after": difference.after,
        "changes": [
            {"field": c.field, "before": _plain(c.before), "after": _plain(c.after)}
            for c in difference.changes
        ],
    }


def _plain(value: Value) -> object:
    return str(value) if isinstance(value, Period) else value
