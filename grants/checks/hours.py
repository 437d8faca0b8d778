"""Hours per person and year, over several accounts, compared with the norms of the funders.

What is certain is an error. What is unclear is a note. What can be no fault, whatever the missing facts
are, is passed over.
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from grants.checks.hour_norms import OVER_NORM, PARTS, Kind, Norm, PersonYears, Work
from grants.findings.finding import Finding, Severity
from grants.findings.message import plural
from grants.ledger import Account, Ledger
from grants.values.periods import Period
from grants.values.units import same_unit, work_unit

People = defaultdict[str, dict[Kind, Work]]
"""The work of each person."""


def hours_within_norm(ledger: Ledger) -> Iterator[Finding]:
    """G702: the hours of a person in a calendar year, over all accounts, are more than the norm.

    Of several norms the strictest counts among the grants that the person works for in the year. Rows
    are read only if some grant has a norm, and once. Work known for a span of several years is divided over
    them by nobody: it is an error if the years together cannot hold it, a note if one of them may not.
    """
    accounts = {account.id: account for account in ledger}
    norms = [Norm(name, each.terms.hours) for name, each in accounts.items() if each.terms.hours is not None]
    if not norms:
        return
    norms.sort(key=lambda norm: (norm.most, norm.account))
    ranks = {norm.account: rank for rank, norm in enumerate(norms)}
    people: People = defaultdict(dict)
    for account in ledger:
        yield from _add_work(account, people)
    for person, work in sorted(people.items()):
        in_order = dict(sorted(work.items(), key=lambda item: (item[0].account, item[1].first_line)))
        mine = [norms[rank] for rank in sorted({ranks[k.account] for k in work if k.account in ranks})]
        by_unit = [
            PersonYears(person, in_order, [norm for norm in mine if norm.unit == unit], accounts)
            for unit in sorted({norm.unit for norm in mine})
        ]
        for years in by_unit:
            yield from years.findings()
        yield from islice((note for years in by_unit for note in years.not_converted()), 1)


def _add_work(account: Account, people: People) -> Iterator[Finding]:
    """Add the work that an account has; a note on each unit of its postings that is none of work."""
    other_units: defaultdict[str, list[int]] = defaultdict(list)
    for posting in account.postings.texts():
        if not posting.person or not posting.quantity:
            continue
        unit = work_unit(posting.unit)
        if unit is None:
            other_units[posting.unit.strip()].append(posting.line)
            continue
        kind = Kind(account.id, unit, *_years(posting.date))
        amount = Work(_parts(posting.quantity), posting.line, posting.line)
        known = people[posting.person].get(kind)
        people[posting.person][kind] = amount if known is None else known.plus(amount)
    for other, lines in other_units.items():
        if not any(same_unit(other, table.unit) for table in account.grant.rates):
            yield _not_counted(account, other, lines)


def _not_counted(account: Account, unit: str, lines: list[int]) -> Finding:
    """A note on a unit that no rate table of the grant pays for, such as a meeting."""
    said = plural(
        "{count:,} posting with a person and a quantity has {unit}, and cannot be counted towards the norm "
        "of hours",
        "{count:,} postings with a person and a quantity have {unit}, and cannot be counted towards the "
        "norm of hours",
        count=len(lines), unit=f"the unit {unit!r}" if unit else "no unit",
    )  # fmt: skip
    remedy = "write hour or day as the unit if it is time worked"
    return OVER_NORM.at(account.posting_line(lines[0]), said, remedy=remedy, severity=Severity.NOTE)


@lru_cache(maxsize=4096)
def _parts(quantity: str) -> int:
    """A quantity as whole parts."""
    return int(Fraction(quantity) * PARTS)


@lru_cache(maxsize=4096)
def _years(date: str) -> tuple[int, int]:
    period = Period.parse(date)
    return period.start.year, period.last.year
