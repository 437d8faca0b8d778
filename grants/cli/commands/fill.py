"""`grants fill`: a funder's own form, filled from the ledger."""

from pathlib import Path
from typing import Literal

import click

from grants.cli.options import (
    force_option,
    grant_argument,
    language_option,
    ledgers_option,
    with_errors_option,
)


@click.command("fill")
@grant_argument
@click.argument("form", metavar="FORM", type=click.Path(exists=True, dir_okay=False))
@ledgers_option
@click.option(
    "--list", "only_list", is_flag=True, help="List the fields that the form uses, with their values."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="The filled form: a file of the same kind, written whole or not at all.",
)
@language_option
@force_option
@with_errors_option
def command(
    grant_id: str,
    form: str,
    ledgers: str,
    only_list: bool,
    output: str | None,
    language: Literal["da", "en"] | None,
    force: bool,
    with_errors: bool,
) -> None:
    """Fill the funder's own FORM, a Word or Excel file with tags, and keep all else in it.

    `grants fields ID` lists the tags that there are.
    """
    from grants.cli.delivery import write_report
    from grants.cli.output import emit, line_width
    from grants.cli.reading import readable_grant, sound_grant
    from grants.forms.filling import fill, used_fields
    from grants.reports.fields import fields_of

    if only_list == (output is not None):
        raise click.UsageError("name the filled file with -o, or list the fields with --list")
    content = Path(form).read_bytes()
    if only_list:
        from grants.render import draw

        fields = fields_of(readable_grant(ledgers, grant_id), language=language)
        emit(draw(used_fields(content, form, fields), "text", width=line_width()), None)
        return
    assert output is not None
    if Path(output).suffix.lower() != Path(form).suffix.lower():
        raise click.UsageError(f"the filled form is of the same kind: {Path(form).suffix}")
    if Path(output).exists() and Path(output).samefile(form):
        raise click.UsageError("the filled form would take the place of the form; name another file")
    account, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    filled = fill(content, form, fields_of(account, language=language))
    write_report(filled, Path(output).suffix.lower()[1:], output, force=force)
