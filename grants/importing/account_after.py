"""The account as it would be after an import, judged as a single posting is."""

from collections.abc import Iterator
from dataclasses import replace

from grants.bookkeeping.post import brought
from grants.checks.closings import refusal
from grants.figures.postings import Group, PostingText
from grants.findings.finding import Finding
from grants.importing.grant_import import GrantImport
from grants.ledger import Account
from grants.values.periods import Period


def account_after(share: GrantImport) -> Account:
    """The grant with the postings of the import; no file changes."""
    purposes = {number: purpose for purpose, number in share.purposes.items()}
    first = share.account.postings.count + 2
    groups = [
        Group(day, *purposes[purpose], total, share.counts[day, purpose], first)
        for (day, purpose), total in share.sums.items()
    ]

    def texts() -> Iterator[PostingText]:
        return share.spool.texts(first)

    reverses = share.reversed > 0
    return replace(
        share.account, postings=share.account.postings.plus_groups(groups, texts, may_reverse=reverses)
    )


def findings_after(share: GrantImport) -> list[Finding]:
    """The findings that the import brings; its own record is made of the same figures and not judged.

    Where the account or a period is closed, that alone is told: nothing may be written there.
    """
    closed = list(_refusals(share))
    if closed:
        return closed
    before, after = (
        replace(account, imports=(), postings=replace(account.postings, columns=()))
        for account in (share.account, account_after(share))
    )
    return brought(before, after, spends=share.minor > 0)


def _refusals(share: GrantImport) -> Iterator[Finding]:
    """Why the account takes no postings: it is closed, or the periods are in which some of them lie."""
    if not share.postings:
        return
    where = share.account.posting_line(share.account.postings.count + 2)
    told: set[tuple[str, str]] = set()
    for day in [None, *sorted({day for day, _ in share.sums})]:
        for finding in refusal(share.account, where, None if day is None else Period.parse(day)):
            if (finding.code, finding.message) not in told:
                told.add((finding.code, finding.message))
                yield finding
