"""Amounts of money: exact, added and compared, read from text and written as text.

An `Amount` is a whole number of minor units (øre, cents), because integers add up exactly at any
size and under any decimal context. No amount passes through a float, and this is the only module
that divides one; rates are reckoned as fractions and rounded once (`Amount.rounded`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

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
    return int(text.replace(".", ""))


def format_amount(minor: int) -> str:
    """Write minor units as files and programs read them: `-31138.00`. Inverse of `parse_amount`."""
    whole, hundredths = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{hundredths:02d}"


@dataclass(frozen=True, slots=True, order=True, init=False)
class Amount:
    """An exact amount: whole minor units (øre, cents), with the arithmetic that money has.

    It is made of an `int` of minor units (`Amount(3113800)`), a `Decimal` of at most two places
    (`Amount(Decimal("31138"))`), or a text as files have it (`Amount("31138.00")`). A float is a `TypeError`,
    as it would not be exact; a text or a `Decimal` that is no amount is a `ValueError`.

    Amounts are added, subtracted, negated and compared; they are neither multiplied nor divided except
    by the methods below, which say how they round. `Amount(0)` is nothing, and false.
    """

    minor: int

    def __init__(self, minor: "int | Decimal | str") -> None:
        """An amount of minor units, of a `Decimal` or of a text."""
        if type(minor) is not int:
            minor = _minor_of(minor)
        object.__setattr__(self, "minor", minor)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an amount as files have it, such as `-31138.00`; `ValueError` says what is wrong."""
        return cls(parse_amount(text))

    @classmethod
    def of(cls, value: Decimal) -> Self:
        """An amount from a `Decimal` of at most two places; `ValueError` if it has more."""
        return cls(_minor_of_decimal(value))

    @classmethod
    def rounded(cls, exact: Fraction) -> Self:
        """An exact number of whole units of currency; half a minor unit goes away from zero."""
        hundredths = abs(exact) * 100
        minor = (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)
        return cls(-minor if exact < 0 else minor)

    @property
    def decimal(self) -> Decimal:
        """The amount as a `Decimal` with exactly two places."""
        return Decimal(format_amount(self.minor))

    @property
    def exact(self) -> Fraction:
        """The amount as a fraction, for reckoning that is rounded once, at its end (`rounded`)."""
        return Fraction(self.minor, 100)

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing behind the point."""
        return self.minor % 100 == 0

    def __str__(self) -> str:
        return format_amount(self.minor)

    def __repr__(self) -> str:
        return f"Amount('{self}')" if abs(self.minor) < 10 ** (MAX_DIGITS + 2) else f"Amount({self.minor})"

    def __format__(self, spec: str) -> str:
        return format(self.decimal, spec) if spec else format_amount(self.minor)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.minor + other.minor) if isinstance(other, Amount) else NotImplemented

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.minor - other.minor) if isinstance(other, Amount) else NotImplemented

    def __neg__(self) -> "Amount":
        return Amount(-self.minor)

    def __abs__(self) -> "Amount":
        return Amount(abs(self.minor))

    def times(self, quantity: Decimal) -> "Amount":
        """This rate for a quantity, rounded half away from zero."""
        return Amount.rounded(Fraction(quantity) * self.exact)

    def share(self, percentage: Decimal) -> "Amount":
        """So many percent of the amount, rounded half away from zero."""
        return Amount.rounded(Fraction(percentage) * Fraction(self.minor, 10_000))

    def part(self, numerator: int, denominator: int) -> "Amount":
        """`numerator` / `denominator` of the amount, rounded half away from zero; denominator above 0."""
        return Amount.rounded(Fraction(self.minor * numerator, 100 * denominator))

    def percent_of(self, whole: "Amount") -> Decimal | None:
        """The amount in percent of `whole`, two places, half away from zero; None if `whole` is 0."""
        if not whole:
            return None
        return Amount.rounded(Fraction(100 * self.minor, whole.minor)).decimal

    def exceeds(self, percentage: Decimal, whole: "Amount") -> bool:
        """Whether the amount is more than `percentage` of `whole`: compared exactly, nothing rounded."""
        return self.minor * 10_000 > Amount.of(percentage).minor * whole.minor

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> "CoreSchema":
        """Records hold amounts as they are; as JSON an amount is its text."""
        from pydantic_core import core_schema

        text = core_schema.to_string_ser_schema(when_used="json")
        return core_schema.is_instance_schema(cls, serialization=text)


def _minor_of(value: object) -> int:
    """Minor units of a value that is no `int`."""
    if isinstance(value, Decimal):
        return _minor_of_decimal(value)
    if isinstance(value, str):
        return parse_amount(value)
    raise TypeError(
        f"an amount is a whole number of minor units, a Decimal or a text such as '1234.56', not {value!r}"
    )


_LARGEST = 40
"""Digits before the point of a `Decimal` that is taken: far more than any sum of amounts has."""


def _minor_of_decimal(value: Decimal) -> int:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or any(digits[exponent + 2 :] if exponent < -2 else ()):
        raise ValueError(f"{value} is not exact in hundredths")
    if value and value.adjusted() >= _LARGEST:
        raise ValueError(f"{value} is no amount: it has more than {_LARGEST} digits before the point")
    written = digits[: exponent + 2] if exponent < -2 else digits
    minor = int("".join(map(str, written)) or "0")
    if value and exponent > -2:
        minor *= int(10 ** (exponent + 2))
    return -minor if sign else minor


ZERO = Amount(0)
"""Nothing: what a sum of no amounts is."""


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of amounts; `ZERO` of none."""
    return Amount(sum(amount.minor for amount in amounts))


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
