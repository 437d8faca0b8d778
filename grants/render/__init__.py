"""Renderers: each draws a table or a document in one format, knowing nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from grants.errors import UnknownFormatError
from grants.reports.document import Document
from grants.reports.table import Table

Report = Table | Document

Renderer = Callable[[Report], str | bytes]
"""A format of one's own: draws any report as text or as the content of a file."""

BINARY = ("docx", "pdf", "xlsx")
"""Formats that are bytes and no text: nothing for a terminal."""


EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""When a report that names no day says it was made: the first moment a zip file can hold."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a report was made from: its name, its kind as MIME has it, its bytes."""

    name: str
    mime: str
    content: bytes


def formats_of(report: Report) -> tuple[str, ...]:
    """The formats that can draw this report."""
    names = ("text", "markdown", "json", "html", "docx", "pdf")
    return (*names, "csv", "csv-excel", "xlsx") if isinstance(report, Table) else names


def draw(report: Report, form: str | Renderer, *, width: int = 100) -> str:
    """Draw a report as text that ends in a line feed.

    `form` is text, markdown, json, html, or, for a table, csv or csv-excel (which Excel opens);
    `width` is how many characters a line of plain text may have. `UnknownFormatError` for another
    form, also for the binary ones: `draw_bytes` draws those. `form` can also be a renderer of one's
    own, or the name under which a package registers one.
    """
    own = _own_renderer(report, form)
    if own is not None:
        drawn = own(report)
        if isinstance(drawn, bytes):
            raise UnknownFormatError("this renderer gives bytes and no text; draw_bytes draws with it")
        return drawn
    assert isinstance(form, str)  # all others are renderers
    if form not in formats_of(report) or form in BINARY:
        known = ", ".join(name for name in formats_of(report) if name not in BINARY)
        raise UnknownFormatError(f"this report has no format {form!r} of text; there is {known}")
    return _renderer(form)(report, width)


def draw_bytes(
    report: Report,
    form: str | Renderer,
    *,
    width: int = 100,
    template: bytes | None = None,
    template_name: str = "the template",
    sources: Sequence[SourceFile] = (),
) -> bytes:
    """Draw a report as the content of a file, in any of its formats; text is UTF-8.

    For docx `template` is a letterhead of one's own, called `template_name` in messages. For pdf
    `sources` are the files that are attached. `form` can also be a renderer of one's own, or the name
    under which a package registers one. `UnknownFormatError` for another form,
    `TemplateError` for a letterhead that cannot be used, `WorkbookError` for figures that no xlsx
    file can hold.
    """
    own = _own_renderer(report, form)
    if own is not None:
        drawn = own(report)
        return drawn.encode() if isinstance(drawn, str) else drawn
    assert isinstance(form, str)  # all others are renderers
    if form not in formats_of(report):
        known = ", ".join(formats_of(report))
        raise UnknownFormatError(f"this report has no format {form!r}; there is {known}")
    if form == "docx":
        from grants.render.docx import render_docx

        return render_docx(as_document(report), template=template, name=template_name)
    if form == "pdf":
        from grants.render.pdf import render_pdf

        return render_pdf(as_document(report), sources=sources)
    if form == "xlsx":
        from grants.render.xlsx import render_xlsx

        assert isinstance(report, Table)  # the formats of a document have no xlsx
        return render_xlsx(report)
    return draw(report, form, width=width).encode()


def _own_renderer(report: Report, form: str | Renderer) -> Renderer | None:
    """The renderer that is given, or registered by this name; None for a name that is not registered."""
    if not isinstance(form, str):
        return form
    if form in formats_of(report):
        return None
    from grants.extensions import extension, extension_names

    renderer: Renderer | None = extension("renderers", form) if form in extension_names("renderers") else None
    return renderer


def as_document(report: Report) -> Document:
    """The report as a document; a table alone becomes one with nothing else in it."""
    if isinstance(report, Document):
        return report
    return Document(report.full_title, report.language, (report,))


def _renderer(form: str) -> Callable[[Report, int], str]:  # a case for each format
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
    if form == "html":
        from grants.render.html import render_html

        return lambda report, _: render_html(as_document(report))
    if form == "csv-excel":
        from grants.render.csv import render_excel_csv

        return lambda report, _: render_excel_csv(report)
    from grants.render.json import render_json

    return lambda report, _: render_json(report)


def timestamp(report: Document) -> datetime:
    """The moment that a file says it was made: noon of the report's day, so it never changes."""
    return EPOCH if report.day is None else datetime.combine(report.day, time(12), UTC)
