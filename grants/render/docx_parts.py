"""What Word files are made of below paragraphs and tables: widths, lines, elements."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from grants.reports.table import Table

INK, ACCENT, HAIR = "1D2733", "12507B", "C3CCD5"

_CHARACTER = 0.165
"""Centimetres that a letter of a table takes on average, with room to spare."""


def column_widths(table: Table, cells: list[list[str]], whole: float) -> list[float]:
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


def bordered(
    of: _Cell | WordParagraph,
    *,
    top: tuple[int, str] | None = None,
    bottom: tuple[int, str] | None = None,
) -> None:
    """Lines above and below a cell or a paragraph: eighths of a point, and the colour."""
    properties: Any
    borders: Any
    if isinstance(of, _Cell):
        properties = of._tc.get_or_add_tcPr()  # noqa: SLF001
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.append(borders)
    else:
        properties = of._p.get_or_add_pPr()  # noqa: SLF001
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    for side, line in (("top", top), ("bottom", bottom)):
        if line is not None:
            element = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", str(line[0])), ("space", "3"), ("color", line[1])):
                element.set(qn(f"w:{key}"), value)
            borders.append(element)


def removed(element: Any) -> None:
    """Take an element out of what holds it."""
    element.getparent().remove(element)
