"""`grants show`: one grant with all that is declared of it."""

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.options import TABLE, delivery_options, grant_argument, ledgers_option


@click.command("show")
@grant_argument
@ledgers_option
@click.option("--postings", is_flag=True, help="List the postings instead, each with its line.")
@click.option("--activity", metavar="ACTIVITY", help="With --postings: of this activity only.")
@click.option("--history", is_flag=True, help="Show how each budget line came to be instead.")
@delivery_options(*TABLE, excel=True, is_format_early=False)
def command(
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
