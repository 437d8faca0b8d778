import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.values import money
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
        assert money.to_minor(money.from_minor(minor)) == minor
        assert str(money.from_minor(minor)) == money.format_amount(minor)


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
    shown = money.percent(money.from_minor(part), money.from_minor(whole))
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
    assert money.percent(Decimal(part), Decimal(whole)) == Decimal(shown)


def test_a_limit_is_exceeded_by_a_single_ore() -> None:
    ten, whole = Decimal(10), Decimal("34400.00")

    assert not money.exceeds_percent(Decimal("3440.00"), ten, whole)
    assert money.exceeds_percent(Decimal("3440.01"), ten, whole)
