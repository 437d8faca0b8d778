"""PDF: valid for the archive and for everybody, the same bytes each time, and never markup."""

import io
import re
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader

import grants
from grants.render import SourceFile
from grants.render.pdf import MISSING, render_pdf
from grants.reports.document import Document, Heading, Paragraph, plain, words_of
from grants.reports.final import final_report

LEDGER = Path(__file__).parent.parent.parent / "ledgers" / "gp-fees-2014"


def text_of(pdf: bytes) -> str:
    """All words of all pages, whatever breaks and hyphens stand between them."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"[\s\u00ad\u2010\u200b-]", "", text)


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1])
def test_every_report_is_valid(profile: page.ValidationProfile, every_report: dict[str, Document]) -> None:
    for name, report in every_report.items():
        found = page.validate_pdf_bytes(render_pdf(report), profile=profile)

        assert found.is_compliant, (name, [(f.rule_id, f.message) for f in found.failures])


def test_the_validator_finds_faults(final: Document) -> None:
    """The witness is awake: the same file without its title for people is refused."""
    broken = render_pdf(final).replace(b"/MarkInfo", b"/MarkInfa")

    assert not page.is_pdf_compliant_bytes(broken, profile=page.ValidationProfile.PDF_UA_1)


def test_the_final_report_says_what_it_must(final: Document) -> None:
    pdf = render_pdf(final)
    reader = PdfReader(io.BytesIO(pdf))
    text = text_of(pdf)

    for words in ("Favrskov Kommune", "Skovvej 20", "710-2014-13731", "710-2018-24096", "april 2018"):
        assert squeezed(words) in text
    for figure in ("34.400 kr.", "204.737 kr.", "-45.475 kr.", "31,24 %", "264.400 kr.", "0,00 %"):
        assert squeezed(figure) in text
    assert f"Side1af{len(reader.pages)}" in text
    assert f"Side{len(reader.pages)}af{len(reader.pages)}" in text
    assert str(reader.root_object["/Lang"]) == "da-DK"
    assert reader.metadata is not None
    assert reader.metadata.title == final.title
    assert reader.metadata.author == "Favrskov Kommune"


def test_bookmarks_are_the_headings(final: Document) -> None:
    marks = PdfReader(io.BytesIO(render_pdf(final))).outline
    assert isinstance(marks[1], list)
    found = [mark.title for mark in marks[1] if not isinstance(mark, list)]

    assert found == [words_of(b.text) for b in final.blocks if isinstance(b, Heading) and b.level == 1]


def test_the_sources_are_attached_byte_for_byte(final: Document) -> None:
    content = (LEDGER / "postings.csv").read_bytes()
    sources = [SourceFile("postings.csv", "text/csv", content), SourceFile("raw", "x/y", b"\x00\xff")]
    pdf = render_pdf(final, sources=sources)

    attached = PdfReader(io.BytesIO(pdf)).attachments
    assert attached["postings.csv"] == [content]
    assert attached["raw"] == [b"\x00\xff"]
    assert page.is_pdf_compliant_bytes(pdf, profile=page.ValidationProfile.PDF_A_3A)


def test_the_same_report_gives_the_same_bytes(every_report: dict[str, Document]) -> None:
    for name in ("final-gp-fees-2014-da", "status-gp-fees-2014-en", "portfolio-da"):
        assert render_pdf(every_report[name]) == render_pdf(every_report[name])


def test_every_font_is_embedded_and_the_packages_own(final: Document) -> None:
    for drawn in PdfReader(io.BytesIO(render_pdf(final))).pages:
        resources: Any = drawn["/Resources"]
        for font in resources["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert "SourceSans3" in below["/BaseFont"]
            assert {"/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"].get_object())


def test_text_is_never_markup(hostile: grants.Account) -> None:
    text = text_of(render_pdf(final_report(hostile)))

    assert squeezed("#let x = 1 $a^2$ @ref {{ 7*7 }} {% for %} =1+1 ]]>") in text
    assert "<script>alert(1)</script>" in text
    assert MISSING in text


def test_what_the_font_lacks_is_a_square_and_a_finding(hostile: grants.Account) -> None:
    found = [f for f in grants.check(grants.load(hostile.folder)) if f.code == "G504"]

    assert any("U+1F389 PARTY POPPER" in f.message for f in found)
    assert all(f.where.path.endswith(("grant.toml", "report.md")) for f in found)
    assert "Fond□" in text_of(render_pdf(Document("T", "da", (Paragraph(plain("Fond 🎉")),))))
