"""Hours per person and year, over all the grants of a ledger, against the norms of the funders.

What is certain is an error, what cannot be judged is said in a note, and what can be no fault whatever
the missing facts are is passed over. It needs rows, not groups; each account is read once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from grants.diagnostics import Diagnostic, Rule, Severity, Where
from grants.ledger import GrantLedger, Ledger
from grants.periods import Period
from grants.records import HourNorm
from grants.units import WorkUnit, same_unit, work_unit

OVER_NORM = Rule(
    "G702", "hours-over-norm", Severity.ERROR,
    "A person has more hours in a year than the norm",
    "correct the hours; over all grants nobody can work more than the norm",
)  # fmt: skip

RULES = (OVER_NORM,)


class _Part(NamedTuple):
    """What work has in common: the grant that it is posted in, its unit, the years that it touches."""

    grant: str
    unit: WorkUnit
    first: int
    last: int

    def touches(self, year: int) -> bool:
        return self.first <= year <= self.last


@dataclass
class _Work:
    """How much of it there is, and the last line that has some."""

    quantity: Fraction = Fraction(0)
    line: int = 0


@dataclass(frozen=True)
class _Norm:
    """The norm of a grant, counted in hours if it says how many a day has, else in its own unit."""

    grant: GrantLedger
    norm: HourNorm

    @property
    def unit(self) -> WorkUnit:
        return "hour" if self.norm.hours_per_day is not None else self.norm.unit

    @property
    def most(self) -> Fraction:
        return Fraction(self.norm.per_year) * (self.worth(self.norm.unit) or 1)

    def worth(self, unit: WorkUnit) -> Fraction | None:
        """What one such unit counts in this norm; None if nobody can say."""
        if unit == self.unit:
            return Fraction(1)
        return None if self.norm.hours_per_day is None else Fraction(self.norm.hours_per_day)

    def __str__(self) -> str:
        day = "" if self.norm.hours_per_day is None else f" of {self.norm.hours_per_day} hours"
        unit = f" {self.norm.unit}s{day}" if self.norm.unit != self.unit else ""
        return f"the norm of {self.grant.id} is {self.norm.per_year}{unit}"


def hours_within_norm(ledger: Ledger) -> Iterator[Diagnostic]:
    """G702: the hours of a person in a calendar year, over all grants, are more than the norm.

    Of several norms the strictest counts among the grants that the person works for in the year. Rows
    are read only if some grant has a norm. Work known for a span of several years is divided over them
    by nobody: it is an error if the years together cannot hold it, a note if one of them may not.
    """
    grants = {grant.id: grant for grant in ledger}
    norms = {g.id: _Norm(g, g.terms.hours) for g in ledger if g.terms.hours is not None}
    if not norms:
        return
    people: defaultdict[str, defaultdict[_Part, _Work]] = defaultdict(lambda: defaultdict(_Work))
    for grant in ledger:
        strange = _Strange()
        for posting in grant.postings.texts():
            if not posting.person or not posting.quantity:
                continue
            unit = work_unit(posting.unit)
            if unit is None:
                strange.add(posting.unit, posting.line)
                continue
            period = Period.parse(posting.date)
            work = people[posting.person][_Part(grant.id, unit, period.start.year, period.last.year)]
            work.quantity += Fraction(posting.quantity)
            work.line = posting.line
        yield from strange.told(grant)
    for person, parts in sorted(people.items()):
        mine = [norms[name] for name in sorted({part.grant for part in parts} & set(norms))]
        judges = [
            _Judge(person, parts, [norm for norm in mine if norm.unit == unit], grants)
            for unit in sorted({norm.unit for norm in mine})
        ]
        for judge in judges:
            yield from judge.findings()
        yield from islice((note for judge in judges for note in judge.cannot_be_converted()), 1)


@dataclass
class _Strange:
    """Quantities of a person in units that are no unit of work, such as none at all."""

    lines: dict[str, list[int]] = field(default_factory=dict)

    def add(self, unit: str, line: int) -> None:
        self.lines.setdefault(unit.strip(), []).append(line)

    def told(self, grant: GrantLedger) -> Iterator[Diagnostic]:
        """A note for each unit that no rate table of the grant pays for, such as a meeting."""
        for unit, lines in self.lines.items():
            if any(same_unit(unit, table.unit) for table in grant.grant.rates):
                continue
            count = f"{len(lines):,} posting{'s' * (len(lines) != 1)}"
            named = f"the unit {unit!r}" if unit else "no unit"
            yield OVER_NORM.at(
                grant.posting_line(lines[0]),
                f"{count} with a person and a quantity {'have' if len(lines) != 1 else 'has'} {named}, and "
                "cannot be counted towards the norm of hours",
                remedy="write hour or day as the unit if it is time worked",
                severity=Severity.NOTE,
            )


@dataclass
class _Judge:
    """One person's work against the norms that are counted in one unit."""

    person: str
    parts: dict[_Part, _Work]
    norms: list[_Norm]
    grants: dict[str, GrantLedger]

    def __post_init__(self) -> None:
        self.unit = self.norms[0].unit
        years = {year for part in self.parts for year in range(part.first, part.last + 1)}
        found = {year: self._strictest(year) for year in sorted(years)}
        self.norm_of = {year: norm for year, norm in found.items() if norm is not None}

    def findings(self) -> Iterator[Diagnostic]:
        over: list[tuple[int, int]] = []
        for first, last in self._intervals():
            if any(first <= begin and end <= last for begin, end in over):
                continue
            within = [part for part in self.parts if first <= part.first and part.last <= last]
            if self._sum(within) > sum(self.norm_of[year].most for year in range(first, last + 1)):
                over.append((first, last))
                yield self._over(first, last, within)
        yield from self._cannot_be_divided(over)

    def _strictest(self, year: int) -> _Norm | None:
        at_work = {part.grant for part in self.parts if part.touches(year)}
        fitting = [norm for norm in self.norms if norm.grant.id in at_work]
        return min(fitting, key=lambda norm: (norm.most, norm.grant.id), default=None)

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

    def _sum(self, parts: Iterable[_Part]) -> Fraction:
        return sum((self.parts[part].quantity * (self._worth(part.unit) or 0) for part in parts), Fraction())

    def _over(self, first: int, last: int, within: list[_Part]) -> Diagnostic:
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
        home, *others = sorted(counted, key=lambda part: part.grant != norm.grant.id)
        concerns = {self.grants[part.grant].folder for part in others if part.grant != home.grant}
        return OVER_NORM.at(self._place(home), message, concerns=tuple(sorted(concerns)))

    def _cannot_be_divided(self, over: list[tuple[int, int]]) -> Iterator[Diagnostic]:
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

    def cannot_be_converted(self) -> Iterator[Diagnostic]:
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

    def _place(self, part: _Part) -> Where:
        return self.grants[part.grant].posting_line(self.parts[part].line)


def _number(value: Fraction) -> str:
    """A quantity as people write it; products of two quantities have eight decimals at most."""
    digits = f"{abs(int(value * 10**8)):09d}"
    return f"{'-' * (value < 0)}{digits[:-8]}.{digits[-8:]}".rstrip("0").rstrip(".")
