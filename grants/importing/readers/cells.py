"""The cells of a table: where they are by the row of headings, and their texts, days and amounts."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from grants.findings import exports as rules
from grants.findings.finding import Rule, Where
from grants.importing.profiles.dates import Dates
from grants.importing.profiles.profile import Profile
from grants.store.postings.csv_records import Field
from grants.values.money import MAX_DIGITS
from grants.values.text import CONTROL_CHARACTERS

MAX_ROWS = 100
"""Rows in which the headings are looked for."""


def plain(heading: str) -> str:
    """A heading as it is compared: composed, without case, blanks around it or a mark after it."""
    text = unicodedata.normalize("NFC", heading).replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).strip().rstrip(".: ").casefold()


class Layout(NamedTuple):
    """How many columns there are, and where each key of the profile is, from 0."""

    width: int
    places: dict[str, int]


class TwiceNamedError(ValueError):
    """Two columns have a heading that the profile names; `place` is the second one's, from 0."""

    def __init__(self, heading: str, place: int) -> None:
        super().__init__(f"two columns have the heading {heading!r}")
        self.place = place


def has_headings(cells: Sequence[str], profile: Profile) -> bool:
    """Whether a row has the headings of the profile, be it twice."""
    try:
        return layout_of(cells, profile) is not None
    except TwiceNamedError:
        return True


def places_of(cells: Sequence[str], profile: Profile) -> dict[str, int]:
    """Where a row names keys of the profile: each by the first of its names that is there."""
    headings = [plain(cell) for cell in cells]
    places = {}
    for key, names in profile.columns.named().items():
        found = [headings.index(name) for name in map(plain, names) if name in headings]
        if found:
            places[key] = found[0]
    return places


def layout_of(cells: Sequence[str], profile: Profile) -> Layout | None:
    """The layout that a row of headings gives; None if it lacks one that is required.

    Raises `TwiceNamedError` if a heading that counts is over two columns.
    """
    places = places_of(cells, profile)
    if not places.keys() >= set(profile.required):
        return None
    headings = [plain(cell) for cell in cells]
    for place in sorted(places.values()):
        if headings[place] in headings[place + 1 :]:
            raise TwiceNamedError(cells[place].strip(), headings.index(headings[place], place + 1))
    return Layout(len(cells), places)


MINUS = "-\N{MINUS SIGN}"
_SPACES = " \u00a0\u202f"
RESIDUE = Decimal("0.000001")
"""How far a binary float may be from hundredths without a finding, in whole units of currency."""

CENT = Decimal("0.01")


class Amounts:
    """Reads the amounts of one file as its profile declares them; a cost's sign is not turned here."""

    def __init__(self, profile: Profile) -> None:
        self.decimal, self.thousands = profile.decimal, profile.thousands
        whole = _whole(profile.thousands)
        mark = re.escape(profile.decimal)
        self._pattern = _pattern(profile, whole, mark)
        self._quantity = re.compile(
            f"(?P<minus>[{MINUS}]?)(?P<whole>{whole})(?:{mark}(?P<part>[0-9]{{1,6}}))?(?P<after>-?)"
        )
        # Only ASCII, so that taking the marks out leaves what `int` reads.
        grouped = whole if profile.thousands != " " else "[0-9]+"
        minus = "-?" if "leading" in profile.negative else ""
        self._plain = re.compile(f"{minus}(?:{grouped}){mark}[0-9]{{2}}").fullmatch

    def quick(self, text: str) -> int | None:
        """The minor units of an amount that needs no second look; None if it needs `read`.

        That is a minus, digits, marks and two decimals, all of them ASCII.
        """
        if len(text) > MAX_DIGITS or self._plain(text) is None:
            return None
        return int(text.replace(self.thousands, "").replace(self.decimal, ""))

    def read(self, text: str) -> int:
        """The minor units; `ValueError` says what is wrong with the text."""
        found = self._pattern.fullmatch(text)
        if found is None:
            raise ValueError(self._why_not(text))
        whole = re.sub("[^0-9]", "", found["whole"])
        if len(whole.lstrip("0")) > MAX_DIGITS:
            raise ValueError(f"{text!r} has more than {MAX_DIGITS} digits before the decimal mark")
        minor = int(whole) * 100 + int((found["part"] or "").ljust(2, "0"))
        signs = sum(1 for name in ("leading", "trailing", "open") if found.groupdict().get(name))
        if signs > 1:
            raise ValueError(f"{text!r} is below zero twice over")
        return -minor if signs else minor

    def decimals(self, text: str) -> int | None:
        """How many decimals are written; None of what is no amount."""
        found = self._pattern.fullmatch(text)
        return None if found is None else len(found["part"] or "")

    def quantity(self, text: str) -> str:
        """A quantity as a plain number with a point; `ValueError` says what is wrong with the text."""
        found = self._quantity.fullmatch(text)
        if found is None or (found["minus"] and found["after"]):
            raise ValueError(f"{text!r} is no number with the decimal mark {self.decimal!r}")
        whole = re.sub("[^0-9]", "", found["whole"]).lstrip("0") or "0"
        if len(whole) > 9:
            raise ValueError(f"{text!r} has more than 9 digits before the decimal mark")
        part = (found["part"] or "").rstrip("0")
        minus = "-" if found["minus"] or found["after"] else ""
        return f"{minus}{whole}{'.' if part else ''}{part}"

    def _why_not(self, text: str) -> str:
        for pattern, said in _WRONG:
            if re.fullmatch(pattern.format(mark=re.escape(self.decimal)), text):
                return said.format(text=text, decimal=self.decimal)
        if self._pattern.fullmatch(re.sub(rf"[{MINUS}()]", "", text)):
            return f"{text!r} shows an amount below zero in a way that the profile does not name in negative"
        marks = f"decimal {self.decimal!r}, thousands {self.thousands!r}"
        return f"{text!r} is no amount with the marks of the profile ({marks})"


