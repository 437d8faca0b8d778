"""What a caller may pass: one of a few words, a day, a period. Anything else is refused at once."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import TypeVar

from grants.errors import ArgumentError
from grants.values.money import MAX_DIGITS, Amount
from grants.values.periods import Granularity, Period, Spread, parse_date
from grants.values.text import CONTROL_CHARACTERS, nearest

Day = date | str | Period
"""A day: a date, its text such as `2018-04-24`, or a period of one day."""

Span = Period | date | str
"""A period: itself, its text such as `2014/2017`, or a date for one day."""

_Word = TypeVar("_Word", bound=str)
_Choice = TypeVar("_Choice", Granularity, Spread)

LANGUAGES = ("da", "en")
"""The languages of reports."""


def word_of(name: str, value: object, known: Iterable[_Word]) -> _Word:
    """The one of the known words that a value is; `ArgumentError` names them, and the nearest.

    `name` is that of the argument. A member of an enumeration counts as its text.
    """
    words = list(known)
    text = value.value if isinstance(value, Enum) else value
    for word in words:
        if isinstance(text, str) and text == word:
            return word
    near = nearest(text.lower(), words) if isinstance(text, str) else None
    hint = "" if near is None else f"; did you mean {near!r}?"
    raise ArgumentError(f"{name}={_shown(value)} is none of {', '.join(sorted(words))}{hint}")


def choice_of(name: str, value: object, kind: type[_Choice]) -> _Choice:
    """The member of an enumeration that a value is or names; `ArgumentError` names them all."""
    return kind(word_of(name, value, [member.value for member in kind]))


def day_of(name: str, value: Day) -> date:
    """A day, of a date, a text or a period of one day; `ArgumentError` says what is wrong."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, Period) and value.days == 1:
        return value.start
    if isinstance(value, str):
        try:
            return parse_date(value)
        except ValueError as why:
            raise ArgumentError(f"{name}: {why}") from None
    raise ArgumentError(f"{name}={_shown(value)} is no day; write a date, or its text such as '2018-04-24'")


def optional_day(name: str, value: Day | None) -> date | None:
    """The same, or None."""
    return None if value is None else day_of(name, value)


def period_of(name: str, value: Span) -> Period:
    """A period, of itself, a text or a date; `ArgumentError` says what is wrong."""
    if isinstance(value, Period):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return Period.between(value, value)
    if isinstance(value, str):
        try:
            return Period.parse(value)
        except ValueError as why:
            raise ArgumentError(f"{name}: {why}") from None
    message = f"{name}={_shown(value)} is no period; write a Period, a date, or a text such as '2014/2017'"
    raise ArgumentError(message)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def amount_of(name: str, value: object) -> Amount:
    """An amount that a file can hold, of itself, a `Decimal`, minor units or a text; never of a float."""
    try:
        amount = value if isinstance(value, Amount) else Amount(value)  # type: ignore[arg-type]  # it refuses others
    except (TypeError, ValueError) as why:
        raise ArgumentError(f"{name}: {why}") from None
    if abs(amount.minor) >= _TOO_LARGE:
        raise ArgumentError(f"{name}={amount} has more than {MAX_DIGITS} digits before the point")
    return amount


_TOO_LARGE = 10 ** (MAX_DIGITS + 2)
_NO_TEXT = re.compile(f"[{CONTROL_CHARACTERS}\\r\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no text of a file may hold; marks of direction alone are harmless."""


def line_text(name: str, value: str) -> str:
    """A text that a line of a file can hold."""
    if not isinstance(value, str):
        raise ArgumentError(f"{name}={_shown(value)} is no text")
    found = None if value.isprintable() else _NO_TEXT.search(value)
    if found is not None:
        raise ArgumentError(f"{name} holds the control character U+{ord(found.group()):04X}; leave it out")
    return value
