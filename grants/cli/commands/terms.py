"""`grants terms`: the shipped sets of funders' rules."""

from typing import Literal

import click

from grants.cli.options import chosen_format, output_options

_language = click.option(
    "--language", type=click.Choice(["da", "en"]), default="da", show_default=True, help="Of the headings."
)


def _complete_name(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from grants.figures.terms import names

    return [name for name in names() if name.startswith(incomplete)]


@click.group("terms")
def command() -> None:
    """Show the shipped sets of terms; grant.toml takes one with [terms] use = "NAME"."""


@command.command("list")
@_language
@output_options("text", "markdown", "csv", "json")
def list_(language: Literal["da", "en"], form: str | None, output: str | None) -> None:
    """List all sets: whose terms they are, and the rules that they hold."""
    from grants.cli.output import emit, line_width
    from grants.render import draw
    from grants.reports.terms import term_sets

    emit(draw(term_sets(language=language), chosen_format(form, output), width=line_width()), output)


@command.command("show")
@click.argument("name", shell_complete=_complete_name)
@click.option("--on", "day", metavar="DATE", help="Only what holds on DATE (YYYY-MM-DD).")
@_language
@output_options("text", "markdown", "csv", "json")
def show(
    name: str, day: str | None, language: Literal["da", "en"], form: str | None, output: str | None
) -> None:
    """Show the set NAME: each rule with its figures, unit, dates and source."""
    from grants.cli.output import emit, line_width
    from grants.figures.terms import names
    from grants.render import draw
    from grants.reports.terms import term_entries
    from grants.values.periods import parse_date
    from grants.values.text import did_you_mean

    if name not in names():
        raise click.UsageError(f"there is no set of terms {name!r}{did_you_mean(name, names())}")
    try:
        on = None if day is None else parse_date(day)
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint="--on") from None
    table = term_entries(name, on=on, language=language)
    emit(draw(table, chosen_format(form, output), width=line_width()), output)
