"""Amounts of money: exact, as text, as `Decimal` and as whole minor units.

Outside the library an amount is a `Decimal` with two places. Inside sums it is an `int` of minor
units (øre, cents), because integers add up exactly at any size and under any decimal context. No
amount ever passes through a float, and this is the only module that divides.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

MAX_DIGITS = 13
"""Digits before the point: sums of whole columns then still fit the 64 bits of other programs."""

AMOUNT = re.compile(r"(?!-0\.00)-?(?:0|[1-9][0-9]{0,12})\.[0-9]{2}")
"""The one way to write an amount in a file: ASCII digits, a point, exactly two decimals."""


def parse_amount(text: str) -> int:
    """Read an amount such as `-31138.00` as minor units.

    Raises `ValueError`, saying what is wrong, for everything that `format_amount` would not write.
    """
    if AMOUNT.fullmatch(text) is None:
        raise ValueError(_why_not_amount(text))
    return int(text[:-3] + text[-2:])


def format_amount(minor: int) -> str:
    """Write minor units as files and programs read them: `-31138.00`. Inverse of `parse_amount`."""
    kroner, ore = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{kroner}.{ore:02d}"


def to_minor(amount: Decimal) -> int:
    """Turn a `Decimal` of at most two places into minor units; `ValueError` if it has more."""
    sign, digits, exponent = amount.as_tuple()
    if not isinstance(exponent, int) or exponent < -2:
        raise ValueError(f"{amount} is not exact in hundredths")
    minor = int("".join(map(str, digits)) + "0" * (exponent + 2))
    return -minor if sign else minor


def from_minor(minor: int) -> Decimal:
    """Turn minor units into a `Decimal` with exactly two places."""
    return Decimal(format_amount(minor))


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights`, losing nothing: the shares add up to `total`.

    Each share is the difference of two running totals, which are rounded down. So no share is a
    whole minor unit away from its exact part; neighbours that are taken together have the sum of
    their shares, and what lies before a point does not depend on how the rest is divided: twelve
    months give their year, and a year that has passed keeps its share. A negative total gives the
    shares of its positive twin, negated, so that a reversal cancels what it reverses.
    Weights are not negative and not all zero, else `ValueError`.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and not all zero")
    running = [abs(total) * weight // whole for weight in accumulate(weights, initial=0)]
    sign = -1 if total < 0 else 1
    return [sign * (after - before) for before, after in pairwise(running)]


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` in percent of `whole`, two places, half away from zero; None of nothing (whole = 0)."""
    over, under = to_minor(part), to_minor(whole)
    if under == 0:
        return None
    hundredths = (abs(over) * 20_000 + abs(under)) // (2 * abs(under))
    return from_minor(-hundredths if (over < 0) != (under < 0) else hundredths)


def proportion(amount: Decimal, part: int, whole: int) -> Decimal:
    """`amount` times `part` of `whole`, to the minor unit, half away from zero; `whole` is above zero."""
    over = to_minor(amount) * part
    minor = (2 * abs(over) + whole) // (2 * whole)
    return from_minor(-minor if over < 0 else minor)


def exceeds_percent(part: Decimal, limit: Decimal, whole: Decimal) -> bool:
    """Whether `part` is more than `limit` percent of `whole`: compared exactly, nothing rounded."""
    return to_minor(part) * 10_000 > to_minor(limit) * to_minor(whole)


def rounded(exact: Fraction) -> Decimal:
    """An exact sum in whole units of currency as an amount: half a minor unit goes away from zero."""
    hundredths = abs(exact) * 100
    minor = (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)
    return from_minor(-minor if exact < 0 else minor)


def share(percentage: Decimal, whole: Decimal) -> Decimal:
    """So many percent of an amount, rounded half away from zero."""
    return rounded(Fraction(percentage) * Fraction(whole) / 100)


def times(quantity: Decimal, rate: Decimal) -> Decimal:
    """A quantity at a rate, rounded half away from zero."""
    return rounded(Fraction(quantity) * Fraction(rate))


def difference(one: Decimal, other: Decimal) -> Decimal:
    """`one` less `other`, exact whatever the decimal context is."""
    return from_minor(to_minor(one) - to_minor(other))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts, exact whatever the decimal context is."""
    return from_minor(sum(map(to_minor, amounts)))


_WRONG_AMOUNTS: tuple[tuple[str, str], ...] = (
    (r"\s*", "the amount is blank; nothing is not zero: write 0.00 if it is zero"),
    (r"-0\.00", "'-0.00' is zero; write 0.00"),
    (r"[-+0-9.]*[eE][-+0-9.]*", "{text!r} is in scientific notation; write the amount out"),
    (r"[-0-9.,]*[_' ][-0-9.,_' ]*", "{text!r} has a separator among its digits; leave it out"),
    (r"-?(?P<whole>[0-9]+),(?P<part>[0-9]{2})", "{text!r} has a decimal comma; write {sign}{whole}.{part}"),
    (
        r"[-0-9.]*[,.][-0-9.]*[,.][-0-9.,]*",
        "{text!r} has thousands marks; write digits, one point, two decimals",
    ),
    (r"[-0-9]*,[-0-9]*", "{text!r} has a comma; write digits, a point and two decimals"),
    (r"-?[0-9]+\.[0-9]{3,}", "{text!r} has more than two decimals; is the point a thousands mark?"),
    (r"-?(?P<whole>[0-9]+)", "{text!r} lacks its decimals; write {sign}{whole}.00"),
    (r"-?(?P<whole>[0-9]+)\.(?P<part>[0-9]?)", "{text!r} lacks decimals; write {sign}{whole}.{part:0<2}"),
    (r"(?P<whole>[0-9.]+)-", "{text!r} has its minus at the end; write -{whole}"),
    (r"-?0[0-9]+\.[0-9]{2}", "{text!r} has leading zeros; leave them out"),
    (r"-?[0-9]{14,}\.[0-9]{2}", "{text!r} has more than 13 digits before the point"),
)
"""Shapes of wrong amounts, the first that fits, and what to say of each."""


def _why_not_amount(text: str) -> str:
    """Say what is wrong with an amount, and how it is written instead where that is certain."""
    for pattern, message in _WRONG_AMOUNTS:
        found = re.fullmatch(pattern, text, re.ASCII)
        if found is not None:
            sign = "-" if text.startswith("-") else ""
            return message.format(text=text, sign=sign, **found.groupdict())
    return f"{text!r} is not an amount: digits 0-9, a point, two decimals and a leading minus make one"
