"""`grants init`: start a grant."""

import sys
from datetime import date
from typing import Any

import click

from grants.cli.options import choice_option, ledgers_option
from grants.values.money import Amount


class _Asked(click.Option):
    """An option that must be given, and that a person at a terminal is asked for."""

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Ask, unless nobody is there to answer."""
        if not sys.stdin.isatty():
            raise click.MissingParameter(ctx=ctx, param=self)
        return super().prompt_for_value(ctx)


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
@click.option(
    "--award-date", metavar="DATE", help="The day of the award, which decides the dated terms that apply."
)
@click.option(
    "--budget",
    metavar="ACTIVITY=AMOUNT",
    multiple=True,
    help="A budget line, such as meetings=34400.00; repeat it for more. The award is their sum.",
)
def command(
    grant_id: str, ledgers: str, budget: tuple[str, ...], award_date: str | None, **values: str
) -> None:
    """Start a grant: a folder ID with grant.toml, postings.csv and report.md.

    With --budget the grant is awarded, without it is applied for. Everything can be changed in
    grant.toml afterwards.
    """
    from pathlib import Path

    from grants.store.declared.new_grant import NewGrant, start_grant

    lines = [_budget_line(line) for line in budget]
    day = None if award_date is None else _day(award_date)
    if day is not None and not lines:
        raise click.UsageError("--award-date goes with --budget: without one the grant is only applied for")
    folder = start_grant(Path(ledgers), NewGrant(id=grant_id, budget=lines, award_date=day, **values))
    click.echo(f"{folder} is there; describe the grant in {folder / 'grant.toml'}")


def _day(text: str) -> date:
    """A day as files write it."""
    from grants.values.periods import Period

    try:
        period = Period.parse(text)
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint="--award-date") from None
    if period.days != 1:
        raise click.BadParameter(f"{text!r} is no single day such as 2026-01-31", param_hint="--award-date")
    return period.start


def _budget_line(line: str) -> tuple[str, Amount]:
    """`meetings=34400.00` as an activity and its amount."""
    activity, _, amount = line.partition("=")
    try:
        return activity, Amount.parse(amount)
    except ValueError as why:
        raise click.BadParameter(f"{line!r}: {why}", param_hint="--budget") from None
