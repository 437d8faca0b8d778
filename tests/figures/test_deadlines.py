"""When the report is due, and which auditor an award asks for."""

from datetime import date

import pytest

from grants.figures.terms import due_day, satisfies, tier_of
from grants.records.terms import AuditorTier, ReportDeadline
from grants.values.money import Amount
from grants.values.periods import Period

TIERS = (
    AuditorTier(above=Amount.parse("0.00"), requires="declaration"),
    AuditorTier(above=Amount.parse("100000.00"), requires="approved-auditor"),
)


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        (ReportDeadline(months=3), date(2015, 3, 31)),
        (ReportDeadline(months=0), date(2014, 12, 31)),
        (ReportDeadline(days=30), date(2015, 1, 30)),
        (ReportDeadline(date=date(2015, 6, 1)), date(2015, 6, 1)),
    ],
)
def test_the_report_is_due(deadline: ReportDeadline, due: date) -> None:
    assert due_day(deadline, Period.parse("2014")) == due


def test_a_tier_begins_above_its_amount() -> None:
    assert tier_of(TIERS, None) is None
    assert tier_of(TIERS, Amount.parse("0.00")) is None
    assert tier_of(TIERS, Amount.parse("100000.00")) == TIERS[0]
    assert tier_of(TIERS, Amount.parse("100000.01")) == TIERS[1]


def test_a_stricter_auditor_is_enough() -> None:
    assert satisfies(TIERS, TIERS[0], "approved-auditor")
    assert not satisfies(TIERS, TIERS[1], "declaration")
    assert not satisfies(TIERS, TIERS[0], None)
