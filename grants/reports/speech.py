"""What is said, in the language of who reads it: the last step before something is shown."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from grants.findings.message import Listing, Message, Term
from grants.values.money import Amount
from grants.values.periods import Period

Language = Literal["da", "en"]

LANGUAGES: tuple[Language, ...] = ("da", "en")

CATALOGUES = Path(__file__).parent.parent / "locales"
"""The folder with a catalogue for each language but English, which stands in the source."""

Words = Mapping[tuple[str | None, str], tuple[str, ...]]
"""What a context and an English text are called: one form, or one for each plural form."""

MONTHS: Mapping[Language, tuple[str, ...]] = {
    "da": (
        "januar", "februar", "marts", "april", "maj", "juni",
        "juli", "august", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_SWAP = str.maketrans(",.", ".,")


def number_text(value: Decimal | int, spec: str, language: Language) -> str:
    """A number by a format of Python's, with the marks of the language."""
    text = format(value, spec)
    return text.translate(_SWAP) if language == "da" else text


def entries(path: Path) -> Iterator[tuple[str | None, str, tuple[str, ...]]]:
    """The entries of a catalogue that a person has looked at: context, English text, translations."""
    fields: dict[str, str] = {}
    is_fuzzy, last = False, ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            is_fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif line.startswith('"'):
            fields[last] += json.loads(line)
        elif line:
            last, _, text = line.partition(" ")
            fields[last] = json.loads(text)  # the escapes of a catalogue are those of JSON
        elif fields:
            said = tuple(text for name, text in fields.items() if name.startswith("msgstr"))
            if fields["msgid"] and all(said) and not is_fuzzy:
                yield fields.get("msgctxt"), fields["msgid"], said
            fields, is_fuzzy = {}, False


class Speech:
    """One language: its words from the catalogue, and its way to write the values of a message.

    Reports call it with the English text and values that are written out already; `say` takes a whole
    `Message` and writes its values too. `number`, `money`, `date` and the like write a value alone;
    amounts are exact before they come here.
    """

    def __init__(self, language: Language, words: Words) -> None:
        self.language: Language = language
        self.words = words

    @staticmethod
    @lru_cache
    def of(language: Language) -> "Speech":
        """The speech of a language; its catalogue is read once. English reads none."""
        if language == "en":
            return Speech(language, {})
        found = entries(CATALOGUES / f"{language}.po")
        return Speech(language, {(context, text): said for context, text, said in found})

    def __call__(self, said: str | Term | Message, /, **values: object) -> str:
        """A text, a term or a message in this language.

        Without values the `{braces}` of a text stay, to be filled later.
        """
        if isinstance(said, Message):
            return self.say(said)
        if isinstance(said, Term):
            return self.words.get((said.context, said.text), (said.text,))[0]
        text = self.words.get((None, said), (said,))[0]
        return _one_stop(text.format(**values)) if values else text

    def term(self, context: str, text: str) -> str:
        """A word of a fixed set: `term("status", "closed")`."""
        return self.words.get((context, text), (text,))[0]

    def say(self, message: Message) -> str:
        """The message, whole. Nothing but a message is taken here."""
        if not isinstance(message, Message):
            raise TypeError(f"{message!r} is no Message")
        if self.language == "en":
            return str(message)
        english = (message.text,) if message.many is None else (message.text, message.many)
        forms = self.words.get((None, message.text), english)
        text = forms[0 if len(forms) == 1 or message.values["count"] == 1 else 1]
        return _one_stop("".join(self._parts(text, message.values)))

    def _parts(self, text: str, values: Mapping[str, Any]) -> Iterator[str]:
        for literal, name, spec, conversion in Formatter().parse(text):
            yield literal
            if name is not None:
                said = self._value(values[name], spec or "")
                yield f"»{said}«" if conversion == "r" else said

    def _value(self, value: Any, spec: str = "") -> str:
        match value:
            case Message():
                return self.say(value)
            case Term():
                return self(value)
            case Listing():
                *rest, last = map(self._value, value.items)
                return f"{', '.join(rest)} {self(value.joint)} {last}" if rest else last
        return self._figure(value, spec)

    def _figure(self, value: Any, spec: str) -> str:
        """A figure, a day or a period as the language writes it; a text as it is."""
        match value:
            case Amount():
                return self._figure(value.decimal, spec)
            case int() | Decimal() if not isinstance(value, bool):
                return number_text(value, "+," if "+" in spec else ",", self.language)
            case date():
                return self.date(value)
            case Period():
                return self.period(value)
        return str(value)

    def number(self, amount: Amount, *, decimals: bool) -> str:
        """An amount with separators: `264.400`, or `264.400,00` with decimals."""
        if not decimals and not amount.is_whole:
            raise ValueError(f"{amount} is not whole")
        return number_text(amount.decimal, ",.2f" if decimals else ",.0f", self.language)

    def count(self, number: int) -> str:
        """A number of things, with separators: `1.234`."""
        return number_text(number, ",", self.language)

    def money(
        self, amount: Amount, currency: str, *, decimals: bool | None = None, approximate: bool = False
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
        return self("c. {figure}", figure=text)

    def percent(self, value: Decimal) -> str:
        """A percentage with two decimals: `-9,48 %`, `-9.48%`."""
        return self._percent(number_text(value, ".2f", self.language))

    def rough_percent(self, value: Decimal) -> str:
        """A percentage inside a sentence, with one decimal at most: `74,8 %`, `100 %`."""
        number = number_text(value, ".1f", self.language)
        return self._percent(number[:-2] if number.endswith("0") else number)

    def _percent(self, number: str) -> str:
        return f"{number} %" if self.language == "da" else f"{number}%"

    def date(self, day: date) -> str:
        """A day: `24. april 2018`, `24 April 2018`."""
        stop = "." if self.language == "da" else ""
        return f"{day.day}{stop} {MONTHS[self.language][day.month - 1]} {day.year}"

    def period(self, period: Period) -> str:
        """A period in words and figures: `2014-2017`, `april 2018`, `1. kvartal 2016`."""
        first, slash, last = str(period).partition("/")
        if slash:
            joint = "-" if len(first) == 4 else " \N{EN DASH} "
            return joint.join(self.period(Period.parse(part)) for part in (first, last))
        year, _, rest = first.partition("-")
        if rest.startswith("Q"):
            return f"{rest[1:]}. kvartal {year}" if self.language == "da" else f"{rest} {year}"
        if len(rest) == 2:
            return f"{MONTHS[self.language][int(rest) - 1]} {year}"
        return self.date(period.start) if rest else year

    def when(self, period: Period) -> str:
        """When something was, inside a sentence: `den 14. marts 2016`, `i 2016`, `i perioden 2014-2017`."""
        text = self.period(period)
        if "/" in str(period):
            return self("in the period {period}", period=text)
        if period.days == 1:
            return self("on {period}", period=text)
        return self("in {period}", period=text)

    def short_period(self, period: Period) -> str:
        """A period as the heading of a column: `2014`, `2. kvt. 2016`, `mar. 2016`."""
        text = str(period)
        if "Q" in text:
            return self.term("short", "Q{number} {year}").format(number=text[-1], year=text[:4])
        if len(text) == 7:
            name = MONTHS[self.language][period.start.month - 1]
            if self.language == "da":
                return f"{name[:3]}{'' if len(name) == 3 else '.'} {text[:4]}"
            return f"{'Sept' if name == 'September' else name[:3]} {text[:4]}"
        return self.period(period)


def _one_stop(text: str) -> str:
    """A sentence that ends with `kr.` has one full stop."""
    return re.sub(r"\bkr\.\.(?!\.)", "kr.", text)
