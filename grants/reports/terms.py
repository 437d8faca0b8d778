"""The shipped sets of terms, as tables: all of them, or the entries of one."""

from decimal import Decimal

from grants.figures.terms import Term, names, term_set
from grants.reports.marks import speech
from grants.reports.speech import Language
from grants.reports.table import Column, Row, Table, data_of, texts
from grants.values.arguments import Day, optional_day


def term_sets(*, language: Language = "da") -> Table:
    """Every shipped set: its name, whose terms it holds, and the keys it gives.

    Raises `ArgumentError`, a `ValueError`, for a language that there is not.
    """
    say = speech(language, "da")
    sets = {name: term_set(name) for name in names()}
    keys = {name: [term.field for term in found.terms] for name, found in sets.items()}
    return Table(
        title=say("Terms"),
        columns=(Column(say("Name")), *texts(say("Title"), say("Terms"))),
        rows=tuple(Row((name, found.title, ", ".join(keys[name]))) for name, found in sets.items()),
        language=say.language,
        data={
            "sets": [
                {"name": name, "title": found.title, "note": found.note, "keys": keys[name]}
                for name, found in sets.items()
            ]
        },
    )


def term_entries(name: str, *, on: Day | None = None, language: Language = "da") -> Table:
    """The entries of one set, those of a day if one is given.

    Raises `UnknownTermsError`, a `KeyError` that names the nearest set, if there is none of that name, and
    `ArgumentError` for what is no day or language.
    """
    say, day = speech(language, "da"), optional_day("on", on)
    found = term_set(name)
    terms = [term for term in found.terms if day is None or term.holds(day)]
    return Table(
        title=found.title,
        columns=(
            Column(say("Name")),
            *texts(say("Value"), say("Unit"), say("Text")),
            Column(say("From")),
            Column(say("To")),
            *texts(say("Source")),
        ),
        rows=tuple(
            Row(
                (
                    term.field,
                    written(term.value),
                    term.unit,
                    term.title,
                    None if term.from_ is None else say.date(term.from_),
                    None if term.to is None else say.date(term.to),
                    term.source,
                )
            )
            for term in terms
        ),
        language=say.language,
        notes=(found.note,) if found.note else (),
        data={"name": name, "title": found.title, "note": found.note, "terms": list(map(_data, terms))},
    )


def written(value: object) -> str:
    """A value as grant.toml has it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(entry)}" for key, entry in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _data(term: Term) -> dict[str, object]:
    return {
        "key": term.field,
        "value": _plain(term.value),
        **data_of(term, "unit", "currency", "title", "source", "href"),
        "from": term.from_,
        "to": term.to,
    }


def _plain(value: object) -> object:
    """Numbers as text, so that no reader makes floats of them."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return f"{value:f}" if isinstance(value, Decimal) else value
