"""Differences of postings, as multisets: their order in the file means nothing.

Files of any size are walked, not held: what both begin with is passed over, the rest is counted by
digest, and only rows that one side has more of are kept.
"""

import hashlib
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from itertools import islice, zip_longest

from grants.figures.postings import COLUMNS, AsWritten, Posting, Postings
from grants.history.differences.values import (
    Difference,
    Key,
    Kind,
    State,
    Value,
    both_sides,
    by_line,
    common_head,
    paired,
)

MAX_LISTED = 10_000
"""Postings of each side that are reported one by one; the rest are counted."""

MAX_LIKENESS = 250_000
"""Pairs of postings of one voucher that are compared with each other; beyond it their order pairs them."""

_VOUCHER = COLUMNS.index("voucher")
_TEXT = COLUMNS.index("text")


def posting_differences(before: Postings, after: Postings) -> Iterator[Difference]:
    """Postings that were added, vanished, or changed, in the order of their lines.

    A posting is the same as before if it shares all columns but one, else its voucher, line and
    activity, else its voucher, and is then the one most like it.
    """
    if before.is_same_file_as(after):
        return
    old, more_old, new, more_new = _differing(*_apart_as_written(before, after))
    pairs, gone, come = paired(old, new, _keys())
    alike, gone, come = _by_likeness(gone, come)
    sides = both_sides((*pairs, *alike), gone, come)
    yield from by_line(Difference.between("posting", _state(was), _state(becomes)) for was, becomes in sides)
    if more_old:
        yield Difference("posting", Kind.VANISHED, "", count=more_old)
    if more_new:
        yield Difference("posting", Kind.ADDED, "", count=more_new)


def fields_of(posting: Posting) -> tuple[Value, ...]:
    """The values of a posting in the order of the columns; None where a column is blank."""
    values = (getattr(posting, name) for name in COLUMNS)
    return tuple(None if value == "" else value for value in values)


def _digest(posting: Posting) -> bytes:
    return _hash("\x1f".join(_text(value) for value in fields_of(posting)))


def _text(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _apart_as_written(before: Postings, after: Postings) -> tuple[Postings, Postings]:
    """What is left of two files of the same columns without the records that both have letter by letter.

    Several times quicker than to read their values; what is left may still mean the same.
    """
    one, other = before.as_written, after.as_written
    if one is None or other is None or before.columns != after.columns:
        return before, after
    more: dict[bytes, int] = {}
    for side, _, text in _apart_in_place(one, other):
        digest = _hash(text)
        more[digest] = more.get(digest, 0) + (-1 if side else 1)
    kept = {digest: deque[int](maxlen=abs(count)) for digest, count in more.items() if count}
    chosen: tuple[set[int], set[int]] = set(), set()
    for side, line, text in _apart_in_place(one, other) if kept else ():
        digest = _hash(text)
        if digest in kept and (more[digest] < 0) == bool(side):
            kept[digest].append(line)
    for digest, lines in kept.items():
        chosen[more[digest] < 0].update(lines)
    return (
        Postings(read_rows=partial(one.rows, frozenset(chosen[0]))),
        Postings(read_rows=partial(other.rows, frozenset(chosen[1]))),
    )


def _apart_in_place(one: AsWritten, other: AsWritten) -> Iterator[tuple[int, int, str]]:
    """Records that the other file has not at the same place: only these can be more on one side.

    Each with 0 for one file and 1 for the other, its line and its text.
    """
    for old, new in zip_longest(one.lines(), other.lines()):
        if old is None or new is None or old[1] != new[1]:
            yield from ((side, *one) for side, one in enumerate((old, new)) if one is not None)


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def _differing(before: Postings, after: Postings) -> tuple[list[Posting], int, list[Posting], int]:
    """The postings that each side has more of, and how many more of them are not in the lists."""
    same = common_head(map(fields_of, before), map(fields_of, after))
    more: dict[bytes, int] = {}
    for postings, step in ((before, 1), (after, -1)):
        for posting in islice(postings, same, None):
            digest = _digest(posting)
            more[digest] = more.get(digest, 0) + step
    of_before = {digest: count for digest, count in more.items() if count > 0}
    of_after = {digest: -count for digest, count in more.items() if count < 0}
    del more
    return *_kept(islice(before, same, None), of_before), *_kept(islice(after, same, None), of_after)


def _kept(postings: Iterable[Posting], wanted: dict[bytes, int]) -> tuple[list[Posting], int]:
    """So many of each kind as are wanted, the last ones that stand in the file, up to the bound."""
    kept: dict[bytes, deque[Posting]] = {}
    room = MAX_LISTED
    for digest, count in wanted.items():
        if room:
            kept[digest] = deque(maxlen=min(count, room))
            room -= min(count, room)
    for posting in postings if kept else ():
        digest = _digest(posting)
        if digest in kept:
            kept[digest].append(posting)
    found = sorted((posting for row in kept.values() for posting in row), key=lambda p: p.line)
    return found, sum(wanted.values()) - len(found)


def _keys() -> Iterator[Key[Posting]]:
    """All columns but one, voucher and text last, then what a voucher says of its lines."""
    for left_out in sorted(range(len(COLUMNS)), key=lambda place: place in (_VOUCHER, _TEXT)):
        yield lambda posting, left_out=left_out: _without(posting, left_out)  # type: ignore[misc]
    yield lambda p: (p.voucher, p.voucher_line, p.activity, p.financing) if p.voucher_line else None
    yield lambda p: (p.voucher, p.activity, p.amount) if p.voucher else None


def _without(posting: Posting, left_out: int) -> Hashable:
    fields = fields_of(posting)
    return fields[:left_out] + fields[left_out + 1 :]


def _by_likeness(
    before: list[Posting], after: list[Posting]
) -> tuple[list[tuple[Posting, Posting]], list[Posting], list[Posting]]:
    """Pair what is left of each voucher, the most alike first; postings without a voucher stay alone."""
    vouchers: defaultdict[str, tuple[list[Posting], list[Posting]]] = defaultdict(lambda: ([], []))
    for side, postings in enumerate((before, after)):
        for posting in postings:
            vouchers[posting.voucher][side].append(posting)
    pairs: list[tuple[Posting, Posting]] = []
    gone: list[Posting] = []
    come: list[Posting] = []
    for voucher, (old, new) in vouchers.items():
        mine = _most_alike(old, new) if voucher else []
        pairs += mine
        used = {id(posting) for pair in mine for posting in pair}
        gone += [posting for posting in old if id(posting) not in used]
        come += [posting for posting in new if id(posting) not in used]
    return pairs, gone, come


def _most_alike(old: list[Posting], new: list[Posting]) -> list[tuple[Posting, Posting]]:
    if len(old) * len(new) > MAX_LIKENESS:
        return list(zip(old, new, strict=False))
    fields = [[fields_of(posting) for posting in side] for side in (old, new)]
    ranked = sorted(
        (-sum(a == b for a, b in zip(fields[0][i], fields[1][j], strict=True)), i + j, abs(i - j), i, j)
        for i in range(len(old))
        for j in range(len(new))
    )
    pairs, left, right = [], set(range(len(old))), set(range(len(new)))
    for *_, i, j in ranked:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((old[i], new[j]))
    return pairs


def _state(posting: Posting | None) -> State | None:
    if posting is None:
        return None
    return State(_name(posting), dict(zip(COLUMNS, fields_of(posting), strict=True)), posting.line)


def _name(posting: Posting) -> str:
    return f"{posting.voucher}/{posting.voucher_line}" if posting.voucher_line else posting.voucher
