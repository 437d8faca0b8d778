"""The cells of a table: where they are by the row of headings, and their texts, days, and amounts."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from grants.findings import exports as rules
from grants.findings.finding import Rule, Where
from grants.importing.profiles.dates import Dates
from grants.importing.profiles.profile import Profile
from grants.importing.readers.amounts import Amounts
from grants.store.postings.csv_records import Field
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
        self.amounts = Amounts(profile)
        self.dates = Dates(profile.dates)
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
