"""Accounts of grants in plain files: check, compare, report.

    import grants

    ledger = grants.load("ledgers")
    comparison = ledger.grant("gp-fees-2014").compare(by="year")

A name is imported when it is first used, so that importing the package costs nothing.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grants.books.closing import close as close
    from grants.books.posting import post as post
    from grants.books.reversing import reverse as reverse
    from grants.books.verifying import verify as verify
    from grants.checks import check as check
    from grants.compare import Comparison as Comparison
    from grants.diagnostics import Diagnostic as Diagnostic
    from grants.diagnostics import Severity as Severity
    from grants.ledger import GrantLedger as GrantLedger
    from grants.ledger import Ledger as Ledger
    from grants.periods import Period as Period
    from grants.postings import Posting as Posting
    from grants.records import Grant as Grant
    from grants.render import draw as draw
    from grants.render import draw_bytes as draw_bytes
    from grants.reports.budget import budget_report as budget_report
    from grants.reports.final import final_report as final_report
    from grants.store import load as load

_HOME = {
    "Comparison": "grants.compare",
    "Diagnostic": "grants.diagnostics",
    "Grant": "grants.records",
    "GrantLedger": "grants.ledger",
    "Ledger": "grants.ledger",
    "Period": "grants.periods",
    "Posting": "grants.postings",
    "Severity": "grants.diagnostics",
    "budget_report": "grants.reports.budget",
    "check": "grants.checks",
    "close": "grants.books.closing",
    "final_report": "grants.reports.final",
    "load": "grants.store",
    "post": "grants.books.posting",
    "reverse": "grants.books.reversing",
    "verify": "grants.books.verifying",
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
