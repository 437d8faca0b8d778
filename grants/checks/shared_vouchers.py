"""Is the same voucher used in two accounts of a recipient?"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from grants.checks.registry import Origin
from grants.figures.reversals import costs
from grants.findings.finding import RULES, Finding, Severity
from grants.ledger import Account, Ledger
from grants.values import money
from grants.values.financing import Payer, in_words
from grants.values.periods import Period

SAME_VOUCHER = RULES.warning("G701", "voucher-in-two-grants",
    "Two grants use the same voucher",
    "take the cost out of one of them; if they share it, give each its share of the amount",
)  # fmt: skip


Voucher = tuple[str, str, str]
"""What makes vouchers the same: the recipient, the number and the date, each in one spelling."""


class Line(NamedTuple):
    """A posting with a voucher, in whole minor units."""

    account: str
    line: int
    minor: int
    voucher: str
    financing: str


@dataclass(frozen=True)
class Vouchers:
    """A summary of one or several accounts: the lines of each voucher."""

    accounts: Mapping[str, Origin]
    lines: Mapping[Voucher, list[Line]]


def summary(account: Account, among: Container[Voucher] | None = None) -> Vouchers:
    """The vouchers of one account, or those of them that are `among` others; its postings are read once.

    What was reversed is no cost any more, and is left out.
    """
    recipient = _plain(account.grant.recipient.name)
    lines: defaultdict[Voucher, list[Line]] = defaultdict(list)
    for posting in costs(account.postings):
        if posting.voucher:
            voucher = (recipient, _plain(posting.voucher), _plain_date(posting.date))
            if among is None or voucher in among:
                minor = money.parse_amount(posting.amount)
                line = Line(account.id, posting.line, minor, posting.voucher, posting.financing)
                lines[voucher].append(line)
    return Vouchers({account.id: Origin.of(account)}, lines)


def merge(summaries: Iterable[Vouchers]) -> Vouchers:
    """One summary of all the accounts, in whatever order they come."""
    accounts: dict[str, Origin] = {}
    lines: defaultdict[Voucher, list[Line]] = defaultdict(list)
    for one in summaries:
        accounts.update(one.accounts)
        for voucher, some in one.lines.items():
            lines[voucher] += some
    return Vouchers(accounts, lines)


def findings(vouchers: Vouchers) -> Iterator[Finding]:
    """G701: what is found in a summary, at the later of two accounts."""
    for (_, _, date), lines in vouchers.lines.items():
        if len(lines) > 1:
            by_account: defaultdict[str, list[Line]] = defaultdict(list)
            for line in _not_cancelled(lines):
                by_account[line.account].append(line)
            users = [(vouchers.accounts[name], by_account[name]) for name in sorted(by_account)]
            yield from (_shared(date, users[0], other) for other in users[1:])


def no_voucher_twice(ledger: Ledger) -> Iterator[Finding]:
    """G701: grants of one recipient use the same voucher of the same date; a note if the amounts differ.

    Whoever pays: a cost that one grant pays cannot be shown as own contribution in another, nor as own
    contribution in two. A voucher that is shared has different amounts in most cases; the same amount
    twice looks like double funding. Of the largest account only what the others have too is kept in
    memory.
    """
    by_recipient: defaultdict[str, list[Account]] = defaultdict(list)
    for account in ledger:
        if account.postings.groups:
            by_recipient[_plain(account.grant.recipient.name)].append(account)
    for accounts in by_recipient.values():
        if len(accounts) > 1:
            *smaller, largest = sorted(accounts, key=lambda account: account.postings.count)
            summaries = [summary(account) for account in smaller]
            known = {voucher for each in summaries for voucher in each.lines}
            yield from findings(merge([*summaries, summary(largest, among=known)]))


def _shared(date: str, first: tuple[Origin, list[Line]], second: tuple[Origin, list[Line]]) -> Finding:
    """The finding that both accounts use a voucher, at the line of the second that looks most like it."""
    (home, lines), (other_home, other_lines) = first, second
    is_one_currency = home.currency == other_home.currency
    by_amount = {line.minor: line for line in reversed(lines) if is_one_currency}
    same = next((line for line in other_lines if line.minor in by_amount), None)
    there, here = (by_amount[same.minor], same) if same else (lines[0], other_lines[0])
    amount, other = money.format_amount(there.minor), money.format_amount(here.minor)
    if not is_one_currency:
        amount, other = f"{amount} {home.currency}", f"{other} {other_home.currency}"
    amounts = f"the same {amount}" if same else f"{amount} there and {other} here"
    paid = ""
    if (there.financing, here.financing) != ("grant", "grant"):
        payers = [in_words(Payer.parse(line.financing)) for line in (there, here)]
        paid = f", paid by {payers[0]} there and by {payers[1]} here"
    return SAME_VOUCHER.at(
        other_home.line(here.line),
        f"the voucher {here.voucher!r} of {date} is also in {home.id}, line {there.line}: {amounts}{paid}",
        severity=Severity.WARNING if same else Severity.NOTE,
        concerns=(home.folder,),
    )


def _not_cancelled(lines: list[Line]) -> list[Line]:
    """The lines, except those of nothing and pairs of opposite amounts within one account."""
    left: defaultdict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in sorted(lines):
        opposite = left.get((line.account, -line.minor))
        if opposite:
            opposite.pop()
        elif line.minor:
            left[line.account, line.minor].append(line)
    return sorted(line for same in left.values() for line in same)


def _plain(text: str) -> str:
    """A number of a voucher, or a name, without regard to capitals and blanks."""
    if " " in text or not text.isascii():
        text = "".join(text.split())
    return text.casefold()


def _plain_date(text: str) -> str:
    """The one spelling of a date; a day has no other."""
    return text if len(text) == 10 else str(Period.parse(text))
