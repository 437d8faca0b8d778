"""What a difference is: a value that says which thing of an account changed, and from what to what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from grants.values.money import Amount
from grants.values.periods import Period

Value = str | int | Decimal | Amount | date | Period | None
"""What a field may hold; None where there is nothing."""


class Kind(StrEnum):
    """Whether something came, went, or is another than it was."""

    ADDED = "added"
    VANISHED = "vanished"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One field, what it held before and what it holds after; None where it held nothing."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of an account that was added, vanished or was changed.

    `part` is `posting`, a key of grant.toml (`budget`, `amendment`, `award` ...), `in-force` for what
    follows from several of them, or `words` for a section of the report. `name` is what people call
    the thing: the voucher of a posting, the activity of a line, the date of an amendment, a heading.
    `changes` has every field that differs; of what was added or vanished, every field that it has.
    `before` and `after` are the lines of the part's file, from 1, on which it stands. A `count` above
    1 stands for so many alike that are not told one by one.
    """

    part: str
    kind: Kind
    name: str
    changes: tuple[Change, ...] = ()
    before: int | None = None
    after: int | None = None
    count: int = 1
