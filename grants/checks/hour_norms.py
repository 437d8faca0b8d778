"""One person's work compared with the yearly norms of the funders: what is certain, and what is unclear."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from grants.checks.registry import Origin
from grants.findings.finding import RULES, Finding, Severity
from grants.records.terms import HourNorm
from grants.values.units import WorkUnit

OVER_NORM = RULES.error("G702", "hours-over-norm",
    "A person has more hours in a year than the norm",
    "correct the hours; over all grants nobody can work more than the norm",
)  # fmt: skip

PARTS = 10_000
"""Quantities have at most four decimals, so that they add up as whole parts of this size."""


class Kind(NamedTuple):
    """What work has in common: the account that it is posted in, its unit, the years that it touches."""

    account: str
    unit: WorkUnit
    first: int
    last: int

    def touches(self, year: int) -> bool:
        """Whether some of the work may be of the year."""
        return self.first <= year <= self.last


class Work(NamedTuple):
    """Work of one kind: how much of it there is, and the first and the last line that has some."""

    parts: int
    first_line: int
    last_line: int

    def plus(self, other: "Work") -> "Work":
        """Both together."""
        first, last = min(self.first_line, other.first_line), max(self.last_line, other.last_line)
        return Work(self.parts + other.parts, first, last)


class Norm:
    """The norm of an account, counted in hours if it has their number in a day, else in its own unit."""

    def __init__(self, account: str, norm: HourNorm) -> None:
        self.account = account
        self.norm = norm
        self.unit: WorkUnit = "hour" if norm.hours_per_day is not None else norm.unit
        self.most: Fraction = Fraction(norm.per_year) * (self.worth(norm.unit) or 1)
        """The most that a person can work in a year, in `unit`."""

    def worth(self, unit: WorkUnit) -> Fraction | None:
        """What one such unit counts in this norm; None if that is unknown."""
        if unit == self.unit:
            return Fraction(1)
        return None if self.norm.hours_per_day is None else Fraction(self.norm.hours_per_day)

    def __str__(self) -> str:
        day = "" if self.norm.unit == self.unit else f" of {self.norm.hours_per_day} hours"
        return f"the norm of {self.account} is {self.norm.per_year} {self.norm.unit}s{day}"


@dataclass
class PersonYears:
    """One person's work by year, and the norms that are counted in one unit, the strictest first."""

    person: str
    work: Mapping[Kind, Work]
    norms: list[Norm]
    accounts: Mapping[str, Origin]

    def __post_init__(self) -> None:
        self.unit = self.norms[0].unit
        self.worth: dict[str, Fraction | None] = {
            unit: self._worth(unit) for unit in {kind.unit for kind in self.work}
        }
        rank_of = {norm.account: rank for rank, norm in enumerate(self.norms)}
        strictest: dict[int, int] = {}
        for kind in self.work:
            if kind.account in rank_of:
                for year in range(kind.first, kind.last + 1):
                    strictest[year] = min(rank_of[kind.account], strictest.get(year, len(self.norms)))
        self.norm_of: dict[int, Norm] = {year: self.norms[rank] for year, rank in sorted(strictest.items())}

    def _worth(self, unit: WorkUnit) -> Fraction | None:
        """What one unit counts, by the strictest norm that has an answer."""
        worths = (norm.worth(unit) for norm in self.norms)
        return next((worth for worth in worths if worth is not None), None)

    def findings(self) -> Iterator[Finding]:
        """An error where years cannot hold the work, a note where it is unclear whether one does."""
        by_span: defaultdict[tuple[int, int], list[Kind]] = defaultdict(list)
        for kind in self.work:
            by_span[kind.first, kind.last].append(kind)
        sums = {span: self._sum(kinds) for span, kinds in by_span.items()}
        over: list[tuple[int, int]] = []
        for first, last in self._intervals(by_span):
            if any(first <= begin and end <= last for begin, end in over):
                continue
            worked = sum(s for (begin, end), s in sums.items() if first <= begin and end <= last)
            if worked > sum(self.norm_of[year].most for year in range(first, last + 1)):
                over.append((first, last))
                yield self._over(first, last)
        yield from self._unclear(over)

    def _intervals(self, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Years that all have a norm, from where some work begins to where some ends, the fewest first."""
        firsts, lasts = {first for first, _ in spans}, {last for _, last in spans}
        bounds = [(first, last) for first in firsts for last in lasts if first <= last]
        for first, last in sorted(bounds, key=lambda years: (years[1] - years[0], years)):
            if all(year in self.norm_of for year in range(first, last + 1)):
                yield first, last

    def _sum(self, kinds: Iterable[Kind]) -> Fraction:
        """The work of these kinds in the unit of the norms; what cannot be converted counts nothing."""
        parts: Counter[WorkUnit] = Counter()
        for kind in kinds:
            parts[kind.unit] += self.work[kind].parts
        worths = (Fraction(count, PARTS) * (self.worth[unit] or 0) for unit, count in parts.items())
        return sum(worths, Fraction())

    def _over(self, first: int, last: int) -> Finding:
        norm = self.norm_of[first]
        counted = [
            kind
            for kind in self.work
            if first <= kind.first and kind.last <= last and self.worth[kind.unit] is not None
        ]
        by_account: Counter[tuple[str, WorkUnit]] = Counter()
        for kind in counted:
            by_account[kind.account, kind.unit] += self.work[kind].parts
        shares = ", ".join(
            f"{_quantity(parts)}{'' if unit == self.unit else f' {unit}s'} in {account}"
            for (account, unit), parts in sorted(by_account.items())
        )
        years, limit = str(first), str(norm)
        if first != last:
            years, limit = f"{first} to {last} together", f"{norm} a year"
        home = next((kind for kind in counted if kind.account == norm.account), counted[0])
        others = {self.accounts[kind.account].folder for kind in counted if kind.account != home.account}
        return OVER_NORM.at(
            self.accounts[home.account].line(self.work[home].last_line),
            f"{self.person} has {_number(self._sum(counted))} {self.unit}s in {years} ({shares}); {limit}",
            concerns=tuple(sorted(others)),
        )

    def _unclear(self, over: list[tuple[int, int]]) -> Iterator[Finding]:
        """A note where work of several years may put one of them over the norm; the first such year."""
        for year, norm in self.norm_of.items():
            touching = [kind for kind in self.work if kind.touches(year)]
            spans = [kind for kind in touching if kind.first < kind.last and self.work[kind].parts > 0]
            alone = self._sum(kind for kind in touching if kind.first == kind.last)
            most = alone + self._sum(spans)
            if not spans or most <= norm.most or any(begin <= year <= end for begin, end in over):
                continue
            named = " and ".join(
                f"{_quantity(self.work[k].parts)} {k.unit}s for {k.first}/{k.last}" for k in spans
            )
            yield self._note(
                spans[0],
                f"{self.person} has {named}, known for these years together; {year} has {_number(alone)} "
                f"{self.unit}s without them and at most {_number(most)} with them, and {norm}, so it is "
                "unclear whether the norm is kept",
                "post the work of each year by itself if it is known",
            )
            return

    def not_converted(self) -> Iterator[Finding]:
        """A note where work has a unit that cannot be compared with the norm."""
        other = [
            kind
            for kind in self.work
            if self.worth[kind.unit] is None and any(map(kind.touches, self.norm_of))
        ]
        if other:
            quantity, unit = _quantity(sum(self.work[kind].parts for kind in other)), other[0].unit
            yield self._note(
                other[0],
                f"{self.person} has {quantity} {unit}s that cannot be compared with a norm in {self.unit}s, "
                f"since it is not stated how many hours a day has; {self.norms[0]}",
                "write it into the terms of the grant with the norm: hours = { ..., hours_per_day = 7.4 }",
            )

    def _note(self, kind: Kind, message: str, remedy: str) -> Finding:
        where = self.accounts[kind.account].line(self.work[kind].last_line)
        return OVER_NORM.at(where, message, remedy=remedy, severity=Severity.NOTE)


def _quantity(parts: int) -> str:
    return _number(Fraction(parts, PARTS))


def _number(value: Fraction) -> str:
    """A quantity as people write it; products of two quantities have eight decimals at most."""
    digits = f"{abs(int(value * 10**8)):09d}"
    return f"{'-' * (value < 0)}{digits[:-8]}.{digits[-8:]}".rstrip("0").rstrip(".")
