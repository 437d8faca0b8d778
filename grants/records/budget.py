"""The budget: activities, lines, how an amount is calculated from rates, and amendments of the grant."""

from typing import Literal, Self

from pydantic import Field, model_validator

from grants.records.types import (
    Amount,
    Currency,
    Day,
    Financing,
    Id,
    Many,
    Percent,
    Quantity,
    Record,
    SignedAmount,
    Span,
    Text,
    fault,
)
from grants.values.financing import Payer

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


class _Line(Record):
    """What a budget line and a change of one have in common."""

    activity: Id
    """The activity that the line is for."""
    amount: SignedAmount
    """The amount, of which each kind of line says what it is."""
    period: Span | None = None
    """The part of the grant's period that the line is for; without one, all of it."""
    financing: Financing = "grant"
    """Who pays: the grant, the recipient's own money, or a partner."""
    partner: Id | None = None
    """Which partner pays, with financing = "partner"."""
    in_kind: bool = False
    """Whether it is paid in work or things and not in money."""

    @model_validator(mode="after")
    def _partner_pays(self) -> Self:
        if self.partner is not None and self.financing != "partner":
            raise fault("limit", 'a line that names a partner has financing = "partner"')
        return self

    @property
    def payer(self) -> Payer:
        """Who pays."""
        return Payer(self.financing, self.partner, self.in_kind)


class BudgetLine(_Line):
    """One line of the approved budget, or of the one applied for.

    `amount` is in the grant's currency, exact, not negative. `period` lies within the grant's;
    without one the line covers the whole grant and is not divided over time.
    """

    amount: Amount
    """The budgeted amount."""
    approximate: bool = False
    """Whether the source itself calls the figure about."""
    calculation: Many[Calculation] = ()
    """How the amount comes about; their sum must be the amount."""
    text: Text | None = None
    """A note on the line."""


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


class LineChange(_Line):
    """By how much an amendment changes one budget line.

    The line is the one of the same activity, period, financing, partner and in_kind.
    """

    amount: SignedAmount
    """How much is added; negative for what is taken away."""
    new: bool = False
    """Whether the amendment adds this line to the budget."""


class Amendment(Record):
    """A change of the grant.

    Approved ones govern from their date: the latest period and award, and
    the sum of all changes of the lines. Without `approved_by` it is applied for and governs nothing.
    """

    date: Day
    """The day of the funder's decision; of the application as long as there is none."""
    period: Span | None = None
    """The new period of the grant."""
    award: Amount | None = None
    """The new award, where it changes."""
    changes: Many[LineChange] = Field(default=(), alias="change")
    """What is moved between the lines; together zero, or what the award changes by."""
    applied: Day | None = None
    """The day on which the change was applied for; an extension, before the old period ends."""
    approved_by: Text | None = None
    """Who approved the change: a body or an office, no private person."""
    document: Text | None = None
    """The number of the document that holds the approval."""
    text: Text | None = None
    """Why the change was needed."""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.period is None and self.award is None and not self.changes:
            raise fault("limit", "an amendment changes the period, the award or lines (change)")
        return self
