"""`grants fields` and `grants fill`: what a funder's own form can ask for, and the form filled."""

from pathlib import Path

import click

from grants.cli.delivery import Delivery
from grants.cli.options import DATA, delivery_options, file_option, grant_argument, ledgers_option


@click.command("fields")
@grant_argument
@ledgers_option
@delivery_options(*DATA)
def fields(grant_id: str, ledgers: str, delivery: Delivery) -> None:
    """List every field of a grant with its value, for those who make a form.

    In Word a field is {{ award.amount }}; in Excel it is that too, or a cell whose defined name is
    award.amount.
    """
    from grants.cli.reading import readable_grant
    from grants.reports.fields import fields_of, fields_table

    account = readable_grant(ledgers, grant_id)
    delivery.table(fields_table(fields_of(account, language=delivery.language)))


@click.command("fill")
@grant_argument
@click.argument("form_file", metavar="FORM", type=click.Path(exists=True, dir_okay=False))
@ledgers_option
@click.option(
    "--list", "only_list", is_flag=True, help="List the fields that the form uses, with their values."
)
@file_option("-o", "--output", help="The filled form: a file of the same kind, written whole or not at all.")
@delivery_options(force=True, with_errors=True)
def fill(grant_id: str, form_file: str, ledgers: str, only_list: bool, delivery: Delivery) -> None:
    """Fill the funder's own FORM, a Word or Excel file with tags, and keep all else in it.

    `grants fields ID` lists the tags that there are.
    """
    from grants import forms
    from grants.cli.reading import readable_grant, sound_grant
    from grants.reports.fields import fields_of

    output = delivery.output
    if only_list == (output is not None):
        raise click.UsageError("name the filled file with -o, or list the fields with --list")
    content = Path(form_file).read_bytes()
    if only_list:
        known = fields_of(readable_grant(ledgers, grant_id), language=delivery.language)
        delivery.table(forms.used_fields(content, form_file, known))
        return
    assert output is not None
    if Path(output).suffix.lower() != Path(form_file).suffix.lower():
        raise click.UsageError(f"the filled form is of the same kind: {Path(form_file).suffix}")
    if Path(output).exists() and Path(output).samefile(form_file):
        raise click.UsageError("the filled form would take the place of the form; name another file")
    account, _ = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
    filled = forms.fill(content, form_file, fields_of(account, language=delivery.language))
    delivery.content(filled, Path(output).suffix.lower()[1:])
