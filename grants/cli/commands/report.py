"""`grants report`: the budget report, and the group that all reports belong to."""

from datetime import date
from typing import Literal

import click

from grants.cli.commands.letters import application, final, portfolio, status
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
    """Write a report: budget, settlement, what is available, status, application, final, portfolio."""


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
@click.option(
    "--budget",
    "chosen",
    type=click.Choice(["approved", "original", "both"]),
    default="approved",
    show_default=True,
    help="The budget in force after all approved amendments, the first one, or both.",
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
    chosen: Literal["approved", "original", "both"],
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
    from grants.reports.budget import budget_report
    from grants.values.periods import Granularity, Spread

    form = chosen_format(form, output, excel=excel)
    account, open_errors = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = budget_report(
        account,
        by=Granularity(by),
        as_of=as_of,
        allocate=None if allocate is None else Spread(allocate),
        language=language,
        budget=chosen,
        open_errors=open_errors,
    )
    deliver(report, form, output, force=force)


@command.command("settlement")
@grant_argument
@ledgers_option
@as_of_option("Settle up to and including DATE")
@language_option
@output_options("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
@excel_option
@force_option
@with_errors_option
def settlement(
    grant_id: str,
    ledgers: str,
    as_of: date | None,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    excel: bool,
    force: bool,
    with_errors: bool,
) -> None:
    """Settle with the funder: received, spent, receivable or to be repaid."""
    from grants.cli.delivery import deliver
    from grants.cli.reading import sound_grant
    from grants.reports.settlement import settlement_report

    form = chosen_format(form, output, excel=excel)
    account, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = settlement_report(account, as_of=as_of, language=language)
    if report is None:
        raise click.ClickException(f"{grant_id} is only applied for; there is nothing to settle")
    deliver(report, form, output, force=force)


@command.command("available")
@grant_argument
@ledgers_option
@as_of_option("Count spending and orders up to and including DATE")
@language_option
@output_options("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
@excel_option
@force_option
@with_errors_option
def available(
    grant_id: str,
    ledgers: str,
    as_of: date | None,
    language: Literal["da", "en"] | None,
    form: str | None,
    output: str | None,
    excel: bool,
    force: bool,
    with_errors: bool,
) -> None:
    """Show what each activity has left: budget less spent less ordered."""
    from grants.cli.delivery import deliver
    from grants.cli.reading import sound_grant
    from grants.reports.settlement import availability_report

    form = chosen_format(form, output, excel=excel)
    account, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    deliver(availability_report(account, as_of=as_of, language=language), form, output, force=force)


for _report in (final, status, application, portfolio):
    command.add_command(_report)
