"""`grants budget`: what somebody proposes for a budget, and what was approved of it."""

from datetime import date

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.groups import SuggestingGroup
from grants.cli.options import (
    TABLE,
    complete_grant,
    day_option,
    delivery_options,
    ledgers_option,
    parsed_by,
)
from grants.values.money import Amount


@click.group("budget", cls=SuggestingGroup)
def command() -> None:
    """Compare a budget that was edited in a workbook with the one in force, or put it in force."""


@command.command("diff")
@click.argument("workbook", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.argument("grant_id", metavar="[ID]", required=False, shell_complete=complete_grant)
@ledgers_option
@delivery_options(*TABLE, excel=True)
def diff(workbook: str, grant_id: str | None, ledgers: str, delivery: Delivery) -> None:
    """Show how the budget in FILE, written by `grants export` and edited, differs from the ledger's.

    ID is needed only if the workbook holds several grants. Nothing is written to the ledger. Edited
    postings are refused: the books are corrected by further postings.
    """
    from grants.cli.reading import readable_grant
    from grants.reports.budget_changes import budget_changes
    from grants.workbook.edited_budget import read_edited_budget

    account = readable_grant(ledgers, _the_grant(workbook, grant_id))
    report = budget_changes(account, read_edited_budget(workbook, account), language=delivery.language)
    delivery.report(report)


@command.command("apply")
@click.argument("workbook", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.argument("grant_id", metavar="[ID]", required=False, shell_complete=complete_grant)
@ledgers_option
@delivery_options()
@day_option("--date", "day", required=True, help="The day of the funder's decision")
@click.option("--approved-by", metavar="WHO", required=True, help="The body or office that approved it.")
@click.option("--document", metavar="NUMBER", help="The document that holds the approval.")
@click.option("--text", help="Why the change was needed.")
@click.option(
    "--award",
    metavar="AMOUNT",
    type=parsed_by(Amount.parse),
    help="The new award, if it changes with the budget, such as 1234.50.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def apply(
    workbook: str,
    grant_id: str | None,
    ledgers: str,
    delivery: Delivery,
    day: date,
    approved_by: str,
    document: str | None,
    text: str | None,
    award: Amount | None,
    dry_run: bool,
) -> None:
    """Write the budget in FILE into grant.toml, as an amendment that the funder approved.

    The difference is shown and appended to grant.toml as one [[amendment]]; all that is there
    stays as it is. Only amounts change and lines are added: anything else is refused, and so is
    what `grants check` would call an error.
    """
    from grants.bookkeeping.amend import Approval, amend
    from grants.reports.budget_changes import budget_changes
    from grants.workbook.edited_budget import read_edited_budget

    outcome = amend(
        ledgers,
        _the_grant(workbook, grant_id),
        lambda account: read_edited_budget(workbook, account),
        Approval(day, approved_by, document, text, award),
        write=not dry_run,
    )
    table = budget_changes(outcome.account, outcome.proposed, language=delivery.language, is_proposal=False)
    delivery.report(table)
    if not outcome.text:
        return
    click.echo(f"\n{outcome.text}", nl=False)
    exits.stop_unless(outcome.is_sound, "nothing is written", outcome.findings)
    click.echo(f"\n{outcome.path}: {'would be amended' if dry_run else 'amended'}")


def _the_grant(workbook: str, grant_id: str | None) -> str:
    """The grant that is meant: the one that is named, or the only one of the workbook."""
    from grants.workbook.edited_budget import grants_in

    ids = grants_in(workbook)
    if grant_id is None and len(ids) > 1:
        raise click.UsageError(f"{workbook} holds several grants; name one of {', '.join(ids)}")
    return grant_id or ids[0]
