"""`grants report`: the budget report, and the group that all reports belong to."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

import click

from grants.cli.commands.letters import final, portfolio
from grants.cli.delivery import Delivery
from grants.cli.options import (
    LETTER,
    TABLE,
    as_of_option,
    choice_option,
    delivery_options,
    grant_argument,
    ledgers_option,
    today,
)
from grants.reports import REPORTS


@click.group("report")
def command() -> None:
    """Write a report: budget, settlement, what is available, status, application, final, portfolio."""


@command.command("budget")
@grant_argument
@ledgers_option
@choice_option(
    "--by", ("total", "year", "quarter", "month"), default="total", help="Divide the comparison over time."
)
@as_of_option("Count spending up to and including DATE")
@choice_option(
    "--allocate",
    ("days", "months"),
    help="Spread sums that are known only for a longer period, exactly, and say so.",
)
@choice_option(
    "--budget",
    ("approved", "original", "both"),
    parameter="chosen",
    default="approved",
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
    from grants.values.periods import Granularity, Spread

    account, open_errors = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
    report = REPORTS["budget"].make(
        account,
        by=Granularity(by),
        as_of=as_of,
        allocate=None if allocate is None else Spread(allocate),
        language=delivery.language,
        budget=chosen,
        open_errors=open_errors,
    )
    delivery.report(report)


def _of_account(name: str, what: str, day: str, options: Callable[..., Any]) -> click.Command:
    """The command of a report that takes an account, a day and a language."""
    made = REPORTS[name]

    @click.command(name, help=what)
    @grant_argument
    @ledgers_option
    @as_of_option(day)
    @options
    def run(grant_id: str, ledgers: str, as_of: date | None, delivery: Delivery) -> None:
        from grants.cli.reading import sound_grant

        account, _ = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
        if made.needs_day:
            as_of = as_of or today()
        report = made.make(account, as_of=as_of, language=delivery.language)
        if report is None:
            raise click.ClickException(f"{grant_id} is only applied for; there is nothing to settle")
        if made.is_letter:
            delivery.letter(report, account)
        else:
            delivery.report(report)

    return run


_AS_TABLE = delivery_options(*TABLE, excel=True, force=True, with_errors=True)
_AS_LETTER = delivery_options(*LETTER, template=True, force=True, with_errors=True)

for _report in (
    _of_account(
        "settlement",
        "Settle with the funder: received, spent, receivable or to be repaid.",
        "Settle up to and including DATE",
        _AS_TABLE,
    ),
    _of_account(
        "available",
        "Show what each activity has left: budget less spent less ordered.",
        "Count spending and orders up to and including DATE",
        _AS_TABLE,
    ),
    _of_account(
        "status",
        "Write the status midway: to date, rest, forecast, deadlines ahead.",
        "Count spending up to and including DATE; today by default",
        _AS_LETTER,
    ),
    _of_account(
        "application",
        "Write the budget appendix of an application: by year and in total, and who pays.",
        "The day of the letter",
        _AS_LETTER,
    ),
    final,
    portfolio,
):
    command.add_command(_report)
