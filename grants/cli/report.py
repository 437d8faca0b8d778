"""`grants report`: the reports, each from one grant."""

from datetime import date
from typing import Literal

import click

from grants.cli.options import (
    chosen_format,
    grant_argument,
    language_option,
    ledgers_option,
    output_options,
)

_with_errors = click.option(
    "--with-errors", is_flag=True, help="Write the report even if the check finds errors."
)


@click.group("report")
def command() -> None:
    """Write a report: budget against actual, settlement, what is available, the final report."""


@command.command("budget")
@grant_argument
@ledgers_option
@click.option(
    "--by",
    type=click.Choice(["total", "year", "quarter", "month"]),
    default="total",
    show_default=True,
    help="Divide the comparison over time.",
)
@click.option("--as-of", metavar="DATE", help="Count spending up to and including DATE (YYYY-MM-DD).")
@click.option(
    "--allocate",
    type=click.Choice(["days", "months"]),
    help="Spread sums that are known only for a longer period, exactly, and say so.",
)
@click.option(
    "--budget",
    "chosen",
    type=click.Choice(["approved", "original", "both"]),
    default="approved",
    show_default=True,
    help="The budget in force after all approved amendments, the first one, or both.",
)
@language_option
@output_options("text", "markdown", "csv", "json")
@_with_errors
def budget(
    grant_id: str,
    ledgers: str,
    by: str,
    as_of: str | None,
    allocate: str | None,
    chosen: Literal["approved", "original", "both"],
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    with_errors: bool,
) -> None:
    """Compare budget with actual spend per activity and period."""
    from grants.cli.output import emit, line_width
    from grants.cli.reading import sound_grant
    from grants.periods import Granularity, Spread
    from grants.render import draw
    from grants.reports.budget import budget_report

    form = chosen_format(form, output)
    day = _day(as_of)
    grant, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = budget_report(
        grant,
        by=Granularity(by),
        as_of=day,
        allocate=None if allocate is None else Spread(allocate),
        language=language,
        budget=chosen,
    )
    emit(draw(report, form, width=line_width()), output)


@command.command("final")
@grant_argument
@ledgers_option
@language_option
@output_options("text", "markdown", "json")
@_with_errors
def final(
    grant_id: str,
    ledgers: str,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    with_errors: bool,
) -> None:
    """Write the final report to the funder."""
    from grants.cli.output import emit, line_width
    from grants.cli.reading import sound_grant
    from grants.render import draw
    from grants.reports.final import final_report

    form = chosen_format(form, output)
    grant, open_errors = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = final_report(grant, language=language, open_errors=open_errors)
    emit(draw(report, form, width=line_width()), output)


@command.command("settlement")
@grant_argument
@ledgers_option
@click.option("--as-of", metavar="DATE", help="Settle up to and including DATE (YYYY-MM-DD).")
@language_option
@output_options("text", "markdown", "csv", "json")
@_with_errors
def settlement(
    grant_id: str,
    ledgers: str,
    as_of: str | None,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    with_errors: bool,
) -> None:
    """Settle with the funder: received, spent, receivable or to be repaid."""
    from grants.cli.output import emit, line_width
    from grants.cli.reading import sound_grant
    from grants.render import draw
    from grants.reports.settlement import settlement_report

    form, day = chosen_format(form, output), _day(as_of)
    grant, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = settlement_report(grant, as_of=day, language=language)
    if report is None:
        raise click.ClickException(f"{grant_id} is only applied for; there is nothing to settle")
    emit(draw(report, form, width=line_width()), output)


@command.command("available")
@grant_argument
@ledgers_option
@language_option
@output_options("text", "markdown", "csv", "json")
@_with_errors
def available(
    grant_id: str,
    ledgers: str,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    with_errors: bool,
) -> None:
    """Show what each activity has left: budget less spent less ordered."""
    from grants.cli.output import emit, line_width
    from grants.cli.reading import sound_grant
    from grants.render import draw
    from grants.reports.settlement import availability_table

    form = chosen_format(form, output)
    grant, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    emit(draw(availability_table(grant, language=language), form, width=line_width()), output)


def _day(text: str | None) -> date | None:
    """The day of --as-of."""
    from grants.periods import parse_date

    try:
        return None if text is None else parse_date(text)
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint="--as-of") from None
