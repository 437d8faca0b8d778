"""`grants log`: the audit trail of a grant, from its files."""

from pathlib import Path
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


@click.command("log")
@grant_argument
@ledgers_option
@language_option
@output_options("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
@excel_option
def command(
    grant_id: str,
    ledgers: str,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    excel: bool,
) -> None:
    """Tell what happened to a grant's account, in order: the audit trail.

    Award, amendments, payments, imports, postings entered by hand, reversals, closings and reopenings,
    each with its day, amount and place, from the files themselves. Exit code 1 if anything could not
    be read, and is therefore not told, or if the record of closings was changed.
    """
    from grants.cli.delivery import deliver
    from grants.cli.reading import readable_grant
    from grants.reports.log import log_table
    from grants.store.declared.closings import read_closings

    form = chosen_format(form, output, excel=excel)
    account = readable_grant(ledgers, grant_id)
    deliver(log_table(account, language=language), form, output, force=True)
    if not account.postings.is_whole or read_closings(Path(account.folder))[1]:
        raise click.exceptions.Exit(exits.ERRORS)
