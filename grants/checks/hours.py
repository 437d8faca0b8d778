"""Hours per person and year, over all the grants of a ledger, against the norms of the funders.

What is certain is an error, what cannot be judged is said in a note, and what can be no fault whatever
the missing facts are is passed over. It needs rows, not groups; each account is read once.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from grants.checks.hour_norms import OVER_NORM, Judge, Norm, Part, Work, ten_thousandths
from grants.findings.finding import Finding, Severity
from grants.ledger import Account, Ledger
from grants.values.periods import Period
from grants.values.units import same_unit, work_unit


@lru_cache(maxsize=4096)
def _years(date: str) -> tuple[int, int]:
    period = Period.parse(date)
    return period.start.year, period.last.year


def hours_within_norm(ledger: Ledger) -> Iterator[Finding]:
    """G702: the hours of a person in a calendar year, over all grants, are more than the norm.

    Of several norms the strictest counts among the grants that the person works for in the year. Rows
    are read only if some grant has a norm. Work known for a span of several years is divided over them
    by nobody: it is an error if the years together cannot hold it, a note if one of them may not.
    """
    grants = {account.id: account for account in ledger}
    norms = {g.id: Norm(g, g.terms.hours) for g in ledger if g.terms.hours is not None}
    if not norms:
        return
    people: defaultdict[str, defaultdict[Part, Work]] = defaultdict(lambda: defaultdict(Work))
    for account in ledger:
        strange = _Strange()
        for posting in account.postings.texts():
            if not posting.person or not posting.quantity:
                continue
            unit = work_unit(posting.unit)
            if unit is None:
                strange.add(posting.unit, posting.line)
                continue
            work = people[posting.person][Part(account.id, unit, *_years(posting.date))]
            work.parts += ten_thousandths(posting.quantity)
            work.line = posting.line
        yield from strange.told(account)
    for person, parts in sorted(people.items()):
        mine = [norms[name] for name in sorted({part.grant for part in parts} & set(norms))]
        judges = [
            Judge(person, parts, [norm for norm in mine if norm.unit == unit], grants)
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

    def told(self, account: Account) -> Iterator[Finding]:
        """A note for each unit that no rate table of the grant pays for, such as a meeting."""
        for unit, lines in self.lines.items():
            if any(same_unit(unit, table.unit) for table in account.grant.rates):
                continue
            count = f"{len(lines):,} posting{'s' * (len(lines) != 1)}"
            named = f"the unit {unit!r}" if unit else "no unit"
            yield OVER_NORM.at(
                account.posting_line(lines[0]),
                f"{count} with a person and a quantity {'have' if len(lines) != 1 else 'has'} {named}, and "
                "cannot be counted towards the norm of hours",
                remedy="write hour or day as the unit if it is time worked",
                severity=Severity.NOTE,
            )
