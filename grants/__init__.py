"""Accounts of grants in plain files: check, compare, report.

    import grants

    ledger = grants.load("ledgers")
    comparison = ledger.grant("gp-fees-2014").compare(by="year")

A name is imported when it is first used, so that importing the package costs nothing.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grants.bookkeeping.close import close as close
    from grants.bookkeeping.post import post as post
    from grants.bookkeeping.reverse import reverse as reverse
    from grants.checks import check as check
    from grants.closing.signatures import verify as verify
    from grants.figures.comparison import Comparison as Comparison
    from grants.figures.postings import Posting as Posting
    from grants.findings.finding import Finding as Finding
    from grants.findings.finding import Severity as Severity
    from grants.ledger import Account as Account
    from grants.ledger import Ledger as Ledger
    from grants.records import Grant as Grant
    from grants.render import draw as draw
    from grants.render import draw_bytes as draw_bytes
    from grants.reports.budget import budget_report as budget_report
    from grants.reports.final import final_report as final_report
    from grants.store import load as load
    from grants.values.periods import Period as Period

_HOME = {
    "Comparison": "grants.figures.comparison",
    "Finding": "grants.findings.finding",
    "Grant": "grants.records",
    "Account": "grants.ledger",
    "Ledger": "grants.ledger",
    "Period": "grants.values.periods",
    "Posting": "grants.figures.postings",
    "Severity": "grants.findings.finding",
    "budget_report": "grants.reports.budget",
    "check": "grants.checks",
    "close": "grants.bookkeeping.close",
    "final_report": "grants.reports.final",
    "load": "grants.store",
    "post": "grants.bookkeeping.post",
    "reverse": "grants.bookkeeping.reverse",
    "verify": "grants.closing.signatures",
    "draw": "grants.render",
    "draw_bytes": "grants.render",
}

__all__ = sorted(_HOME)  # noqa: PLE0605  # a list of strings, made from the one place that has them


def __getattr__(name: str) -> object:
    """Import a public name from its home (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
