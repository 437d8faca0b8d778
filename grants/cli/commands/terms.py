"""`grants terms`: the shipped sets of funders' rules."""

from datetime import date

import click

from grants.cli.delivery import Delivery
from grants.cli.options import DATA, day_option, delivery_options


def _complete_name(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    from grants.figures.terms import names

    return [name for name in names() if name.startswith(incomplete)]


@click.group("terms")
def command() -> None:
    """Show the shipped sets of terms; grant.toml takes one with [terms] use = "NAME"."""


@command.command("list")
@delivery_options(*DATA, danish="Of the headings.")
def list_(delivery: Delivery) -> None:
    """List all sets: whose terms they are, and the rules that they hold."""
    from grants.reports.terms import term_sets

    delivery.table(term_sets(language=delivery.language or "da"))


@command.command("show")
@click.argument("name", shell_complete=_complete_name)
@day_option("--on", "on", help="Only what holds on DATE")
@delivery_options(*DATA, danish="Of the headings.", is_format_early=False)
def show(name: str, on: date | None, delivery: Delivery) -> None:
    """Show the set NAME: each rule with its figures, unit, dates and source."""
    from grants.figures.terms import names
    from grants.reports.terms import term_entries
    from grants.values.text import did_you_mean

    if name not in names():
        raise click.UsageError(f"there is no set of terms {name!r}{did_you_mean(name, names())}")
    delivery.table(term_entries(name, on=on, language=delivery.language or "da"))
