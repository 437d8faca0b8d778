"""One person's work against the yearly norms of the funders: what is certain, what cannot be judged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from grants.checks.family import Family
from grants.findings.finding import Finding, Severity, Where
from grants.ledger import Account
from grants.records import HourNorm
from grants.values.units import WorkUnit

FAMILY = Family()

OVER_NORM = FAMILY.error(
    "G702", "hours-over-norm",
    "A person has more hours in a year than the norm",
    "correct the hours; over all grants nobody can work more than the norm",
)  # fmt: skip

_PARTS = 10_000
"""Quantities have at most four decimals, so that they add up as whole parts of this size."""


@lru_cache(maxsize=4096)
def ten_thousandths(quantity: str) -> int:
    """A quantity as the whole parts that `Work` adds up."""
    return int(Fraction(quantity) * _PARTS)


class Part(NamedTuple):
    """What work has in common: the grant that it is posted in, its unit, the years that it touches."""

    grant: str
    unit: WorkUnit
    first: int
    last: int

    def touches(self, year: int) -> bool:
        """Whether some of the work may be of the year."""
        return self.first <= year <= self.last


@dataclass
class Work:
    """How much of it there is, and the last line that has some."""

    parts: int = 0
    line: int = 0

    @property
    def quantity(self) -> Fraction:
        """How many hours or days it is."""
        return Fraction(self.parts, _PARTS)


@dataclass(frozen=True)
class Norm:
    """The norm of a grant, counted in hours if it says how many a day has, else in its own unit."""

    account: Account
    norm: HourNorm

    @property
    def unit(self) -> WorkUnit:
        """What the norm is counted in."""
        return "hour" if self.norm.hours_per_day is not None else self.norm.unit

    @property
    def most(self) -> Fraction:
        """The most that a person can work in a year, in `unit`."""
        return Fraction(self.norm.per_year) * (self.worth(self.norm.unit) or 1)

    def worth(self, unit: WorkUnit) -> Fraction | None:
        """What one such unit counts in this norm; None if nobody can say."""
        if unit == self.unit:
            return Fraction(1)
        return None if self.norm.hours_per_day is None else Fraction(self.norm.hours_per_day)

    def __str__(self) -> str:
        is_converted = self.norm.unit != self.unit
        day = "" if not is_converted else f" of {self.norm.hours_per_day} hours"
        return f"the norm of {self.account.id} is {self.norm.per_year} {self.norm.unit}s{day}"


@dataclass
class Judge:
    """One person's work against the norms that are counted in one unit."""

    person: str
    parts: dict[Part, Work]
    norms: list[Norm]
    grants: dict[str, Account]

    def __post_init__(self) -> None:
        self.unit = self.norms[0].unit
        years = {year for part in self.parts for year in range(part.first, part.last + 1)}
        found = {year: self._strictest(year) for year in sorted(years)}
        self.norm_of = {year: norm for year, norm in found.items() if norm is not None}

    def findings(self) -> Iterator[Finding]:
        """An error where years cannot hold the work, a note where nobody can say whether one does."""
        over: list[tuple[int, int]] = []
        for first, last in self._intervals():
            if any(first <= begin and end <= last for begin, end in over):
                continue
            within = [part for part in self.parts if first <= part.first and part.last <= last]
            if self._sum(within) > sum(self.norm_of[year].most for year in range(first, last + 1)):
                over.append((first, last))
                yield self._over(first, last, within)
        yield from self._cannot_be_divided(over)

    def _strictest(self, year: int) -> Norm | None:
        at_work = {part.grant for part in self.parts if part.touches(year)}
        fitting = [norm for norm in self.norms if norm.account.id in at_work]
        return min(fitting, key=lambda norm: (norm.most, norm.account.id), default=None)

    def _intervals(self) -> Iterator[tuple[int, int]]:
        """Years that all have a norm, from where some work begins to where some ends, the fewest first."""
        bounds = {(a.first, b.last) for a in self.parts for b in self.parts if a.first <= b.last}
        for first, last in sorted(bounds, key=lambda years: (years[1] - years[0], years)):
            if all(year in self.norm_of for year in range(first, last + 1)):
                yield first, last

    def _worth(self, unit: WorkUnit) -> Fraction | None:
        """What one unit counts: by the strictest norm that says so, or by any other of the person's."""
        said = [norm.worth(unit) for norm in sorted(self.norms, key=lambda norm: norm.most)]
        return next((worth for worth in said if worth is not None), None)

    def _sum(self, parts: Iterable[Part]) -> Fraction:
        return sum((self.parts[part].quantity * (self._worth(part.unit) or 0) for part in parts), Fraction())

    def _over(self, first: int, last: int, within: list[Part]) -> Finding:
        norm = self.norm_of[first]
        counted = [part for part in within if self._worth(part.unit) is not None]
        by_grant: defaultdict[tuple[str, WorkUnit], Fraction] = defaultdict(Fraction)
        for part in counted:
            by_grant[part.grant, part.unit] += self.parts[part].quantity
        shares = ", ".join(
            f"{_number(quantity)}{'' if unit == self.unit else f' {unit}s'} in {grant}"
            for (grant, unit), quantity in sorted(by_grant.items())
        )
        years = str(first) if first == last else f"{first} to {last} together"
        limit = f"{norm}{'' if first == last else ' a year'}"
        message = (
            f"{self.person} has {_number(self._sum(counted))} {self.unit}s in {years} ({shares}); {limit}"
        )
        home, *others = sorted(counted, key=lambda part: part.grant != norm.account.id)
        concerns = {self.grants[part.grant].folder for part in others if part.grant != home.grant}
        return OVER_NORM.at(self._place(home), message, concerns=tuple(sorted(concerns)))

    def _cannot_be_divided(self, over: list[tuple[int, int]]) -> Iterator[Finding]:
        """A note where work known for several years may put one of them over the norm, or may not."""
        for year, norm in self.norm_of.items():
            touching = [part for part in self.parts if part.touches(year)]
            spans = [p for p in touching if p.first < p.last and self.parts[p].quantity > 0]
            alone = self._sum(part for part in touching if part.first == part.last)
            most = alone + self._sum(spans)
            if not spans or most <= norm.most or any(begin <= year <= end for begin, end in over):
                continue
            named = " and ".join(
                f"{_number(self.parts[p].quantity)} {p.unit}s for {p.first}/{p.last}" for p in spans
            )
            yield OVER_NORM.at(
                self._place(spans[0]),
                f"{self.person} has {named}, known for these years together; {year} has {_number(alone)} "
                f"{self.unit}s without them and at most {_number(most)} with them, and {norm}, so that it "
                "cannot be judged",
                remedy="post the work of each year by itself if it is known",
                severity=Severity.NOTE,
            )
            return  # the first such year says it all

    def cannot_be_converted(self) -> Iterator[Finding]:
        """A note where work stands in a unit that the norm cannot be compared with."""
        other: WorkUnit = "day" if self.unit == "hour" else "hour"
        strange = [
            p for p in self.parts if p.unit == other and set(range(p.first, p.last + 1)) & set(self.norm_of)
        ]
        if not strange or self._worth(other) is not None:
            return
        norm = min(self.norms, key=lambda norm: norm.most)
        quantity = _number(sum((self.parts[part].quantity for part in strange), Fraction()))
        yield OVER_NORM.at(
            self._place(strange[0]),
            f"{self.person} has {quantity} {other}s that cannot be compared with a norm in {self.unit}s, "
            f"since nobody says how many hours a day has; {norm}",
            remedy="write it into the terms of the grant with the norm: hours = { ..., hours_per_day = 7.4 }",
            severity=Severity.NOTE,
        )

    def _place(self, part: Part) -> Where:
        return self.grants[part.grant].posting_line(self.parts[part].line)


def _number(value: Fraction) -> str:
    """A quantity as people write it; products of two quantities have eight decimals at most."""
    digits = f"{abs(int(value * 10**8)):09d}"
    return f"{'-' * (value < 0)}{digits[:-8]}.{digits[-8:]}".rstrip("0").rstrip(".")
