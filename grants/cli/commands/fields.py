"""`grants fields`: what a funder's form can ask for."""

from typing import Literal

import click

from grants.cli.options import (
    chosen_format,
    grant_argument,
    language_option,
    ledgers_option,
    output_options,
)


@click.command("fields")
@grant_argument
@ledgers_option
@language_option
@output_options("text", "markdown", "csv", "json")
def command(
    grant_id: str,
    ledgers: str,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
) -> None:
    """List every field of a grant with its value, for those who make a form.

    In Word a field is {{ award.amount }}; in Excel it is that too, or a cell whose defined name is
    award.amount.
    """
    from grants.cli.output import emit, line_width
    from grants.cli.reading import readable_grant
    from grants.render import draw
    from grants.reports.fields import fields_of, fields_table

    form = chosen_format(form, output)
    table = fields_table(fields_of(readable_grant(ledgers, grant_id), language=language))
    emit(draw(table, form, width=line_width()), output)
