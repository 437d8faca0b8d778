"""What a difference is, and how the things of two accounts are paired to find it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple, TypeVar

from grants.values.money import Amount
from grants.values.periods import Period

Value = str | int | Decimal | Amount | date | Period | None
"""What a field may hold; None where there is nothing."""


class DifferenceKind(StrEnum):
    """Whether something came, went, or is another than it was."""

    ADDED = "added"
    VANISHED = "vanished"
    CHANGED = "changed"

    @classmethod
    def of(cls, before: object, after: object) -> "Kind":
        """What happened to a thing that is None on the side where it is missing."""
        if before is None:
            return cls.ADDED
        return cls.VANISHED if after is None else cls.CHANGED


@dataclass(frozen=True, slots=True)
class DifferenceChange:
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
    1 stands for so many alike that are not reported one by one.
    """

    part: str
    kind: DifferenceKind
    name: str
    changes: tuple[DifferenceChange, ...] = ()
    before: int | None = None
    after: int | None = None
    count: int = 1

    @classmethod
    def between(cls, part: str, old: "State | None", new: "State | None") -> "Difference":
        """What is different between two states of a thing; None where it is missing."""
        was, becomes = (state or State("", {}, None) for state in (old, new))
        changes = tuple(
            DifferenceChange(field, was.fields.get(field), becomes.fields.get(field))
            for field in dict.fromkeys((*was.fields, *becomes.fields))
            if was.fields.get(field) != becomes.fields.get(field)
        )
        name = was.name if new is None else becomes.name
        return cls(part, DifferenceKind.of(old, new), name, changes, was.line, becomes.line)


class State(NamedTuple):
    """A thing of an account at one time: its name, its fields, and the line of the file on which it is."""

    name: str
    fields: Mapping[str, Value]
    line: int | None


def by_line(found: Iterable[Difference]) -> list[Difference]:
    """Differences in the order of their lines."""
    return sorted(found, key=lambda one: (one.after or one.before or 0, one.kind))


_Item = TypeVar("_Item")

Key = Callable[[_Item], Hashable | None]
"""What two things must share to be the same one; None pairs with nothing."""


def paired(
    before: Sequence[_Item], after: Sequence[_Item], keys: Iterable[Key[_Item]]
) -> tuple[list[tuple[_Item, _Item]], list[_Item], list[_Item]]:
    """The pairs, and what is left of before and of after.

    The first key pairs what it can, in the order of the lists, and so on. Exchanging the lists
    exchanges each pair and the two rests, and changes nothing else.
    """
    pairs: list[tuple[_Item, _Item]] = []
    old, new = list(before), list(after)
    for key in keys:
        if not old or not new:
            break
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(range(len(new))):
            waiting[key(new[place])].append(place)
        waiting.pop(None, None)
        left, taken = [], set()
        for item in old:
            places = waiting.get(key(item))
            if places:
                place = places.pop()
                taken.add(place)
                pairs.append((item, new[place]))
            else:
                left.append(item)
        old, new = left, [item for place, item in enumerate(new) if place not in taken]
    return pairs, old, new


def common_head(before: Iterable[object], after: Iterable[object]) -> int:
    """How many things both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def both_sides(
    pairs: Iterable[tuple[_Item, _Item]], gone: Iterable[_Item], come: Iterable[_Item]
) -> Iterator[tuple[_Item | None, _Item | None]]:
    """Each thing before and after; None on the side where it is missing."""
    yield from pairs
    yield from ((item, None) for item in gone)
    yield from ((None, item) for item in come)


Kind = DifferenceKind


Change = DifferenceChange
