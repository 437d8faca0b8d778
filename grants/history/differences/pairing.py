"""Which thing of before is which thing of after: pairing by one key after the other."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TypeVar

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
