"""Checks across the grants of a ledger: the same voucher twice, a person's hours.

They need rows, not groups. Each reads the rows of the grants it concerns once, and of no other.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from grants.diagnostics import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger, Ledger

SAME_VOUCHER = Rule(
    "G701", "voucher-in-two-grants", Severity.WARNING,
    "Two grants pay the same voucher",
    "take the cost out of one of them; if they share it, give each its share of the amount",
)  # fmt: skip

RULES = (SAME_VOUCHER,)


def no_voucher_twice(ledger: Ledger) -> Iterator[Diagnostic]:
    """G701: grants of one recipient pay the same voucher of the same date; a note if the amounts differ.

    A voucher that is shared has different amounts in most cases; the same amount twice looks like
    double funding. Told at the later grant. The largest account is only walked through, so that
    memory holds the vouchers of the others.
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
        for posting in grant.postings.texts():
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
