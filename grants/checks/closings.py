"""Is what was closed still what was closed, and does every reversal have a posting to reverse?"""

import os.path
from collections.abc import Iterator
from pathlib import Path

from grants.checks.registry import check
from grants.figures.reversals import unmatched
from grants.findings.finding import RULES, Finding, Where
from grants.findings.reading import CLOSED_IS_GONE, CLOSING_DAMAGED, LINE_ENDS, NOT_LISTED
from grants.ledger import Account, Ledger
from grants.store.declared.closed_list import why_apart
from grants.store.files.folders import CLOSING_FILE, COPIED_FILES
from grants.values.periods import Period

REMEDY_WITHOUT_COPY = (
    "a closing keeps no copy of attachments: bring the file back from git, a backup or the archive, or open "
    "the accounts again: `grants reopen ID --reason ...`"
)

MANY_POSTINGS = 50_000
"""Postings up to which the check names what changed, which takes longer than finding that something did."""


ACCOUNT_CHANGED = RULES.error("G801", "closed-account-changed",
    "A file of a closed account was changed",
    "bring the file back as it was (its copy is in the folder closings), or open the accounts again: "
    "`grants reopen ID --reason ...`; `grants verify ID` names every difference",
)  # fmt: skip
PERIOD_CHANGED = RULES.error("G802", "closed-period-changed",
    "A posting of a closed period was added, edited or removed",
    "bring the postings back as they were and correct them by reversals in the open period "
    "(`grants reverse`), or open the period again: `grants reopen ID --reason ...`",
)  # fmt: skip
COPY_CHANGED = RULES.error("G804", "closing-copy-changed",
    "A copy that a closing keeps was changed",
    "bring the copy back as it was, from git or a backup",
)  # fmt: skip
_RULE_OF = {
    "file": ACCOUNT_CHANGED,
    "period": PERIOD_CHANGED,
    "copy": COPY_CHANGED,
    "record": CLOSING_DAMAGED,
    "line-ends": LINE_ENDS,
}


@check
def closed_is_unchanged(account: Account) -> Iterator[Finding]:
    """G801, G802, G804: the files are not what was closed. Nothing is read of accounts never closed.

    Differences are named in accounts of usual size; `grants verify` names them in all.
    """
    if account.closings.closings:
        from grants.closing.account_files import FolderFiles  # here, because most accounts are open
        from grants.closing.verification import problems

        is_named = account.postings.count <= MANY_POSTINGS
        files = FolderFiles(Path(account.folder))
        for problem in problems(files, account.closings, is_named=is_named):
            name = Path(problem.where.path).relative_to(account.folder).as_posix()
            is_kept = problem.kind != "file" or name in COPIED_FILES
            remedy = None if is_kept else REMEDY_WITHOUT_COPY
            yield _RULE_OF[problem.kind].at(problem.where, problem.in_short(), remedy=remedy)


def closed_are_there(ledger: Ledger) -> Iterator[Finding]:
    """G806, G808: an account of the list is gone or another one; a closed account is not on the list."""
    accounts = {account.id: account for account in ledger}
    for listed, where in ledger.closed:
        found = accounts.get(listed.id)
        why = why_apart(listed, None if found is None else found.closings)
        if why is not None and listed.id not in ledger.unread:
            yield CLOSED_IS_GONE.at(where, why)
    known = {listed.id: listed.entry for listed, _ in ledger.closed}
    for account in ledger:
        last = account.closings.entries[-1] if account.closings.entries else None
        if last is not None and last.number > known.get(account.id, 0):
            message = f"entry {last.number} of {last.date} is not in the list of closed accounts"
            yield NOT_LISTED.at(Where(os.path.join(account.folder, CLOSING_FILE)), message)


NOTHING_REVERSED = RULES.error("G805", "reversal-of-nothing",
    "A reversal reverses no posting, or one that is already reversed",
    "correct the column reverses: it has the date of a posting with the same voucher, voucher line, "
    "activity and financing and the opposite amount",
)  # fmt: skip


@check
def reversals_have_postings(account: Account) -> Iterator[Finding]:
    """G805: `reverses` names no posting that can still be reversed."""
    for text in unmatched(account.postings):
        message = (
            f"there is no posting of {text.reverses} with the voucher {text.voucher!r} and the opposite of "
            f"{text.amount} on {text.activity!r} that is not already reversed"
        )
        yield NOTHING_REVERSED.at(account.posting_line(text.line), message)


def refusal(account: Account, where: Where, period: Period | None = None) -> list[Finding]:
    """Why a posting or change is refused: the account, or the period, is closed; empty if it is allowed.

    To be asked before anything else is checked.
    """
    final = account.closings.final
    if final is not None:
        return [
            ACCOUNT_CHANGED.at(
                where,
                f"the accounts were closed on {final.date}, and nothing in them is changed any more",
                remedy=f"open them again, if it must be: `grants reopen {account.id} --reason ...`",
            )
        ]
    closing = None if period is None else account.closings.locking(period)
    if closing is None:
        return []
    message = f"{period} lies in {closing.period}, which was closed on {closing.date}"
    return [PERIOD_CHANGED.at(where, message, remedy="date the posting in the open period")]
