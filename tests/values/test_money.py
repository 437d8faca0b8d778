import dataclasses
import decimal
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.values import money
from grants.values.money import ZERO, Amount
from tests.strategies import minors

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(minors)
def test_format_and_parse_are_inverse(minor: int) -> None:
    assert money.parse_amount(money.format_amount(minor)) == minor


@given(st.text(alphabet="0123456789.,-+eE_' \u0660\uff11", max_size=20))
def test_whatever_is_parsed_is_written_the_same(text: str) -> None:
    """No second spelling of an amount is ever accepted."""
    try:
        minor = money.parse_amount(text)
    except ValueError as why:
        assert str(why)
    else:
        assert money.format_amount(minor) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "blank"),
        ("   ", "blank"),
        ("12,50", "write 12.50"),
        ("-12,50", "write -12.50"),
        ("1.234,56", "thousands marks"),
        ("1,234.56", "thousands marks"),
        ("1.234", "more than two decimals"),
        ("12.345", "more than two decimals"),
        ("12", "write 12.00"),
        ("12.", "write 12.00"),
        ("-12.5", "write -12.50"),
        ("1e3", "scientific"),
        ("1_000.00", "separator"),
        ("1 000.00", "separator"),
        ("12.50-", "write -12.50"),
        ("(12.50)", "not an amount"),
        ("٣١١٣٨.٠٠", "not an amount"),
        ("007.00", "leading zeros"),
        ("-0.00", "write 0.00"),
        ("+12.50", "not an amount"),
        ("12345678901234.00", "more than 13 digits"),
        ("nan", "not an amount"),
        ("12.50 kr", "not an amount"),
    ],
)
def test_a_wrong_amount_is_explained(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        money.parse_amount(text)


@given(minors)
def test_decimals_and_minor_units_are_inverse_in_any_context(minor: int) -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        amount = Amount(minor)
        assert Amount.of(amount.decimal) == Amount.parse(str(amount)) == amount
        assert amount.decimal.as_tuple().exponent == -2
        assert str(amount) == str(amount.decimal)
        assert amount.exact == Fraction(minor, 100)


@given(minors, minors)
def test_amounts_have_the_arithmetic_of_their_minor_units(one: int, other: int) -> None:
    a, b = Amount(one), Amount(other)

    assert (a + b, a - b, -a, abs(a)) == (
        Amount(one + other),
        Amount(one - other),
        Amount(-one),
        Amount(abs(one)),
    )
    assert (a < b, a <= b, a == b, bool(a)) == (one < other, one <= other, one == other, one != 0)
    assert (hash(a) == hash(b)) or one != other
    assert money.total([a, b, a]) == Amount(2 * one + other)
    assert pickle.loads(pickle.dumps(a)) == a  # noqa: S301
    assert a.is_whole == (one % 100 == 0)


def test_the_sum_of_nothing_is_nothing() -> None:
    assert money.total([]) == ZERO
    assert not ZERO


@given(minors, st.integers(0, 10_000), st.integers(1, 10_000))
def test_shares_and_rates_are_rounded_once_half_away_from_zero(minor: int, over: int, under: int) -> None:
    amount, number = Amount(minor), Decimal(over).scaleb(-2)

    for rounded, exact in (
        (amount.part(over, under), amount.exact * over / under),
        (amount.share(number), amount.exact * Fraction(number) / 100),
        (amount.times(number), amount.exact * Fraction(number)),
    ):
        assert abs(rounded.exact - exact) <= Fraction(1, 200)
        if abs(rounded.exact - exact) == Fraction(1, 200):
            assert abs(rounded.exact) > abs(exact)


@pytest.mark.parametrize("text", ["0.001", "1E-3", "NaN", "Infinity"])
def test_an_amount_has_at_most_two_decimals(text: str) -> None:
    with pytest.raises(ValueError, match="not exact"):
        Amount.of(Decimal(text))


def test_an_amount_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Amount(1).minor = 2  # type: ignore[misc]


@given(minors, weights)
def test_allocation_conserves_the_total_and_is_fair(total: int, shares_of: list[int]) -> None:
    """No øre is lost, and no share is a whole øre away from its exact part."""
    shares = money.allocate(total, shares_of)

    assert sum(shares) == total
    for share, weight in zip(shares, shares_of, strict=True):
        assert abs(Fraction(share) - Fraction(total * weight, sum(shares_of))) < 1


@given(minors, weights, st.integers(0, 20))
def test_neighbours_together_have_the_sum_of_their_shares(total: int, shares_of: list[int], at: int) -> None:
    """So months give their year, and what lies before a day does not depend on the days after it."""
    merged = [sum(shares_of[:at]), sum(shares_of[at:])]

    assert money.allocate(total, merged)[0] == sum(money.allocate(total, shares_of)[:at])


@given(minors, weights)
def test_a_reversal_cancels_share_by_share(total: int, shares_of: list[int]) -> None:
    back = money.allocate(-total, shares_of)

    assert [a + b for a, b in zip(money.allocate(total, shares_of), back, strict=True)] == [0] * len(back)


@pytest.mark.parametrize("bad", [[], [0, 0], [1, -1]])
def test_weights_must_make_sense(bad: list[int]) -> None:
    with pytest.raises(ValueError, match=r"weights|empty"):
        money.allocate(100, bad)


@given(minors, minors)
def test_percent_is_the_exact_quotient_rounded_half_away_from_zero(part: int, whole: int) -> None:
    shown = Amount(part).percent_of(Amount(whole))
    if whole == 0:
        assert shown is None
    else:
        assert shown is not None
        exact = Fraction(part * 100, whole)
        assert abs(Fraction(shown) - exact) <= Fraction(1, 200)
        assert (shown < 0) <= (exact < 0)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [("-3262.00", "34400.00", "-9.48"), ("48737.00", "156000.00", "31.24"), ("0.05", "1000.00", "0.01")],
)
def test_percentages_as_people_round_them(part: str, whole: str, shown: str) -> None:
    assert Amount.parse(part).percent_of(Amount.parse(whole)) == Decimal(shown)


