"""`grants post` and `grants reverse`: a posting, and postings of the opposite amount."""

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
def post(grant_id: str, ledgers: str, **fields: str) -> None:
    """Append a posting to a grant.

    DATE is a day (2016-03-14) or the span that the cost is known for (2016-03, 2016-Q1,
    2014/2017). AMOUNT has a point and two decimals, and a minus if it is a reversal: -1234.56.

    What `grants check` would call an error is refused, and nothing is written.
    """
    from grants.bookkeeping import post as posting

    outcome = posting.post(ledgers, grant_id, fields)
    exits.stop_unless(outcome.line, "nothing is posted", outcome.findings)
    click.echo(f"{outcome.path}:{outcome.line}: {fields['amount']} posted on {fields['activity']}")


@click.command("reverse")
@grant_argument
@click.argument("voucher")
@ledgers_option
@click.option("--line", metavar="LINE", type=int, help="Only the posting on this line of postings.csv.")
@click.option("--date", metavar="DATE", help="The date of the reversals; that of each posting by default.")
@click.option("--text", help="What the reversals say; by default what they reverse.")
def reverse(
    grant_id: str, voucher: str, ledgers: str, line: int | None, date: str | None, text: str | None
) -> None:
    """Reverse the postings of a voucher, by postings of the opposite amount.

    Every posting of VOUCHER that is not reversed yet is reversed, all in one write; the column
    reverses of each new posting points back. What lies in a closed period is corrected by reversals
    in the open one: --date.
    """
    from grants.bookkeeping import reverse as reversal

    outcome = reversal.reverse(ledgers, grant_id, voucher, line=line, date=date, text=text)
    exits.stop_unless(outcome.postings, "nothing is reversed", outcome.findings)
    for posting in outcome.postings:
        click.echo(
            f"{outcome.path}:{posting.line}: {posting.amount} posted on {posting.activity}, {posting.date}; "
            f"it reverses {posting.reverses}"
        )
