"""The account as it would be after an import, judged as a single posting is."""

from collections.abc import Iterator
from dataclasses import replace

from grants.bookkeeping import brought
from grants.diagnostics import Diagnostic
from grants.importing.share import Share
from grants.ledger import GrantLedger
from grants.postings import Group, PostingText


def account_after(share: Share) -> GrantLedger:
    """The grant with the postings of the import; no file changes."""
    purposes = {number: purpose for purpose, number in share.purposes.items()}
    first = share.grant.postings.count + 2
    groups = [
        Group(day, *purposes[purpose], total, share.counts[day, purpose], first)
        for (day, purpose), total in share.sums.items()
    ]

    def texts() -> Iterator[PostingText]:
        return share.spool.texts(first)

    return replace(share.grant, postings=share.grant.postings.plus_groups(groups, texts))


def findings_after(share: Share) -> list[Diagnostic]:
    """The findings that the import brings; its own record is made of the same figures and not judged."""
    before, after = (
        replace(grant, imports=(), postings=replace(grant.postings, columns=()))
        for grant in (share.grant, account_after(share))
    )
    return brought(before, after, spends=share.minor > 0)
