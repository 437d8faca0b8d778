from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.values.periods import Granularity, Period, Spread, parse_date
from tests.strategies import periods

dividing = st.sampled_from([Granularity.YEAR, Granularity.QUARTER, Granularity.MONTH])


@given(periods())
def test_text_and_parse_are_inverse(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods(), dividing)
def test_units_cover_the_period_without_gap_or_overlap(period: Period, by: Granularity) -> None:
    units = list(period.units(by))

    assert units[0].start <= period.start < units[0].end
    assert units[-1].start < period.end <= units[-1].end
    for left, right in pairwise(units):
        assert left.end == right.start


@given(periods(), dividing, st.sampled_from(Spread))
def test_weights_of_the_units_add_up(period: Period, by: Granularity, spread: Spread) -> None:
    weights = [period.weight_in(unit, spread) for unit in period.units(by)]

    assert all(weight > 0 for weight in weights)
    assert sum(weights) == period.weight_in(period, spread)


@given(periods())
def test_days_count_both_ends(period: Period) -> None:
    assert period.weight_in(period, Spread.DAYS) == period.days
    assert period.last == period.start + timedelta(days=period.days - 1)


@given(periods(), st.dates(date(2013, 1, 1), date(2020, 1, 1)))
def test_the_part_up_to_a_day_ends_there(period: Period, day: date) -> None:
    part = period.up_to(day)

    if part is None:
        assert day < period.start
    else:
        assert part.start == period.start
        assert part.last == min(day, period.last)


def test_every_month_weighs_the_same() -> None:
    year = Period.parse("2015")

    assert len({year.weight_in(month, Spread.MONTHS) for month in year.units(Granularity.MONTH)}) == 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016-03-14", "2016-03-14", "2016-03-14"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-Q4", "2016-10-01", "2016-12-31"),
        ("2014/2017", "2014-01-01", "2017-12-31"),
        ("2014-03/2015-Q1", "2014-03-01", "2015-03-31"),
    ],
)
def test_both_ends_are_included(text: str, first: str, last: str) -> None:
    period = Period.parse(text)

    assert (period.start.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "blank"),
        ("2016-02-30", "no date of the calendar"),
        ("2016-13", "no date of the calendar"),
        ("2015/2014", "ends before it begins"),
        ("14-03-2016", "write 2016-03-14"),
        ("14.3.2016", "write 2016-03-14"),
        ("03/14/2016", "month first and the year last; write 2016-03-14"),
        ("86400", "is not a date"),
        ("2016-Q5", "is not a date"),
        ("2016-3-14", "is not a date"),
        ("٢٠١٦", "is not a date"),
        ("20160314", "is not a date"),
        ("2016-03-14T10:00", "is not a date"),
        ("0216-03-14", "the year must be"),
        ("2014/", "is not a date"),
        ("/2014", "is not a date"),
        ("2014/2015/2016", "is not a date"),
    ],
)
def test_a_wrong_date_is_explained(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Period.parse(text)


def test_a_day_is_no_month() -> None:
    assert parse_date("2018-04-24") == date(2018, 4, 24)
    with pytest.raises(ValueError, match="one day"):
        parse_date("2018-04")
