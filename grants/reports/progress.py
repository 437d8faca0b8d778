"""How far a grant is on a day: spent of the award, time gone, what it may come to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.ledger import Account
from grants.records.report import ReportDetails
from grants.reports.speech import Speech
from grants.values import money
from grants.values.money import Amount


@dataclass(frozen=True, slots=True)
class Progress:
    """A grant as of a day.

    `spent` counts what the grant itself pays for, up to and with the day, and `others` what own money
    and partners pay; `left_out` is spend of the grant known only for a span that the day cuts in two.
    `committed` is what is ordered for the grant to pay and not posted at the end of the day. `award`
    and the period, of which `elapsed` and `days` count the days, are those in force now.
    """

    award: Amount | None
    spent: Amount
    others: Amount
    left_out: Amount
    committed: Amount
    elapsed: int
    days: int

    @property
    def rest(self) -> Amount | None:
        """Award less spent; negative when more was spent; None without an award and without spending."""
        if self.award is None and not self.spent:
            return None
        return (self.award or money.ZERO) - self.spent

    @property
    def available(self) -> Amount | None:
        """What is left when all that is ordered is paid; None as `rest` is."""
        return None if self.rest is None else self.rest - self.committed

    @property
    def bound(self) -> Amount:
        """What is spent or ordered."""
        return self.spent + self.committed

    @property
    def time_gone(self) -> Decimal:
        """Percent of the period that has passed, two places."""
        return Amount(self.elapsed).percent_of(Amount(self.days)) or Decimal("0.00")

    @property
    def money_gone(self) -> Decimal | None:
        """Percent of the award that is spent; None without an award."""
        return None if self.award is None else self.spent.percent_of(self.award)

    @property
    def forecast(self) -> Amount | None:
        """Spend at the end of the period: the run rate, or what is spent and ordered where that is more.

        None as long as there is neither.
        """
        rate = self.run_rate
        return self.bound or None if rate is None else max(rate, self.bound)

    @property
    def run_rate(self) -> Amount | None:
        """Spend at the end of the period if each day goes on costing what the days so far did.

        None before the period, and as long as nothing is spent; after the period what is spent.
        """
        if not self.elapsed or not self.spent:
            return None
        return self.spent.part(self.days, self.elapsed)


def progress(account: Account, as_of: date) -> Progress:
    """How far the grant is at the end of that day."""
    period = account.grant.effective_period
    spent = others = left_out = 0
    for group in account.postings.groups:
        if group.period.last > as_of:
            if group.period.start <= as_of and group.source.kind == "grant":
                left_out += group.total
        elif group.source.kind == "grant":
            spent += group.total
        else:
            others += group.total
    ordered = [c.amount for c in account.commitments(as_of) if c.financing == "grant"]
    until = period.up_to(as_of)
    return Progress(
        award=account.award if account.grant.is_awarded else None,
        spent=Amount(spent),
        others=Amount(others),
        left_out=Amount(left_out),
        committed=money.total(ordered),
        elapsed=0 if until is None else until.days,
        days=period.days,
    )


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something must be done, and what."""

    day: date
    text: str


def deadlines(account: Account, as_of: date, *, say: Speech) -> tuple[Deadline, ...]:
    """The deadlines of an awarded grant from that day on, the nearest first.

    The end of the period in force, instalments that are planned and have not come in, and the final
    report as long as it is not written; the day until which vouchers are kept is none.
    """
    record = account.grant
    if not record.is_awarded:
        return ()
    end = say("The period of the grant ends; a longer one must be applied for before")
    found = [Deadline(record.effective_period.last, end)]
    for instalment in record.instalments:
        is_open = instalment.received is None or instalment.received > as_of
        if instalment.planned is not None and is_open:
            amount = say.money(instalment.amount, record.currency)
            text = say("An instalment of {amount} is expected from the funder", amount=amount)
            found.append(Deadline(instalment.planned, text))
    report = record.report or ReportDetails()
    is_reported = record.is_final and (report.date is None or report.date.last <= as_of)
    if account.report_due is not None and not is_reported:
        found.append(Deadline(account.report_due, say("The final report is due")))
    return tuple(sorted((one for one in found if one.day >= as_of), key=lambda one: one.day))
