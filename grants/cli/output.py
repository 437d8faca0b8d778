"""Printing: results on standard output or into a file, findings as lines that editors can jump to."""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from grants.cli import exits
from grants.findings.bounded import counted
from grants.findings.finding import Finding, Severity
from grants.ledger import Ledger
from grants.values.text import printable

_Item = TypeVar("_Item")

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}

DEFAULT_WIDTH = 100

MANY = 10_000
"""Postings from which on somebody would wonder whether anything happens."""


def line_width() -> int:
    """Characters a line may have: those of the terminal, or a fixed number into a file or pipe."""
    if sys.stdout.isatty():
        return max(shutil.get_terminal_size().columns, 40)
    return DEFAULT_WIDTH


def emit(content: str | bytes, output: str | None) -> None:
    """Print a result, or write it into a file, whole or not at all; bytes go out as they are.

    `-` is standard output.
    """
    if output in (None, "-"):
        click.echo(content, nl=False)
        return
    from grants.store.files.writing import write_whole

    refuse_ledger_file(output)
    write_whole(Path(output), content.encode() if isinstance(content, str) else content)


def emit_data(content: str, output: str | None) -> None:
    """Print or write what programs read: always UTF-8, whatever the encoding of the terminal."""
    emit(content.encode(), output)


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """What is printed here may be cut off by its reader, such as `head`, without a change of exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        exits.close_output()


def refuse_ledger_file(output: str) -> None:
    """Raise `WriteError` if the file is what a ledger is made of."""
    from grants.errors import WriteError
    from grants.store.files.folders import is_ledger_file

    if is_ledger_file(Path(output)):
        raise WriteError(f"{output} was not written: it is a file of the ledger itself; name another file")


@contextmanager
def postings_progress(ledger: Ledger) -> Iterator[Callable[[int], None]]:
    """A bar on standard error that counts the postings that are done; none in a pipe."""
    count = sum(account.postings.count for account in ledger)
    with click.progressbar(
        length=count, label="postings", file=sys.stderr, hidden=not sys.stderr.isatty() or count < MANY
    ) as bar:
        yield bar.update


def echo_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """Print findings, each with its place, severity, code, message and remedy."""
    for finding in findings:
        severity = click.style(f"{finding.severity}[{finding.code}]", fg=_COLOURS[finding.severity])
        click.echo(f"{printable(str(finding.where))}: {severity}: {_line(finding.message)}", err=err)
        click.echo(f"    remedy: {_line(finding.remedy)}", err=err)


def summary(ledger: Ledger, findings: Sequence[Finding]) -> str:
    """What was checked and what was found, in one line."""
    checked = []
    if ledger.grants or not ledger.unread:
        postings = sum(account.postings.count for account in ledger)
        checked += [_counted(len(ledger.grants), "grant"), _counted(postings, "posting")]
    if ledger.unread:
        checked.append(f"{_counted(len(ledger.unread), 'grant')} that cannot be read")
    counts = [counted(f for f in findings if f.severity is severity) for severity in Severity]
    found = ", ".join(_counted(n, severity) for n, severity in zip(counts, Severity, strict=True))
    return f"{', '.join(checked)}: {found}"


def _counted(number: int, noun: str) -> str:
    shown = f"{number:,}" if number else "no"
    return f"{shown} {noun}{'' if number == 1 else 's'}"


def echo_lines(texts: Iterable[str], *, err: bool = False) -> None:
    """Print each text as one line without characters that a terminal would obey."""
    for text in texts:
        click.echo(_line(text), err=err)


def _line(text: str) -> str:
    return printable(text.replace("\n", " "))


def progress_over(items: Sequence[_Item], label: str) -> Iterator[_Item]:
    """The items one by one, with a bar on a terminal's standard error, and nothing in a pipe."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(items, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield from bar
