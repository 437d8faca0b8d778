"""Shipped sets of terms: what funders ask for, as dated data with its source.

A set is a file in `data`: entries for keys of `[terms]`, each with a value, a unit, a title, the
source that says so, and the days from which and to which it holds where the source gives them.
`[terms] use = "NAME"` takes the entries of the day of the award; keys of the grant override them.
"""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import Field

from grants.records.grant import Grant
from grants.records.terms import Terms
from grants.records.types import Day, Id, Many, Record, Text


class Term(Record):
    """One entry of a set: a key of `[terms]`, its value, and since when and until when it holds."""

    key: Id
    """The key of [terms], with hyphens for underscores."""
    title: Text
    """The rule in words."""
    unit: Text
    """What its figures are in."""
    source: Text
    """The law, instruction or document that says so."""
    href: Text | None = None
    """Where the source can be read."""
    from_: Day | None = Field(default=None, alias="from")
    """The first day on which it holds; without it the source gives none."""
    to: Day | None = None
    """The last day on which it holds; without it the source gives none."""
    value: Any
    """The value as grant.toml would have it."""

    def holds(self, day: date | None) -> bool:
        """Whether the entry holds on a day; on an unknown day, if no other has followed it."""
        if day is None:
            return self.to is None
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    @property
    def field(self) -> str:
        """The name of the key in `Terms`."""
        return self.key.replace("-", "_")


class TermSet(Record):
    """The terms of one funder."""

    title: Text
    """Whose terms they are."""
    note: Text | None = None
    """What the set leaves open."""
    terms: Many[Term] = Field(default=(), alias="term")
    """The entries."""

    def on(self, day: date | None) -> dict[str, Any]:
        """The keys of `[terms]` with their values on a day."""
        return {term.field: term.value for term in self.terms if term.holds(day)}


def names() -> list[str]:
    """The names of all shipped sets, sorted."""
    found = (item.name for item in files("grants.terms").joinpath("data").iterdir())
    return sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))


@cache
def term_set(name: str) -> TermSet:
    """The set of that name; `KeyError` if none is shipped."""
    if name not in names():
        raise KeyError(name)
    text = files("grants.terms").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return TermSet.model_validate(tomllib.loads(text, parse_float=Decimal))


def day_of_terms(grant: Grant) -> date | None:
    """The day whose terms apply: of the award, else of the application; None if neither is known.

    Of a year alone, its last day: the terms of that year have then been decided.
    """
    for record in (grant.award, grant.application):
        if record is not None and record.date is not None:
            return record.date
        if record is not None and record.year is not None:
            return date(record.year, 12, 31)
    return None


def effective_terms(grant: Grant) -> Terms:
    """The grant's terms: the set that it uses, as of its day, overridden by its own keys."""
    own = grant.terms
    if own.use is None or own.use not in names():
        return own
    stated = {name: getattr(own, name) for name in own.model_fields_set}
    return Terms.model_validate({**term_set(own.use).on(day_of_terms(grant)), **stated})
