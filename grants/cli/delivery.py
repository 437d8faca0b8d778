"""How a result is handed over: in which format and language, and where to."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import click

if TYPE_CHECKING:
    from grants.ledger import Account
    from grants.render import Report, SourceFile
    from grants.reports.table import Table

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


@dataclass(frozen=True)
class Delivery:
    """What the user said about the output; what a command has no option for stays as it is here."""

    form: str | None = None
    output: str | None = None
    language: Literal["da", "en"] | None = None
    excel: bool = False
    template: str | None = None
    force: bool = True
    with_errors: bool = False

    @property
    def file(self) -> str | None:
        """The file to write, None for standard output, which `-` is too."""
        return None if self.output == "-" else self.output

    def format(self) -> str:
        """The format that was named, else that of the file's suffix, else text; `UsageError` if none is.

        With `excel` it must be CSV, which is then the one that Excel opens.
        """
        chosen = self.form or self._format_of_file()
        if self.excel and chosen != "csv":
            raise click.UsageError(f"--excel is for csv, not for {chosen}")
        return "csv-excel" if self.excel else chosen

    def _format_of_file(self) -> str:
        if self.file is None:
            return "csv" if self.excel else "text"
        suffix = Path(self.file).suffix.lower()
        if suffix not in FORMAT_OF_SUFFIX:
            known = ", ".join(FORMAT_OF_SUFFIX)
            raise click.UsageError(f"{self.file}: no format has the suffix {suffix!r}; there is {known}")
        return FORMAT_OF_SUFFIX[suffix]

    def to(self, output: str, form: str) -> Self:
        """The same in another file and format."""
        return replace(self, output=output, form=form, excel=False)

    def letter(self, report: "Report", account: "Account") -> None:
        """Write a report with the files of the grant, which its PDF encloses."""
        from grants.render import SourceFile
        from grants.store import ledger_files

        kinds = {".toml": "application/toml", ".csv": "text/csv", ".md": "text/markdown"}
        files = ledger_files(account)
        self.report(report, [SourceFile(name, kinds[Path(name).suffix], content) for name, content in files])

    def report(self, report: "Report", sources: "Sequence[SourceFile]" = ()) -> None:
        """Print a report, or write it into a file, whole or not at all."""
        from grants.cli.output import DEFAULT_WIDTH, line_width
        from grants.render import BINARY, draw, draw_bytes, formats_of

        form, template = self.format(), self.template
        if template is not None and form != "docx":
            raise click.UsageError("--template is for Word; write to a file that ends in .docx")
        if self.file is None and form in formats_of(report) and form not in BINARY:
            _print(draw(report, form, width=line_width()), form, None)
            return
        if self.file is None and form in BINARY and sys.stdout.isatty():
            raise click.UsageError(f"a {form} file cannot be shown in a terminal; name a file with -o")
        letterhead = None if template is None else Path(template).read_bytes()
        content = draw_bytes(
            report,
            form,
            width=DEFAULT_WIDTH,
            template=letterhead,
            template_name=template or "",
            sources=sources,
        )
        self.content(content, form)

    def table(self, table: "Table") -> None:
        """Print a table of data, or write it over whatever the file holds."""
        from grants.cli.output import line_width
        from grants.render import draw

        form = self.format()
        _print(draw(table, form, width=line_width()), form, self.output)

    def content(self, content: bytes, form: str) -> None:
        """Write what is drawn already, with its seal.

        A file that somebody changed since it was written stays as it is unless `force` is given.
        """
        from grants.cli.output import refuse_ledger_file
        from grants.errors import WriteError
        from grants.render.office import is_untouched, sealed
        from grants.store.files.writing import write_whole

        content = sealed(content, form)
        if self.file is None:
            sys.stdout.buffer.write(content)
            return
        refuse_ledger_file(self.file)
        path = Path(self.file)
        try:
            existing = path.read_bytes() if path.is_file() else None
        except OSError as fault:
            raise WriteError(f"{self.file} was not written: it cannot be read: {fault.strerror}") from None
        if existing == content:
            return
        if existing is not None and not self.force and not is_untouched(existing, form):
            raise WriteError(
                f"{self.file} was not written: it is there already and may hold changes of yours; "
                "--force writes over it"
            )
        write_whole(path, content, replacing=None if self.force else existing)


def _print(content: str, form: str, output: str | None) -> None:
    """Print text for people in the encoding of their terminal, and every other format in UTF-8."""
    from grants.cli.output import emit, emit_data

    (emit if form == "text" else emit_data)(content, output)
