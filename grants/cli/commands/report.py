"""`grants report`: all reports, from the budget to the portfolio."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from grants.cli import exits
from grants.cli.delivery import FORMAT_OF_SUFFIX, Delivery
from grants.cli.groups import SuggestingGroup
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

if TYPE_CHECKING:
    from grants.ledger import Account
    from grants.reports.document import Document


@click.command("final")
@click.argument("grant_id", metavar="ID", required=False)
@ledgers_option
@click.option("--all", "every", is_flag=True, help="Every awarded grant; -o names a folder.")
@as_of_option("The day of the letter where grant.toml names none")
@click.option(
    "--auditor",
    is_flag=True,
    help="Add the page that an auditor fills in, also where the terms ask for none.",
)
@delivery_options(*LETTER, or_folder=True, template=True, force=True, with_errors=True, is_format_early=False)
def final(
    grant_id: str | None,
    ledgers: str,
    every: bool,
    as_of: date | None,
    auditor: bool,
    delivery: Delivery,
) -> None:
    """Write the final report to the funder.

    With --all, the reports of all awarded grants go into a folder, each named by its grant; --format
    says as what (pdf by default).
    """
    from grants.cli.reading import sound_grant

    if every == (grant_id is not None):
        raise click.UsageError("name one grant, or all of them with --all")
    if grant_id is None:
        _all_finals(ledgers, delivery, as_of, auditor=auditor)
        return
    delivery.format()
    account, open_errors = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
    report = _final(account, delivery, as_of, auditor=auditor, open_errors=open_errors)
    delivery.letter(report, account)


def _final(
    account: "Account", delivery: Delivery, as_of: date | None, *, auditor: bool, open_errors: int
) -> "Document":
    from grants.reports.final import final_report
    from grants.store import checksums

    return final_report(
        account,
        language=delivery.language,
        open_errors=open_errors,
        as_of=as_of,
        checksums=checksums(account),
        auditor=auditor,
    )


def _all_finals(ledgers: str, delivery: Delivery, as_of: date | None, *, auditor: bool) -> None:
    from grants.checks import check
    from grants.cli.output import echo_findings, progress_over
    from grants.errors import GrantsError
    from grants.findings.finding import errors
    from grants.store import load

    if delivery.output is None:
        raise click.UsageError("--all writes files; name a folder for them with -o")
    ledger = load(ledgers)
    found = errors(check(ledger))
    echo_findings(found, err=True)
    form = delivery.form or "pdf"
    suffix = next(ending for ending, name in FORMAT_OF_SUFFIX.items() if name == form)
    folder = Path(delivery.output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise click.BadParameter(
            f"{delivery.output} is no folder: {fault.strerror}", param_hint="-o"
        ) from None
    failed = bool(ledger.unread or not ledger.grants)
    awarded = [account for account in ledger if account.grant.is_awarded]
    for account in progress_over(awarded, "final reports"):
        wrong = sum(Path(finding.where.path).is_relative_to(account.folder) for finding in found)
        if wrong and not delivery.with_errors:
            click.echo(f"{account.id}: no report from an account with errors", err=True)
            failed = True
            continue
        report = _final(account.despite_errors(), delivery, as_of, auditor=auditor, open_errors=wrong)
        target = str(folder / f"{account.id}{suffix}")
        try:
            delivery.to(target, form).letter(report, account)
        except GrantsError as refusal:
            click.echo(f"{account.id}: {refusal}", err=True)
            failed = True
    if failed:
        exits.stop()


@click.command("portfolio")
@ledgers_option
@as_of_option("Count spending up to and including DATE; today by default")
@delivery_options(*LETTER, danish="Language of labels, figures and dates.", template=True, force=True)
def portfolio(ledgers: str, as_of: date | None, delivery: Delivery) -> None:
    """Write all grants in a line each: spent, rest, time and money gone, deadline, findings."""
    from grants.checks import check
    from grants.cli.output import echo_findings
    from grants.findings.finding import errors
    from grants.reports.portfolio import portfolio_report
    from grants.store import load

    ledger = load(ledgers)
    if not ledger.grants:
        echo_findings(errors(list(ledger.findings)), err=True)
        exits.stop()
    report = portfolio_report(
        ledger,
        as_of=as_of or today(),
        findings=check(ledger),
        language=delivery.language or "da",
        with_errors=True,
    )
    delivery.report(report)


class _Reports(SuggestingGroup):
    """The reports of the package, and those that other packages register."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a report; installed packages are searched only if it is not one of ours."""
        known = super().get_command(ctx, cmd_name)
        if known is not None:
            return known
        from grants.extensions import extension_names

        return _own(cmd_name) if cmd_name in extension_names("reports") else None


@click.group("report", cls=_Reports)
def command() -> None:
    """Write a report: budget, settlement, what is available, status, application, final, portfolio.

    NAME can also be a report that an installed package registers.
    """


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

        account, count = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
        if made.needs_day:
            as_of = as_of or today()
        report = made.make(account, as_of=as_of, language=delivery.language, open_errors=count)
        if report is None:
            raise click.ClickException(f"{grant_id} is only applied for; there is nothing to settle")
        if made.is_letter:
            delivery.letter(report, account)
        else:
            delivery.report(report)

    return run


def _own(name: str) -> click.Command:
    """The command of a registered report, which is called with the account alone."""

    @click.command(name)
    @grant_argument
    @ledgers_option
    @_AS_TABLE
    def run(grant_id: str, ledgers: str, delivery: Delivery) -> None:
        """Write a report that an installed package registers."""
        from grants.cli.reading import sound_grant
        from grants.reports import make_report

        account, _ = sound_grant(ledgers, grant_id, with_errors=delivery.with_errors)
        report = make_report(name, account)
        if report is None:
            raise click.ClickException(f"{grant_id}: there is nothing to report")
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
