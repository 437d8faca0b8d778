"""Exit codes of the command line, and what ends with which."""

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from grants.findings.finding import Finding

ERRORS = 1
"""A ledger has errors, or something was refused."""

NOT_FOUND = 2
"""The command was not understood, or what it names is not there or cannot be read."""

BUG = 3
"""A fault of `grants` itself."""

UNWRITTEN = 4
"""An output could not be written: a file, a full disk, a closed standard output."""

INTERRUPTED = 130
"""The user pressed Ctrl-C."""


class Unwritten(click.ClickException):
    """An output that the system did not let be written, with exit code 4."""

    exit_code = UNWRITTEN


def stop(why: str = "") -> NoReturn:
    """End with exit code 1, and say why on standard error."""
    if why:
        click.echo(why, err=True)
    raise click.exceptions.Exit(ERRORS)


def stop_unless(done: object, why: str, findings: "Iterable[Finding]") -> None:
    """Print the findings, and stop if they kept the command from being done."""
    from grants.cli.output import echo_findings

    echo_findings(findings, err=True)
    if not done:
        stop(why)


def code_of(fault: BaseException) -> int:
    """The exit code for what ended a command early, after saying what it was."""
    if isinstance(fault, click.exceptions.Exit):
        return fault.exit_code
    if isinstance(fault, click.ClickException):
        fault.show()
        return fault.exit_code
    if isinstance(fault, (KeyboardInterrupt, click.Abort)):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    if isinstance(fault, BrokenPipeError):
        # The reader, such as `head`, has what it wanted. Nothing may be flushed into the pipe now.
        close_output()
        return 0
    if isinstance(fault, OSError):
        message = f"grants: {fault.strerror or fault}: {fault.filename or 'standard output'}"
        with contextlib.suppress(OSError):
            click.echo(message, err=True)
        # What is still to be written cannot be; Python would try once more at its end.
        close_output()
        return NOT_FOUND if fault.filename and fault.errno not in _WRITING else UNWRITTEN
    import traceback

    traceback.print_exception(fault)
    click.echo("grants: this is a fault of the program, not of your files; please report it", err=True)
    return BUG


_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)
"""Faults of writing, of whatever file."""


def close_output() -> None:
    """Let what is still to be printed go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def prepare_streams() -> None:
    r"""Have standard streams that take any text, and fail as a full disk does where one is closed.

    A closed standard output gets a stream that nothing can be written to, so that no file that is opened
    later takes its place; without standard error nothing is said. Letters that the encoding of a terminal
    lacks are escaped: `\u2013`.
    """
    for number, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # takes the lowest number that is free, which is this one
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors != "backslashreplace":
            stream.reconfigure(errors="backslashreplace")
