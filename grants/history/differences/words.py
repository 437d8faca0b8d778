"""Differences of the words of a report: which section, which words, whatever the lines are broken."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from grants.history.differences.values import (
    Change,
    Difference,
    Kind,
    both_sides,
    by_line,
    common_head,
    paired,
)

MAX_COMPARED = 4_000_000
"""Products of lengths up to which two sequences are compared with each other; difflib is quadratic."""

MAX_PASSAGES = 100
"""Changed passages of one section that are reported one by one."""

MAX_WORDS = 40
"""Words of a passage that are reported; of a longer one its beginning, and how many words there are."""

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#*)?[ \t]*")


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, which of its name it is, the line it stands on, and the paragraphs below it as words."""

    heading: str
    number: int
    line: int
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> list[str]:
        return [word for paragraph in self.paragraphs for word in paragraph]


def word_differences(before: str, after: str) -> Iterator[Difference]:
    """The sections that were added, vanished, or whose words changed.

    A section is the same by its heading; one whose heading alone changed is the same by its words.
    Lines that are broken elsewhere say nothing. Bounded for texts of any size: what is too much to be
    compared word by word is reported as one passage.
    """
    if before == after:
        return
    sections = paired(
        _sections(before), _sections(after), [lambda s: (s.heading, s.number), lambda s: s.paragraphs or None]
    )
    found = (_difference(old, new) for old, new in both_sides(*sections))
    yield from by_line(difference for difference in found if difference.changes)


def _difference(old: _Section | None, new: _Section | None) -> Difference:
    if old is not None and new is not None:
        changes = tuple(_passages(old, new))
    else:
        was, becomes = (None if one is None else _shortened(one.words) for one in (old, new))
        changes = (Change("words", was, becomes),)
    before, after = (None if one is None else one.line for one in (old, new))
    heading = new.heading if new is not None else old.heading if old is not None else ""
    return Difference("words", Kind.of(old, new), heading, changes, before, after)


def _sections(text: str) -> list[_Section]:
    """The text cut at its headings; what stands before the first one has no heading."""
    found: list[_Section] = []
    seen: defaultdict[str, int] = defaultdict(int)
    heading, line, lines = "", 1, list[str]()

    def close() -> None:
        if heading or any(part.strip() for part in lines):
            found.append(_Section(heading, seen[heading], line, _paragraphs(lines)))
            seen[heading] += 1

    for number, part in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        match = _HEADING.fullmatch(part)
        if match is None:
            lines.append(part)
            continue
        close()
        heading, line, lines = " ".join(match[1].split()), number, []
    close()
    return found


def _paragraphs(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    text = "\n".join(lines)
    parts = (tuple(part.split()) for part in re.split(r"\n[ \t]*\n", text))
    return tuple(part for part in parts if part)


def _passages(old: _Section, new: _Section) -> Iterator[Change]:
    """The passages that differ, the heading first if it does."""
    if old.heading != new.heading:
        yield Change("heading", old.heading, new.heading)
    found = _changed_words(old.paragraphs, new.paragraphs)
    for was, becomes in islice(found, MAX_PASSAGES):
        yield Change("words", _shortened(was), _shortened(becomes))
    more = sum(1 for _ in found)
    if more:
        yield Change("more", None, more)


def _changed_words(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> Iterator[tuple[list[str], list[str]]]:
    """Runs of words that were replaced: paragraph by paragraph, then word by word within them."""
    for a, b, c, d in _replaced(old, new):
        was = [word for paragraph in old[a:b] for word in paragraph]
        becomes = [word for paragraph in new[c:d] for word in paragraph]
        for e, f, g, h in _replaced(was, becomes):
            yield was[e:f], becomes[g:h]


def _replaced(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[int, int, int, int]]:
    """Where two sequences differ; what both begin and end with is passed over first."""
    head = common_head(old, new)
    tail = common_head(reversed(old[head:]), reversed(new[head:]))
    first, second = old[head : len(old) - tail], new[head : len(new) - tail]
    if not first and not second:
        return
    if len(first) * len(second) > MAX_COMPARED:
        yield head, len(old) - tail, head, len(new) - tail
        return
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            yield head + a, head + b, head + c, head + d


def _shortened(words: Sequence[str]) -> str | None:
    """The words of a passage, bounded; None where there are none."""
    if not words:
        return None
    text = " ".join(word if len(word) <= 200 else f"{word[:200]}…" for word in words[:MAX_WORDS])
    return text if len(words) <= MAX_WORDS else f"{text} … ({len(words)})"
