"""`grants check`: does everything add up?"""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from grants.cli import exits
from grants.cli.options import choice_option, day_option, file_option, ledgers_option, today

if TYPE_CHECKING:
    from grants.findings.finding import Finding
    from grants.ledger import Ledger


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@ledgers_option
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@choice_option(
    "--format",
    ("text", "json", "github", "sarif", "junit"),
    parameter="form",
    default="text",
    help="For people, programs, GitHub Actions, code hosts and editors, test dashboards.",
)
@file_option("-o", "--output", help="Write to a file, whole or not at all.")
@click.option(
    "--changed-since", metavar="REV", help="Only the grants with files that differ from a git revision."
)
@click.option(
    "--check",
    "own",
    metavar="NAME",
    multiple=True,
    help="Also a check that an installed package registers; can be given several times.",
)
@file_option("--baseline", help="Hide the findings that FILE lists; what no longer occurs is named.")
@file_option("--write-baseline", help="Write what is found into FILE, as a baseline, and end with 0.")
@click.option(
    "--select", metavar="CODES", multiple=True, help="Only these codes, or beginnings of them: G3,G501."
)
@click.option("--ignore", metavar="CODES", multiple=True, help="All codes but these, or beginnings of codes.")
@click.option("--no-waivers", is_flag=True, help="As if no [checks] table made a rule weigh less.")
@day_option("--as-of", "as_of", help="The day on which settings with an end must hold; today by default")
@click.option("--exit-zero", is_flag=True, help="End with 0 even if there are errors.")
def command(
    paths: tuple[str, ...],
    ledgers: str,
    strict: bool,
    form: str,
    output: str | None,
    changed_since: str | None,
    own: tuple[str, ...],
    baseline: str | None,
    write_baseline: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exit_zero: bool,
    no_waivers: bool,
    as_of: date | None,
) -> None:
    """Check ledgers, or single grants: every finding with its place and remedy.

    PATH is a folder of grants, the folder of one grant, a grant.toml, or the ID of a grant. Exit code
    0: no errors (with --strict: no warnings either), 1: errors, 2: not understood, 3: a fault of grants.
    """
    from grants.cli.output import echo_findings, emit, summary
    from grants.findings.finding import Severity
    from grants.findings.reading import NO_GRANT

    if output is not None and form == "text":
        raise click.UsageError("-o goes with --format json, github, sarif or junit")
    from grants.cli.choosing import Choice

    choice = Choice.of(select, ignore, None if write_baseline else baseline)
    checked_ledgers = []
    findings: list[Finding] = []
    notes: list[str] = []
    how = {"checks": own, "stands": choice.stands, "as_of": as_of or today(), "waivers": not no_waivers}
    for path in [_found(path, ledgers) for path in paths] or [ledgers]:
        ledger, everything, why_nothing = _checked(path, changed_since, how)
        found = choice.chosen(everything)
        checked_ledgers.append(ledger)
        findings += found
        notes += [why_nothing] if why_nothing else []
        if form == "text":
            echo_findings(found)
            click.echo(summary(ledger, found) + (f"\n{why_nothing}" if why_nothing else ""))
    if write_baseline is not None:
        choice.write(findings, write_baseline)
        return
    whole = changed_since is None
    choice.report([x for led in checked_ledgers for x in ([led.root] if whole else [a.folder for a in led])])
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if form != "text":
        from grants.render.findings import Checked, draw_findings

        checked = Checked(tuple(checked_ledgers), tuple(findings), frozenset(failing), tuple(notes))
        emit(draw_findings(checked, form), output)
    if any(finding.rule is NO_GRANT for finding in findings):
        raise click.exceptions.Exit(click.UsageError.exit_code)
    if not exit_zero and any(finding.severity in failing for finding in findings):
        exits.stop()


def _checked(
    path: str, changed_since: str | None, how: dict[str, Any]
) -> "tuple[Ledger, list[Finding], str]":
    """What was checked at a path, what was found, and why nothing was checked, blank if something was."""
    from grants.checks import check
    from grants.findings.finding import in_file_order
    from grants.store import load

    ledger = load(path)
    if changed_since is None:
        return ledger, check(ledger, **how), ""
    from grants.store.changes import changes_since

    changes = changes_since(path, changed_since)
    found = in_file_order([*check(ledger, changes.folders, **how), *changes.removed])
    if changes.folders is None:
        return ledger, found, ""
    if not (ledger.grants or ledger.unread):
        return ledger, in_file_order([*check(ledger, **how), *changes.removed]), ""
    chosen = ledger.only(changes.folders)
    if chosen.grants or chosen.unread:
        return chosen, found, ""
    same = ", which is this commit" if changes.is_same else ""
    return chosen, found, f"nothing in {path} differs from {changed_since}{same}: nothing was checked"


def _found(path: str, ledgers: str) -> str:
    """The path, or that of the grant of this id among the ledgers if there is no such path."""
    from pathlib import Path

    if Path(path).exists() or Path(path).name != path or not Path(ledgers).is_dir():
        return path
    return str(Path(ledgers) / path)
