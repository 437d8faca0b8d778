"""How far a grant is, in words: its status, and the day on which its accounts were closed."""

from grants.findings.message import terms
from grants.ledger import Account
from grants.reports.locale import Locale
from grants.reports.speech import Speech

STATUSES = terms("status", "applied", "awarded", "reported", "closed")
"""What each status of a grant is called."""


def state_of(account: Account, say: Speech, locale: Locale) -> str:
    """`closed 1 May 2018` where a closing is in force, whatever grant.toml says; else its status."""
    if account.closed is None:
        return say(STATUSES[account.grant.status])
    return f"{say.term('status', 'closed')} {locale.date(account.closed)}"


def closed_periods(account: Account, locale: Locale) -> str | None:
    """`2014 (20 January 2015), 2015 (19 January 2016)`; None without any."""
    closings = [(c.period, c.date) for c in account.closings.in_force if c.period is not None]
    told = [f"{locale.period(period)} ({locale.date(day)})" for period, day in closings]
    return ", ".join(told) or None
