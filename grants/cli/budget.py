"""`grants budget`: what somebody proposes for a budget."""

from typing import Literal

import click

from grants.cli.options import (
    chosen_format,
    complete_grant,
    excel_option,
    language_option,
    ledgers_option,
    output_options,
)


@click.group("budget")
def command() -> None:
    """Compare a budget that was edited in a workbook with the one in force."""


@command.command("diff")
@click.argument("workbook", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.argument("grant_id", metavar="[ID]", required=False, shell_complete=complete_grant)
@ledgers_option
@language_option
@output_options("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
@excel_option
def diff(
    workbook: str,
    grant_id: str | None,
    ledgers: str,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    excel: bool,
) -> None:
    """Show how the budget in FILE, written by `grants export` and edited, differs from the ledger's.

    ID is needed only if the workbook holds several grants. Nothing is written to the ledger. Edited
    postings are refused: the books are corrected by further postings.
    """
    from grants.cli.delivery import deliver
    from grants.cli.reading import readable_grant
    from grants.exchange.workbook.edited_budget import grants_in, read_edited_budget
    from grants.reports.budget_changes import budget_changes

    form = chosen_format(form, output, excel=excel)
    ids = grants_in(workbook)
    if grant_id is None and len(ids) > 1:
        raise click.UsageError(f"{workbook} holds several grants; name one of {', '.join(ids)}")
    grant = readable_grant(ledgers, grant_id or ids[0])
    report = budget_changes(grant, read_edited_budget(workbook, grant), language=language)
    deliver(report, form, output, force=True)
