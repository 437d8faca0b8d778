"""Calculations: rounding once, rates of their date, hours by agreement."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.figures.rates import calculated, payable_hours, step_at
from grants.records.budget import Calculation, Factor, RateStep, RateTable, Rounding
from grants.values import money
from grants.values.money import Amount

ROUNDINGS: tuple[Rounding, ...] = ("none", "begun-half-hour", "begun-hour")


def table(*steps: RateStep, rounding: Rounding = "begun-half-hour") -> RateTable:
    return RateTable(
        id="fee", title="Fee", unit="hour", source="An agreement", rounding=rounding, steps=steps
    )


FEE = table(
    RateStep(from_=date(2014, 1, 1), to=date(2014, 12, 31), amount=Amount.parse("784.77")),
    RateStep(from_=date(2019, 10, 1), amount=Amount.parse("941.47")),
)


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(1, 1), (60, 1), (61, "1.5"), (90, "1.5"), (91, 2), (95, 2), (120, 2), (150, "2.5")],
)
def test_the_first_hour_is_whole_then_half_hours_begin(minutes: int, hours: object) -> None:
    assert payable_hours(minutes, "begun-half-hour") == Fraction(str(hours))


@given(st.sampled_from(ROUNDINGS), st.integers(1, 10_000), st.integers(0, 500))
def test_a_longer_meeting_never_pays_less(rounding: Rounding, minutes: int, more: int) -> None:
    hours = payable_hours(minutes, rounding)

    assert hours <= payable_hours(minutes + more, rounding)
    assert Fraction(minutes, 60) <= hours < Fraction(minutes, 60) + 1


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6), st.integers(0, 10**9))
def test_rounding_is_monotone_and_near(over: int, under: int, more: int) -> None:
    exact = Fraction(over, under)
    rounded = money.Amount.rounded(exact)

    assert rounded <= money.Amount.rounded(exact + Fraction(more, under))
    assert abs(rounded.exact - exact) <= Fraction(1, 200)
    assert money.Amount.rounded(-exact) == -rounded


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2013, 12, 31), None),
        (date(2014, 1, 1), "784.77"),
        (date(2014, 12, 31), "784.77"),
        (date(2015, 1, 1), None),
        (date(2019, 9, 30), None),
        (date(2019, 10, 1), "941.47"),
        (date(2030, 1, 1), "941.47"),
    ],
)
def test_a_rate_is_that_of_its_date(day: date, amount: str | None) -> None:
    step = step_at(FEE, day)

    assert (None if step is None else str(step.amount)) == amount


def test_parts_are_added_up_and_rounded_once() -> None:
    third = Calculation(factors=(Factor(number=Decimal("0.3333"), of="share"),), rate=Amount.parse("10.00"))

    assert calculated([third], {}) == Amount.parse("3.33")
    assert calculated([third] * 10, {}) == Amount.parse("33.33")
    assert money.Amount.rounded(Fraction("3.335")) == Amount.parse("3.34")


def test_a_meeting_is_paid_by_the_agreement() -> None:
    meeting = Calculation(
        factors=(Factor(number=Decimal(3), of="doctor"),),
        minutes=95,
        rate_table="fee",
        date=date(2020, 1, 1),
        percent=Decimal(75),
    )

    assert calculated([meeting], {"fee": FEE}) == Amount.parse("4236.62")  # 3 x 2 h x 941.47 x 75 %


def test_salary_has_the_employers_cost_on_top() -> None:
    salary = Calculation(
        factors=(Factor(number=Decimal("0.5"), of="FTE"), Factor(number=Decimal(12), of="month")),
        rate=Amount.parse("40000.00"),
        on_top=Decimal("17.5"),
    )

    assert calculated([salary], {}) == Amount.parse("282000.00")


def test_an_unknown_rate_gives_nothing() -> None:
    part = Calculation(rate_table="fee", date=date(2017, 1, 1))

    assert calculated([part], {"fee": FEE}) is None
    assert calculated([part], {}) is None
