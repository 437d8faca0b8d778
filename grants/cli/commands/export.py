"""`grants export`: whole grants for other programs."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from grants.cli.options import (
    as_of_option,
    complete_grant,
    force_option,
    language_option,
    ledgers_option,
    with_errors_option,
)


@click.command("export")
@click.argument("grant_ids", metavar="[ID]...", nargs=-1, shell_complete=complete_grant)
@ledgers_option
@click.option(
    "--by",
    type=click.Choice(["year", "quarter", "month"]),
    default="year",
    show_default=True,
    help="Divide the follow-up over time.",
)
@as_of_option("Count spending up to and including DATE")
@language_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False),
    help="The workbook to write (.xlsx), whole or not at all.",
)
@force_option
@with_errors_option
def command(
    grant_ids: tuple[str, ...],
    ledgers: str,
    by: str,
    as_of: date | None,
    language: Literal["da", "en"] | None,
    output: str,
    force: bool,
    with_errors: bool,
) -> None:
    """Write grants as an Excel workbook with live formulas; all grants without an ID.

    Overview, budget, follow-up, postings, reconciliation and findings. Every figure of the
    follow-up is a formula over the postings, and the reconciliation holds each against the ledger.
    """
    from grants.cli.delivery import write_report
    from grants.cli.output import echo_findings, postings_progress
    from grants.cli.reading import sound_grants
    from grants.values.periods import Granularity
    from grants.workbook import export_workbook, left_out

    path = Path(output)
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{output}: a workbook has the suffix .xlsx")
    ledger = sound_grants(ledgers, grant_ids, with_errors=with_errors)
    echo_findings([finding for account in ledger for finding in left_out(account)], err=True)
    with postings_progress(ledger) as progress:
        content = export_workbook(
            ledger,
            by=Granularity(by),
            as_of=as_of,
            language=language,
            files_from=str(path.parent),
            progress=progress,
        )
    write_report(content, "xlsx", output, force=force)
