"""Rates that change on dates, such as the hourly fee of an agreement."""

from typing import Literal

from pydantic import Field

from grants.records.types import Amount, Currency, Day, Id, Many, Percent, Record, Text

Rounding = Literal["none", "begun-half-hour", "begun-hour"]


class RateStep(Record):
    """What the rate is from one day to another, both included."""

    from_: Day = Field(alias="from")
    """The first day of this rate."""
    to: Day | None = None
    """The last day of this rate; without it the rate holds until the next step, or until further notice."""
    amount: Amount
    """The rate for one unit."""


class RateTable(Record):
    """A rate for one unit that changes on dates; calculations and activities name it by `id`."""

    id: Id
    """Short name, used in `rate_table = "..."` and `rate = "..."`."""
    title: Text
    """What is paid for."""
    unit: Text
    """What the rate is for one of: hour, meeting, day, month."""
    source: Text
    """The agreement, law or letter that sets the rate."""
    currency: Currency | None = None
    """The currency of the rates, where it is another than the grant's."""
    rounding: Rounding = "none"
    """How a meeting's length is rounded. begun-half-hour: the first hour counts whole, then each
    begun half hour (1 h 35 min pays 2 h). begun-hour: each begun hour counts."""
    shares: Many[Percent] = ()
    """The percentages of the rate that may be paid, such as 100, 75 and 50 for full and part days."""
    steps: Many[RateStep] = Field(default=(), alias="step")
    """The rate from date to date."""
