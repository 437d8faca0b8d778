"""Word forms: filled, otherwise kept, and no more powerful than looking up a field."""

import io

import pytest
from docx import Document

import grants
from grants.errors import FormError, TemplateError
from grants.forms import fill, used_fields
from grants.reports.fields import Fields, fields_of
from grants.reports.table import Cell
from tests.forms.conftest import LEDGERS, word_form


def filled(fields: Fields, *paragraphs: str) -> list[str]:
    """The paragraphs of the filled form after its table."""
    word = Document(io.BytesIO(fill(word_form(*paragraphs), "skema.docx", fields)))
    return [paragraph.text for paragraph in word.paragraphs][2:]


def test_a_form_is_filled(fields: Fields) -> None:
    word = Document(io.BytesIO(fill(word_form(), "skema.docx", fields)))
    table = [[cell.text for cell in row.cells] for row in word.tables[0].rows]

    assert word.sections[0].header.paragraphs[0].text == "J.nr. 710-2014-13731"
    assert word.sections[0].footer.paragraphs[0].text == "Favrskov Kommune"
    assert word.paragraphs[0].text == "Regnskabsskema"
    assert word.paragraphs[1].text == (
        "Tilskud: 264.400 kr. fra Kvalitets- og Efteruddannelsesudvalget for almen praksis"
    )
    assert table[0] == ["Post", "Budget", "Regnskab", "Afvigelse", "i %"]
    assert table[2][1:] == ["156.000 kr.", "204.737 kr.", "48.737 kr.", "31,24 %"]
    assert table[-1] == ["I alt", "264.400 kr.", "264.400 kr.", "0 kr.", "0,00 %"]
    assert len(table) == 5


def test_the_same_form_gives_the_same_bytes(fields: Fields) -> None:
    form = word_form("{{ rest }}")

    assert fill(form, "a.docx", fields) == fill(form, "a.docx", fields)


def test_lines_and_blank_fields(fields: Fields) -> None:
    assert filled(fields, "{{ recipient.address }}", "[{{ report.place }}]") == [
        "Skovvej 20\n8382 Hinnerup",
        "[]",
    ]
    assert filled(fields, "{% if award.date %}ja{% else %}nej{% endif %}") == ["nej"]


def test_what_a_field_says_is_text() -> None:
    attack = "<w:p/>&amp; {{ 7*7 }} {% if %} =1+1 \x07\u202e"
    figures = ("budget", "actual", "deviation", "percent")
    blank: dict[str, Cell] = dict.fromkeys(("award.amount", "grant.case_number", "recipient.name"))
    row: dict[str, Cell] = dict.fromkeys(("title", *figures))
    values = {"funder.name": attack, **blank, **{f"total.{name}": None for name in figures}}
    fields = Fields(values, {"lines": (row,)}, "da")

    assert filled(fields, "{{ funder.name }}") == ["<w:p/>&amp; {{ 7*7 }} {% if %} =1+1 \ufffd\ufffd"]


@pytest.mark.parametrize(
    ("tag", "complaint"),
    [
        ("{{ award.amuont }}", "no field 'award.amuont'; did you mean 'award.amount'"),
        ("{{ bevilling }}", "no field 'bevilling'"),
        ("{% for line in lines %}{{ line.titel }}{% endfor %}", r"no field 'lines\[\].titel'; did you mean"),
        ("{{ award.amount", "broken tag"),
        ("{% for line in lines %}", "broken tag"),
        ("{{ award }}", "no field 'award'"),
        ("{{ lines }}", "a tag does what a form may not: a group of fields is no text"),
        ("{{ 'x' * 1000000000 }}", "a form cannot calculate"),
        ("{{ total.actual.center(1000000000) }}", "no field 'total.actual.center'"),
        ("{{ total.actual | center(1000000000) }}", "what a form may not: No filter named 'center'"),
        ("{{ ''.__class__.__mro__ }}", r"no field '\.__class__\.__mro__'"),
        ("{{ range(10) }}", "no field 'range'"),
        ("{{ total.actual | safe }}", "what a form may not: No filter named 'safe'"),
        ("{% include 'x' %}", "asks for another file"),
    ],
)
def test_a_bad_tag_is_named(tag: str, complaint: str, fields: Fields) -> None:
    with pytest.raises(FormError, match=complaint):
        fill(word_form(tag), "skema.docx", fields)


def test_a_form_without_tags_is_no_form(fields: Fields) -> None:
    stream = io.BytesIO()
    Document().save(stream)

    with pytest.raises(FormError, match="has no tags"):
        fill(stream.getvalue(), "skema.docx", fields)


@pytest.mark.parametrize("name", ["skema.docm", "skema.doc", "skema.pdf", "skema"])
def test_other_kinds_of_files_are_refused(name: str, fields: Fields) -> None:
    with pytest.raises(FormError, match="docx"):
        fill(b"", name, fields)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
@pytest.mark.parametrize("name", ["skema.docx", "skema.xlsx"])
def test_damaged_files_are_refused(content: bytes, name: str, fields: Fields) -> None:
    with pytest.raises(TemplateError, match=r"damaged|encrypted"):
        fill(content, name, fields)


def test_the_fields_of_a_form_are_listed(fields: Fields) -> None:
    table = used_fields(word_form(), "skema.docx", fields)
    names = [row.cells[0] for row in table.rows]

    assert {"award.amount", "lines[].title", "total.percent", "grant.case_number", "recipient.name"} <= set(
        names
    )


def test_a_form_asks_for_payments_and_settlement() -> None:
    gain = fields_of(grants.load(LEDGERS).grant("gain-example"))
    each = "{% for rate in instalments %}{{ rate.number }}: {{ rate.received }}; {% endfor %}"

    assert filled(gain, each, "{{ settlement.received }} - {{ settlement.repaid }}") == [
        "1: 81.200 kr.; 2: 81.200 kr.; 3: 10.000 kr.; ",
        "172.400 kr. - 1.360 kr.",
    ]
    assert filled(gain, "{{ activity.training.original_budget }} / {{ activity.training.budget }}") == [
        "8.400 kr. / 5.400 kr."
    ]
