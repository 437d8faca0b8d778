"""`grants import`: postings out of an export of the ERP; a bank statement beside the instalments."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.options import (
    TABLE,
    choice_option,
    complete_grant,
    delivery_options,
    file_option,
    is_interactive,
    ledgers_option,
    today,
)

if TYPE_CHECKING:
    from grants.importing.detection.proposal import Detection
    from grants.importing.importer import Request
    from grants.importing.plan import ImportPlan
    from grants.importing.profiles.profile import Profile


LARGE = 10 << 20
"""Bytes of a file from which on somebody would wonder whether anything happens."""


@click.command("import")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--grant",
    "grant_id",
    metavar="ID",
    shell_complete=complete_grant,
    help="The grant of all lines; without it the rules decide.",
)
@click.option(
    "--profile",
    "profile_name",
    metavar="NAME",
    help="How the file is read: shipped, or in the folder profiles of the ledger.",
)
@click.option(
    "--reader", metavar="NAME", help="Read the file by a reader that an installed package registers."
)
@ledgers_option
@click.option("--dry-run", is_flag=True, help="Show what would be imported, and write nothing to the ledger.")
@click.option("--yes", is_flag=True, help="Write without asking; needed where nobody can be asked.")
@file_option(
    "--review", help="Import the rest, and write the lines that no rule knows to a CSV, to be filled in."
)
@file_option("--mapping", help="Write the accounts of lines that no rule knows to a CSV, to be filled in.")
@file_option(
    "--reviewed",
    exists=True,
    multiple=True,
    help="Read a CSV of --review or --mapping that was filled in; can be given several times.",
)
@choice_option(
    "--cpr",
    ("mask", "refuse"),
    default="mask",
    help="Make personal numbers in texts unreadable, or refuse the file.",
)
@click.option(
    "--partial", is_flag=True, help="The file may leave out lines of its vouchers; none is reversed for that."
)
@click.option("--detect", is_flag=True, help="Propose a profile for the file, with reasons; import nothing.")
@click.option(
    "--answer",
    metavar="KEY=VALUE",
    multiple=True,
    help="With --detect: settle what the file leaves open, such as costs=positive.",
)
@delivery_options(*TABLE, force=True, is_format_early=False)
def command(
    source: str,
    grant_id: str | None,
    profile_name: str | None,
    reader: str | None,
    ledgers: str,
    dry_run: bool,
    yes: bool,
    review: str | None,
    mapping: str | None,
    reviewed: tuple[str, ...],
    cpr: Literal["mask", "refuse"],
    partial: bool,
    detect: bool,
    answer: tuple[str, ...],
    delivery: Delivery,
) -> None:
    """Import the lines of FILE, an export of the accounting system, as postings.

    FILE is CSV or other delimited text, a workbook (xlsx, ods) or a G69 batch; --profile says how it is
    read and which rules turn its lines into postings. Lines that the ledger has already are counted and
    not added again. A line that changed since gives two postings: one reverses the old one.

    The import is shown first. On a terminal you are asked before anything is written; elsewhere --yes
    writes, and without it nothing is written. One line at fault, and nothing is written.

    A bank statement (camt.053) is compared with the instalments of --grant; nothing is written then.
    """
    if answer and not detect:
        raise click.UsageError("--answer settles what --detect asks; give --detect too")
    if detect:
        propose(source, answer, delivery)
        return
    if profile_name is None:
        raise click.UsageError("--profile is missing; `grants import --detect FILE` proposes one")
    from grants.importing.decisions import read_decisions
    from grants.importing.importer import Request

    profile = _profile(profile_name, ledgers)
    delivery.format()
    shown = _Shown(delivery, {"review": review, "mapping": mapping})
    if profile.format == "camt053":
        _receipts(source, ledgers, grant_id, shown)
        return
    request = Request(
        ledgers,
        source,
        profile,
        profile_name,
        today(),
        grant_id=grant_id,
        decisions=read_decisions(reviewed),
        cpr=cpr,
        allow_unmatched=review is not None,
        is_partial=partial,
        progress=_progress(source),
        **({} if reader is None else {"reader": reader}),
    )
    _run(request, shown, dry_run=dry_run, yes=yes)


@dataclass(frozen=True)
class _Shown:
    """How a plan is shown, and the sheets that are written of it."""

    delivery: Delivery
    sheets: dict[str, str | None]

    def show(self, plan: "ImportPlan") -> None:
        """Print the preview and the findings, and write the sheets."""
        from grants.cli.output import echo_findings
        from grants.importing.preview import mapping_sheet, preview, review_sheet, sums_tables

        language = self.delivery.language or plan.language
        make = sums_tables if self.delivery.format() in ("csv", "xlsx") else preview
        if plan.rows:  # else the findings say why there is nothing to show
            self.delivery.report(make(plan, language=language))
        echo_findings(plan.findings, err=True)
        makers = {"review": review_sheet, "mapping": mapping_sheet}
        for name, path in self.sheets.items():
            if path is not None and plan.to_decide:
                self.delivery.to(path, "csv-excel").report(makers[name](plan, language=language))
                count = len(plan.to_decide)
                click.echo(f"{path}: {count:,} line{'s' * (count != 1)} to be decided", err=True)


def _run(request: "Request", shown: _Shown, *, dry_run: bool, yes: bool) -> None:
    """Plan, show, and write if that is wanted; exit code 1 if the import was refused."""
    from grants.findings.message import plural
    from grants.importing.importer import import_file, plan_import

    if dry_run or not (yes or is_interactive()):
        plan = plan_import(request)
        shown.show(plan)
        if not plan.is_sound:
            exits.stop("nothing is written")
        if plan.writes and not dry_run:
            exits.stop("nothing is written: --yes writes where nobody can be asked")
        return

    def agree(plan: "ImportPlan") -> bool:
        shown.show(plan)
        return yes or click.confirm("Write these postings?", err=True)

    outcome = import_file(request, agree, is_asking=not yes)
    plan = outcome.plan
    if not (plan.is_sound and plan.writes):
        shown.show(plan)
    if not plan.is_sound:
        exits.stop("nothing is written")
    for part in plan.grant_imports if outcome.is_written else ():
        if part.postings:
            path = part.account.posting_line(1).path
            added = plural("{count:,} posting added", "{count:,} postings added", count=part.postings)
            click.echo(f"{path}: {added} (import {part.number})", err=True)
    if plan.writes and not outcome.is_written:
        click.echo("nothing is written", err=True)


def _progress(source: str) -> Callable[[int], None]:
    """Count the lines that are read, on a terminal and for a file that takes a while."""
    if not sys.stderr.isatty() or os.path.getsize(source) < LARGE:
        return lambda _: None
    count = 0

    def count_up(lines: int) -> None:
        nonlocal count
        count += lines
        click.echo(f"\r{count:,} lines{'' if lines else chr(10)}", nl=False, err=True)

    return count_up


def _profile(name: str, ledgers: str) -> "Profile":
    from pathlib import Path

    from grants.cli.output import echo_findings
    from grants.importing.profiles.profile_files import load_profile

    profile, findings = load_profile(name, Path(ledgers))
    echo_findings(findings, err=True)
    if profile is None:
        exits.stop()
    return profile


def _receipts(source: str, ledgers: str, grant_id: str | None, shown: _Shown) -> None:
    """Compare a bank statement with the instalments; exit code 1 if it cannot be read or they differ."""
    from grants.cli.output import echo_findings
    from grants.cli.reading import readable_grant
    from grants.findings.finding import errors
    from grants.importing.readers.camt053 import read_statement
    from grants.importing.receipts import compare_receipts

    if grant_id is None:
        raise click.UsageError("a bank statement is compared with one grant; name it with --grant")
    grant = readable_grant(ledgers, grant_id).grant
    statement = read_statement(source)
    echo_findings(statement.findings, err=True)
    if errors(statement.findings):
        exits.stop()
    first, last = statement.first, statement.last
    covered = None if first is None or last is None else (first, last)
    table = compare_receipts(grant, statement.receipts, covered=covered, language=shown.delivery.language)
    shown.delivery.report(table)
    kinds = {row["finding"] for row in table.data["receipts"]}  # type: ignore[attr-defined]  # a list of dicts
    if kinds & {"not_in_bank", "other_amount"}:
        exits.stop()


def propose(source: str, given: tuple[str, ...], delivery: Delivery) -> None:
    """Print the proposal or write it to a file; exit code 1 as long as a question is open.

    On a terminal the questions are asked one by one, and again after an answer that cannot be. An answer
    in `given` that cannot be is a `UsageError`.
    """
    from grants.cli.output import echo_findings
    from grants.importing.detection.detect import detect
    from grants.importing.detection.proposal import AnswerError

    answers = _answers(given)
    try:
        detection = detect(source, answers)
    except AnswerError as why:
        raise click.UsageError(f"--answer {why}") from None
    while detection.questions and is_interactive():
        detection = _asked(source, answers, detection)
    echo_findings(detection.findings, err=True)
    if not detection.findings:
        _deliver(detection, delivery)
    if detection.findings or detection.questions:
        exits.stop()


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    """The answers by key."""
    answers: dict[str, str] = {}
    for part in given:
        key, equals, value = part.partition("=")
        if not equals:
            raise click.UsageError(f"--answer {part!r} says no value; write --answer {key}=VALUE")
        if answers.setdefault(key, value) != value:
            raise click.UsageError(f"--answer {key} is given twice, and differs")
    return answers


def _asked(source: str, answers: dict[str, str], detection: "Detection") -> "Detection":
    """The detection with one question more answered; `answers` gets the answer."""
    from grants.importing.detection.detect import detect
    from grants.importing.detection.proposal import AnswerError

    question = detection.questions[0]
    shown = f" ({', '.join(filter(None, question.options))})" if question.options else ""
    while True:
        answer = click.prompt(f"{question.key}: {question.text}{shown}", err=True)
        try:
            found = detect(source, answers | {question.key: answer})
        except AnswerError as why:
            click.echo(f"{why}", err=True)
            continue
        answers[question.key] = answer
        return found


def _deliver(detection: "Detection", delivery: Delivery) -> None:
    """Print the proposal, or write it to the file once nothing is open."""
    output = delivery.file
    if output is None or detection.questions:
        click.echo(detection.text(), nl=False)
    if output is None:
        return
    if detection.questions:
        click.echo(f"{output} is not written: answer the open questions with --answer KEY=VALUE", err=True)
        return
    delivery.content(detection.text().encode(), "text")
    click.echo(f"{output}: written", err=True)
