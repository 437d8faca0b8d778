"""`grants reopen`: open closed accounts again."""

from datetime import date

import click

from grants.cli.options import day_option, grant_argument, ledgers_option, today


@click.command("reopen")
@grant_argument
@ledgers_option
@click.option("--reason", required=True, help="Why; it is recorded.")
@day_option("--on", "on", help="The day of the reopening; today by default")
@click.option("--by", metavar="ROLE", help="Who reopens: a role or office, no private person.")
@click.option(
    "--closing", "number", metavar="N", type=int, help="The closing that is lifted; the last one by default."
)
def command(
    grant_id: str, ledgers: str, reason: str, on: date | None, by: str | None, number: int | None
) -> None:
    """Open the accounts of a grant, or of a period, again.

    The closing stays in closing.toml with the reason of its end, and so do its copies.
    """
    from grants.bookkeeping.close import reopen

    entry = reopen(ledgers, grant_id, reason=reason, on=on or today(), by=by, number=number)
    for name in entry.changed:
        click.echo(f"note: {name} was changed since the closing; that is recorded", err=True)
    click.echo(f"{grant_id}: closing {entry.closing} is lifted on {entry.date}: {entry.reason}")
