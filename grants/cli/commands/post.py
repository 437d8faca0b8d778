"""`grants post`: append a posting."""

import click

from grants.cli import exits
from grants.cli.options import grant_argument, ledgers_option


@click.command("post", context_settings={"ignore_unknown_options": True})
@grant_argument
@click.argument("date")
@click.argument("activity")
@click.argument("amount")
@ledgers_option
@click.option("--voucher", default="", help="Number of the voucher that documents the cost.")
@click.option("--text", default="", help="What the cost is for.")
@click.option(
    "--financing",
    default="",
    help="Who pays: grant (default), own, partner or partner:ID; /in-kind if no money.",
)
@click.option("--document", default="", help="Number or file of a document.")
@click.option("--quantity", default="", help="How many units, such as 7.5.")
@click.option("--unit", default="", help="What the quantity counts, such as hour or meeting.")
@click.option("--person", default="", help="Whose hours they are, by role, such as therapist-1.")
def command(grant_id: str, ledgers: str, **fields: str) -> None:
    """Append a posting to a grant.

    DATE is a day (2016-03-14) or the span that the cost is known for (2016-03, 2016-Q1,
    2014/2017). AMOUNT has a point and two decimals, and a minus if it is a reversal: -1234.56.

    What `grants check` would call an error is refused, and nothing is written.
    """
    from grants.bookkeeping.post import post

    outcome = post(ledgers, grant_id, fields)
    exits.stop_unless(outcome.line, "nothing is posted", outcome.findings)
    click.echo(f"{outcome.path}:{outcome.line}: {fields['amount']} posted on {fields['activity']}")
