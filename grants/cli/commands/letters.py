"""The reports that are sent as letters: `final`, `status`, `application`, and `portfolio`."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from grants.cli import exits
from grants.cli.options import (
    FORMAT_OF_SUFFIX,
    as_of_option,
    chosen_format,
    force_option,
    grant_argument,
    language_option,
    ledgers_option,
    output_options,
    template_option,
    today,
    with_errors_option,
)

_FORMATS = ("text", "markdown", "json", "html", "docx", "pdf")

_Language = Literal["da", "en"]


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
@language_option
@output_options(*_FORMATS, or_folder=True)
@template_option
@force_option
@with_errors_option
def final(
    grant_id: str | None,
    ledgers: str,
    every: bool,
    as_of: date | None,
    auditor: bool,
    language: _Language | None,
    form: str | None,
    output: str | None,
    template: str | None,
    force: bool,
    with_errors: bool,
) -> None:
    """Write the final report to the funder.

    With --all, the reports of all awarded grants go into a folder, each named by its grant; --format
    says as what (pdf by default).
    """
    from grants.cli.delivery import deliver, source_files
    from grants.cli.reading import sound_grant
    from grants.reports.final import final_report
    from grants.store.files.enclosures import checksums

    if every == (grant_id is not None):
        raise click.UsageError("name one grant, or all of them with --all")
    if grant_id is None:
        _all_finals(ledgers, output, form or "pdf", template, language, as_of, auditor, force, with_errors)
        return
    form = chosen_format(form, output)
    account, open_errors = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = final_report(
        account,
        language=language,
        open_errors=open_errors,
        as_of=as_of,
        checksums=checksums(account),
        auditor=auditor,
    )
    deliver(report, form, output, force=force, template=template, sources=source_files(account))


def _all_finals(
    ledgers: str,
    output: str | None,
    form: str,
    template: str | None,
    language: _Language | None,
    as_of: date | None,
    auditor: bool,
    force: bool,
    with_errors: bool,
) -> None:
    from grants.checks import check
    from grants.cli.delivery import deliver, source_files
    from grants.cli.output import echo_findings, progress_over
    from grants.errors import GrantsError
    from grants.findings.finding import errors
    from grants.reports.final import final_report
    from grants.store import load
    from grants.store.files.enclosures import checksums

    if output is None:
        raise click.UsageError("--all writes files; name a folder for them with -o")
    ledger = load(ledgers)
    found = errors(check(ledger))
    echo_findings(found, err=True)
    suffix = next(ending for ending, name in FORMAT_OF_SUFFIX.items() if name == form)
    folder = Path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise click.BadParameter(f"{output} is no folder: {fault.strerror}", param_hint="-o") from None
    failed = bool(ledger.unread or not ledger.grants)
    awarded = [account for account in ledger if account.grant.is_awarded]
    for account in progress_over(awarded, "final reports"):
        wrong = sum(Path(finding.where.path).is_relative_to(account.folder) for finding in found)
        if wrong and not with_errors:
            click.echo(f"{account.id}: no report from an account with errors", err=True)
            failed = True
            continue
        report = final_report(
            account,
            language=language,
            open_errors=wrong,
            as_of=as_of,
            checksums=checksums(account),
            auditor=auditor,
        )
        target = str(folder / f"{account.id}{suffix}")
        try:
            deliver(report, form, target, force=force, template=template, sources=source_files(account))
        except GrantsError as refusal:
            click.echo(f"{account.id}: {refusal}", err=True)
            failed = True
    if failed:
        raise click.exceptions.Exit(exits.ERRORS)


@click.command("status")
@grant_argument
@ledgers_option
@as_of_option("Count spending up to and including DATE; today by default")
@language_option
@output_options(*_FORMATS)
@template_option
@force_option
@with_errors_option
def status(
    grant_id: str,
    ledgers: str,
    as_of: date | None,
    language: _Language | None,
    form: str | None,
    output: str | None,
    template: str | None,
    force: bool,
    with_errors: bool,
) -> None:
    """Write the status midway: to date, rest, forecast, deadlines ahead."""
    from grants.cli.delivery import deliver, source_files
    from grants.cli.reading import sound_grant
    from grants.reports.status import status_report

    form = chosen_format(form, output)
    account, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = status_report(account, as_of=as_of or today(), language=language)
    deliver(report, form, output, force=force, template=template, sources=source_files(account))


@click.command("application")
@grant_argument
@ledgers_option
@as_of_option("The day of the letter")
@language_option
@output_options(*_FORMATS)
@template_option
@force_option
@with_errors_option
def application(
    grant_id: str,
    ledgers: str,
    as_of: date | None,
    language: _Language | None,
    form: str | None,
    output: str | None,
    template: str | None,
    force: bool,
    with_errors: bool,
) -> None:
    """Write the budget appendix of an application: by year and in total, and who pays."""
    from grants.cli.delivery import deliver, source_files
    from grants.cli.reading import sound_grant
    from grants.reports.application import application_report

    form = chosen_format(form, output)
    account, _ = sound_grant(ledgers, grant_id, with_errors=with_errors)
    report = application_report(account, as_of=as_of, language=language)
    deliver(report, form, output, force=force, template=template, sources=source_files(account))


@click.command("portfolio")
@ledgers_option
@as_of_option("Count spending up to and including DATE; today by default")
@click.option(
    "--language",
    type=click.Choice(["da", "en"]),
    default="da",
    show_default=True,
    help="Language of labels, figures and dates.",
)
@output_options(*_FORMATS)
@template_option
@force_option
def portfolio(
    ledgers: str,
    as_of: date | None,
    language: _Language,
    form: str | None,
    output: str | None,
    template: str | None,
    force: bool,
) -> None:
    """Write all grants in a line each: spent, rest, time and money gone, deadline, findings."""
    from grants.checks import check
    from grants.cli.delivery import deliver
    from grants.cli.output import echo_findings
    from grants.findings.finding import errors
    from grants.reports.portfolio import portfolio_report
    from grants.store import load

    form = chosen_format(form, output)
    ledger = load(ledgers)
    if not ledger.grants:
        echo_findings(errors(list(ledger.findings)), err=True)
        raise click.exceptions.Exit(exits.ERRORS)
    report = portfolio_report(ledger, as_of=as_of or today(), findings=check(ledger), language=language)
    deliver(report, form, output, force=force, template=template)
