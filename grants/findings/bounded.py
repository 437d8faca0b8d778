"""A bound on findings: of one kind in one file a hundred are reported one by one, and the rest are counted.

A kind is a rule with a severity. Whoever asks for more than a look adds up `Finding.count`, which is exact.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from grants.findings.finding import Finding, Rule, Severity
from grants.findings.message import plural

_Item = TypeVar("_Item")

REPORTED = 100
"""Findings of one kind in one file that are reported one by one."""


@dataclass(slots=True)
class _Rest:
    """What is not reported of one kind: how many, and the first of them."""

    count: int
    first: Finding


@dataclass(slots=True)
class Bounded:
    """Findings as they come: those up to the bound, then how many more there are of each kind."""

    _reported: list[Finding] = field(default_factory=list)
    _counts: dict[tuple[Rule, str, Severity], int] = field(default_factory=dict)
    _rests: dict[tuple[Rule, str, Severity], _Rest] = field(default_factory=dict)

    def add(self, *findings: Finding) -> None:
        """Report some findings, or count them. One that counts others already is added to the rest."""
        for finding in findings:
            kind = (finding.rule, finding.where.path, finding.severity)
            self._counts[kind] = number = self._counts.get(kind, 0) + 1
            rest = self._rests.get(kind)
            if rest is not None:
                rest.count += finding.count
            elif number > REPORTED or finding.count > 1:
                self._rests[kind] = _Rest(finding.count, finding)
            else:
                self._reported.append(finding)

    def all(self) -> list[Finding]:
        """Everything reported, and for each kind that has more one finding that counts the rest."""
        return self._reported + [_counting(rest) for rest in self._rests.values()]


def bounded(findings: Iterable[Finding]) -> list[Finding]:
    """The findings up to the bound, and one that counts the rest of each kind."""
    kept = Bounded()
    kept.add(*findings)
    return kept.all()


def each(items: Sequence[_Item], make: Callable[[_Item], Finding]) -> Iterator[Finding]:
    """A finding of each item up to the bound, and one that counts the other items without a look at them."""
    yield from map(make, items[:REPORTED])
    if len(items) > REPORTED:
        yield _counting(_Rest(len(items) - REPORTED, make(items[REPORTED])))


def counted(findings: Iterable[Finding]) -> int:
    """How many findings there are, those that are only counted included."""
    return sum(finding.count for finding in findings)


def _counting(rest: _Rest) -> Finding:
    """The one finding left over itself, or the finding that stands for all that are left over."""
    return rest.first if rest.count == 1 else more(rest.first, rest.count)


def more(first: Finding, number: int) -> Finding:
    """A finding that stands for so many more of its kind, of which it is the first."""
    said = plural(
        "{count:,} more finding of this kind in the file, the first of them in this line",
        "{count:,} more findings of this kind in the file, the first of them in this line",
        count=number,
    )
    where = replace(first.where, column=None)
    return replace(first, where=where, said=said, count=number, concerns=())
