"""Reversing postings: what was posted stays, and a posting of the opposite amount reverses it."""

from dataclasses import dataclass, replace
from itertools import takewhile
from os import PathLike

from grants.bookkeeping.post import append
from grants.checks.closings import NOTHING_REVERSED
from grants.errors import ClosingError
from grants.figures.postings import Posting
from grants.figures.reversals import Matched, matched
from grants.findings.finding import Finding
from grants.ledger import Account
from grants.reports.speech import Language, Speech

_OPEN_DATE = "name a date in the open period: `grants reverse ... --date DATE`"


@dataclass(frozen=True, slots=True)
class Reversed:
    """The outcome of reversing: the postings written, none if it was refused, and the findings."""

    postings: tuple[Posting, ...]
    findings: tuple[Finding, ...]
    path: str

    def __bool__(self) -> bool:
        return bool(self.postings)


def reverse(
    root: str | PathLike[str],
    grant_id: str,
    voucher: str,
    *,
    line: int | None = None,
    date: str | None = None,
    text: str | None = None,
) -> Reversed:
    """Post the reversal of every posting of a voucher that is not reversed yet, in one write.

    `line` picks the posting of one line of postings.csv, which may be a reversal itself. `date` is
    that of the reversals, or each has the date of what it reverses, which must be open then.
    Everything else is as it was, amount and quantity negated; `reverses` has the date of what is
    reversed. A total, limit or settlement that no longer holds is reported and does not refuse: a
    reversal is half of a correction. It is refused if the date is closed or not a date, or if a
    posting would be reversed twice.

    Raises `ClosingError` if there is nothing to reverse, `UnknownGrantError` and `WriteError`.
    """

    def reversals(account: Account) -> list[dict[str, str]]:
        chosen = _chosen(account, voucher, line)
        return [_reversal(posting, date, text, account.grant.language) for posting in chosen]

    return Reversed(*append(root, grant_id, reversals, remedy=_OPEN_DATE, refused_by=NOTHING_REVERSED))


def _chosen(account: Account, voucher: str, line: int | None) -> list[Posting]:
    """The postings that are to be reversed, in file order."""
    rows = matched(text for text in account.postings.texts() if text.voucher == voucher)
    if not rows:
        raise ClosingError(f"no posting of {account.id} has the voucher {voucher!r}")
    if line is not None:
        rows = [row for row in rows if row.text.line == line]
        if not rows:
            raise ClosingError(f"no posting with the voucher {voucher!r} is on line {line}")
    wanted = {row.text.line for row in rows if _is_open(row, is_picked=line is not None)}
    if not wanted:
        what = f"the posting on line {line}" if line is not None else f"every posting of {voucher!r}"
        raise ClosingError(f"{what} is reversed already")
    last = max(wanted)
    until = takewhile(lambda posting: posting.line <= last, account.postings)
    return [posting for posting in until if posting.line in wanted]


def _is_open(row: Matched, *, is_picked: bool) -> bool:
    """Whether a posting can be reversed: a reversal only if its line was picked."""
    return not row.is_reversed if is_picked else row.is_cost


def _reversal(posting: Posting, date: str | None, text: str | None, language: Language) -> dict[str, str]:
    """The fields of the posting that reverses this one."""
    say = Speech.of(language)
    words = say("Reversed: {text}", text=posting.text).removesuffix(": ")
    reversal = replace(
        posting,
        amount=-posting.amount,
        quantity=None if posting.quantity is None else posting.quantity.copy_negate(),
        text=words if text is None else text,
        imported="",
        reverses=posting.date,
    )
    return reversal.fields() | ({} if date is None else {"date": date})
