"""The rules of a profile at work: which of them a line meets, and how often each was met.

A pattern is cut at its stars into pieces of fixed length that are looked for one after the other, the
leftmost each time, which is enough for `*`. So no pattern, however it is written, can take longer than
its length times that of the text: there is no backtracking as in regular expressions.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter

from grants.importing.profiles.profile import CONDITIONS, ImportRule, Within
from grants.importing.source_line import SourceLine

Test = Callable[[str], bool]

MAX_MEMO = 200_000
"""Distinct combinations of fields whose rule is remembered at a time."""

SEPARATORS = ".-/ :_,;"
"""What ends a part of a key."""


_ATOM = re.compile(r"\\[*?\\]|.", re.DOTALL)


def pattern_test(pattern: str) -> Test:
    """Whether a text equals the pattern, case apart; `*` is for any characters, `?` for one.

    A backslash before either makes it the character itself.
    """
    atoms = _ATOM.findall(pattern.casefold())
    if not {"*", "?"} & set(atoms):
        folded = "".join(atom[-1] for atom in atoms)
        return lambda text: text.casefold() == folded
    pieces: list[list[str]] = [[]]
    for atom in atoms:
        if atom == "*":
            pieces.append([])
        else:
            pieces[-1].append("." if atom == "?" else re.escape(atom[-1]))
    first, *rest = [re.compile("".join(piece), re.DOTALL) for piece in pieces]
    if not rest:
        return lambda text: first.fullmatch(text.casefold()) is not None
    *middle, last = rest
    length = len(pieces[-1])

    def test(text: str) -> bool:
        text = text.casefold()
        found = first.match(text)
        for piece in middle:
            if found is None:
                return False
            found = piece.search(text, found.end())
        end = len(text) - length
        return found is not None and found.end() <= end and last.match(text, end) is not None

    return test


def within_test(key: str) -> Test:
    """Whether a text is the key or lies below it: the next character ends a part."""
    folded = key.casefold().rstrip(SEPARATORS) or key.casefold()

    def test(text: str) -> bool:
        text = text.casefold()
        return text.startswith(folded) and (len(text) == len(folded) or text[len(folded)] in SEPARATORS)

    return test


def _condition_test(options: Sequence[str | Within]) -> Test:
    tests = [within_test(o.within) if isinstance(o, Within) else pattern_test(o) for o in options]
    return tests[0] if len(tests) == 1 else lambda text: any(test(text) for test in tests)


class Matcher:
    """Finds the first rule that a line meets. `hits` counts the lines of each rule, in their order."""

    def __init__(self, rules: Sequence[ImportRule]) -> None:
        self.rules: tuple[ImportRule, ...] = tuple(rules)
        self.hits: list[int] = [0] * len(self.rules)
        self._fields = [name for name in CONDITIONS if any(name in r.conditions() for r in self.rules)]
        self._tests = [
            [
                (self._fields.index(name), _condition_test(options))
                for name, options in rule.conditions().items()
            ]
            for rule in self.rules
        ]
        # With two more than are asked for, the key is always a tuple.
        places = [SourceLine._fields.index(name) for name in (*self._fields, "sheet", "sheet")]
        self._key = itemgetter(*places)
        self._place = lru_cache(MAX_MEMO)(self._first)

    def match(self, line: SourceLine) -> ImportRule | None:
        """The first rule whose every condition the line meets; None if there is none."""
        place = self._place(self._key(line))
        if place is None:
            return None
        self.hits[place] += 1
        return self.rules[place]

    def _first(self, key: tuple[str, ...]) -> int | None:
        tests = enumerate(self._tests)
        return next((place for place, each in tests if all(test(key[at]) for at, test in each)), None)
