"""How far a grant is, in words: its status, and the day on which its accounts were closed."""

from grants.ledger import GrantLedger
from grants.reports.labels import Labels
from grants.reports.locale import Locale


def state_of(grant: GrantLedger, labels: Labels, locale: Locale) -> str:
    """`closed 1 May 2018` where a closing is in force, whatever grant.toml says; else its status."""
    if grant.closed is None:
        return labels.statuses[grant.grant.status]
    return f"{labels.statuses['closed']} {locale.date(grant.closed)}"
