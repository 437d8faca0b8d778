"""Renderers: each draws a table or a document as text of one format, knowing nothing else."""

from collections.abc import Callable

from grants.errors import UnknownFormatError
from grants.reports.document import Document
from grants.reports.table import Table

Report = Table | Document


def formats_of(report: Report) -> tuple[str, ...]:
    """The formats that can draw this report."""
    names = ("text", "markdown", "json")
    return (*names, "csv") if isinstance(report, Table) else names


def draw(report: Report, form: str, *, width: int = 100) -> str:
    """Draw a report as text that ends in a line feed.

    `form` is text, markdown, json, or, for a table, csv; `width` is how many characters a line of
    plain text may have. `UnknownFormatError` for another form.
    """
    if form not in formats_of(report):
        known = ", ".join(formats_of(report))
        raise UnknownFormatError(f"this report has no format {form!r}; there is {known}")
    return _renderer(form)(report, width)


def _renderer(form: str) -> Callable[[Report, int], str]:
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
    from grants.render.json import render_json

    return lambda report, _: render_json(report)
