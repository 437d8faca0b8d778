"""Periods: half-open spans of whole days inside, ISO 8601 with both ends included in files.

`2016-03-14`, `2016-03`, `2016-Q1`, `2016`, and two of them with a slash between: `2014/2017` is
from the first day of 2014 to the last day of 2017.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

FIRST_YEAR, LAST_YEAR = 1900, 2999

_UNIT = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")
_DAY = timedelta(days=1)


class Granularity(StrEnum):
    """How a comparison is divided over time."""

    TOTAL = "total"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def months(self) -> int:
        """Months in one unit; a total has none."""
        return {"total": 0, "year": 12, "quarter": 3, "month": 1}[self]


class Spread(StrEnum):
    """What a sum known only for a span is spread by: its days, or its calendar months."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days from `start` up to, not including, `end`. Never empty (`ValueError`)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"the period from {self.start} ends before it begins")

    @staticmethod
    def parse(text: str) -> "Period":
        """Read a day, month, quarter, year or a span of two of them; `ValueError` says what is wrong."""
        return _parsed(text)

    @staticmethod
    def between(first: date, last: date) -> "Period":
        """The period with both ends included."""
        return Period(first, last + _DAY)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> "CoreSchema":
        """Records hold periods as they are; as JSON a period is its text."""
        from pydantic_core import core_schema

        text = core_schema.to_string_ser_schema(when_used="json")
        return core_schema.is_instance_schema(cls, serialization=text)

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days the period has, at least one."""
        return (self.end - self.start).days

    def __str__(self) -> str:
        """The shortest ISO 8601 text that `parse` reads back as this period."""
        first, last = self.start, self.last
        if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
            return _span(f"{first.year:04d}", f"{last.year:04d}")
        if first.day == 1 and self.end.day == 1:
            if first.month % 3 == 1 and _month_after(first, 3) == self.end:
                return f"{first.year:04d}-Q{(first.month + 2) // 3}"
            return _span(first.isoformat()[:7], last.isoformat()[:7])
        return _span(first.isoformat(), last.isoformat())

    def __repr__(self) -> str:
        return f"Period.parse('{self}')"

    def covers(self, other: "Period") -> bool:
        """Whether every day of `other` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def up_to(self, day: date) -> "Period | None":
        """The part of the period until and with `day`; None if it begins later."""
        return None if day < self.start else Period(self.start, min(self.end, day + _DAY))

    def common(self, other: "Period") -> "Period":
        """The days that lie in both periods; `ValueError` if there is none."""
        return Period(max(self.start, other.start), min(self.end, other.end))

    def units(self, by: Granularity) -> tuple["Period", ...]:
        """The calendar years, quarters or months that the period touches, whole, in order."""
        return _calendar_units(self.start, self.end, by)

    def weight_in(self, other: "Period", spread: Spread) -> int:
        """How much of this period lies in `other`, as an integer weight.

        By days, the days in common. By months, every calendar month counts the same, and a part of
        one counts as its share of days, in units of which every month has equally many.
        """
        start, end = max(self.start, other.start), min(self.end, other.end)
        if end <= start:
            return 0
        if spread is Spread.DAYS:
            return (end - start).days
        common = Period(start, end)
        return sum(
            _DAYS_OF_ALL_MONTHS // month.days * (min(end, month.end) - max(start, month.start)).days
            for month in common.units(Granularity.MONTH)
        )


@lru_cache(maxsize=4096)
def _calendar_units(start: date, end: date, by: Granularity) -> tuple[Period, ...]:
    """The units between two days; unit n begins n units after the first, not after its neighbour."""
    months = by.months
    if not months:
        raise ValueError("a total has no units")
    anchor = date(start.year, (start.month - 1) // months * months + 1, 1)
    last = end - _DAY
    count = 1 + ((last.year - anchor.year) * 12 + last.month - anchor.month) // months
    bounds = [_month_after(anchor, n * months) for n in range(count + 1)]
    return tuple(Period(first, last) for first, last in pairwise(bounds))


def _month_after(first: date, months: int) -> date:
    """The first day of a month so many months after the first day of another."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


_DAYS_OF_ALL_MONTHS = lcm(28, 29, 30, 31)


def parse_date(text: str) -> date:
    """Read one day, `2018-04-24`; `ValueError` for anything else."""
    period = Period.parse(text)
    if period.days != 1:
        raise ValueError(f"{text!r} is not one day such as 2018-04-24")
    return period.start


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}/{last}"


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Period:
    first, slash, last = text.partition("/")
    start, end = _unit(first, text)
    if slash:
        begin_of_last, end = _unit(last, text)
        if begin_of_last < start:
            raise ValueError(f"{text!r} ends before it begins; write {last}/{first}?")
    return Period(start, end)


def _unit(text: str, whole: str) -> tuple[date, date]:
    """The half-open bounds of one day, month, quarter or year."""
    found = _UNIT.fullmatch(text)
    if found is None:
        raise ValueError(_why_not_period(whole))
    year, quarter, month, day = (int(part) if part else None for part in found.groups())
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{whole!r}: the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    if quarter:
        start = date(year, 3 * quarter - 2, 1)
        return start, _month_after(start, 3)
    try:
        start = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError(f"{whole!r} is no date of the calendar") from None
    return start, (start + _DAY) if day else _month_after(start, 1 if month else 12)


def _why_not_period(text: str) -> str:
    if not text.strip():
        return "the date is blank"
    found = re.fullmatch(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})", text)
    if found:
        first, second, year = found.groups()
        if int(second) > 12:
            return f"{text!r} has the month first and the year last; write {year}-{first:0>2}-{second:0>2}"
        return f"{text!r} has the year last; write {year}-{second:0>2}-{first:0>2} if the day comes first"
    return f"{text!r} is not a date such as 2016-03-14, nor a span such as 2016-Q1, 2016-03 or 2014/2017"
