"""The blocks of a report as paragraphs, lists, tables and pictures of a Word file."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from grants.render.chart import chart_svg
from grants.render.common import Run, drawn, nested
from grants.render.docx_lists import Lists, made
from grants.render.pdf import picture
from grants.reports import document as doc
from grants.reports.document import Inline, Span, plain
from grants.reports.table import Align, Table
from grants.values.text import printable, printable_lines

if TYPE_CHECKING:
    from docx.document import Document as Word

INK, ACCENT, HAIR = "1D2733", "12507B", "C3CCD5"

_CHARACTER = 0.165
"""Centimetres that a letter of a table takes on average, with room to spare."""

_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_CHART_PPI = 220
_CM = 360_000


class Writer:
    """Puts blocks before a marked paragraph, one after the other."""

    def __init__(self, word: "Word", mark: WordParagraph, language: str, *, has_sender: bool) -> None:
        section = word.sections[0]
        assert section.page_width is not None
        self.width = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
        self.word = word
        self.mark = mark
        self.language: str = _LANGUAGES[language]
        self.has_sender = has_sender
        self.lists: Lists = Lists(word)
        self.pictures = 0

    def block(self, block: doc.Block) -> None:  # noqa: C901  # a case for each kind
        """Put one block where the mark is."""
        match block:
            case Table():
                self.table(block)
            case doc.BarChart() | doc.LineChart():
                self.chart(block)
            case doc.Heading(text, level):
                self.paragraph(text, f"Heading {min(level, 5)}")
            case doc.Paragraph(text):
                self.paragraph(text)
            case doc.ListBlock(items):
                for run in nested(items):
                    self.listed(run, 0)
            case doc.Facts(pairs):
                self.facts(pairs)
            case doc.Signature(labels):
                self.signature(labels)
            case doc.PageBreak():
                self.mark.insert_paragraph_before().paragraph_format.page_break_before = True
            case doc.Letterhead():
                self.letterhead(block)

    def paragraph(self, text: Inline, style: str | None = None) -> WordParagraph:
        """A paragraph in a style, Normal where none is named."""
        paragraph = self.mark.insert_paragraph_before(style=style)
        self.spans(paragraph, text)
        return paragraph

    def spans(self, paragraph: WordParagraph, text: Inline) -> None:
        """Runs of text in a paragraph, each with its emphasis and the language of the report."""
        for span in text:
            parent: Any = paragraph._p  # noqa: SLF001
            if span.href:
                link = OxmlElement("w:hyperlink")
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
                link.set(qn("r:id"), paragraph.part.relate_to(span.href, kind, is_external=True))
                parent.append(link)
                parent = link
            run = paragraph.add_run(printable_lines(span.text))
            if span.href:
                run.font.underline = True
                parent.append(run._r)  # noqa: SLF001
            run.bold, run.italic = span.strong or None, span.emphasis or None
            if span.code:
                run.font.size = Pt(8.5)
            properties: Any = run._r.get_or_add_rPr()  # noqa: SLF001
            properties.append(made("w:lang", val=self.language))

    def listed(self, run: Run, depth: int) -> None:
        """A list and the lists inside it."""
        number = self.lists.started(run.start)
        for entry in run.entries:
            paragraph = self.paragraph(entry.text)
            paragraph.paragraph_format.space_after = Pt(3)
            self.lists.join(paragraph, number, depth)
            for inner in entry.runs:
                self.listed(inner, depth + 1)

    def letterhead(self, head: doc.Letterhead) -> None:
        """Recipient left, sender and the numbers of the case right; in one's own letterhead no sender."""
        left, right = self.layout([0.62, 0.38])
        self.lines(left, [((Span(line),), "Normal") for line in head.recipient])
        sender = [
            (plain(line), "Letterhead" if position else "Letterhead Name")
            for position, line in enumerate(head.sender if self.has_sender else ())
        ]
        details = [((Span(f"{label}: "), Span(value)), "Letterhead") for label, value in head.details]
        self.lines(right, [*sender, *details])
        left.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        self.mark.insert_paragraph_before()

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Labels and values under each other, as a table without lines between them."""
        if not pairs:
            return
        table = self.grid(len(pairs), [0.26, 0.74])
        for row, pair in zip(table.rows, pairs, strict=True):
            for cell, text in zip(row.cells, pair, strict=True):
                self.lines(cell, [(plain(text), "Table Text")])
        for cell in table.rows[0].cells:
            _border(cell, top=(4, HAIR))
        for cell in table.rows[-1].cells:
            _border(cell, bottom=(4, HAIR))

    def signature(self, labels: Sequence[str]) -> None:
        """Lines to sign on, two beside each other, kept on one page."""
        self.mark.insert_paragraph_before().paragraph_format.keep_with_next = True
        for first in range(0, len(labels), 2):
            left, _, right = self.layout([0.46, 0.08, 0.46])
            for cell, label in zip((left, right), labels[first : first + 2], strict=False):
                self.lines(cell, [(plain(""), "Table Text")] * 3 + [(plain(label), "Table Note")])
                _line_above(cell.paragraphs[-1])

    def chart(self, chart: doc.Chart) -> None:
        """The drawing as a picture with its text alternative: every program that opens .docx shows it."""
        self.pictures += 1
        self.caption(chart.title)
        paragraph = self.mark.insert_paragraph_before()
        png = picture(chart_svg(chart), ppi=_CHART_PPI)
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Emu(self.width))
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # noqa: SLF001
        about = shape._inline.docPr  # noqa: SLF001
        about.set("name", f"Chart {self.pictures}")
        about.set("title", printable(chart.title))
        about.set("descr", printable_lines(chart.description))

    def table(self, table: Table) -> None:
        """A table with its caption, a header row that is repeated on every page, and its notes."""
        self.caption(table.title)
        cells = drawn(table)
        parts = _column_widths(table, cells, self.width / _CM)
        grid = self.grid(len(cells) + 1, parts, header=True, title=table.title)
        headings = [column.label for column in table.columns]
        for position, texts in enumerate([headings, *cells]):
            is_total = position > 0 and table.rows[position - 1].is_total
            row = grid.rows[position]
            for column, cell, text in zip(table.columns, row.cells, texts, strict=True):
                if column.align is Align.RIGHT:
                    text = text.replace(" ", "\N{NO-BREAK SPACE}")  # noqa: PLW2901  # figures stay whole
                words = (Span(text, strong=position == 0 or is_total),)
                (paragraph,) = self.lines(cell, [(words, "Table Text")])
                if column.align is Align.RIGHT:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                before = position > 1 and table.rows[position - 2].is_total
                top = (8, INK) if is_total and not before else None
                _border(cell, top=top, bottom=(8, ACCENT) if position == 0 else (4, HAIR))
        for note in table.notes:
            self.paragraph(plain(note), "Table Note")
        self.mark.insert_paragraph_before(style="Table Note")

    def caption(self, text: str) -> None:
        """A caption, on the same page as what it names."""
        self.paragraph(plain(text), "Caption").paragraph_format.keep_with_next = True

    def lines(self, cell: _Cell, lines: Sequence[tuple[Inline, str]]) -> list[WordParagraph]:
        """Fill a cell with paragraphs; the one that it has is the first."""
        paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _ in lines[1:])]
        for paragraph, (text, style) in zip(paragraphs, lines, strict=False):
            paragraph.style = style
            self.spans(paragraph, text)
        return paragraphs

    def layout(self, parts: Sequence[float]) -> "tuple[_Cell, ...]":
        """Cells beside each other that hold a place and no data."""
        cells: tuple[_Cell, ...] = self.grid(1, parts).rows[0].cells
        return cells

    def grid(self, rows: int, parts: Sequence[float], *, header: bool = False, title: str = "") -> Any:
        """A table of fixed columns before the mark; `parts` of the width add up to 1."""
        table = self.word.add_table(rows, len(parts))
        table.autofit = False
        self.mark._p.addprevious(table._tbl)  # noqa: SLF001
        for column, part in zip(table.columns, parts, strict=True):
            column.width = Emu(int(self.width * part))
        for row in table.rows:
            for cell, part in zip(row.cells, parts, strict=True):
                cell.width = Emu(int(self.width * part))
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        if header:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
        if title:
            table._tbl.tblPr.append(made("w:tblCaption", val=printable(title)))  # noqa: SLF001
        look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001
        if look is not None:
            removed(look)
        return table

    def page_numbers(self, paragraph: WordParagraph, page_of: str) -> None:
        """`Side 2 af 5` as fields that Word keeps up to date."""
        for run in list(paragraph.runs):
            removed(run._r)  # noqa: SLF001
        before, _, rest = page_of.partition("{page}")
        between, _, after = rest.partition("{pages}")
        for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            self.spans(paragraph, plain(text))
            if field:
                element = made("w:fldSimple", instr=field)
                run = paragraph.add_run("1")
                element.append(run._r)  # noqa: SLF001
                holder: Any = paragraph._p  # noqa: SLF001
                holder.append(element)


def _column_widths(table: Table, cells: list[list[str]], whole: float) -> list[float]:
    """The part of the width for each column: figures as much as they need, words share the rest."""
    texts = [[column.label for column in table.columns], *cells]
    longest = [max(len(row[number]) for row in texts) for number in range(len(table.columns))]
    needed = [0.5 + _CHARACTER * min(length, 40) for length in longest]
    words = [number for number, column in enumerate(table.columns) if column.wraps]
    spare = whole - sum(needed)
    if words and spare != 0:
        weights = sum(needed[number] for number in words)
        for number in words:
            needed[number] = max(2.2, needed[number] + spare * needed[number] / weights)
    total = sum(needed)
    return [width / total for width in needed]


def _border(
    cell: _Cell, *, top: tuple[int, str] | None = None, bottom: tuple[int, str] | None = None
) -> None:
    """Lines above and below a cell: eighths of a point, and the colour."""
    properties: Any = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    for side, line in (("top", top), ("bottom", bottom)):
        if line is not None:
            borders.append(_line(side, *line))


def _line_above(paragraph: WordParagraph) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    borders = OxmlElement("w:pBdr")
    borders.append(_line("top", 6, INK))
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _line(side: str, size: int, colour: str) -> Any:
    return made(f"w:{side}", val="single", sz=str(size), space="3", color=colour)


def removed(element: Any) -> None:
    """Take an element out of what holds it."""
    element.getparent().remove(element)
