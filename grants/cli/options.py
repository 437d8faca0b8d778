"""Options and arguments that several commands share, always called the same."""

import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from grants.cli.delivery import Delivery

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Value = TypeVar("_Value")

TABLE = ("text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx")
"""The formats of a table."""

LETTER = ("text", "markdown", "json", "html", "docx", "pdf")
"""The formats of a letter, in which tables stand among sentences."""

DATA = ("text", "markdown", "csv", "json")
"""The formats of a list for those who set up a ledger."""


def complete_grant(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The folders of the ledger, for shell completion; no file is read."""
    root = Path(ctx.params.get("ledgers") or "ledgers")
    names = [entry.name for entry in root.iterdir() if entry.is_dir()] if root.is_dir() else []
    return sorted(name for name in names if name.startswith(incomplete) and name[0] not in "._")


def ledgers_option(command: _Command) -> _Command:
    """`--ledgers DIR`: where the grants are."""
    return click.option(
        "--ledgers",
        metavar="DIR",
        default="ledgers",
        envvar="GRANTS_LEDGERS",
        is_eager=True,
        show_default=True,
        help="The folder of grants; also from the environment as GRANTS_LEDGERS.",
    )(command)


def grant_argument(command: _Command) -> _Command:
    """`ID`: a grant, by the name of its folder."""
    return click.argument("grant_id", metavar="ID", shell_complete=complete_grant)(command)


def choice_option(
    name: str, choices: Sequence[str], *, help: str, default: str | None = None, parameter: str | None = None
) -> Callable[[_Command], _Command]:
    """One of a few words."""
    names = (name,) if parameter is None else (name, parameter)
    return click.option(*names, type=click.Choice(choices), default=default, show_default=True, help=help)


def file_option(*names: str, exists: bool = False, help: str, **more: Any) -> Callable[[_Command], _Command]:
    """A file, which must be there if it `exists`."""
    kind = click.Path(exists=exists, dir_okay=False)
    return click.option(*names, **{"metavar": "FILE", "type": kind, "help": help, **more})


def parsed_by(parse: Callable[[str], _Value]) -> Callable[[str], _Value]:
    """The type of an option that a function reads, whose `ValueError` says what is wrong."""

    def convert(text: str) -> _Value:
        try:
            return parse(text)
        except ValueError as why:
            raise click.BadParameter(str(why)) from None

    return convert


def _day(text: str) -> date:
    from grants.values.periods import parse_date

    return parse_date(text)


def day_option(
    name: str, parameter: str, *, help: str, required: bool = False
) -> Callable[[_Command], _Command]:
    """A day, which may be left out unless it is `required`."""
    kind = parsed_by(_day)
    return click.option(
        name, parameter, metavar="DATE", required=required, type=kind, help=f"{help} (YYYY-MM-DD)."
    )


def as_of_option(help: str) -> Callable[[_Command], _Command]:
    """`--as-of DATE`: the day that a report is written as of."""
    return day_option("--as-of", "as_of", help=help)


def today() -> date:
    """Today by the clock of this computer."""
    return date.today()  # noqa: DTZ011  # a deadline is a day of the user's calendar


def is_interactive() -> bool:
    """Whether somebody at a terminal can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def delivery_options(
    *formats: str,
    danish: str = "",
    file: str = "",
    or_folder: bool = False,
    excel: bool = False,
    template: bool = False,
    force: bool = False,
    with_errors: bool = False,
    is_format_early: bool = True,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of output that a command has; it is handed one `delivery` for all of them.

    `danish` is the help of a `--language` that is Danish by default, and not the grant's own. A format
    that cannot be is refused before the command runs, unless the command asks for it later itself.
    `file` is the help of an `-o` that must be given, for a command that writes one kind of file only.
    """
    options = [_language_option(danish)]
    if formats:
        options += [
            click.option("--format", "form", type=_Format(formats), help="Default: text."),
            file_option("-o", "--output", type=click.Path(dir_okay=or_folder), help=_OUTPUT),
        ]
    options += [file_option("-o", "--output", required=True, help=file)] if file else []
    wanted = {"excel": excel, "template": template, "force": force, "with_errors": with_errors}
    options += [_OPTIONS[name] for name, is_wanted in wanted.items() if is_wanted]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(**values: Any) -> None:
            said = {field.name: values.pop(field.name) for field in fields(Delivery) if field.name in values}
            delivery = Delivery(**said)
            if formats and is_format_early:
                delivery.format()
            command(delivery=delivery, **values)

        for option in reversed(options):
            option(run)
        return run

    return decorate


class _Format(click.Choice[str]):
    """A format of the package, or the name of a renderer that another package registers."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; installed packages are searched only if it is not one of the package's own."""
        if value not in self.choices:
            from grants.extensions import extension_names

            if value in extension_names("renderers"):
                return value
        return super().convert(value, param, ctx)


def _language_option(danish: str) -> Callable[[_Command], _Command]:
    own = "Language of labels, figures and dates; the grant's own by default."
    return choice_option("--language", ("da", "en"), default="da" if danish else None, help=danish or own)


_OUTPUT = "Write to a file, whole or not at all; its suffix decides the format."

_OPTIONS = {
    "excel": click.option(
        "--excel",
        is_flag=True,
        help="CSV for Excel: byte order mark, semicolons, and decimal commas in Danish.",
    ),
    "template": file_option(
        "--template",
        exists=True,
        help="For Word: your own letterhead, with {{ report }} alone in a paragraph where it goes.",
    ),
    "force": click.option(
        "--force",
        is_flag=True,
        help="Write over an existing file even if somebody changed it since it was written.",
    ),
    "with_errors": click.option(
        "--with-errors", is_flag=True, help="Write the report even if the check finds errors."
    ),
}
