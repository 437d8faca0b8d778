"""The command `grants`: options to a library call to printing, and nothing in between.

A command is imported when it is called for, and imports what is heavy when it runs: `--help`
needs click only.
"""

import gc
import importlib
import os
import sys
from typing import Any

import click

from grants.cli import exits
from grants.cli.groups import SuggestingGroup
from grants.errors import (
    GrantsError,
    RevisionError,
    UnknownExtensionError,
    UnknownFormatError,
    UnknownGrantError,
    UnwrittenError,
)

COMMANDS = {
    "archive": "export.archive",
    "budget": "budget.command",
    "check": "check.command",
    "close": "close.close",
    "diff": "diff.command",
    "explain": "reference.explain",
    "export": "export.export",
    "fields": "forms.fields",
    "fill": "forms.fill",
    "import": "import_postings.command",
    "init": "init.command",
    "list": "show.list_",
    "log": "show.log",
    "post": "post.post",
    "reopen": "close.reopen",
    "report": "report.command",
    "reverse": "post.reverse",
    "schema": "reference.schema",
    "show": "show.show",
    "terms": "reference.terms",
    "verify": "close.verify",
}
"""Every command, with its module in `grants.cli.commands` and its function."""


class LazyGroup(SuggestingGroup):
    """A group whose commands are imported when they are named."""

    def list_commands(self, _: click.Context) -> list[str]:
        """The names, in the order in which help lists them."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name].split(".")
        command: click.Command = getattr(importlib.import_module(f"grants.cli.commands.{module}"), function)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the library refuses becomes a message and an exit code."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        elif os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
            ctx.color = True
        try:
            return super().invoke(ctx)
        except (UnknownGrantError, UnknownExtensionError, UnknownFormatError, RevisionError) as refusal:
            raise click.UsageError(str(refusal)) from refusal
        except UnwrittenError as refusal:
            raise exits.Unwritten(str(refusal)) from refusal
        except GrantsError as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "-V", "--version", package_name="grants-ledger", prog_name="grants")
def cli() -> None:
    """Keep the accounts of grants in plain files: check, compare, report.

    A ledger is a folder of grants: ledgers/ID/grant.toml says what was awarded and budgeted,
    ledgers/ID/postings.csv what was spent, ledgers/ID/report.md what came of it.
    """


def main() -> None:
    """Run the command line and end the process with its exit code.

    0: nothing wrong, or warnings only. 1: errors in a ledger, or something was refused. 2: the
    command was not understood, or what it names was not found. 3: a fault of `grants` itself. 4: an
    output could not be written. 130: interrupted.
    """
    # A short life needs few rounds of garbage collection, and no search of all installed packages
    # for plugins of pydantic: together a tenth of the start-up.
    gc.set_threshold(100_000)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    exits.prepare_streams()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line with these arguments; gives the exit code."""
    try:
        result = cli.main(arguments, prog_name="grants", standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001  # the one place where a bug ends up
        return exits.code_of(fault)
    return result if isinstance(result, int) else 0
