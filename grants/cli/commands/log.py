"""`grants log`: the audit trail of a grant, from its files."""

from pathlib import Path

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.options import TABLE, delivery_options, grant_argument, ledgers_option


@click.command("log")
@grant_argument
@ledgers_option
@delivery_options(*TABLE, excel=True)
def command(grant_id: str, ledgers: str, delivery: Delivery) -> None:
    """List what happened to a grant's account, in order: the audit trail.

    Award, amendments, payments, imports, postings entered by hand, reversals, closings and reopenings,
    each with its day, amount and place, from the files themselves. Exit code 1 if anything could not
    be read, and is therefore not listed, or if the record of closings was changed.
    """
    from grants.cli.reading import readable_grant
    from grants.reports.log import log_table
    from grants.store.declared.closings import read_closings

    account = readable_grant(ledgers, grant_id)
    delivery.report(log_table(account, language=delivery.language))
    if not account.postings.is_whole or read_closings(Path(account.folder))[1]:
        exits.stop()
