"""The row of headings: found by the names that a profile gives, wherever it is in the file."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from grants.importing.profiles.profile import Profile

MAX_ROWS = 100
"""Rows in which the headings are looked for."""


def plain(heading: str) -> str:
    """A heading as it is compared: composed, without case, blanks around it or a mark after it."""
    text = unicodedata.normalize("NFC", heading).replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).strip().rstrip(".: ").casefold()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each key of the profile is: `places` count from 0; `headings` are those of all columns."""

    headings: tuple[str, ...]
    places: dict[str, int]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.headings)


class TwiceNamedError(ValueError):
    """Two columns have a heading that the profile names; `place` is the second one's, from 0."""

    def __init__(self, heading: str, place: int) -> None:
        super().__init__(f"two columns have the heading {heading!r}")
        self.place = place


def required(profile: Profile) -> tuple[str, ...]:
    """The keys without which a row is no row of headings."""
    by_sign = {"signed": ("amount",), "columns": ("debit", "credit"), "mark": ("amount", "mark")}
    return ("date", *by_sign[profile.sign])


def layout_of(cells: Sequence[str], profile: Profile) -> Layout | None:
    """The layout that a row of headings gives; None if it lacks one that is required.

    Raises `TwiceNamedError` if a heading that counts is over two columns.
    """
    headings = tuple(plain(cell) for cell in cells)
    places: dict[str, int] = {}
    named = profile.columns.named()
    for key, names in named.items():
        for name in map(plain, names):
            if name in headings:
                places[key] = headings.index(name)
                break
    if any(key not in places for key in required(profile)):
        return None
    for place in sorted(places.values()):
        if headings[place] in headings[place + 1 :]:
            raise TwiceNamedError(cells[place].strip(), headings.index(headings[place], place + 1))
    return Layout(headings, places)


def looks_like_headings(cells: Sequence[str], profile: Profile) -> int:
    """How many keys of the profile the row names."""
    headings = {plain(cell) for cell in cells}
    return sum(any(plain(n) in headings for n in names) for names in profile.columns.named().values())


def missing(cells: Sequence[str], profile: Profile) -> list[str]:
    """The keys that the profile needs and the row does not name."""
    headings = {plain(cell) for cell in cells}
    named = profile.columns.named()
    return [key for key in required(profile) if not any(plain(n) in headings for n in named[key])]
