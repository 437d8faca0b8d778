"""Shipped sets of terms: what funders ask for, as dated data with its source.

A set is a file in `data`: entries for keys of `[terms]`, each with a value, a unit, a title, the
source that says so, and the days from which and to which it holds where the source gives them.
`[terms] use = "NAME"` takes the entries of the day of the award; keys of the grant override them.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, cast

from pydantic import Field

from grants.errors import UnknownTermsError
from grants.records.grant import Grant
from grants.records.terms import AuditorTier, ReportDeadline, Rules, Terms, TransferLimit
from grants.records.types import Currency, Dated, Id, Many, Record, Text
from grants.values.money import Amount
from grants.values.periods import Period
from grants.values.text import did_you_mean


class Term(Dated):
    """One entry of a set: a key of `[terms]`, its value, and since when and until when it holds.

    Without `from` or `to` the source gives no such day.
    """

    key: Id
    """The key of [terms], with hyphens for underscores."""
    title: Text
    """The rule in words."""
    unit: Text
    """What its figures are in."""
    currency: Currency | None = None
    """The currency of its amounts, if it has any."""
    source: Text
    """The law, instruction or document that says so."""
    href: Text | None = None
    """Where the source can be read."""
    value: Any
    """The value as grant.toml would have it."""

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
        return {field: term.value for field, term in self.entries(day).items()}

    def entries(self, day: date | None) -> dict[str, Term]:
        """The entries that hold on a day, by the keys of `[terms]`; on an unknown one without an end."""
        held = (t for t in self.terms if (t.to is None if day is None else t.holds(day)))
        return {term.field: term for term in held}


def names() -> list[str]:
    """The names of all sets, sorted: those of the package and those that other packages register."""
    from grants.extensions import extension_names

    return sorted({*_shipped(), *extension_names("terms")})


def is_known(name: str) -> bool:
    """Whether there is a set of that name; packages are asked only if it is not shipped."""
    return name in _shipped() or name in names()


def term_set(name: str) -> TermSet:
    """The set of that name, the package's own first; `UnknownTermsError` if there is none."""
    if name in _shipped():
        return _shipped_set(name)
    if not is_known(name):
        hint = did_you_mean(name, names())
        raise UnknownTermsError(f"no set of terms is called {name!r}{hint}; `grants terms list` has them all")
    from grants.extensions import extension

    found: TermSet | str = extension("terms", name)
    return _read(found) if isinstance(found, str) else found


@cache
def _shipped() -> list[str]:
    found = (item.name for item in files("grants.figures.terms").joinpath("data").iterdir())
    return [name.removesuffix(".toml") for name in found if name.endswith(".toml")]


@cache
def _shipped_set(name: str) -> TermSet:
    return _read(files("grants.figures.terms").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def _read(text: str) -> TermSet:
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


@dataclass(frozen=True, slots=True)
class Foreign:
    """Amounts of a rule in another currency than the grant's, which are compared with nothing.

    `is_own` separates the grant's own rules from those of the set that it uses.
    """

    field: str
    currency: str
    amounts: tuple[Amount, ...]
    is_own: bool


def effective_terms(grant: Grant) -> Terms:
    """The grant's terms: the set that it uses, as of its day, overridden by its own keys.

    Own rules that are dated override those that are not, if they hold on the day. Amounts in another
    currency than the grant's are left out (`foreign_amounts`): they would be compared wrongly.
    """
    own = grant.terms
    is_dated = bool(own.dated) or any(tier.from_ or tier.to for tier in own.auditor)
    if own.use is None and own.currency is None and not is_dated:
        return own
    rules, _ = _rules(grant)
    return Terms.model_validate({"use": own.use, "currency": own.currency, **rules})


def foreign_amounts(grant: Grant) -> list[Foreign]:
    """The amounts in the grant's terms that are in another currency than the grant."""
    return _rules(grant)[1]


def _rules(grant: Grant) -> tuple[dict[str, object], list[Foreign]]:
    """The rules in force by their keys, without amounts in other currencies, and these amounts."""
    own, day = grant.terms, day_of_terms(grant)
    found: dict[str, tuple[object, str | None, bool]] = {}
    if own.use is not None and is_known(own.use):
        for field, term in term_set(own.use).entries(day).items():
            found[field] = (getattr(Rules.model_validate({field: term.value}), field), term.currency, False)
    for rules in (own, *(dated for dated in own.dated if dated.holds(day))):
        found |= {field: (value, own.currency, True) for field, value in rules.stated.items()}
    kept: dict[str, object] = {}
    foreign: list[Foreign] = []
    for field, (stated, currency, is_own) in found.items():
        value = stated
        if field == "auditor":
            value = tuple(tier for tier in cast("tuple[AuditorTier, ...]", stated) if tier.holds(day))
        kept[field] = value
        if currency is not None and currency != grant.currency:
            kept[field], amounts = _without_amounts(field, value)
            if amounts:
                foreign.append(Foreign(field, currency, amounts, is_own))
    return kept, foreign


def _without_amounts(field: str, value: Any) -> tuple[object, tuple[Amount, ...]]:
    """What is left of a rule without its amounts, None if nothing is, and the amounts."""
    if field == "auditor" and any(tier.above for tier in value):
        return (), tuple(tier.above for tier in value)  # what a tier asks for depends on the others
    if field == "transfer_limit" and value.amount is not None:
        rest = {name: getattr(value, name) for name in TransferLimit.model_fields if name != "amount"}
        return (None if value.percent is None else TransferLimit.model_validate(rest)), (value.amount,)
    return value, ()


def due_day(deadline: ReportDeadline, period: Period) -> date:
    """The last day on which the report is in time; months count from the day after the period."""
    if deadline.date is not None:
        return deadline.date
    from dateutil.relativedelta import relativedelta

    months, days = deadline.months or 0, deadline.days or 0
    return period.end + relativedelta(months=months) + timedelta(days=days - 1)


def tier_of(tiers: Sequence[AuditorTier], award: Amount | None) -> AuditorTier | None:
    """The strictest tier that the award is above; None where it is above none, or there is no award."""
    reached = [tier for tier in tiers if award is not None and award > tier.above]
    return reached[-1] if reached else None


def satisfies(tiers: Sequence[AuditorTier], needed: AuditorTier, given: str | None) -> bool:
    """Whether an auditor of this kind is what the tier asks for, or what a stricter one does."""
    return given in [tier.requires for tier in tiers if tier.above >= needed.above]
