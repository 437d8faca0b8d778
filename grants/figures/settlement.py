"""Settlement with the funder, and what is still available: pure sums, exact to the minor unit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from grants.figures.approved_budget import ApprovedLine
from grants.figures.postings import Group
from grants.records.payments import Commitment, Instalment, Repayment
from grants.values import money
from grants.values.money import Amount
from grants.values.schema import RecordSchema


@dataclass(frozen=True, slots=True)
class Settlement:
    """The settlement with the funder: `award` granted, `received`, `repaid`, `spent` of the grant.

    award = eligible + unspent; received - repaid + receivable = eligible + to_repay; of receivable
    and to_repay one is zero at least.
    """

    award: Amount
    received: Amount
    repaid: Amount
    spent: Amount

    SCHEMA: ClassVar[RecordSchema] = RecordSchema(
        award=2, received=2, repaid=2, spent=2, eligible=2, unspent=2, overspent=2, receivable=2, to_repay=2
    )
    """The columns of `record`."""

    def record(self) -> dict[str, object]:
        """The settlement as one flat record of plain values, amounts as `Decimal` with two places."""
        return {name: getattr(self, name).decimal for name in self.SCHEMA}

    @property
    def eligible(self) -> Amount:
        """What the funder pays for: the spending, but no more than the award."""
        return min(self.spent, self.award)

    @property
    def unspent(self) -> Amount:
        """What is left of the award."""
        return self.award - self.eligible

    @property
    def overspent(self) -> Amount:
        """What was spent beyond the award, and which the grant does not cover."""
        return self.spent - self.eligible

    @property
    def receivable(self) -> Amount:
        """What the funder still owes for what was spent."""
        return max(-self._held, money.ZERO)

    @property
    def to_repay(self) -> Amount:
        """What the recipient holds beyond what was spent, after what is already paid back."""
        return max(self._held, money.ZERO)

    @property
    def due(self) -> Amount:
        """What must be paid back in all: received less spent of the award."""
        return max(self.received - self.eligible, money.ZERO)

    @property
    def repayment(self) -> Amount:
        """What is paid back in all: already, and still to come."""
        return self.repaid + self.to_repay

    @property
    def _held(self) -> Amount:
        return self.received - self.repaid - self.eligible


def settle(
    award: Amount,
    spent: Amount,
    instalments: Iterable[Instalment],
    repayments: Iterable[Repayment],
    *,
    as_of: date | None = None,
) -> Settlement:
    """Settle an award; payments count up to and with `as_of`, `spent` is up to then already."""
    came = [i for i in instalments if i.received is not None and (as_of is None or i.received <= as_of)]
    went = [r for r in repayments if as_of is None or r.date <= as_of]
    return Settlement(
        award=award,
        received=money.total(received_of(instalment) for instalment in came),
        repaid=money.total(repayment.amount for repayment in went),
        spent=spent,
    )


def planned_amounts(instalments: Sequence[Instalment]) -> list[Amount]:
    """What each instalment adds to the plan, in the order in which they are given.

    A planned one adds its amount. One that came in without a plan adds what it has beyond what planned
    ones came short of: the rest of a planned payment that was received in parts is no payment more.
    """
    short = money.total(
        max(i.amount - received_of(i), money.ZERO)
        for i in instalments
        if i.planned is not None and i.received is not None
    )
    added = []
    for instalment in instalments:
        amount = instalment.amount
        if instalment.planned is None:
            amount = received_of(instalment)
            covered = min(amount, short)
            short, amount = short - covered, amount - covered
        added.append(amount)
    return added


def received_of(instalment: Instalment) -> Amount:
    """What came in of an instalment: nothing as long as it is only planned."""
    if instalment.received is None:
        return money.ZERO
    return instalment.amount if instalment.received_amount is None else instalment.received_amount


@dataclass(frozen=True, slots=True)
class Availability:
    """What one activity has left: budget = spent + committed + available."""

    activity: str
    budget: Amount
    spent: Amount
    committed: Amount

    SCHEMA: ClassVar[RecordSchema] = RecordSchema(activity=str, budget=2, spent=2, committed=2, available=2)
    """The columns of `record`."""

    def record(self) -> dict[str, object]:
        """The activity as one flat record of plain values, amounts as `Decimal` with two places."""
        names = ("budget", "spent", "committed", "available")
        return {"activity": self.activity, **{name: getattr(self, name).decimal for name in names}}

    @property
    def available(self) -> Amount:
        """Budget less spent less what is ordered; negative where more is bound than budgeted."""
        return self.budget - self.spent - self.committed


def availability(
    lines: Iterable[ApprovedLine],
    groups: Iterable[Group],
    commitments: Iterable[Commitment],
    *,
    order: Sequence[str] = (),
) -> tuple[Availability, ...]:
    """What each activity has left, those of `order` first, then the others by name.

    `commitments` are the open ones: an ordered cost counts until it is posted.
    """
    budget: defaultdict[str, Amount] = defaultdict(lambda: money.ZERO)
    spent: defaultdict[str, Amount] = defaultdict(lambda: money.ZERO)
    committed: defaultdict[str, Amount] = defaultdict(lambda: money.ZERO)
    for line in lines:
        budget[line.activity] += line.amount
    for group in groups:
        spent[group.activity] += money.Amount(group.total)
    for commitment in commitments:
        committed[commitment.activity] += commitment.amount
    others = {*budget, *spent, *committed}.difference(order)
    return tuple(
        Availability(activity, budget[activity], spent[activity], committed[activity])
        for activity in (*dict.fromkeys(order), *sorted(others))
    )
