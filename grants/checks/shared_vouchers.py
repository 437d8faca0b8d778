"""Checks across the grants of a ledger: is the same voucher used twice?

They need rows, not groups. Each reads the rows of the grants it concerns once, and of no other.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from grants.checks.family import Family
from grants.figures.reversals import standing
from grants.findings.finding import Finding, Severity
from grants.ledger import Account, Ledger
from grants.values import money
from grants.values.financing import Payer, in_words
from grants.values.periods import Period

FAMILY = Family()

SAME_VOUCHER = FAMILY.warning(
    "G701", "voucher-in-two-grants",
    "Two grants use the same voucher",
    "take the cost out of one of them; if they share it, give each its share of the amount",
)  # fmt: skip


def no_voucher_twice(ledger: Ledger) -> Iterator[Finding]:
    """G701: grants of one recipient use the same voucher of the same date; a note if the amounts differ.

    Whoever pays: a cost that one grant pays cannot be shown as own contribution in another, nor as own
    contribution in two. A voucher that is shared has different amounts in most cases; the same amount
    twice looks like double funding. What a reversal took back is no cost any more. Told at the later
    grant. The largest account is only walked through, so that memory holds the vouchers of the others.
    """
    by_recipient: defaultdict[str, list[Account]] = defaultdict(list)
    for account in ledger:
        if account.postings.groups:
            by_recipient[_plain(account.grant.recipient.name)].append(account)
    for grants in by_recipient.values():
        if len(grants) > 1:
            yield from _same_vouchers(sorted(grants, key=lambda account: account.postings.count))


class _Line(NamedTuple):
    """A posting with a voucher, in whole minor units; one for each of the smaller accounts is in memory."""

    grant: str
    line: int
    minor: int
    voucher: str
    financing: str


def _same_vouchers(grants: list[Account]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], list[_Line]] = {}
    for number, account in enumerate(grants):
        is_last = number == len(grants) - 1
        for posting in standing(account.postings):
            if not posting.voucher:
                continue
            key = (_plain(posting.voucher), _plain_date(posting.date))
            known = seen.get(key)
            if is_last and known is None:
                continue
            minor = money.parse_amount(posting.amount)
            line = _Line(account.id, posting.line, minor, posting.voucher, posting.financing)
            if known is None:
                seen[key] = [line]
            else:
                known.append(line)
    named = {account.id: account for account in grants}
    for (_, date), lines in seen.items():
        if len(lines) > 1:
            by_grant: defaultdict[str, list[_Line]] = defaultdict(list)
            for line in _not_reversed(lines):
                by_grant[line.grant].append(line)
            for first, other in ((min(by_grant), name) for name in sorted(by_grant)[1:]):
                yield _told(date, (named[first], by_grant[first]), (named[other], by_grant[other]))


def _told(date: str, first: tuple[Account, list[_Line]], second: tuple[Account, list[_Line]]) -> Finding:
    """The finding that both grants use a voucher, at the line of the second that looks most like it."""
    currencies = [account.grant.currency for account, _ in (first, second)]
    by_amount = {line.minor: line for line in reversed(first[1]) if currencies[0] == currencies[1]}
    same = next((line for line in second[1] if line.minor in by_amount), None)
    there, here = (by_amount[same.minor], same) if same else (first[1][0], second[1][0])
    amount, other = money.format_amount(there.minor), money.format_amount(here.minor)
    if currencies[0] != currencies[1]:
        amount, other = f"{amount} {currencies[0]}", f"{other} {currencies[1]}"
    amounts = f"the same {amount}" if same else f"{amount} there and {other} here"
    paid = ""
    if (there.financing, here.financing) != ("grant", "grant"):
        payers = [in_words(Payer.parse(line.financing)) for line in (there, here)]
        paid = f", paid by {payers[0]} there and by {payers[1]} here"
    return SAME_VOUCHER.at(
        second[0].posting_line(here.line),
        f"the voucher {here.voucher!r} of {date} is also in {first[0].id}, line {there.line}: "
        f"{amounts}{paid}",
        severity=Severity.WARNING if same else Severity.NOTE,
        concerns=(first[0].folder,),
    )


def _not_reversed(lines: list[_Line]) -> list[_Line]:
    """The lines but those that are nothing, or that the same grant cancels by the opposite amount."""
    left: defaultdict[tuple[str, int], list[_Line]] = defaultdict(list)
    for line in lines:
        opposite = left.get((line.grant, -line.minor))
        if opposite:
            opposite.pop()
        elif line.minor:
            left[line.grant, line.minor].append(line)
    return sorted(line for same in left.values() for line in same)


def _plain(text: str) -> str:
    """A number of a voucher, or a name, without regard to capitals and blanks."""
    if " " in text or not text.isascii():
        text = "".join(text.split())
    return text.casefold()


def _plain_date(text: str) -> str:
    """The one spelling of a date; a day has no other."""
    return text if len(text) == 10 else str(Period.parse(text))
