"""How far a grant is on a day: spent of the award, time gone, what it may come to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants import money
from grants.ledger import GrantLedger


@dataclass(frozen=True, slots=True)
class Progress:
    """A grant as of a day.

    `spent` counts what the grant itself pays for, up to and with the day; `left_out` is spend known
    only for a span that the day cuts in two. `elapsed` and `days` are days of the period in force.
    """

    as_of: date
    award: Decimal | None
    spent: Decimal
    left_out: Decimal
    elapsed: int
    days: int

    @property
    def rest(self) -> Decimal | None:
        """What is left of the award; negative when more was spent; None without an award."""
        return None if self.award is None else money.total([self.award, self.spent.copy_negate()])

    @property
    def time_gone(self) -> Decimal:
        """Percent of the period that has passed, two places."""
        return money.percent(Decimal(self.elapsed), Decimal(self.days)) or Decimal("0.00")

    @property
    def money_gone(self) -> Decimal | None:
        """Percent of the award that is spent; None without an award."""
        return None if self.award is None else money.percent(self.spent, self.award)

    @property
    def forecast(self) -> Decimal | None:
        """Spend at the end of the period if each day goes on costing what the days so far did.

        None before the period, and as long as nothing is spent; after the period what is spent.
        """
        if not self.elapsed or not self.spent:
            return None
        return money.proportion(self.spent, self.days, self.elapsed)


def progress(grant: GrantLedger, as_of: date) -> Progress:
    """How far the grant is at the end of that day."""
    record, period = grant.grant, grant.grant.effective_period
    spent = left_out = 0
    for group in grant.postings.groups:
        if group.financing == "grant" and group.period.last <= as_of:
            spent += group.total
        elif group.financing == "grant" and group.period.start <= as_of:
            left_out += group.total
    until = period.up_to(as_of)
    return Progress(
        as_of=as_of,
        award=record.award.amount if record.award is not None and record.is_awarded else None,
        spent=money.from_minor(spent),
        left_out=money.from_minor(left_out),
        elapsed=0 if until is None else until.days,
        days=period.days,
    )


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done, and what."""

    day: date
    text: str


def deadlines(grant: GrantLedger, as_of: date, *, end_of_period: str) -> tuple[Deadline, ...]:
    """The deadlines from that day on, the nearest first: the end of the period in force."""
    last = grant.grant.effective_period.last
    found = [Deadline(last, end_of_period)] if grant.grant.is_awarded else []
    return tuple(sorted((one for one in found if one.day >= as_of), key=lambda one: one.day))
