"""Amounts, percentages, dates and periods as people in a language write them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.reports.speech import MONTHS, Language, Speech, date_text, number_text, period_text
from grants.values.money import Amount
from grants.values.periods import Period


@dataclass(frozen=True, slots=True)
class Locale:
    """How one language writes figures and dates. Amounts are exact before they come here."""

    language: Language

    def number(self, amount: Amount, *, decimals: bool) -> str:
        """An amount with separators: `264.400`, or `264.400,00` with decimals."""
        if not decimals and not amount.is_whole:
            raise ValueError(f"{amount} is not whole")
        return number_text(amount.decimal, ",.2f" if decimals else ",.0f", self.language)

    def count(self, number: int) -> str:
        """A number of things, with separators: `1.234`."""
        return number_text(number, ",", self.language)

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
        number = number_text(value, ".2f", self.language)
        return f"{number} %" if self.language == "da" else f"{number}%"

    def rough_percent(self, value: Decimal) -> str:
        """A percentage inside a sentence, with one decimal at most: `74,8 %`, `100 %`."""
        number = number_text(value, ".1f", self.language)
        number = number[:-2] if number.endswith("0") else number
        return f"{number} %" if self.language == "da" else f"{number}%"

    def date(self, day: date) -> str:
        """A day: `24. april 2018`, `24 April 2018`."""
        return date_text(day, self.language)

    def period(self, period: Period) -> str:
        """A period in words and figures: `2014-2017`, `april 2018`, `1. kvartal 2016`."""
        return period_text(str(period), self.language)

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
            name = MONTHS[self.language][period.start.month - 1]
            if self.language == "da":
                return f"{name[:3]}{'' if len(name) == 3 else '.'} {text[:4]}"
            return f"{'Sept' if name == 'September' else name[:3]} {text[:4]}"
        return self.period(period)

    @property
    def say(self) -> Speech:
        """The words of the language."""
        return Speech.of(self.language)
