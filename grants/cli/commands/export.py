"""`grants export` and `grants archive`: whole accounts in one file."""

from datetime import date
from pathlib import Path

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.options import (
    as_of_option,
    choice_option,
    complete_grant,
    day_option,
    delivery_options,
    grant_argument,
    ledgers_option,
    today,
)


@click.command("export")
@click.argument("grant_ids", metavar="[ID]...", nargs=-1, shell_complete=complete_grant)
@ledgers_option
@choice_option("--by", ("year", "quarter", "month"), default="year", help="Divide the follow-up over time.")
@as_of_option("Count spending up to and including DATE")
@delivery_options(file="The workbook to write (.xlsx), whole or not at all.", force=True, with_errors=True)
def export(grant_ids: tuple[str, ...], ledgers: str, by: str, as_of: date | None, delivery: Delivery) -> None:
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


@click.command("archive")
@grant_argument
@ledgers_option
@click.option("--open", "is_open", is_flag=True, help="Archive an account that is not closed.")
@day_option("--on", "on", help="The day of the archive; that of the closing, or today if it is open")
@delivery_options(file="The archive to write (.zip), whole or not at all.", force=True, with_errors=True)
def archive(grant_id: str, ledgers: str, is_open: bool, on: date | None, delivery: Delivery) -> None:
    """Write the whole account of a grant into one file for the archive.

    Its files with closings and attachments, the final report as PDF/A, the workbook, and a manifest that
    sha256sum checks. A closed account must be what was closed; the same account gives the same bytes.
    `grants verify FILE.zip` proves the archive without unpacking it.
    """
    from grants.archive import write_archive
    from grants.cli.output import echo_lines
    from grants.cli.reading import refuse_errors
    from grants.closing.verification import verify_folder
    from grants.reports.verification import verification_lines
    from grants.store import load_grant

    output = delivery.output or ""
    path = Path(output)
    if path.suffix.lower() != ".zip":
        raise click.UsageError(f"{output}: an archive has the suffix .zip")
    ledger = load_grant(ledgers, grant_id)
    final = ledger.grants[0].closings.final if ledger.grants else None
    if final is None and not is_open:
        raise click.ClickException(
            f"the account of {grant_id} is not closed; close it with `grants close`, or archive it as it "
            "is with --open"
        )
    if final is not None and on is not None and on < final.date:
        raise click.UsageError(f"--on {on} is before the closing, which is of {final.date}")
    if final is None:
        open_errors = refuse_errors(ledger, with_errors=delivery.with_errors)
    else:
        open_errors = sum(error.count for error in final.errors)
        found = verify_folder(ledger.grants[0].folder)
        if not found.is_unchanged:
            echo_lines(verification_lines(found, language="en"), err=True)
            exits.stop("nothing is archived: the account is not what was closed")
    day = on or (today() if final is None else final.date)
    archived = write_archive(
        ledger.grants[0],
        path,
        day=day,
        language=delivery.language,
        open_errors=open_errors,
        replace=delivery.force,
    )
    kept = archived.proof.kept_until
    click.echo(f"{output}: {archived.proof.files} files of {grant_id}")
    click.echo("the terms do not say how long it must be kept" if kept is None else f"keep until {kept}")
    click.echo(f"{archived.size:,} bytes, sha256 {archived.sha256}")
    if archived.left_out:
        echo_lines([f"not in the archive: {', '.join(archived.left_out)}"], err=True)
