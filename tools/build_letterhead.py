"""Make the letterhead that Word reports have without a template of one's own.

    python tools/build_letterhead.py grants/render/templates/letterhead.docx

It holds styles, page size and a footer; `{{ report }}` marks where the report goes, `{{ page }}`
where pages are counted. Change it here, not in Word, so that every change can be read.
"""

import sys
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from grants.render.office import zipped_again

INK, ACCENT, QUIET = RGBColor(0x1D, 0x27, 0x33), RGBColor(0x12, 0x50, 0x7B), RGBColor(0x52, 0x60, 0x6D)
FONT = "Calibri"


def build() -> WordDocument:
    """A document of one marked paragraph, with styles and footer."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(2.2)
    section.footer_distance = Cm(1.1)
    _style(word, "Normal", size=10.5, after=6, line=1.12)
    _style(word, "Title", size=21, bold=True, colour=ACCENT, before=18, after=12, line=1.0)
    for level, (size, before) in enumerate(((14, 18), (12, 12), (11, 10), (10.5, 8), (10.5, 8)), 1):
        _style(word, f"Heading {level}", size=size, bold=True, colour=ACCENT, before=before, after=4)
    _style(word, "Caption", size=10, bold=True, before=10, after=4).paragraph_format.keep_with_next = True
    _style(word, "Footer", size=8.5, colour=QUIET)
    for name, size, colour, after in (
        ("Table Text", 9.5, INK, 2.0),
        ("Table Note", 8.5, QUIET, 4.0),
        ("Letterhead", 9.0, INK, 1.0),
        ("Letterhead Name", 12.0, ACCENT, 2.0),
    ):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        before = 2.0 if name == "Table Text" else 0.0
        _style(
            word, name, size=size, colour=colour, before=before, after=after, bold=name == "Letterhead Name"
        )
    _plain_title(word)
    section.footer.paragraphs[0].text = "{{ page }}"
    section.footer.paragraphs[0].alignment = 2
    word.add_paragraph("{{ report }}")
    return word


def _style(
    word: WordDocument,
    name: str,
    *,
    size: float,
    bold: bool = False,
    colour: RGBColor = INK,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
) -> ParagraphStyle:
    style = word.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    return style


def _plain_title(word: WordDocument) -> None:
    """The title without the rule below it that the library's own template has."""
    properties = word.styles["Title"].element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    for tag in ("w:keepNext",):
        if properties.find(qn(tag)) is None:
            properties.insert(0, OxmlElement(tag))


if __name__ == "__main__":
    import io

    stream = io.BytesIO()
    build().save(stream)
    Path(sys.argv[1]).write_bytes(zipped_again(stream.getvalue()))
