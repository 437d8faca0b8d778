"""Hours per person and year, over several accounts, compared with the norms of the funders.

What is certain is an error. What is unclear is a note. What can be no fault, whatever the missing facts
are, is passed over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from grants.checks.hour_norms import OVER_NORM, PARTS, Kind, Norm, PersonYears, Work
from grants.checks.registry import Origin
from grants.findings.finding import Finding, Severity
from grants.findings.message import plural
from grants.ledger import Account, Ledger
from grants.values.periods import Period
from grants.values.units import same_unit, work_unit


class OtherUnit(NamedTuple):
    """Quantities of people in a unit that is none of work, such as none at all or a meeting."""

    account: str
    unit: str
    first_line: int
    postings: int


@dataclass(frozen=True)
class Hours:
    """A summary of one or several accounts: the work of each person, and the norms."""

    accounts: Mapping[str, Origin]
    norms: Mapping[str, Norm]
    work: Mapping[str, Mapping[Kind, Work]]
    other_units: tuple[OtherUnit, ...]


def summary(account: Account) -> Hours:
    """The hours of one account; its postings are read once."""
    work: defaultdict[str, dict[Kind, Work]] = defaultdict(dict)
    other: dict[str, list[int]] = {}
    for posting in account.postings.texts():
        if not posting.person or not posting.quantity:
            continue
        unit = work_unit(posting.unit)
        if unit is None:
            other.setdefault(posting.unit.strip(), []).append(posting.line)
            continue
        kind = Kind(account.id, unit, *_years(posting.date))
        _add(work[posting.person], kind, Work(_parts(posting.quantity), posting.line, posting.line))
    return Hours(
        {account.id: Origin.of(account)},
        {} if account.terms.hours is None else {account.id: Norm(account.id, account.terms.hours)},
        work,
        tuple(
            OtherUnit(account.id, unit, lines[0], len(lines))
            for unit, lines in other.items()
            if not any(same_unit(unit, table.unit) for table in account.grant.rates)
        ),
    )


def merge(summaries: Iterable[Hours]) -> Hours:
    """One summary of all the accounts, in whatever order they come."""
    accounts: dict[str, Origin] = {}
    norms: dict[str, Norm] = {}
    work: defaultdict[str, dict[Kind, Work]] = defaultdict(dict)
    other: list[OtherUnit] = []
    for one in summaries:
        accounts.update(one.accounts)
        norms.update(one.norms)
        other += one.other_units
        for person, kinds in one.work.items():
            for kind, amount in kinds.items():
                _add(work[person], kind, amount)
    return Hours(accounts, norms, work, tuple(other))


def _add(work: dict[Kind, Work], kind: Kind, amount: Work) -> None:
    known = work.get(kind)
    work[kind] = amount if known is None else known.plus(amount)


def findings(hours: Hours) -> Iterator[Finding]:
    """G702: what is found in a summary; nothing if no account has a norm."""
    if not hours.norms:
        return
    yield from (_not_counted(other, hours.accounts[other.account]) for other in hours.other_units)
    norms = sorted(hours.norms.values(), key=lambda norm: (norm.most, norm.account))
    ranks = {norm.account: rank for rank, norm in enumerate(norms)}
    for person, work in sorted(hours.work.items()):
        in_order = dict(sorted(work.items(), key=lambda item: (item[0].account, item[1].first_line)))
        mine = [norms[rank] for rank in sorted({ranks[k.account] for k in work if k.account in ranks})]
        by_unit = [
            PersonYears(person, in_order, [norm for norm in mine if norm.unit == unit], hours.accounts)
            for unit in sorted({norm.unit for norm in mine})
        ]
        for years in by_unit:
            yield from years.findings()
        yield from islice((note for years in by_unit for note in years.not_converted()), 1)


def hours_within_norm(ledger: Ledger) -> Iterator[Finding]:
    """G702: the hours of a person in a calendar year, over all accounts, are more than the norm.

    Of several norms the strictest counts among the grants that the person works for in the year. Rows
    are read only if some grant has a norm. Work known for a span of several years is divided over them
    by nobody: it is an error if the years together cannot hold it, a note if one of them may not.
    """
    if any(account.terms.hours is not None for account in ledger):
        yield from findings(merge(map(summary, ledger)))


def _not_counted(other: OtherUnit, origin: Origin) -> Finding:
    """A note on a unit that no rate table of the grant pays for, such as a meeting."""
    said = plural(
        "{count:,} posting with a person and a quantity has {unit}, and cannot be counted towards the norm "
        "of hours",
        "{count:,} postings with a person and a quantity have {unit}, and cannot be counted towards the "
        "norm of hours",
        count=other.postings, unit=f"the unit {other.unit!r}" if other.unit else "no unit",
    )  # fmt: skip
    remedy = "write hour or day as the unit if it is time worked"
    return OVER_NORM.at(origin.line(other.first_line), said, remedy=remedy, severity=Severity.NOTE)


@lru_cache(maxsize=4096)
def _parts(quantity: str) -> int:
    """A quantity as whole parts."""
    return int(Fraction(quantity) * PARTS)


@lru_cache(maxsize=4096)
def _years(date: str) -> tuple[int, int]:
    period = Period.parse(date)
    return period.start.year, period.last.year
