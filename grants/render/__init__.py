"""Renderers: each draws a table or a document in one format, knowing nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from grants.errors import ArgumentError, UnknownFormatError
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

    `form` is text, markdown, json, html, or, for a table, csv or csv-excel (which Excel opens); `width` is
    how many characters a line of plain text may have, at least 1: words and figures are not broken for it.
    `ArgumentError` for another width, `UnknownFormatError` for another form, also for the binary ones:
    `draw_bytes` draws those. `form` can also be a renderer of one's own, or the name under which a package
    registers one.
    """
    own = _own_renderer(report, form, width)
    if own is not None:
        drawn = own(report)
        if isinstance(drawn, bytes):
            raise UnknownFormatError("this renderer gives bytes and no text; draw_bytes draws with it")
        return drawn
    match form:
        case "text":
            from grants.render.text import render_text

            return render_text(report, width)
        case "markdown":
            from grants.render.markdown import render_markdown

            return render_markdown(report)
        case "json":
            from grants.render.data import render_json

            return render_json(report)
        case "html":
            from grants.render.html import render_html

            return render_html(as_document(report))
        case "csv" | "csv-excel" if isinstance(report, Table):
            from grants.render.data import render_csv

            return render_csv(report, for_excel=form == "csv-excel")
    known = ", ".join(name for name in formats_of(report) if name not in BINARY)
    raise UnknownFormatError(f"this report has no format {form!r} of text; there is {known}")


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

    For docx `template` is a letterhead of one's own, called `template_name` in messages. For pdf `sources`
    are the files that are attached. `form` can also be a renderer of one's own, or the name under which a
    package registers one. `width` is at least 1, else `ArgumentError`. `UnknownFormatError` for another
    form, `TemplateError` for a letterhead that cannot be used, `WorkbookError` for figures that no xlsx
    file can hold.
    """
    own = _own_renderer(report, form, width)
    if own is not None:
        drawn = own(report)
        return drawn.encode() if isinstance(drawn, str) else drawn
    if form not in formats_of(report):
        known = ", ".join(formats_of(report))
        raise UnknownFormatError(f"this report has no format {form!r}; there is {known}")
    match form:
        case "docx":
            from grants.render.docx import render_docx

            return render_docx(as_document(report), template=template, name=template_name)
        case "pdf":
            from grants.render.pdf import render_pdf

            return render_pdf(as_document(report), sources=sources)
        case "xlsx" if isinstance(report, Table):
            from grants.render.spreadsheet import render_xlsx

            return render_xlsx(report)
    return draw(report, form, width=width).encode()


def _own_renderer(report: Report, form: str | Renderer, width: int) -> Renderer | None:
    """The renderer that is given, or registered by this name; None for a name that is not registered.

    Raises `ArgumentError` for what is no report, and for a line without room.
    """
    if not isinstance(report, Table | Document):
        raise ArgumentError(f"{report!r:.80} is no report: a Table or a Document is drawn")
    if type(width) is not int or width < 1:
        raise ArgumentError(f"width={width!r} is no number of characters from 1 on")
    if not isinstance(form, str):
        return form
    if form in formats_of(report):
        return None
    from grants.extensions import extension, extension_names

    if form not in extension_names("renderers"):
        return None
    renderer: Renderer = extension("renderers", form)
    return renderer


def as_document(report: Report) -> Document:
    """The report as a document; a table alone becomes one with nothing else in it."""
    if isinstance(report, Document):
        return report
    page_of = f"{report.mark} \N{MIDDLE DOT} {{page}}/{{pages}}" if report.mark else "{page}/{pages}"
    return Document(report.full_title, report.language, (report,), page_of=page_of)


def timestamp(report: Document) -> datetime:
    """The moment that a file says it was made: noon of the report's day, so it never changes."""
    return EPOCH if report.day is None else datetime.combine(report.day, time(12), UTC)
