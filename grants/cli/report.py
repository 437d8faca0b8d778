"""`grants report`: the budget report, and the group that all reports belong to."""

from datetime import date
from typing import Literal

import click

from grants.cli.letters import application, final, portfolio, status
from grants.cli.options import (
    as_of_option,
    chosen_format,
    excel_option,
    force_option,
    grant_argument,
    language_option,
    ledgers_option,
    output_options,
    with_errors_option,
)


@click.group("report")
def command() -> None:
    """Write a report: budget, final, status, application, or the portfolio of all grants."""


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
@output_options("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
@excel_option
@force_option
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
    force: bool,
    with_errors: bool,
) -> None:
    """Compare budget with actual spend per activity and period."""
    from grants.cli.delivery import deliver
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
    deliver(report, form, output, force=force)


for _report in (final, status, application, portfolio):
    command.add_command(_report)
