"""`grants budget`: what somebody proposes for a budget, and what was approved of it."""

from datetime import date
from decimal import Decimal
from typing import Literal

import click

from grants.cli import exits
from grants.cli.options import (
    amount_option,
    chosen_format,
    complete_grant,
    day_option,
    excel_option,
    language_option,
    ledgers_option,
    output_options,
)


@click.group("budget")
def command() -> None:
    """Compare a budget that was edited in a workbook with the one in force, or put it in force."""


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
    from grants.reports.budget_changes import budget_changes
    from grants.workbook.edited_budget import read_edited_budget

    form = chosen_format(form, output, excel=excel)
    account = readable_grant(ledgers, _the_grant(workbook, grant_id))
    report = budget_changes(account, read_edited_budget(workbook, account), language=language)
    deliver(report, form, output, force=True)


@command.command("apply")
@click.argument("workbook", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.argument("grant_id", metavar="[ID]", required=False, shell_complete=complete_grant)
@ledgers_option
@language_option
@day_option("--date", "day", help="The day of the funder's decision")
@click.option("--approved-by", metavar="WHO", required=True, help="The body or office that approved it.")
@click.option("--document", metavar="NUMBER", help="The document that holds the approval.")
@click.option("--text", help="Why the change was needed.")
@amount_option("--award", help="The new award, if it changes with the budget")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def apply(
    workbook: str,
    grant_id: str | None,
    ledgers: str,
    language: Literal["da", "en"] | None,
    day: date,
    approved_by: str,
    document: str | None,
    text: str | None,
    award: Decimal | None,
    dry_run: bool,
) -> None:
    """Write the budget in FILE into grant.toml, as an amendment that the funder approved.

    The difference is shown and appended to grant.toml as one [[amendment]]; all that stands there
    stays as it is. Only amounts change and lines are added: anything else is refused, and so is
    what `grants check` would call an error.
    """
    from grants.bookkeeping.amend import Approval, amend
    from grants.cli.delivery import deliver
    from grants.cli.output import echo_findings
    from grants.reports.budget_changes import budget_changes
    from grants.workbook.edited_budget import read_edited_budget

    outcome = amend(
        ledgers,
        _the_grant(workbook, grant_id),
        lambda account: read_edited_budget(workbook, account),
        Approval(day, approved_by, document, text, award),
        write=not dry_run,
    )
    table = budget_changes(outcome.account, outcome.proposed, language=language, is_proposal=False)
    deliver(table, "text", None)
    if not outcome.text:
        return
    click.echo(f"\n{outcome.text}", nl=False)
    echo_findings(outcome.findings, err=True)
    if not outcome.is_sound:
        click.echo("nothing is written", err=True)
        raise click.exceptions.Exit(exits.ERRORS)
    click.echo(f"\n{outcome.path}: {'would be amended' if dry_run else 'amended'}")


def _the_grant(workbook: str, grant_id: str | None) -> str:
    """The grant that is meant: the one that is named, or the only one of the workbook."""
    from grants.workbook.edited_budget import grants_in

    ids = grants_in(workbook)
    if grant_id is None and len(ids) > 1:
        raise click.UsageError(f"{workbook} holds several grants; name one of {', '.join(ids)}")
    return grant_id or ids[0]
