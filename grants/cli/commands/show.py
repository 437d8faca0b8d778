"""`grants show`: one grant with all that is declared of it."""

from typing import Literal

import click

from grants.cli import exits
from grants.cli.options import (
    chosen_format,
    excel_option,
    grant_argument,
    language_option,
    ledgers_option,
    output_options,
)


@click.command("show")
@grant_argument
@ledgers_option
@click.option("--postings", is_flag=True, help="List the postings instead, each with its line.")
@click.option("--activity", metavar="ACTIVITY", help="With --postings: of this activity only.")
@click.option("--history", is_flag=True, help="Show how each budget line came to be instead.")
@language_option
@output_options("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
@excel_option
def command(
    grant_id: str,
    ledgers: str,
    postings: bool,
    activity: str | None,
    history: bool,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    excel: bool,
) -> None:
    """Show one grant: master data, budget against actual, changes, payments, controls.

    Exit code 1 if anything could not be read, and is therefore in no figure.
    """
    from grants.cli.delivery import deliver
    from grants.cli.reading import readable_grant
    from grants.render import Report
    from grants.reports.changes import history_table
    from grants.reports.overview import grant_overview, postings_table

    if activity is not None and not postings:
        raise click.UsageError("--activity goes with --postings")
    if history and postings:
        raise click.UsageError("--history and --postings are two different lists")
    form = chosen_format(form, output, excel=excel)
    account = readable_grant(ledgers, grant_id)
    if history:
        report: Report = history_table(account, language=language)
    elif postings:
        report = postings_table(account, activity=activity, language=language)
    else:
        report = grant_overview(account, language=language)
    deliver(report, form, output, force=True)
    if not account.postings.is_whole:
        raise click.exceptions.Exit(exits.ERRORS)
