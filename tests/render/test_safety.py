"""Text from a user stays text, whatever it looks like."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import grants
from grants.reports.document import Document, Heading, Item, ListBlock, Paragraph, Span, plain
from grants.reports.table import Align, Column, Money, Row, Table
from grants.values.money import Amount

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


def table(cell: str) -> Table:
    return Table("T", (Column(cell),), (Row((cell,)),), "da")


@given(texts)
def test_markdown_shows_the_text_and_no_markup(text: str) -> None:
    html = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(grants.draw(Document("T", "da", (Paragraph(plain(text)),)), "markdown"))
    )
    body = html.partition("</h1>\n")[2]

    assert body.startswith("<p>")
    assert body.count("<") == 2


@given(texts)
def test_markdown_tables_keep_their_shape(text: str) -> None:
    html = MarkdownIt("commonmark").enable("table").render(grants.draw(table(text), "markdown"))

    assert html.count("<td>") == 1
    assert html.count("<th>") == 1
    assert "<a " not in html
    assert "<em>" not in html


def test_raw_html_in_the_words_is_text() -> None:
    from grants.reports.narrative import sections

    (section,) = sections("Hello <script>alert(1)</script> **bold** [x](javascript:alert) <b>\n")
    (paragraph,) = section.blocks

    assert isinstance(paragraph, Paragraph)
    assert "<script>" in "".join(span.text for span in paragraph.text)
    assert all(span.href is None for span in paragraph.text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_has_no_formulas(text: str) -> None:
    rows = list(csv.reader(io.StringIO(grants.draw(table(text), "csv"), newline="")))

    assert rows == [[f"'{text}"], [f"'{text}"]]


def test_csv_amounts_may_be_negative() -> None:
    amounts = Table("T", (Column("A", Align.RIGHT),), (Row((Money(Amount.parse("-12.50"), "DKK"),)),), "da")

    assert grants.draw(amounts, "csv") == "A\r\n-12.50\r\n"


def test_terminals_get_no_control_characters() -> None:
    evil = "a\x1b[2Jb\u202ec\x07"
    document = Document(evil, "da", (Heading(plain(evil)), ListBlock((Item(plain(evil)),)), table(evil)))

    text = grants.draw(document, "text")

    assert not set(text) & set("\x1b\u202e\x07")


@given(texts)
def test_json_returns_the_text(text: str) -> None:
    document = json.loads(grants.draw(Document(text, "da", (Paragraph((Span(text),)),)), "json"))

    assert document["title"] == text
    assert document["blocks"][0]["text"][0]["text"] == text


def test_unknown_formats_are_named() -> None:
    with pytest.raises(ValueError, match="there is text, markdown, json"):
        grants.draw(Document("T", "da", ()), "csv")
