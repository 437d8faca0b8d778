"""Changes of the grant after the award: a longer period, moved money, another award."""

from typing import Self

from pydantic import Field, model_validator

from grants.records.types import Amount, Day, Financing, Id, Many, Record, SignedAmount, Span, Text, fault
from grants.values.financing import Payer


class LineChange(Record):
    """By how much an amendment changes one budget line.

    The line is the one of the same activity, period, financing, partner and in_kind.
    """

    activity: Id
    """The activity of the line."""
    amount: SignedAmount
    """How much is added; negative for what is taken away."""
    period: Span | None = None
    """The period of the line, where it has one."""
    financing: Financing = "grant"
    """Who pays the line."""
    partner: Id | None = None
    """Which partner pays the line."""
    in_kind: bool = False
    """Whether the line is paid in kind."""
    new: bool = False
    """Whether the amendment adds this line to the budget."""

    @model_validator(mode="after")
    def _partner_pays(self) -> Self:
        if self.partner is not None and self.financing != "partner":
            raise fault("limit", 'a line that names a partner has financing = "partner"')
        return self

    @property
    def payer(self) -> Payer:
        """Who pays."""
        return Payer(self.financing, self.partner, self.in_kind)


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
