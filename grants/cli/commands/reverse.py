"""`grants reverse`: post the opposite amounts."""

import click

from grants.cli import exits
from grants.cli.options import grant_argument, ledgers_option


@click.command("reverse")
@grant_argument
@click.argument("voucher")
@ledgers_option
@click.option("--line", metavar="LINE", type=int, help="Only the posting on this line of postings.csv.")
@click.option("--date", metavar="DATE", help="The date of the reversals; that of each posting by default.")
@click.option("--text", help="What the reversals say; by default what they reverse.")
def command(
    grant_id: str, voucher: str, ledgers: str, line: int | None, date: str | None, text: str | None
) -> None:
    """Reverse the postings of a voucher, by postings of the opposite amount.

    Every posting of VOUCHER that is not reversed yet is reversed, all in one write; the column
    reverses of each new posting points back. What lies in a closed period is corrected by reversals
    in the open one: --date.
    """
    from grants.bookkeeping.reverse import reverse

    outcome = reverse(ledgers, grant_id, voucher, line=line, date=date, text=text)
    exits.stop_unless(outcome.postings, "nothing is reversed", outcome.findings)
    for posting in outcome.postings:
        click.echo(
            f"{outcome.path}:{posting.line}: {posting.amount} posted on {posting.activity}, {posting.date}; "
            f"it reverses {posting.reverses}"
        )
