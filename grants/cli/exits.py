"""Exit codes of the command line, and what ends with which."""

import contextlib
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from grants.findings.finding import Finding

ERRORS = 1
"""A ledger has errors, or something was refused."""

BUG = 3
"""A fault of `grants` itself."""

INTERRUPTED = 130
"""The user pressed Ctrl-C."""


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
        _close_output()
        return 0
    if isinstance(fault, OSError):
        message = f"grants: {fault.strerror or fault}: {fault.filename or 'standard output'}"
        with contextlib.suppress(OSError):
            click.echo(message, err=True)
        # What is still to be written cannot be; Python would try once more at its end.
        _close_output()
        return ERRORS
    import traceback

    traceback.print_exception(fault)
    click.echo("grants: this is a fault of the program, not of your files; please report it", err=True)
    return BUG


def _close_output() -> None:
    """Let what is still to be printed go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
