"""How a budget line comes about: numbers times a rate, exact, rounded once."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from grants.records.budget import Calculation, RateStep, RateTable, Rounding
from grants.values import money
from grants.values.money import Amount


def step_at(table: RateTable, day: date) -> RateStep | None:
    """The step of a rate table that holds on a day; None if it has none, or only an ended one."""
    begun = [step for step in table.steps if step.from_ <= day]
    latest = max(begun, key=lambda step: step.from_, default=None)
    return None if latest is None or (latest.to is not None and latest.to < day) else latest


def payable_hours(minutes: int, rounding: Rounding) -> Fraction:
    """The hours that a meeting of so many minutes is paid with.

    `begun-half-hour`: the first hour counts whole, then each begun half hour, as agreements on fees
    of general practitioners have it (1 h 35 min pays 2 h). `begun-hour`: each begun hour. Never less
    than the meeting lasted, and never less for a longer meeting.
    """
    if rounding == "begun-hour":
        return Fraction(-(-minutes // 60))
    if rounding == "begun-half-hour":
        return max(Fraction(1), Fraction(-(-minutes // 30), 2))
    return Fraction(minutes, 60)


def rate_of(part: Calculation, tables: Mapping[str, RateTable]) -> Amount | None:
    """The rate of one unit: the table's on the day, else the stated one; None if there is none."""
    if part.rate_table is None:
        return part.rate
    table = tables.get(part.rate_table)
    step = None if table is None or part.date is None else step_at(table, part.date)
    return None if step is None else step.amount


def calculated(parts: Iterable[Calculation], tables: Mapping[str, RateTable]) -> Amount | None:
    """What the parts of a calculation add up to, rounded once; None if a rate is not known."""
    exact = Fraction(0)
    for part in parts:
        rate = rate_of(part, tables)
        if rate is None:
            return None
        exact += _numbers(part, tables) * rate.exact
    return money.Amount.rounded(exact)


def _numbers(part: Calculation, tables: Mapping[str, RateTable]) -> Fraction:
    product = Fraction(1)
    for factor in part.factors:
        product *= Fraction(factor.number)
    if part.minutes is not None:
        table = tables.get(part.rate_table or "")
        product *= payable_hours(part.minutes, "none" if table is None else table.rounding)
    if part.percent is not None:
        product *= Fraction(part.percent) / 100
    if part.on_top is not None:
        product *= 1 + Fraction(part.on_top) / 100
    return product
