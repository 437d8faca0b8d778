"""The account as it would be after an import, checked as a single posting is."""

from collections.abc import Iterator
from dataclasses import replace

from grants.bookkeeping.post import brought
from grants.checks.closings import refusal
from grants.figures.postings import Group, PostingText
from grants.findings.finding import Finding
from grants.importing.grant_import import GrantImport
from grants.ledger import Account
from grants.values.periods import Period


def account_after(grant_import: GrantImport) -> Account:
    """The grant with the postings of the import; no file changes."""
    first = grant_import.account.postings.count + 2
    groups = [
        Group(day, *purpose, tally.minor, tally.lines, first)
        for (day, purpose), tally in grant_import.sums.items()
    ]

    def texts() -> Iterator[PostingText]:
        return grant_import.spool.texts(first)

    reverses = grant_import.reversed.lines > 0
    return replace(
        grant_import.account,
        postings=grant_import.account.postings.plus_groups(groups, texts, may_reverse=reverses),
    )


def findings_after(grant_import: GrantImport) -> list[Finding]:
    """The findings that the import brings; its own record is made of the same figures and not checked.

    Where the account or a period is closed, that alone is reported: nothing may be written there.
    """
    closed = list(_refusals(grant_import))
    if closed:
        return closed
    before, after = (
        replace(account, imports=(), postings=replace(account.postings, columns=()))
        for account in (grant_import.account, account_after(grant_import))
    )
    return brought(before, after, spends=grant_import.minor > 0)


def _refusals(grant_import: GrantImport) -> Iterator[Finding]:
    """Why the account takes no postings: it is closed, or the period of some of their dates is."""
    if not grant_import.postings:
        return
    where = grant_import.account.posting_line(grant_import.account.postings.count + 2)
    reported: set[tuple[str, str]] = set()
    for day in [None, *sorted({day for day, _ in grant_import.sums})]:
        for finding in refusal(grant_import.account, where, None if day is None else Period.parse(day)):
            if (finding.code, finding.message) not in reported:
                reported.add((finding.code, finding.message))
                yield finding
