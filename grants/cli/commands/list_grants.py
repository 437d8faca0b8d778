"""`grants list`: all grants in a line each."""

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.options import TABLE, delivery_options, ledgers_option


@click.command("list")
@ledgers_option
@delivery_options(*TABLE, danish="Language of labels, figures and dates.", excel=True)
def command(ledgers: str, delivery: Delivery) -> None:
    """List the grants of a ledger: status, period, award, spent and rest.

    Exit code 1 if anything could not be read, and is therefore in no figure.
    """
    from grants.cli.output import echo_findings
    from grants.findings.finding import errors
    from grants.reports.overview import ledger_overview
    from grants.store import load

    ledger = load(ledgers)
    unreadable = errors(list(ledger.findings))
    echo_findings(unreadable, err=True)
    if ledger.grants:
        delivery.report(ledger_overview(ledger, language=delivery.language or "da"))
    if unreadable:
        exits.stop()
