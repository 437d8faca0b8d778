"""`grants init`: start a grant."""

import sys
from datetime import date
from typing import Any

import click

from grants.cli.options import choice_option, day_option, ledgers_option, parsed_by
from grants.values.money import Amount


class _Asked(click.Option):
    """An option that must be given, and that a person at a terminal is asked for."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Ask, unless nobody is there to answer."""
        if not sys.stdin.isatty():
            raise click.MissingParameter(ctx=ctx, param=self)
        return super().prompt_for_value(ctx)


def _budget_line(line: str) -> tuple[str, Amount]:
    """`meetings=34400.00` as an activity and its amount."""
    activity, _, amount = line.partition("=")
    try:
        return activity, Amount.parse(amount)
    except ValueError as why:
        raise ValueError(f"{line!r}: {why}") from None


@click.command("init")
@click.argument("grant_id", metavar="ID")
@ledgers_option
@click.option("--title", cls=_Asked, prompt=True, help="What the grant is for.")
@click.option("--funder", cls=_Asked, prompt=True, help="Who gives the money.")
@click.option(
    "--funder-kind",
    cls=_Asked,
    prompt=True,
    type=click.Choice(["public", "private"]),
    help="A state body, or a foundation or association.",
)
@click.option("--recipient", cls=_Asked, prompt=True, help="Who receives the money.")
@choice_option(
    "--recipient-kind",
    ("municipality", "region", "other"),
    help="What the recipient is; a private grant to the first two pays fondsmoms.",
)
@click.option("--period", cls=_Asked, prompt=True, help="Such as 2014/2015 or 2014-03/2015-02.")
@choice_option("--language", ("da", "en"), default="da", help="Language of the reports.")
@click.option("--currency", default="DKK", show_default=True, help="ISO 4217 code.")
@day_option(
    "--award-date", "award_date", help="The day of the award, which decides the dated terms that apply"
)
@click.option(
    "--budget",
    metavar="ACTIVITY=AMOUNT",
    type=parsed_by(_budget_line),
    multiple=True,
    help="A budget line, such as meetings=34400.00; repeat it for more. The award is their sum.",
)
def command(
    grant_id: str,
    ledgers: str,
    budget: tuple[tuple[str, Amount], ...],
    award_date: date | None,
    **values: str,
) -> None:
    """Start a grant: a folder ID with grant.toml, postings.csv and report.md.

    With --budget the grant is awarded, without it is applied for. Everything can be changed in
    grant.toml afterwards.
    """
    from pathlib import Path

    from grants.store.declared.new_grant import NewGrant, start_grant

    if award_date is not None and not budget:
        raise click.UsageError("--award-date goes with --budget: without one the grant is only applied for")
    folder = start_grant(Path(ledgers), NewGrant(id=grant_id, budget=budget, award_date=award_date, **values))
    click.echo(f"{folder} is there; describe the grant in {folder / 'grant.toml'}")
