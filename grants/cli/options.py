"""Options and arguments that several commands share, always called the same."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

FORMAT_OF_SUFFIX = {
    ".txt": "text",
    ".md": "markdown",
    ".csv": "csv",
    ".json": "json",
    ".html": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
}


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


def language_option(command: _Command) -> _Command:
    """`--language da|en`: of labels and figures."""
    return click.option(
        "--language",
        type=click.Choice(["da", "en"]),
        help="Language of labels, figures and dates; the grant's own by default.",
    )(command)


def as_of_option(help: str) -> Callable[[_Command], _Command]:
    """`--as-of DATE`: the day that a report is written as of."""
    return click.option("--as-of", metavar="DATE", callback=_day, help=f"{help} (YYYY-MM-DD).")


def _day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    from grants.values.periods import parse_date

    try:
        return None if text is None else parse_date(text)
    except ValueError as why:
        raise click.BadParameter(str(why)) from None


def day_option(
    name: str, parameter: str, *, help: str, required: bool = True
) -> Callable[[_Command], _Command]:
    """A day, which must be given unless it is not `required`."""
    return click.option(
        name, parameter, metavar="DATE", required=required, callback=_day, help=f"{help} (YYYY-MM-DD)."
    )


def today() -> date:
    """Today by the clock of this computer."""
    return date.today()  # noqa: DTZ011  # a deadline is a day of the user's calendar


def amount_option(name: str, *, help: str) -> Callable[[_Command], _Command]:
    """An amount as postings.csv and grant.toml write it."""
    return click.option(name, metavar="AMOUNT", callback=_amount, help=f"{help}, such as 1234.50.")


def _amount(_: click.Context, __: click.Parameter, text: str | None) -> Decimal | None:
    from grants.values import money

    try:
        return None if text is None else money.from_minor(money.parse_amount(text))
    except ValueError as why:
        raise click.BadParameter(str(why)) from None


def with_errors_option(command: _Command) -> _Command:
    """`--with-errors`: a report of an account that the check finds fault with."""
    return click.option(
        "--with-errors", is_flag=True, help="Write the report even if the check finds errors."
    )(command)


def force_option(command: _Command) -> _Command:
    """`--force`: write over a file that was changed since it was written."""
    return click.option(
        "--force",
        is_flag=True,
        help="Write over an existing file even if somebody changed it since it was written.",
    )(command)


def template_option(command: _Command) -> _Command:
    """`--template FILE`: one's own letterhead."""
    return click.option(
        "--template",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="For Word: your own letterhead, with {{ report }} alone in a paragraph where it goes.",
    )(command)


def output_options(*formats: str, or_folder: bool = False) -> Callable[[_Command], _Command]:
    """`--format` and `-o FILE`, whose suffix decides the format if none is named."""

    def decorate(command: _Command) -> _Command:
        command = click.option(
            "-o",
            "--output",
            metavar="FILE",
            type=click.Path(dir_okay=or_folder),
            help="Write to a file, whole or not at all; its suffix decides the format.",
        )(command)
        return click.option("--format", "form", type=click.Choice(formats), help="Default: text.")(command)

    return decorate


def excel_option(command: _Command) -> _Command:
    """`--excel`: CSV as Excel on a Danish or English machine opens it."""
    return click.option(
        "--excel",
        is_flag=True,
        help="CSV for Excel: byte order mark, semicolons, and decimal commas in Danish.",
    )(command)


def chosen_format(form: str | None, output: str | None, *, excel: bool = False) -> str:
    """The format that was asked for by name, else by the suffix of the file, else text.

    With `excel` it must be CSV, which is then the one that Excel opens.
    """
    chosen = _chosen(form, output, "csv" if excel else "text")
    if excel and chosen != "csv":
        raise click.UsageError(f"--excel is for csv, not for {chosen}")
    return "csv-excel" if excel else chosen


def _chosen(form: str | None, output: str | None, default: str) -> str:
    if form is not None:
        return form
    if output in (None, "-"):
        return default
    suffix = Path(output).suffix.lower()
    if suffix not in FORMAT_OF_SUFFIX:
        known = ", ".join(FORMAT_OF_SUFFIX)
        raise click.UsageError(f"{output}: no format has the suffix {suffix!r}; there is {known}")
    return FORMAT_OF_SUFFIX[suffix]
