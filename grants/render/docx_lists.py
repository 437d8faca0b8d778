"""Lists of a Word file: real numbering, which begins anew with every list."""

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.text.paragraph import Paragraph as WordParagraph

if TYPE_CHECKING:
    from docx.document import Document as Word

_LEVELS = 4
_BULLETS = "\u2022\u2013\u2022\u2013"


class Lists:
    """The numbering definitions of a Word file, with those that a report adds."""

    def __init__(self, word: "Word") -> None:
        self.element = _numbering(word)
        self.templates: dict[bool, str] = {}

    def started(self, start: int | None) -> str:
        """A new list, bulleted or counted from `start`; gives its id."""
        counted = start is not None
        if counted not in self.templates:
            self.templates[counted] = self._template(counted=counted)
        taken = [int(num.get(qn("w:numId"))) for num in self.element.findall(qn("w:num"))]
        number = str(max(taken, default=0) + 1)
        num = made("w:num", numId=number)
        num.append(made("w:abstractNumId", val=self.templates[counted]))
        for level in range(_LEVELS if counted else 0):
            override = made("w:lvlOverride", ilvl=str(level))
            override.append(made("w:startOverride", val=str(start if level == 0 else 1)))
            num.append(override)
        self.element.append(num)
        return number

    def join(self, paragraph: WordParagraph, number: str, depth: int) -> None:
        """Make a paragraph an item of a list, `depth` levels deep."""
        element: Any = paragraph._p  # noqa: SLF001
        properties = element.get_or_add_pPr().get_or_add_numPr()
        properties.append(made("w:ilvl", val=str(min(depth, _LEVELS - 1))))
        properties.append(made("w:numId", val=number))

    def _template(self, *, counted: bool) -> str:
        existing = self.element.findall(qn("w:abstractNum"))
        taken = [int(one.get(qn("w:abstractNumId"))) for one in existing]
        number = str(max(taken, default=-1) + 1)
        template = made("w:abstractNum", abstractNumId=number)
        template.append(made("w:multiLevelType", val="hybridMultilevel"))
        for level in range(_LEVELS):
            drawn = made("w:lvl", ilvl=str(level))
            drawn.append(made("w:start", val="1"))
            drawn.append(made("w:numFmt", val="decimal" if counted else "bullet"))
            drawn.append(made("w:lvlText", val=f"%{level + 1}." if counted else _BULLETS[level]))
            drawn.append(made("w:lvlJc", val="left"))
            place = OxmlElement("w:pPr")
            place.append(made("w:ind", left=str(397 * (level + 1)), hanging="340"))
            drawn.append(place)
            template.append(drawn)
        self.element.insert(len(existing), template)
        return number


def _numbering(word: "Word") -> Any:
    """The numbering part of a file; a letterhead without lists gets one."""
    try:
        return word.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element  # type: ignore[attr-defined]
    except KeyError:
        element = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        name = PackURI("/word/numbering.xml")
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, element, word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return element


def made(tag: str, **attributes: str) -> Any:
    """An element of Word with its attributes."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
