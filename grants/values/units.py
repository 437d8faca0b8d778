"""Units of work: the names that people write for hours and days, in English and Danish."""

from functools import lru_cache
from typing import Literal

WorkUnit = Literal["hour", "day"]

_NAMES: dict[WorkUnit, tuple[str, ...]] = {
    "hour": ("hour", "hours", "hr", "hrs", "h", "time", "timer", "tim", "t"),
    "day": ("day", "days", "d", "dag", "dage", "arbejdsdag", "arbejdsdage"),
}

UNIT_OF_NAME: dict[str, WorkUnit] = {name: unit for unit, names in _NAMES.items() for name in names}
"""What each name stands for: the one table of such names."""


@lru_cache(maxsize=1024)
def work_unit(name: str) -> WorkUnit | None:
    """The unit of work that a name stands for, in any capitals, with a point or without; None for others."""
    return UNIT_OF_NAME.get(name.strip().rstrip(".").casefold())


def same_unit(one: str, other: str) -> bool:
    """Whether two names stand for the same unit, whatever it is: hour and timer, meeting and Meeting."""
    mine, theirs = (name.strip().rstrip(".").casefold() for name in (one, other))
    return UNIT_OF_NAME.get(mine, mine) == UNIT_OF_NAME.get(theirs, theirs)
