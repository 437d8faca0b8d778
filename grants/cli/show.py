"""`grants show`: one grant with all that is declared of it."""

from typing import Literal

import click

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
@language_option
@output_options("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
@excel_option
def command(
    grant_id: str,
    ledgers: str,
    postings: bool,
    activity: str | None,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    excel: bool,
) -> None:
    """Show one grant: master data, budget against actual, controls, explanations."""
    from grants.cli.delivery import deliver
    from grants.cli.reading import readable_grant
    from grants.reports.overview import grant_overview, postings_table

    if activity is not None and not postings:
        raise click.UsageError("--activity goes with --postings")
    form = chosen_format(form, output, excel=excel)
    grant = readable_grant(ledgers, grant_id)
    report = (
        postings_table(grant, activity=activity, language=language)
        if postings
        else grant_overview(grant, language=language)
    )
    deliver(report, form, output, force=True)
