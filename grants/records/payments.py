"""Money that is applied for, granted, comes in, goes back, and is ordered but not yet posted."""

from typing import Self

from pydantic import model_validator

from grants.records.types import Amount, Day, Financing, Id, Record, Text, Year, fault
from grants.values.financing import Payer


class Application(Record):
    """What was applied for. `approximate` marks a figure that the source itself calls approximate."""

    amount: Amount
    """The sum applied for."""
    year: Year | None = None
    """The year of the application, where its day is not known."""
    date: Day | None = None
    """The day of the application."""
    approximate: bool = False
    """Whether the source itself calls the figure about."""


class Award(Record):
    """What the funder granted, and when: the day, or only the year where no more is known."""

    amount: Amount
    """The sum granted at first; an [[amendment]] with `award` changes it."""
    year: Year | None = None
    """The year of the award, where its day is not known."""
    date: Day | None = None
    """The day of the award; it decides which dated terms apply."""


class Instalment(Record):
    """A payment from the funder: planned, received, or both."""

    amount: Amount
    """The planned amount; of a payment that was not planned, the received one."""
    planned: Day | None = None
    """The day on which the payment is expected."""
    received: Day | None = None
    """The day on which the payment came in."""
    received_amount: Amount | None = None
    """What came in, where it differs from the planned amount."""
    voucher: Text | None = None
    """The voucher of the receipt."""
    text: Text | None = None
    """What the payment depends on."""

    @model_validator(mode="after")
    def _has_day(self) -> Self:
        if self.planned is None and self.received is None:
            raise fault("limit", "an instalment is planned or received on a day")
        if self.received_amount is not None and self.received is None:
            raise fault("limit", "a received_amount has the day on which it was received")
        return self


class Repayment(Record):
    """Money that was paid back to the funder."""

    amount: Amount
    """What was paid back."""
    date: Day
    """The day of the payment."""
    document: Text | None = None
    """The voucher or document of the payment."""
    text: Text | None = None
    """Why it was paid back."""


class StatedSettlement(Record):
    """The settlement as it was stated to the funder; `grants check` holds it against the account."""

    repayment: Amount
    """What is to be paid back in all; 0 where nothing is."""
    date: Day | None = None
    """The day of the settlement."""
    document: Text | None = None
    """The document that states it."""


class Commitment(Record):
    """Something ordered that is not yet posted; it leaves less of the budget available."""

    activity: Id
    """The activity that will carry the cost."""
    amount: Amount
    """What is ordered."""
    date: Day
    """The day of the order."""
    financing: Financing = "grant"
    """Who will pay."""
    partner: Id | None = None
    """Which partner will pay, with financing = "partner"."""
    posted: Day | None = None
    """The day on which the cost was posted; from then on the commitment counts no more."""
    document: Text | None = None
    """The order or contract."""
    text: Text | None = None
    """What is ordered."""

    @model_validator(mode="after")
    def _partner_pays(self) -> Self:
        if self.partner is not None and self.financing != "partner":
            raise fault("limit", 'an order that names a partner has financing = "partner"')
        return self

    @property
    def payer(self) -> Payer:
        """Who pays."""
        return Payer(self.financing, self.partner)

    def is_open(self, as_of: Day | None = None) -> bool:
        """Whether it is ordered and not yet posted, now or at the end of a day."""
        if as_of is None:
            return self.posted is None
        return self.date <= as_of and (self.posted is None or self.posted > as_of)
