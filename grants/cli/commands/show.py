"""`grants list`, `show` and `log`: what a ledger holds, one grant of it, and what happened to it."""

from pathlib import Path

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.options import TABLE, delivery_options, grant_argument, ledgers_option


@click.command("list")
@ledgers_option
@delivery_options(*TABLE, danish="Language of labels, figures and dates.", excel=True)
def list_(ledgers: str, delivery: Delivery) -> None:
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
        delivery.report(ledger_overview(ledger, language=delivery.language or "da", with_errors=True))
    if unreadable:
        exits.stop()


@click.command("show")
@grant_argument
@ledgers_option
@click.option("--postings", is_flag=True, help="List the postings instead, each with its line.")
@click.option("--activity", metavar="ACTIVITY", help="With --postings: of this activity only.")
@click.option("--history", is_flag=True, help="Show how each budget line came to be instead.")
@delivery_options(*TABLE, excel=True, is_format_early=False)
def show(
    grant_id: str,
    ledgers: str,
    postings: bool,
    activity: str | None,
    history: bool,
    delivery: Delivery,
) -> None:
    """Show one grant: master data, budget against actual, changes, payments, controls.

    Exit code 1 if anything could not be read, and is therefore in no figure.
    """
    from grants.cli.reading import readable_grant
    from grants.render import Report
    from grants.reports.changes import history_table
    from grants.reports.overview import grant_overview, postings_table

    if activity is not None and not postings:
        raise click.UsageError("--activity goes with --postings")
    if history and postings:
        raise click.UsageError("--history and --postings are two different lists")
    delivery.format()
    account = readable_grant(ledgers, grant_id)
    if history:
        report: Report = history_table(account, language=delivery.language)
    elif postings:
        report = postings_table(account, activity=activity, language=delivery.language)
    else:
        report = grant_overview(account, language=delivery.language)
    delivery.report(report)
    if not account.postings.is_whole:
        exits.stop()


@click.command("log")
@grant_argument
@ledgers_option
@delivery_options(*TABLE, excel=True)
def log(grant_id: str, ledgers: str, delivery: Delivery) -> None:
    """List what happened to a grant's account, in order: the audit trail.

    Award, amendments, payments, imports, postings entered by hand, reversals, closings and reopenings,
    each with its day, amount and place, from the files themselves. Exit code 1 if anything could not
    be read, and is therefore not listed, or if the record of closings was changed.
    """
    from grants.cli.reading import readable_grant
    from grants.reports.log import log_table
    from grants.store.declared.closings import read_closings

    account = readable_grant(ledgers, grant_id)
    delivery.report(log_table(account, language=delivery.language))
    if not account.postings.is_whole or read_closings(Path(account.folder))[1]:
        exits.stop()
