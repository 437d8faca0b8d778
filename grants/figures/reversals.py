"""Which posting reverses which.

A reversal names the date of what it reverses, has its opposite amount and shares the rest. Memory
holds reversals and the postings of their vouchers; where no posting is a reversal nothing is read.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from grants.figures.postings import Postings, PostingText
from grants.values import money
from grants.values.periods import Period


class Key(NamedTuple):
    """What a reversal and the posting that it reverses share; `minor` is the amount of the latter."""

    date: str
    voucher: str
    voucher_line: str
    activity: str
    financing: str
    minor: int


def key_of(text: PostingText) -> Key:
    """What a reversal of this posting would name."""
    minor = money.parse_amount(text.amount)
    return Key(_canonical(text.date), text.voucher, text.voucher_line, text.activity, text.financing, minor)


def target_of(text: PostingText) -> Key:
    """What this reversal names."""
    return key_of(text)._replace(date=_canonical(text.reverses), minor=-money.parse_amount(text.amount))


def unmatched(postings: Postings) -> list[PostingText]:
    """Reversals for which no posting is left, the last ones of several, in file order."""
    if not postings.may_reverse:
        return []
    waiting: defaultdict[Key, list[PostingText]] = defaultdict(list)
    for text in postings.texts():
        if text.reverses:
            waiting[target_of(text)].append(text)
    if waiting:
        met: Counter[Key] = Counter()
        vouchers = {key.voucher for key in waiting}
        for text in postings.texts():
            if text.voucher in vouchers and (key := key_of(text)) in waiting:
                met[key] += 1
        for key, count in met.items():
            del waiting[key][:count]
    return sorted((text for left in waiting.values() for text in left), key=lambda text: text.line)


class Matched(NamedTuple):
    """A posting, whether it is reversed, and how many reversals it is away from an original one.

    `depth` is 0 for a posting of its own, 1 for its reversal, 2 for the reversal of that one.
    """

    text: PostingText
    depth: int
    is_reversed: bool

    @property
    def is_cost(self) -> bool:
        """Whether the posting is part of the costs: it is not reversed, or is restored."""
        return not self.is_reversed and self.depth % 2 == 0


def matched(texts: Iterable[PostingText]) -> list[Matched]:
    """These postings with what reverses them, each reversal with the first posting that it fits.

    All reversals of the postings are to be among them.
    """
    rows = list(texts)
    free: defaultdict[Key, deque[int]] = defaultdict(deque)
    for place, text in enumerate(rows):
        free[key_of(text)].append(place)
    reverses: dict[int, int] = {}
    reversed_ones: set[int] = set()
    for place, text in enumerate(rows):
        if text.reverses:
            fitting = free[target_of(text)]
            if fitting and fitting[0] == place:
                fitting.rotate(-1)  # a reversal of nothing at all is not its own
            if fitting and fitting[0] != place:
                reverses[place] = fitting.popleft()
                reversed_ones.add(reverses[place])
    return [Matched(text, _depth(place, reverses), place in reversed_ones) for place, text in enumerate(rows)]


def _depth(place: int, reverses: dict[int, int]) -> int:
    depth, seen = 0, {place}
    while place in reverses and reverses[place] not in seen:
        place = reverses[place]
        seen.add(place)
        depth += 1
    return depth


def costs(postings: Postings) -> Iterator[PostingText]:
    """The postings that are part of the costs: neither reversals nor reversed by one, in file order."""
    if not postings.may_reverse:
        yield from postings.texts()
        return
    vouchers = {text.voucher for text in postings.texts() if text.reverses}
    fallen = {
        row.text.line
        for row in matched(text for text in postings.texts() if text.voucher in vouchers)
        if not row.is_cost
    }
    yield from (text for text in postings.texts() if text.line not in fallen)


@lru_cache(maxsize=65536)
def _canonical(date: str) -> str:
    return str(Period.parse(date))