_WRONG: tuple[tuple[str, str], ...] = (
    (r"", "the amount is blank; nothing is not zero"),
    (r"#.*", "{text!r} is an error of a spreadsheet"),
    (
        r"[-+]?[0-9][0-9.,]*[eE][-+]?[0-9]+",
        "{text!r} is in scientific notation, and its last digits are lost",
    ),
    (
        rf"\(?[{MINUS}]?[0-9]+(?:{{mark}}[0-9]{{{{3}}}})*(?!{{mark}})[.,][0-9]{{{{1,2}}}}[-)]?",
        "{text!r} has another decimal mark than the profile, which says {decimal!r}",
    ),
    (
        rf"\(?[{MINUS}]?[0-9.,' ]*{{mark}}[0-9]{{{{3,}}}}[-)]?",
        "{text!r} has more than two decimals; is {decimal!r} a mark of thousands?",
    ),
)
"""Shapes of wrong amounts, the first that fits, and what to say of each."""


def _whole(thousands: str) -> str:
    """A pattern of the digits before the decimal mark."""
    if not thousands:
        return "[0-9]+"
    mark = f"[{_SPACES}]" if thousands == " " else re.escape(thousands)
    return f"(?:[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|[0-9]+)"


def _pattern(profile: Profile, whole: str, mark: str) -> re.Pattern[str]:
    ways = profile.negative
    number = rf"(?P<whole>{whole})(?:{mark}(?P<part>[0-9]{{1,2}}))?"
    leading = rf"(?P<leading>[{MINUS}] ?)?" if "leading" in ways else ""
    trailing = rf"(?P<trailing> ?[{MINUS}])?" if "trailing" in ways else ""
    opened, closed = (r"(?P<open>\()?", r"(?(open)\))") if "parentheses" in ways else ("", "")
    return re.compile(f"{opened}{leading}{number}{trailing}{closed}")


def minor_of(exact: Decimal) -> tuple[int, Decimal]:
    """Minor units of a number, and how far it is from them in whole units of currency.

    It is rounded once, half away from zero. `ValueError` if it is no number or has too many digits.
    """
    if not exact.is_finite() or abs(exact) >= 10**MAX_DIGITS:
        raise ValueError(f"{exact} is no amount of at most {MAX_DIGITS} digits before the decimal mark")
    rounded = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    return int(rounded.scaleb(2)), abs(exact - rounded)


BLANKS = " \t\u00a0\ufeff"
"""What may be around the text of a field and does not belong to it."""

_NO_TEXT = "\\r\u202a-\u202e\u2066-\u2069\ud800-\udfff"
CONTROL = re.compile(f"[{CONTROL_CHARACTERS}{_NO_TEXT}]")
"""Characters that no cell may hold: control characters, directions, and bytes that are no text."""

CONTROL_BUT_TAB = re.compile(f"[{CONTROL_CHARACTERS.replace(chr(9), '')}{_NO_TEXT}]")
"""The same for whole lines, between whose fields there may be tabs."""

_LINE_BREAK = re.compile(r"\s*\n\s*")


class CellError(Exception):
    """What is wrong with a cell; `remedy` replaces that of the rule."""

    def __init__(self, rule: Rule, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.rule, self.remedy = rule, remedy


class Cells:
    """What a source knows of its cells. `CellError` or `ValueError` says what is wrong with one."""

    name = "cell"

    def __init__(self, profile: Profile, shown: str) -> None:
        self.amounts: Amounts = Amounts(profile)
        self.dates: Dates = Dates(profile.dates)
        self.shown = shown

    def text(self, cell: Any) -> str:
        """The cell as text without blanks around it, a line break within as one blank."""
        raise NotImplementedError

    def where(self, row: int, place: int) -> tuple[Where, str]:
        """Where a cell is, and what to say before a message about it."""
        raise NotImplementedError

    def sound(self, cell: Any) -> str:
        """The text, if a ledger may hold its characters."""
        text = self.text(cell)
        found = CONTROL.search(text)
        if found is not None:
            message = f"the {self.name} holds the control character U+{ord(found.group()):04X}"
            raise CellError(rules.SOURCE_CONTROL, message)
        return text

    def day(self, cell: Any) -> str:
        """The day as `YYYY-MM-DD`."""
        return self.dates.read(self.text(cell))

    def amount(self, cell: Any) -> int:
        """Minor units, with the sign of the file."""
        return self.amounts.read(self.text(cell))

    def quantity(self, cell: Any) -> str:
        """A plain number with a point, or '' of a blank cell."""
        text = self.text(cell)
        return self.amounts.quantity(text) if text else ""


class TextCells(Cells):
    """The cells of a text file; `fields` are those of the record that is being read, at `line`."""

    name = "field"
    fields: tuple[Field, ...] = ()
    line = 1

    def text(self, cell: str) -> str:
        """The field."""
        return _LINE_BREAK.sub(" ", cell.strip(BLANKS + "\n")) if "\n" in cell else cell.strip(BLANKS)

    def where(self, row: int, place: int) -> tuple[Where, str]:
        """The line and column of a field."""
        if row == self.line and place < len(self.fields):
            return Where(self.shown, self.fields[place].line, self.fields[place].column), ""
        return Where(self.shown, row), ""
