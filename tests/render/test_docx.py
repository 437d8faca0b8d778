"""Word: structure that people with a screen reader can walk through, and their own letterhead kept."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

import grants
from grants.errors import TemplateError
from grants.render.common import drawn
from grants.render.docx import render_docx
from grants.reports.document import BarChart, Document, Heading, words_of
from grants.reports.final import final_report
from grants.reports.table import Table

SOFFICE = shutil.which("soffice")


def opened(content: bytes) -> "docx.document.Document":
    return docx.Document(io.BytesIO(content))


def letterhead(mark: str = "{{ report }}") -> bytes:
    """A letterhead of one's own, made of what Word has anyway."""
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Egen Kommune, eget hoved"
    word.sections[0].footer.paragraphs[0].text = "{{ page }}"
    word.add_paragraph("Før rapporten")
    word.add_paragraph(mark)
    word.add_paragraph("Efter rapporten")
    style = word.styles["Heading 1"]
    style.font.name = "Comic Sans MS"
    for part in list(word.part.rels.values()):
        if part.reltype.endswith("/numbering"):
            word.part.drop_rel(part.rId)
    for name in ("Caption", "Title"):
        word.styles[name].delete()
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def test_headings_are_headings(final: Document) -> None:
    word = opened(render_docx(final))
    found = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"]

    assert found == [words_of(b.text) for b in final.blocks if isinstance(b, Heading) and b.level == 1]
    titles = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Title"]
    assert titles == [final.title]
    assert word.core_properties.title == final.title
    assert word.core_properties.language == "da-DK"


def test_tables_say_the_same_as_everywhere_and_repeat_their_head(final: Document) -> None:
    word = opened(render_docx(final))
    tables = [t for t in word.tables if t.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")]  # noqa: SLF001
    expected = [block for block in final.blocks if isinstance(block, Table)]

    assert len(tables) == len(expected)
    for shown, table in zip(tables, expected, strict=True):
        cells = [[c.text.replace("\u00a0", " ") for c in row.cells] for row in shown.rows]
        assert cells == [[column.label for column in table.columns], *drawn(table)]
        assert sum(column.width or 0 for column in shown.columns) <= 17 * 360_000
        caption = Paragraph(shown._tbl.getprevious(), word)  # type: ignore[arg-type]  # noqa: SLF001
        assert caption.text == table.title


def test_the_chart_is_a_picture_with_words(final: Document) -> None:
    (chart,) = [block for block in final.blocks if isinstance(block, BarChart)]
    content = render_docx(final)
    (shape,) = opened(content).inline_shapes

    about = shape._inline.docPr  # noqa: SLF001
    assert about.get("descr") == chart.description
    assert "204.737 kr." in chart.description
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (picture,) = [name for name in package.namelist() if "media" in name]
        assert package.read(picture).startswith(b"\x89PNG")


def test_no_body_ends_in_a_table(every_report: dict[str, Document]) -> None:
    for name in ("final-gp-fees-2014-da", "application-hostile-en", "portfolio-da"):
        body = opened(render_docx(every_report[name])).element.body

        assert [child.tag for child in body][-2:] == [qn("w:p"), qn("w:sectPr")]


def test_every_run_speaks_the_language(final: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(final))) as package:
        body = package.read("word/document.xml").decode()

    assert set(re.findall(r'<w:lang w:val="([^"]*)"', body)) == {"da-DK"}
    assert body.count("<w:numId ") > 10


def test_the_same_report_gives_the_same_bytes(final: Document) -> None:
    assert render_docx(final) == render_docx(final)
    assert render_docx(final, template=letterhead()) == render_docx(final, template=letterhead())


def test_ones_own_letterhead_is_kept(final: Document) -> None:
    word = opened(render_docx(final, template=letterhead()))
    texts = [p.text for p in word.paragraphs]

    assert texts[0] == "Før rapporten"
    assert texts[-1] == "Efter rapporten"
    assert "{{ report }}" not in texts
    assert final.title in texts
    assert word.sections[0].header.paragraphs[0].text == "Egen Kommune, eget hoved"
    assert word.styles["Heading 1"].font.name == "Comic Sans MS"
    footer = word.sections[0].footer.paragraphs[0]._p  # noqa: SLF001
    assert [f.get(qn("w:instr")) for f in footer.findall(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert not any("Skovvej 20" in cell.text for table in word.tables for cell in table.rows[0].cells)


def test_text_is_never_markup(hostile: grants.Account) -> None:
    word = opened(render_docx(final_report(hostile)))
    text = "\n".join(p.text for p in word.paragraphs)

    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }} {% for %}" in text
    links = [rel.target_ref for rel in word.part.rels.values() if rel.reltype.endswith("/hyperlink")]
    assert links == ["https://example.org"]


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    stream = io.BytesIO(letterhead())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("made", "complaint"),
    [
        (lambda: letterhead("ingen"), "no mark for the report"),
        (lambda: letterhead()[:-400], "is damaged"),
        (lambda: letterhead().replace(b"PK\x03\x04", b"PK\x03\x05", 2), "is damaged"),
        (lambda: b"", "is damaged or is no .docx file"),
        (lambda: b"%PDF-1.7", "is damaged or is no .docx file"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted"),
        (lambda: with_part("word/vbaProject.bin", b"x"), "holds macros"),
        (lambda: with_part("word/bomb.xml", bytes(80 << 20)), "times its size"),
        (lambda: zipped(a=b"x"), "is no .docx file"),
        (lambda: zipped(**{"[Content_Types].xml": b"<", "word/document.xml": b"<"}), "is damaged"),
    ],
)
def test_a_bad_letterhead_is_refused(made: Callable[[], bytes], complaint: str, final: Document) -> None:
    with pytest.raises(TemplateError, match=complaint):
        render_docx(final, template=made(), name="brev.docx")


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_libreoffice_opens_them_all(every_report: dict[str, Document], tmp_path: Path) -> None:
    names = ("final-gp-fees-2014-da", "final-hostile-da", "status-gp-fees-2014-en", "portfolio-da")
    for name in names:
        (tmp_path / f"{name}.docx").write_bytes(render_docx(every_report[name]))
    own = render_docx(every_report["final-gp-fees-2014-da"], template=letterhead())
    (tmp_path / "own.docx").write_bytes(own)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [str(SOFFICE), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf",
         "--outdir", str(tmp_path), *(str(path) for path in tmp_path.glob("*.docx"))],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip

    from pypdf import PdfReader

    reader = PdfReader(tmp_path / "final-gp-fees-2014-da.pdf")
    text = re.sub(r"[\s\u00a0]", "", "".join(page.extract_text() for page in reader.pages))
    for words in ("Favrskov Kommune", "204.737 kr.", "-45.475 kr.", "Ledelseserklæring", "Underskrift"):
        assert words.replace(" ", "") in text
    assert f"Side1af{len(reader.pages)}" in text
    assert 3 <= len(reader.pages) <= 6
    assert all((tmp_path / f"{name}.pdf").stat().st_size > 5_000 for name in (*names, "own"))
