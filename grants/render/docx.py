"""Word: the report in the package's letterhead, or in the user's own.

In a letterhead `{{ report }}`, alone in a paragraph, marks where the report goes, and `{{ page }}`
in a footer where pages are counted. Its headers, footers, page size and styles stay as they are;
styles that it lacks are taken from the package's own.
"""

import io
from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from typing import TYPE_CHECKING

from grants.errors import TemplateError
from grants.render import timestamp
from grants.render.office import check_package, zipped_again
from grants.reports.document import Document, Letterhead, Signature, plain
from grants.reports.table import Table

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph as WordParagraph

REPORT_MARK, PAGE_MARK = "{{ report }}", "{{ page }}"

STYLES = (
    "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Heading 5", "Caption",
    "Table Text", "Table Note", "Letterhead", "Letterhead Name",
)  # fmt: skip
"""The styles that a report uses beside Normal."""


def render_docx(report: Document, *, template: bytes | None = None, name: str = "the template") -> bytes:
    """Draw a document as a Word file in a letterhead, the same bytes for the same report.

    `template` is the user's own letterhead, called `name` in messages; its head is taken for that
    of the sender, so only the recipient and the numbers of the case are added. `TemplateError` if
    it is damaged, encrypted, holds macros, or has no mark where the report goes.
    """
    from grants.render.docx_blocks import Writer, removed

    own = (files("grants.render") / "templates" / "letterhead.docx").read_bytes()
    word = opened(own if template is None else template, name)
    if template is not None:
        _add_missing_styles(word, opened(own, "the package's letterhead"))
    mark = _marked(word, name)
    writer = Writer(word, mark, report.language, has_sender=template is None)
    blocks = list(report.blocks)
    if blocks and isinstance(blocks[0], Letterhead):
        writer.letterhead(blocks.pop(0))  # type: ignore[arg-type]  # just looked at
    writer.paragraph(plain(report.title), "Title")
    for block in blocks:
        writer.block(block)
    if blocks and isinstance(blocks[-1], Signature | Table):
        mark.text = ""  # a body that ends in a table is none that Word would write
    else:
        removed(mark._p)  # noqa: SLF001  # python-docx has no public way
    for paragraph in _footers(word):
        if paragraph.text.strip() == PAGE_MARK:
            writer.page_numbers(paragraph, report.page_of)
    _describe(word, report, writer.language)
    stream = io.BytesIO()
    word.save(stream)
    return zipped_again(stream.getvalue())


def opened(content: bytes, name: str) -> "Word":
    """A Word file as an object; `TemplateError` for everything that is none."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    check_package(content, ".docx", name)
    try:
        word = docx.Document(io.BytesIO(content))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError) as fault:
        raise TemplateError(f"{name} is damaged: {fault}") from fault
    for part in word.part.package.iter_parts():
        if part.content_type is None:  # python-docx reads it, and cannot write it
            raise TemplateError(f"{name} is damaged: the part {part.partname} has no content type")
    return word


def _marked(word: "Word", name: str) -> "WordParagraph":
    for paragraph in word.paragraphs:
        if paragraph.text.strip() == REPORT_MARK:
            return paragraph
    raise TemplateError(
        f"{name} has no mark for the report; write {REPORT_MARK} alone in a paragraph where it goes"
    )


def _footers(word: "Word") -> "Iterator[WordParagraph]":
    for section in word.sections:
        for footer in (section.footer, section.first_page_footer, section.even_page_footer):
            if not footer.is_linked_to_previous:
                yield from footer.paragraphs


def _add_missing_styles(word: "Word", own: "Word") -> None:
    """Copy the styles that a letterhead lacks; what it has stays as it is."""
    from docx.oxml.ns import qn

    known = {style.name for style in word.styles}
    ids = {style.style_id for style in word.styles}
    for name in STYLES:
        if name not in known:
            style = deepcopy(own.styles[name].element)
            for relation in ("w:basedOn", "w:link", "w:next"):
                for child in style.findall(qn(relation)):
                    if child.get(qn("w:val")) not in ids:
                        style.remove(child)
            if style.get(qn("w:styleId")) in ids:
                style.set(qn("w:styleId"), f"Grants{style.get(qn('w:styleId'))}")
            word.styles.element.append(style)


def _describe(word: "Word", report: Document, language: str) -> None:
    """Title, author and language for programs, and a moment that never changes."""
    about = word.core_properties
    about.title, about.author = report.title[:255], report.author[:255]
    about.language = language
    about.created = about.modified = timestamp(report).replace(tzinfo=None)
    about.last_modified_by, about.revision, about.comments = report.author[:255], 1, ""
