"""`grants export`: whole grants for other programs."""

from datetime import date
from pathlib import Path

import click

from grants.cli.delivery import Delivery
from grants.cli.options import as_of_option, choice_option, complete_grant, delivery_options, ledgers_option


@click.command("export")
@click.argument("grant_ids", metavar="[ID]...", nargs=-1, shell_complete=complete_grant)
@ledgers_option
@choice_option("--by", ("year", "quarter", "month"), default="year", help="Divide the follow-up over time.")
@as_of_option("Count spending up to and including DATE")
@delivery_options(file="The workbook to write (.xlsx), whole or not at all.", force=True, with_errors=True)
def command(
    grant_ids: tuple[str, ...], ledgers: str, by: str, as_of: date | None, delivery: Delivery
) -> None:
    """Write grants as an Excel workbook with live formulas; all grants without an ID.

    Overview, budget, follow-up, postings, reconciliation and findings. Every figure of the
    follow-up is a formula over the postings, and the reconciliation compares each with the ledger.
    """
    from grants.cli.output import echo_findings, postings_progress
    from grants.cli.reading import sound_grants
    from grants.values.periods import Granularity
    from grants.workbook import export_workbook, left_out

    path = Path(delivery.output or "")
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{delivery.output}: a workbook has the suffix .xlsx")
    ledger = sound_grants(ledgers, grant_ids, with_errors=delivery.with_errors)
    echo_findings([finding for account in ledger for finding in left_out(account)], err=True)
    with postings_progress(ledger) as progress:
        content = export_workbook(
            ledger,
            by=Granularity(by),
            as_of=as_of,
            language=delivery.language,
            files_from=str(path.parent),
            progress=progress,
        )
    delivery.content(content, "xlsx")
