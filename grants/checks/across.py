"""Checks across the grants of a ledger: the same voucher twice, a person's hours.

They need rows, not groups. Each reads the rows of the grants it concerns once, and of no other.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from grants.diagnostics import Diagnostic, Rule, Severity, Where
from grants.ledger import GrantLedger, Ledger
from grants.periods import Period
from grants.reversals import standing

SAME_VOUCHER = Rule(
    "G701", "voucher-in-two-grants", Severity.WARNING,
    "Two grants pay the same voucher",
    "take the cost out of one of them; if they share it, give each its share of the amount",
)  # fmt: skip
OVER_NORM = Rule(
    "G702", "hours-over-norm", Severity.ERROR,
    "A person has more hours in a year than the norm",
    "correct the hours; over all grants nobody can work more than the norm",
)  # fmt: skip

RULES = (SAME_VOUCHER, OVER_NORM)


def no_voucher_twice(ledger: Ledger) -> Iterator[Diagnostic]:
    """G701: grants of one recipient pay the same voucher of the same date; a note if the amounts differ.

    A voucher that is shared has different amounts in most cases; the same amount twice looks like
    double funding. What a reversal took back is no cost any more. Told at the later grant. The
    largest account is only walked through, so that memory holds the vouchers of the others.
    """
    by_recipient: defaultdict[str, list[GrantLedger]] = defaultdict(list)
    for grant in ledger:
        if any(group.source.kind == "grant" for group in grant.postings.groups):
            by_recipient[grant.grant.recipient.name].append(grant)
    for grants in by_recipient.values():
        if len(grants) > 1:
            yield from _same_vouchers(sorted(grants, key=lambda grant: grant.postings.count))


@dataclass(frozen=True, slots=True)
class _Place:
    grant: GrantLedger
    line: int
    amount: str


def _same_vouchers(grants: list[GrantLedger]) -> Iterator[Diagnostic]:
    order = {grant.id: number for number, grant in enumerate(sorted(grants, key=lambda g: g.id))}
    seen: dict[tuple[str, str], _Place] = {}
    for number, grant in enumerate(grants):
        is_last = number == len(grants) - 1
        for posting in standing(grant.postings):
            if not posting.voucher or not posting.financing.startswith("grant"):
                continue
            key = (posting.voucher, posting.date)
            if is_last and key not in seen:
                continue
            here = _Place(grant, posting.line, posting.amount)
            there = seen.setdefault(key, here)
            if there.grant.id == grant.id:
                continue
            first, second = sorted((there, here), key=lambda place: order[place.grant.id])
            is_same = first.amount == second.amount
            amounts = f"the same {first.amount}" if is_same else f"{first.amount} and {second.amount}"
            yield SAME_VOUCHER.at(
                second.grant.posting_line(second.line),
                f"the voucher {key[0]!r} of {key[1]} is also in {first.grant.id}, "
                f"line {first.line}: {amounts}",
                severity=Severity.WARNING if is_same else Severity.NOTE,
            )


def hours_within_norm(ledger: Ledger) -> Iterator[Diagnostic]:
    """G702: the hours of a person in a calendar year, over all grants, are more than the norm.

    The norm is the largest that any grant with the person has; hours and days are added up apart.
    Rows are read only if some grant has a norm. Work known only for a span that goes over New Year
    is not judged.
    """
    units = {grant.terms.hours.unit for grant in ledger if grant.terms.hours is not None}
    if not units:
        return
    worked: defaultdict[_Work, dict[str, Decimal]] = defaultdict(dict)
    norms: dict[_Work, Decimal] = {}
    places: dict[_Work, Where] = {}
    for grant in ledger:
        norm = grant.terms.hours
        for posting in grant.postings.texts():
            if not posting.person or not posting.quantity or posting.unit not in units:
                continue
            period = Period.parse(posting.date)
            if period.start.year != period.last.year:
                continue
            key = _Work(posting.person, period.start.year, posting.unit)
            worked[key][grant.id] = worked[key].get(grant.id, Decimal()) + Decimal(posting.quantity)
            if norm is not None and norm.unit == posting.unit:
                norms[key] = max(norms.get(key, Decimal()), norm.per_year)
                places[key] = grant.posting_line(posting.line)
    for key, most in norms.items():
        whole = sum(worked[key].values(), Decimal())
        if whole > most:
            parts = ", ".join(f"{quantity} in {name}" for name, quantity in sorted(worked[key].items()))
            message = f"{key.person} has {whole} {key.unit}s in {key.year} ({parts}); the norm is {most}"
            yield OVER_NORM.at(places[key], message)


class _Work(NamedTuple):
    person: str
    year: int
    unit: str
