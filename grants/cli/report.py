"""`grants report`: the reports, each from one grant."""

from datetime import date
from typing import Literal

import click

from grants.cli.options import (
    as_of_option,
    chosen_format,
    excel_option,
    grant_argument,
    language_option,
    ledgers_option,
    output_options,
    with_errors_option,
)


@click.group("report")
def command() -> None:
    """Write a report: the budget against actual, or the final report to the funder."""


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
@as_of_option("Count spending up to and including DATE")
@click.option(
    "--allocate",
    type=click.Choice(["days", "months"]),
    help="Spread sums that are known only for a longer period, exactly, and say so.",
)
@language_option
@output_options("text", "markdown", "csv", "json", "xlsx")
@excel_option
@with_errors_option
def budget(
    grant_id: str,
    ledgers: str,
    by: str,
    as_of: date | None,
    allocate: str | None,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    excel: bool,
    with_errors: bool,
) -> None:
    """Compare budget with actual spend per activity and period."""
    from grants.cli.output import emit_report
    from grants.cli.reading import sound_grant
    from grants.periods import Granularity, Spread
    from grants.reports.budget import budget_report

    form = chosen_format(form, output, excel=excel)
    grant, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = budget_report(
        grant,
        by=Granularity(by),
        as_of=as_of,
        allocate=None if allocate is None else Spread(allocate),
        language=language,
    )
    emit_report(report, form, output)


@command.command("final")
@grant_argument
@ledgers_option
@language_option
@output_options("text", "markdown", "json")
@with_errors_option
def final(
    grant_id: str,
    ledgers: str,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    with_errors: bool,
) -> None:
    """Write the final report to the funder."""
    from grants.cli.output import emit_report
    from grants.cli.reading import sound_grant
    from grants.reports.final import final_report

    form = chosen_format(form, output)
    grant, open_errors = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = final_report(grant, language=language, open_errors=open_errors)
    emit_report(report, form, output)
