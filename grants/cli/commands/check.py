"""`grants check`: does everything add up?"""

import click

from grants.cli import exits
from grants.cli.options import choice_option, file_option, ledgers_option


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
def command(
    paths: tuple[str, ...],
    ledgers: str,
    strict: bool,
    form: str,
    output: str | None,
    changed_since: str | None,
    staged: bool,
    own: tuple[str, ...],
) -> None:
    """Check ledgers, or single grants: every finding with its place and remedy.

    PATH is a folder of grants, the folder of one grant, a grant.toml, or the ID of a grant; one that is
    named twice is checked once. Exit code 0: no errors (with --strict: no warnings either), 1: errors,
    2: not understood or not found, 3: a fault of grants, 4: the output could not be written.
    """
    from grants.checks import check
    from grants.cli.output import echo_findings, emit_data, reader_may_leave, summary
    from grants.cli.places import distinct, place_in_repository
    from grants.findings.finding import Severity
    from grants.store import load

    if output is not None and form == "text":
        raise click.UsageError("-o goes with another --format than text")
    if staged and changed_since is not None:
        raise click.UsageError("--staged and --changed-since exclude each other")
    checked_ledgers = []
    findings = []
    for path in distinct([_found(path, ledgers) for path in paths]) or [_default(ledgers)]:
        touched = _staged(path) if staged else None
        if changed_since is not None:
            from grants.store.revisions import changed_folders

            touched = changed_folders(path, changed_since)
        ledger = load(path)
        found = check(ledger, touched, checks=own)
        ledger = ledger if touched is None else ledger.only(touched)
        checked_ledgers.append(ledger)
        findings += found
        if form == "text":
            with reader_may_leave():
                echo_findings(found)
                click.echo(summary(ledger, found))
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if form != "text":
        from grants.render.findings import Checked, draw_findings

        checked = Checked(tuple(checked_ledgers), tuple(findings), frozenset(failing), place_in_repository())
        with reader_may_leave():
            emit_data(draw_findings(checked, form), output)
    if any(finding.severity in failing for finding in findings):
        exits.stop()


def _default(ledgers: str) -> str:
    """The ledger that is checked where no path is given: `--ledgers`, or the one that the user stands in."""
    from click.core import ParameterSource

    from grants.cli.places import here_or

    source = click.get_current_context().get_parameter_source("ledgers")
    return here_or(ledgers) if source is ParameterSource.DEFAULT else ledgers


def _staged(path: str) -> frozenset[str]:
    """The folders that the next commit changes, or the range that pre-commit was given (`--from-ref`)."""
    import os

    from grants.store.revisions import changed_folders, staged_folders

    since = os.environ.get("PRE_COMMIT_FROM_REF", "")
    return changed_folders(path, since) if since.strip("0") else staged_folders(path)


def _found(path: str, ledgers: str) -> str:
    """The path, or that of the grant of this id among the ledgers if there is no such path."""
    from pathlib import Path

    if Path(path).exists() or Path(path).name != path or not Path(ledgers).is_dir():
        return path
    return str(Path(ledgers) / path)
