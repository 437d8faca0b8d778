"""`grants check`: does everything add up?"""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from grants.cli import exits
from grants.cli.options import choice_option, day_option, file_option, ledgers_option, today

if TYPE_CHECKING:
    from grants.findings.finding import Finding
    from grants.ledger import Account, Ledger
    from grants.render.findings import Checked
    from grants.store.changes import Changes


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@ledgers_option
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@choice_option(
    "--format",
    ("text", "json", "github", "sarif", "junit", "gitlab", "markdown"),
    parameter="form",
    default="text",
    help="For people, programs, GitHub, code hosts and editors, test dashboards, GitLab, a job's summary.",
)
@file_option("-o", "--output", help="Write to a file, whole or not at all.")
@click.option(
    "--changed-since", metavar="REV", help="Only the grants with files that differ from a git revision."
)
@click.option(
    "--staged",
    is_flag=True,
    help="Only the grants that the next commit changes, for a hook; all of the commit if it changes none.",
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
    staged: bool,
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

    PATH is a folder of grants, the folder of one grant, a grant.toml, or the ID of a grant; one that is
    named twice is checked once. Exit code 0: no errors (with --strict: no warnings either), 1: errors,
    2: not understood or not found, 3: a fault of grants, 4: the output could not be written.
    """
    from grants.cli.choosing import Choice
    from grants.cli.output import echo_findings, reader_may_leave, summary
    from grants.cli.places import distinct

    if output is not None and form == "text":
        raise click.UsageError("-o goes with another --format than text")
    if staged and changed_since is not None:
        raise click.UsageError("--staged and --changed-since exclude each other")
    choice = Choice.of(select, ignore, None if write_baseline else baseline)
    checked_ledgers = []
    findings: list[Finding] = []
    notes: list[str] = []
    how = {"checks": own, "stands": choice.stands, "as_of": as_of or today(), "waivers": not no_waivers}
    for path in distinct([_found(path, ledgers) for path in paths]) or [_default(ledgers)]:
        ledger, everything, why_nothing = _checked(path, changed_since, how, staged=staged)
        found = choice.chosen(everything)
        checked_ledgers.append(ledger)
        findings += found
        notes += [why_nothing] if why_nothing else []
        if form == "text":
            with reader_may_leave():
                echo_findings(found)
                click.echo(summary(ledger, found) + (f"\n{why_nothing}" if why_nothing else ""))
    if write_baseline is not None:
        choice.write(findings, write_baseline)
        return
    is_whole = changed_since is None and not staged
    choice.report([x for one in checked_ledgers for x in ([one.root] if is_whole else map(_folder, one))])
    _end(_drawn(checked_ledgers, findings, notes, strict=strict), form, output, exit_zero=exit_zero)


def _folder(account: "Account") -> str:
    return account.folder


def _drawn(
    ledgers: "list[Ledger]", findings: "list[Finding]", notes: list[str], *, strict: bool
) -> "Checked":
    """What was checked, as the formats for programs take it."""
    from grants.cli.places import place_in_repository
    from grants.findings.finding import Severity
    from grants.render.findings import Checked

    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Checked(tuple(ledgers), tuple(findings), frozenset(failing), place_in_repository(), tuple(notes))


def _end(checked: "Checked", form: str, output: str | None, *, exit_zero: bool) -> None:
    """Write the findings for programs, and end with the code for what was found."""
    from grants.cli.output import emit_data, reader_may_leave
    from grants.findings.reading import NO_GRANT
    from grants.render.findings import draw_findings

    if form != "text":
        with reader_may_leave():
            emit_data(draw_findings(checked, form), output)
    if any(finding.rule is NO_GRANT for finding in checked.findings):
        raise click.exceptions.Exit(click.UsageError.exit_code)
    if checked.failed and not exit_zero:
        exits.stop()


def _checked(
    path: str, changed_since: str | None, how: dict[str, Any], *, staged: bool
) -> "tuple[Ledger, list[Finding], str]":
    """What was checked at a path, what was found, and why nothing was checked, blank if something was."""
    from grants.checks import check
    from grants.findings.finding import in_file_order
    from grants.store import load

    ledger = load(path)
    if staged:
        changes, than = _staged(path), "the last commit"
    elif changed_since is None:
        return ledger, check(ledger, **how), ""
    else:
        from grants.store.changes import changes_since

        changes, than = changes_since(path, changed_since), changed_since
    is_empty = not (ledger.grants or ledger.unread)
    folders = None if is_empty else changes.folders
    found = check(ledger, folders, **how)
    found = in_file_order([*found, *changes.removed]) if changes.removed else found
    chosen = ledger if folders is None else ledger.only(folders)
    if is_empty or folders is None or chosen.grants or chosen.unread:
        return chosen, found, ""
    same = ", which is this commit" if changes.is_same and not staged else ""
    return chosen, found, f"nothing in {path} differs from {than}{same}: nothing was checked"


def _default(ledgers: str) -> str:
    """The ledger that is checked where no path is given: `--ledgers`, or the one that the user stands in."""
    from click.core import ParameterSource

    from grants.cli.places import here_or

    source = click.get_current_context().get_parameter_source("ledgers")
    return here_or(ledgers) if source is ParameterSource.DEFAULT else ledgers


def _staged(path: str) -> "Changes":
    """What the next commit changes, or the range that pre-commit was given (`--from-ref`)."""
    import os

    from grants.store.changes import changes_since, staged

    since = os.environ.get("PRE_COMMIT_FROM_REF", "")
    return changes_since(path, since) if since else staged(path)


def _found(path: str, ledgers: str) -> str:
    """The path, or that of the grant of this id among the ledgers if there is no such path."""
    from pathlib import Path

    if Path(path).exists() or Path(path).name != path or not Path(ledgers).is_dir():
        return path
    return str(Path(ledgers) / path)
