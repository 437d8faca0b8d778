"""Renderers: each draws a table or a document in one format, knowing nothing else."""

from collections.abc import Callable

from grants.errors import UnknownFormatError
from grants.reports.document import Document
from grants.reports.table import Table

Report = Table | Document


def formats_of(report: Report) -> tuple[str, ...]:
    """The formats that can draw this report."""
    names = ("text", "markdown", "json")
    return (*names, "csv", "csv-excel", "xlsx") if isinstance(report, Table) else names


def draw(report: Report, form: str, *, width: int = 100) -> str | bytes:
    """Draw a report: as text that ends in a line feed, or as the bytes of a file.

    `form` is text, markdown, json, or, for a table, csv, csv-excel (which Excel opens) or xlsx, the
    two that are bytes; `width` is how many characters a line of plain text may have.
    `UnknownFormatError` for another form.
    """
    if form not in formats_of(report):
        known = ", ".join(formats_of(report))
        raise UnknownFormatError(f"this report has no format {form!r}; there is {known}")
    return _renderer(form)(report, width)


def _renderer(form: str) -> Callable[[Report, int], str | bytes]:
    """Imported when asked for, so that nobody waits for the libraries of another format."""
    if form == "text":
        from grants.render.text import render_text

        return render_text
    if form == "markdown":
        from grants.render.markdown import render_markdown

        return lambda report, _: render_markdown(report)
    if form == "csv":
        from grants.render.csv import render_csv

        return lambda report, _: render_csv(report)
    if form == "csv-excel":
        from grants.render.csv import render_excel_csv

        return lambda report, _: render_excel_csv(report)
    if form == "xlsx":
        from grants.render.xlsx import render_xlsx

        return lambda report, _: render_xlsx(report)
    from grants.render.json import render_json

    return lambda report, _: render_json(report)
