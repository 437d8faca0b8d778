"""`grants close`: close the accounts."""

from datetime import date
from typing import TYPE_CHECKING

import click

from grants.cli import exits
from grants.cli.options import day_option, file_option, grant_argument, ledgers_option, parsed_by, today

if TYPE_CHECKING:
    from grants.values.periods import Period


def _period(text: str) -> "Period":
    from grants.values.periods import Period

    return Period.parse(text)


@click.command("close")
@grant_argument
@ledgers_option
@click.option(
    "--period",
    metavar="PERIOD",
    type=parsed_by(_period),
    help="Close what lies in a period only, such as 2016.",
)
@day_option("--on", "on", help="The day of the closing; today by default")
@click.option("--by", metavar="ROLE", help="Who closes: a role or office, no private person.")
@click.option("--force", metavar="REASON", help="Close in spite of errors; reason and errors are recorded.")
@file_option(
    "--sign", "key", metavar="KEYFILE", exists=True, help="Sign the closing with an SSH key, by ssh-keygen."
)
def command(
    grant_id: str,
    ledgers: str,
    period: "Period | None",
    on: date | None,
    by: str | None,
    force: str | None,
    key: str | None,
) -> None:
    """Close the accounts of a grant, or of a period, and seal them.

    Everything is checked as for a final account; errors refuse it. Then closing.toml holds the figures
    and a checksum of every file, and copies of the ledger's own files are kept in the folder closings.
    What is closed is not written to any more, and `grants verify` proves that it is unchanged.
    """
    from grants.bookkeeping.close import Signer, close
    from grants.closing.signatures import fingerprint, sign

    day = today()
    if on is not None and on > day:
        click.echo(f"note: {on} is after today, {day} by the clock of this computer", err=True)
    signer = None if key is None else Signer(fingerprint(key), lambda text: sign(text, key))
    outcome = close(ledgers, grant_id, on=on or day, period=period, by=by, force=force, signer=signer)
    closing = outcome.closing
    refusal = "nothing is closed; --force REASON closes in spite of errors in figures"
    exits.stop_unless(closing, refusal, outcome.findings)
    assert closing is not None
    what = "closed" if closing.period is None else f"{closing.period} closed"
    postings = f"{closing.postings:,} posting{'s' * (closing.postings != 1)}"
    click.echo(f"{grant_id}: {what} on {closing.date}, {postings} of {closing.total:,} {closing.currency}")
    for group in outcome.overlapping:
        click.echo(f"    {group.date} ({group.activity}) lies in {closing.period} in part: it is not locked")
    click.echo(f"{outcome.path}: closing {closing.number}, seal {closing.seal}")
    if closing.key is not None:
        click.echo(f"signed by {closing.key}")
