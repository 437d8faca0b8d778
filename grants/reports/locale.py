"""Amounts, percentages, dates and periods as people in a language write them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from grants.values.money import Amount
from grants.values.periods import Granularity, Period

Language = Literal["da", "en"]

_BABEL = {"da": "da_DK", "en": "en_GB"}
_ABOUT = {"da": "ca. ", "en": "c. "}
_WHEN = {
    "da": {"span": "i perioden {period}", "unit": "i {period}", "day": "den {period}"},
    "en": {"span": "in the period {period}", "unit": "in {period}", "day": "on {period}"},
}
_SHORT_QUARTER = {"da": "{number}. kvt. {year}", "en": "Q{number} {year}"}
_QUARTER = {"da": "{number}. kvartal {year}", "en": "Q{number} {year}"}


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language writes figures and dates. Amounts are exact before they come here."""

    language: Language

    def number(self, amount: Amount, *, decimals: bool) -> str:
        """An amount with separators: `264.400`, or `264.400,00` with decimals."""
        if not decimals and not amount.is_whole:
            raise ValueError(f"{amount} is not whole")
        pattern = "#,##0.00" if decimals else "#,##0"
        return format_decimal(amount.decimal, pattern, self._babel)

    def count(self, number: int) -> str:
        """A number of things, with separators: `1.234`."""
        return format_decimal(number, "#,##0", self._babel)

    def money(
        self,
        amount: Amount,
        currency: str,
        *,
        decimals: bool | None = None,
        approximate: bool = False,
    ) -> str:
        """An amount with its currency: `264.400 kr.`, `DKK 264,400`.

        Whole amounts have no decimals unless `decimals` asks for them; others always have two.
        """
        shown = not amount.is_whole if decimals is None else decimals
        about = _ABOUT[self.language] if approximate else ""
        number = self.number(amount, decimals=shown)
        if self.language == "en":
            return f"{about}{self.currency(currency)} {number}"
        return f"{about}{number} {self.currency(currency)}"

    def currency(self, code: str) -> str:
        """The currency as it stands beside an amount: `kr.` for DKK in Danish, else its code."""
        return "kr." if (self.language, code) == ("da", "DKK") else code

    def about(self, text: str) -> str:
        """The mark of an approximate figure before a text."""
        return _ABOUT[self.language] + text

    def percent(self, value: Decimal) -> str:
        """A percentage with two decimals: `-9,48 %`, `-9.48%`."""
        number = format_decimal(value, "0.00", self._babel)
        return f"{number} %" if self.language == "da" else f"{number}%"

    def date(self, day: date) -> str:
        """A day: `24. april 2018`, `24 April 2018`."""
        return format_date(day, "long", self._babel)

    def period(self, period: Period) -> str:
        """A period in words and figures: `2014-2017`, `april 2018`, `1. kvartal 2016`."""
        text = str(period)
        first, slash, last = text.partition("/")
        if slash:
            joint = "-" if len(first) == 4 else " \N{EN DASH} "
            return joint.join(self.period(Period.parse(part)) for part in (first, last))
        if "Q" in text:
            return _QUARTER[self.language].format(number=text[-1], year=text[:4])
        if len(text) == 4:
            return text
        if len(text) == 7:
            return format_skeleton("yMMMM", period.start, locale=self._babel)
        return self.date(period.start)

    def when(self, period: Period) -> str:
        """When something was, inside a sentence: `den 14. marts 2016`, `i 2016`, `i perioden 2014-2017`."""
        is_span = "/" in str(period)
        kind = "span" if is_span else "day" if period.days == 1 else "unit"
        return _WHEN[self.language][kind].format(period=self.period(period))

    def short_period(self, period: Period) -> str:
        """A period as the heading of a column: `2014`, `2. kvt. 2016`, `mar. 2016`."""
        text = str(period)
        if "Q" in text:
            return _SHORT_QUARTER[self.language].format(number=text[-1], year=text[:4])
        if len(text) == 7:
            return format_skeleton("yMMM", period.start, locale=self._babel)
        return self.period(period)

    @property
    def _babel(self) -> str:
        return _BABEL[self.language]


def unit_name(by: Granularity, language: Language) -> str:
    """What a comparison is divided by, in words: `år`, `year`."""
    return {
        "da": {"total": "i alt", "year": "år", "quarter": "kvartal", "month": "måned"},
        "en": {"total": "total", "year": "year", "quarter": "quarter", "month": "month"},
    }[language][by]
