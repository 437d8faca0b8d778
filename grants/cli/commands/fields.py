"""`grants fields`: what a funder's form can ask for."""

import click

from grants.cli.delivery import Delivery
from grants.cli.options import DATA, delivery_options, grant_argument, ledgers_option


@click.command("fields")
@grant_argument
@ledgers_option
@delivery_options(*DATA)
def command(grant_id: str, ledgers: str, delivery: Delivery) -> None:
    """List every field of a grant with its value, for those who make a form.

    In Word a field is {{ award.amount }}; in Excel it is that too, or a cell whose defined name is
    award.amount.
    """
    from grants.cli.reading import readable_grant
    from grants.reports.fields import fields_of, fields_table

    account = readable_grant(ledgers, grant_id)
    delivery.table(fields_table(fields_of(account, language=delivery.language)))
