"""`grants list`: all grants in a line each."""

from typing import Literal

import click

from grants.cli import exits
from grants.cli.options import chosen_format, excel_option, ledgers_option, output_options


@click.command("list")
@ledgers_option
@click.option(
    "--language",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default=True,
    help="Language of labels, figures and dates.",
)
@output_options("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
@excel_option
def command(
    ledgers: str, language: Literal["da", "en"], form: str | None, output: str | None, excel: bool
) -> None:
    """List the grants of a ledger: status, period, award, spent and rest.

    Exit code 1 if anything could not be read, and is therefore in no figure.
    """
    from grants.cli.delivery import deliver
    from grants.cli.output import echo_findings
    from grants.findings.finding import errors
    from grants.reports.overview import ledger_overview
    from grants.store import load

    form = chosen_format(form, output, excel=excel)
    ledger = load(ledgers)
    unreadable = errors(list(ledger.findings))
    echo_findings(unreadable, err=True)
    if ledger.grants:
        deliver(ledger_overview(ledger, language=language), form, output, force=True)
    if unreadable:
        raise click.exceptions.Exit(exits.ERRORS)