def test_a_limit_is_exceeded_by_a_single_ore() -> None:
    ten, whole = Decimal(10), Amount.parse("34400.00")

    assert not Amount.parse("3440.00").exceeds(ten, whole)
    assert Amount.parse("3440.01").exceeds(ten, whole)


@given(minors, st.integers(0, 10_000), minors)
def test_a_limit_is_compared_exactly(part: int, hundredths: int, whole: int) -> None:
    percentage = Decimal(hundredths).scaleb(-2)
    exact = Fraction(percentage) * Fraction(whole, 10_000)

    assert Amount(part).exceeds(percentage, Amount(whole)) == (Fraction(part, 100) > exact)


@given(st.fractions())
def test_rounding_is_to_the_nearest_and_half_goes_away_from_zero(exact: Fraction) -> None:
    rounded = Amount.rounded(exact).exact

    assert abs(rounded - exact) <= Fraction(1, 200)
    if abs(rounded - exact) == Fraction(1, 200):
        assert abs(rounded) > abs(exact)
    assert Amount.rounded(-exact) == -Amount.rounded(exact)


@pytest.mark.parametrize("minor", [1, -1, 3, -3])
def test_half_a_minor_unit_goes_away_from_zero(minor: int) -> None:
    assert Amount.rounded(Fraction(minor, 200)) == Amount((minor + (1 if minor > 0 else -1)) // 2)


@given(st.text(alphabet="0123456789.-", max_size=12))
def test_an_amount_is_read_as_files_are(text: str) -> None:
    try:
        minor = money.parse_amount(text)
    except ValueError:
        with pytest.raises(ValueError, match=r"."):
            Amount.parse(text)
    else:
        assert Amount.parse(text) == Amount(minor)


@pytest.mark.parametrize("other", [1, Decimal(1), Fraction(1), 1.0, "1.00"])
@pytest.mark.parametrize("by", [operator.add, operator.sub, operator.lt, operator.mul, operator.truediv])
def test_an_amount_does_not_mix_with_other_numbers(by: Callable[[Any, Any], object], other: object) -> None:
    with pytest.raises((TypeError, AttributeError)):
        by(Amount(100), other)
    assert Amount(100) != other


def test_amounts_are_neither_multiplied_nor_divided_by_each_other() -> None:
    for by in (operator.mul, operator.truediv, operator.floordiv, operator.mod):
        with pytest.raises(TypeError):
            by(Amount(100), Amount(100))


def test_amounts_are_written_as_findings_want_them() -> None:
    assert (f"{Amount(123456):+}", f"{Amount(-5):+}", f"{Amount(123456789):,}") == (
        "+1234.56",
        "-0.05",
        "1,234,567.89",
    )
