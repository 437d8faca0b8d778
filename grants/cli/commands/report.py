"""`grants report`: the budget report, and the group that all reports belong to."""

from datetime import date
from typing import Literal

import click

from grants.cli.commands.letters import application, final, portfolio, status
from grants.cli.delivery import Delivery
from grants.cli.options import TABLE, as_of_option, delivery_options, grant_argument, ledgers_option


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
@delivery_options(*TABLE, excel=True, force=True, with_errors=True)
def budget(
    grant_id: str,
    ledgers: str,
    by: str,
    as_of: date | None,
    allocate: str | None,
    chosen: Literal["approved", "original", "both"],
    delivery: Delivery,
) -> None:
    """Compare budget with actual spend per activity and period."""
    from grants.cli.reading import sound_grant
    from grants.reports.budget import budget_report
    from grants.values.periods import Granularity, Spread

    account, open_errors = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
    report = budget_report(
        account,
        by=Granularity(by),
        as_of=as_of,
        allocate=None if allocate is None else Spread(allocate),
        language=delivery.language,
        budget=chosen,
        open_errors=open_errors,
    )
    delivery.report(report)


@command.command("settlement")
@grant_argument
@ledgers_option
@as_of_option("Settle up to and including DATE")
@delivery_options(*TABLE, excel=True, force=True, with_errors=True)
def settlement(grant_id: str, ledgers: str, as_of: date | None, delivery: Delivery) -> None:
    """Settle with the funder: received, spent, receivable or to be repaid."""
    from grants.cli.reading import sound_grant
    from grants.reports.settlement import settlement_report

    account, _ = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
    report = settlement_report(account, as_of=as_of, language=delivery.language)
    if report is None:
        raise click.ClickException(f"{grant_id} is only applied for; there is nothing to settle")
    delivery.report(report)


@command.command("available")
@grant_argument
@ledgers_option
@as_of_option("Count spending and orders up to and including DATE")
@delivery_options(*TABLE, excel=True, force=True, with_errors=True)
def available(grant_id: str, ledgers: str, as_of: date | None, delivery: Delivery) -> None:
    """Show what each activity has left: budget less spent less ordered."""
    from grants.cli.reading import sound_grant
    from grants.reports.settlement import availability_report

    account, _ = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
    delivery.report(availability_report(account, as_of=as_of, language=delivery.language))


for _report in (final, status, application, portfolio):
    command.add_command(_report)
