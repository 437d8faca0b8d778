"""Nothing gets lost: what a report says stands in each format that it is written in."""

import html
import io
import re
from collections.abc import Iterator

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

import grants
from grants.render.common import drawn
from grants.render.docx import render_docx
from grants.render.html import render_html
from grants.render.pdf import render_pdf
from grants.reports.document import BarChart, Document, Facts, Heading, LineChart, Paragraph, words_of
from grants.reports.table import Table

REPORTS = ("final-gain-example-da", "status-midway-gain-example-en", "application-gain-example-da")


def squeezed(text: str) -> str:
    """The text without blanks, breaks and hyphens of any kind, and without what marks it up."""
    return re.sub(r"[\s\u00ad\u2010\u200b\\*|-]", "", text)


def said(report: Document) -> Iterator[str]:
    """Title, headings, sentences, facts, titles of charts and every cell of every table."""
    yield report.title
    for block in report.blocks:
        if isinstance(block, Heading | Paragraph):
            yield words_of(block.text)
        elif isinstance(block, BarChart | LineChart):
            yield block.title
        elif isinstance(block, Facts):
            yield from (value for _, value in block.pairs)
        elif isinstance(block, Table):
            yield from (block.title, *(column.label for column in block.columns), *block.notes)
            yield from (cell for row in drawn(block) for cell in row)


def in_html(report: Document) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", render_html(report)))


def in_word(report: Document) -> str:
    body = docx.Document(io.BytesIO(render_docx(report))).element.body
    return "".join(part.text or "" for part in body.iter(qn("w:t")))


def in_pdf(report: Document) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(report))).pages)


@pytest.mark.parametrize("name", REPORTS)
def test_every_format_says_everything(name: str, every_report: dict[str, Document]) -> None:
    report = every_report[name]
    texts = {
        "html": in_html(report),
        "docx": in_word(report),
        "pdf": in_pdf(report),
        "markdown": grants.draw(report, "markdown"),
    }
    words = [squeezed(text) for text in said(report)]

    assert len(words) > 20
    for form, text in texts.items():
        found = squeezed(text)
        assert [word for word in words if word not in found] == [], form
