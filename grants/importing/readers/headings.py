"""The row of headings: found by the names that a profile gives, wherever it is in the file."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from grants.importing.profiles.profile import Profile

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
