"""What the terms want of a final account, and until when: pure rules over terms and records."""

from collections.abc import Sequence
from datetime import date, timedelta

from grants.records import AuditorTier, ReportDeadline
from grants.values.money import Amount
from grants.values.periods import Period


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
