"""Handing a report over: on standard output, or as a file that nobody's changes are lost in."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from grants.cli.output import DEFAULT_WIDTH, emit, line_width, refuse_ledger_file
from grants.errors import WriteError
from grants.ledger import Account
from grants.render import BINARY, Report, draw, draw_bytes
from grants.render.sources import SourceFile


def deliver(
    report: Report,
    form: str,
    output: str | None,
    *,
    force: bool = False,
    template: str | None = None,
    sources: Sequence[SourceFile] = (),
) -> None:
    """Print a report, or write it into a file, whole or not at all.

    A file that somebody changed since it was written stays as it is unless `force` is given. `-` is
    standard output.
    """
    output = None if output == "-" else output
    if template is not None and form != "docx":
        raise click.UsageError("--template is for Word; write to a file that ends in .docx")
    if output is None and form not in BINARY:
        emit(draw(report, form, width=line_width()), None)
        return
    if output is None and sys.stdout.isatty():
        raise click.UsageError(f"a {form} file is nothing for a terminal; name a file with -o")
    letterhead = None if template is None else Path(template).read_bytes()
    content = draw_bytes(
        report,
        form,
        width=DEFAULT_WIDTH,
        template=letterhead,
        template_name=template or "",
        sources=sources,
    )
    write_report(content, form, output, force=force)


def write_report(content: bytes, form: str, output: str | None, *, force: bool) -> None:
    """Write a drawn report with its seal, unless the file that is there holds somebody's changes."""
    from grants.render.seal import is_untouched, sealed
    from grants.store.files.writing import write_whole

    content = sealed(content, form)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    refuse_ledger_file(output)
    path = Path(output)
    try:
        existing = path.read_bytes() if path.is_file() else None
    except OSError as fault:
        raise WriteError(f"{output} was not written: it cannot be read: {fault.strerror}") from None
    if existing == content:
        return
    if existing is not None and not force and not is_untouched(existing, form):
        raise WriteError(
            f"{output} was not written: it is there already and may hold changes of yours; "
            "--force writes over it"
        )
    write_whole(path, content, replacing=None if force else existing)


def source_files(account: Account) -> list[SourceFile]:
    """The files of a grant, as they are attached to its PDF."""
    from grants.store.files.enclosures import ledger_files

    kinds = {".toml": "application/toml", ".csv": "text/csv", ".md": "text/markdown"}
    return [SourceFile(name, kinds[Path(name).suffix], content) for name, content in ledger_files(account)]
