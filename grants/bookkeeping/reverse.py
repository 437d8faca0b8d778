"""Reversing postings: what was posted stays, and a posting of the opposite amount reverses it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from os import PathLike

from grants.bookkeeping.post import brought, read_fields
from grants.checks.closings import NOTHING_REVERSED, refusal
from grants.errors import ClosingError
from grants.figures.postings import Posting
from grants.figures.reversals import Matched, matched
from grants.findings.finding import Finding, Where, errors
from grants.ledger import Account
from grants.reports.speech import Language, Speech
from grants.store import folder_of, load_grant
from grants.store.files.folders import POSTINGS_FILE
from grants.store.files.locking import locked
from grants.store.postings.append import append_lines, columns_for, next_line

_OPEN_DATE = "name a date in the open period: `grants reverse ... --date DATE`"


@dataclass(frozen=True, slots=True)
class Reversed:
    """The outcome of reversing: the postings written, none if it was refused, and the findings."""

    postings: tuple[Posting, ...]
    findings: tuple[Finding, ...]
    path: str


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
    folder = folder_of(root, grant_id)
    path = folder / POSTINGS_FILE
    with locked(folder):
        ledger = load_grant(root, grant_id)
        faults = errors(list(ledger.findings))
        if faults:
            return Reversed((), tuple(faults), str(path))
        account = ledger.grants[0]
        number, columns = next_line(path)
        closed = refusal(account, Where(str(path), number))
        if closed:
            return Reversed((), tuple(closed), str(path))
        chosen = _chosen(account, voucher, line)
        rows = [_reversal(posting, date, text, account.grant.language) for posting in chosen]
        for fields in rows:
            columns = columns_for(fields, columns)
        postings, findings = _checked(account, rows, columns, number)
        if not postings:
            return Reversed((), tuple(findings), str(path))
        findings += append_lines(path, rows, columns, number)
    return Reversed(tuple(postings), tuple(findings), str(path))


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


def _checked(
    account: Account, rows: Sequence[dict[str, str]], columns: tuple[str, ...], number: int
) -> tuple[list[Posting], list[Finding]]:
    """The reversals as postings, and what they bring; none of them if a date is closed or not sound."""
    first = account.posting_line(number)
    postings, findings = read_fields(account, rows, columns, first, remedy=_OPEN_DATE)
    if errors(findings):
        return [], findings
    after = account.with_postings(postings)
    findings += brought(account, after, spends=after.spent > account.spent)
    is_wrong = any(finding.rule is NOTHING_REVERSED for finding in findings)
    return [] if is_wrong else postings, findings
