"""Activities and budget lines: what the money is for, who pays, how the amount is calculated."""

from typing import Self

from pydantic import Field, model_validator

from grants.records.types import (
    Amount,
    Day,
    Financing,
    Id,
    Many,
    Percent,
    Quantity,
    Record,
    Span,
    Text,
    fault,
)
from grants.values.financing import Payer


class Activity(Record):
    """Something the grant pays for; budget lines and postings name it by `id`."""

    id: Id
    """Short name, used by budget lines and postings."""
    title: Text
    """The name as reports show it."""
    category: Id | None = None
    """The kind of cost: fees, salary, overhead, travel... Terms on kinds of cost go by it."""
    rate: Id | None = None
    """The rate table that postings with a quantity must follow."""


class Factor(Record):
    """One number that a calculation is multiplied by, and what it counts."""

    number: Quantity
    """How many, at most four decimals."""
    of: Text
    """What is counted: hour, meeting, therapist, month, FTE."""


class Calculation(Record):
    """How (a part of) a budget line comes about: numbers times a rate, with what is paid on top.

    number x number x ... x hours of `minutes` x rate x `percent` x (100 % + `on_top`). The parts of
    a line are added up and rounded once, half up, to the minor unit.
    """

    text: Text | None = None
    """What this part is."""
    factors: Many[Factor] = ()
    """The numbers that are multiplied."""
    minutes: int | None = Field(default=None, ge=1, le=10_080)
    """The length of each meeting in minutes; it is rounded as the rate table says, and counts as hours."""
    rate: Amount | None = None
    """The rate for one unit."""
    rate_table: Id | None = None
    """The rate table that gives the rate; if `rate` is stated too, both must be the same."""
    date: Day | None = None
    """The day whose rate applies."""
    percent: Percent | None = None
    """The share of the rate that is paid, such as 75 for three quarters of a day."""
    on_top: Percent | None = None
    """What the employer pays on top of the pay (pension, holiday pay), in percent of it."""

    @model_validator(mode="after")
    def _has_rate(self) -> Self:
        if self.rate is None and self.rate_table is None:
            raise fault("limit", "a calculation has a rate, or names a rate_table")
        if self.rate_table is not None and self.date is None:
            raise fault("limit", "a calculation by a rate_table has the date whose rate applies")
        return self


class BudgetLine(Record):
    """One line of the approved budget, or of the one applied for.

    `amount` is in the grant's currency, exact, not negative. `period` lies within the grant's;
    without one the line covers the whole grant and is not divided over time.
    """

    activity: Id
    """The activity that the line is for."""
    amount: Amount
    """The budgeted amount."""
    period: Span | None = None
    """The part of the grant's period that the line is for; without one, all of it."""
    financing: Financing = "grant"
    """Who pays: the grant, the recipient's own money, or a partner."""
    partner: Id | None = None
    """Which partner pays, with financing = "partner"."""
    in_kind: bool = False
    """Whether it is paid in work or things and not in money."""
    approximate: bool = False
    """Whether the source itself calls the figure about."""
    calculation: Many[Calculation] = ()
    """How the amount comes about; their sum must be the amount."""
    text: Text | None = None
    """A note on the line."""

    @model_validator(mode="after")
    def _partner_pays(self) -> Self:
        if self.partner is not None and self.financing != "partner":
            raise fault("limit", 'a line that names a partner has financing = "partner"')
        return self

    @property
    def payer(self) -> Payer:
        """Who pays."""
        return Payer(self.financing, self.partner, self.in_kind)


class FundingSource(Record):
    """One source of the financing plan: what it pays in all, in money or in kind."""

    source: Financing
    """The grant, the recipient's own money, or a partner."""
    amount: Amount
    """What this source pays in all; the budget lines that it finances add up to it."""
    partner: Id | None = None
    """Which partner, with source = "partner"."""
    in_kind: bool = False
    """Whether it is paid in work or things and not in money."""
    text: Text | None = None
    """A note, such as where the commitment is written."""

    @model_validator(mode="after")
    def _partner_pays(self) -> Self:
        if self.partner is not None and self.source != "partner":
            raise fault("limit", 'a source that names a partner has source = "partner"')
        return self

    @property
    def payer(self) -> Payer:
        """Who pays."""
        return Payer(self.source, self.partner, self.in_kind)
