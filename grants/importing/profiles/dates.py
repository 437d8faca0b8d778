"""Days as exports write them, in forms that a profile declares: text to `YYYY-MM-DD`, never by guess."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from grants.values.periods import FIRST_YEAR, LAST_YEAR

SERIAL = "serial"
_TOKEN = re.compile(r"yyyy|yy|mm|m|dd|d|[-./ ]")
_SHAPES = {
    "yyyy": "(?P<y>[0-9]{4})",
    "yy": "(?P<y>[0-9]{2})",
    "mm": "(?P<m>[0-9]{2})",
    "dd": "(?P<d>[0-9]{2})",
    "m": "(?P<m>[0-9]{1,2})",
    "d": "(?P<d>[0-9]{1,2})",
}
_CLOCK = r"(?:[ T][0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9](?:\.[0-9]{1,9})?)?)?"


def is_of_form(form: str, text: str) -> bool:
    """Whether a text is a day in this form, which is one that `DateFormat.parse` takes."""
    try:
        return DateFormat.parse(form).day(text) is not None
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class DateFormat:
    """One form of dates; `order` is `dmy`, `mdy`, `ymd` or `serial`.

    A two-digit year is one of 2000 to 2099. A time of day after the date is passed over.
    """

    text: str
    order: str
    pattern: re.Pattern[str]

    @classmethod
    def parse(cls, text: str) -> "DateFormat":
        """The form that a profile writes as `dd-mm-yyyy`; `ValueError` says why it is none."""
        if text == SERIAL:
            return cls(text, SERIAL, re.compile("(?!)"))
        tokens = _TOKEN.findall(text)
        letters = [token[0] for token in tokens if token[0] in "dmy"]
        order = "".join(letters)
        if "".join(tokens) != text or order not in ("dmy", "mdy", "ymd"):
            raise ValueError(
                f'{text!r} is no form of dates; write it as "dd-mm-yyyy", "dd.mm.yyyy", "yyyymmdd", '
                '"yyyy-mm-dd" or "mm/dd/yyyy"'
            )
        if len(tokens) == 3 and ("d" in tokens or "m" in tokens):
            raise ValueError(f"{text!r} has nothing between its parts; write dd and mm")
        shape = "".join(_SHAPES.get(token, re.escape(token)) for token in tokens)
        return cls(text, order, re.compile(shape + _CLOCK))

    def day(self, text: str) -> str | None:
        """The day that a text names; None if it has another form. `ValueError` if there is no such day."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
        return iso(year, int(found["m"]), int(found["d"]))


def iso(year: int, month: int, day: int) -> str:
    """A day of the calendar as `YYYY-MM-DD`; `ValueError` if there is none or its year is out of bounds."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    return date(year, month, day).isoformat()


def of_serial(days: int, *, since_1904: bool) -> str:
    """The day that a workbook counts as a number, in the system of 1900 or of 1904.

    The system of 1900 counts a 29 February 1900 that there never was; the days before it are refused.
    """
    if not since_1904 and days < 61:
        raise ValueError(f"{days} is no day after February 1900")
    day = (date(1904, 1, 1) if since_1904 else date(1899, 12, 30)) + timedelta(days=days)
    return iso(day.year, day.month, day.day)


class Dates:
    """Reads the days of one file in the declared forms, each distinct text once."""

    def __init__(self, formats: tuple[str, ...]) -> None:
        self.formats: tuple[DateFormat, ...] = tuple(DateFormat.parse(text) for text in formats)
        self.known: dict[str, str] = {}
        self.has_serial: bool = any(form.order == SERIAL for form in self.formats)
        self._order = next((f.order for f in self.formats if f.order in ("dmy", "mdy")), "")
        self.is_open = bool(self._order)
        """Whether every day so far can be read day-first and month-first."""

    def read(self, text: str) -> str:
        """The day; `ValueError` says what is wrong with the text."""
        known = self.known.get(text)
        if known is not None:
            return known
        why = ""
        for form in self.formats:
            try:
                day = form.day(text)
            except ValueError:
                why = why or self._no_such_day(text, form)
                continue
            if day is not None:
                if int(day[8:]) > 12 or form.order not in ("dmy", "mdy"):
                    self.is_open = False
                self.known[text] = day
                return day
        if not text:
            raise ValueError("the date is blank; a row of totals has a label, which the profile names")
        forms = " or ".join(form.text for form in self.formats if form.order != SERIAL)
        raise ValueError(why or f"{text!r} is no date of the form {forms}")

    def why_open(self) -> str | None:
        """What to report if every day can be read both ways and the profile reads the month first."""
        if not (self.is_open and self._order == "mdy" and self.known):
            return None
        text, day = next(iter(self.known.items()))
        return f"all dates can be read both ways; month-first, {text} is {day}"

    def _no_such_day(self, text: str, form: DateFormat) -> str:
        found = form.pattern.fullmatch(text)
        assert found is not None  # the form fitted, the calendar did not
        if form.order in ("dmy", "mdy") and int(found["m"]) > 12 >= int(found["d"]):
            self.is_open = False
            other = "day-first" if form.order == "mdy" else "month-first"
            return f"{text!r} read as {form.text} has the month {found['m']}; is the file {other}?"
        return f"{text!r} is no day of the calendar"
