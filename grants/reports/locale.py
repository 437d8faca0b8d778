"""Amounts, percentages, dates and periods as people in a language write them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from grants.findings.message import terms
from grants.reports.speech import Language, Speech
from grants.values.money import Amount
from grants.values.periods import Granularity, Period

_BABEL = {"da": "da_DK", "en": "en_GB"}
_UNITS = terms("divided by", "total", "year", "quarter", "month")


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
        number = self.number(amount, decimals=shown)
        name = self.currency(currency)
        text = f"{name} {number}" if self.language == "en" else f"{number} {name}"
        return self.about(text) if approximate else text

    def currency(self, code: str) -> str:
        """The currency as it stands beside an amount: `kr.` for DKK in Danish, else its code."""
        return "kr." if (self.language, code) == ("da", "DKK") else code

    def about(self, text: str) -> str:
        """The mark of an approximate figure before a text."""
        return self.say("c. {figure}", figure=text)

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
            return self.say("Q{number} {year}", number=text[-1], year=text[:4])
        if len(text) == 4:
            return text
        if len(text) == 7:
            return format_skeleton("yMMMM", period.start, locale=self._babel)
        return self.date(period.start)

    def when(self, period: Period) -> str:
        """When something was, inside a sentence: `den 14. marts 2016`, `i 2016`, `i perioden 2014-2017`."""
        text = self.period(period)
        if "/" in str(period):
            return self.say("in the period {period}", period=text)
        if period.days == 1:
            return self.say("on {period}", period=text)
        return self.say("in {period}", period=text)

    def short_period(self, period: Period) -> str:
        """A period as the heading of a column: `2014`, `2. kvt. 2016`, `mar. 2016`."""
        text = str(period)
        if "Q" in text:
            return self.say.term("short", "Q{number} {year}").format(number=text[-1], year=text[:4])
        if len(text) == 7:
            return format_skeleton("yMMM", period.start, locale=self._babel)
        return self.period(period)

    @property
    def say(self) -> Speech:
        """The words of the language."""
        return Speech.of(self.language)

    @property
    def _babel(self) -> str:
        return _BABEL[self.language]


def unit_name(by: Granularity, language: Language) -> str:
    """What a comparison is divided by, in words: `år`, `year`."""
    return Speech.of(language)(_UNITS[by])
