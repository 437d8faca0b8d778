"""Excel forms: cells that have a field's name, or `{{ tags }}` in their text, are filled.

Only those cells are written, in the file's own XML: formulas, charts, pictures, formats and all the
rest stay as they are, which no library that loads and saves a workbook can promise. Formulas are
worked out anew when the file is opened.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from grants.errors import FormError
from grants.forms.tags import check_names, shown
from grants.render.office import check_package, zipped_again
from grants.reports.fields import Fields
from grants.reports.speech import Speech
from grants.reports.table import Cell, Money, Percent

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TAG = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BROKEN = re.compile(r"\{\{|\}\}|\{%|%\}")
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ROW_OF = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell that is filled: its sheet, where it is, and its text with tags or the name it has."""

    sheet: str
    place: str
    text: str


def excel_names(content: bytes, fields: Fields, form: str) -> list[str]:
    """The fields that a form asks for; `FormError` if it is broken or asks for none."""
    slots = _Book(content, form).slots(fields)
    return list(dict.fromkeys(name for slot in slots for name in _TAG.findall(slot.text)))


def fill_excel(content: bytes, fields: Fields, form: str) -> bytes:
    """The form with its cells filled: amounts as numbers, everything else as text, never a formula."""
    book = _Book(content, form)
    for slot in book.slots(fields):
        book.write(slot, fields)
    return book.saved()


class _Book:
    """The parts of a workbook as XML, read when asked for."""

    def __init__(self, content: bytes, form: str) -> None:
        check_package(content, ".xlsx", form)
        self.form = form
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.trees: dict[str, Any] = {}
        self.changed = {"xl/workbook.xml"}
        self.sheets = dict(self._sheets())
        self.shared = list(self._shared())
        self.percents = self._percent_styles()

    def slots(self, fields: Fields) -> list[_Slot]:
        """Every cell that has a tag in its text, or the name of a field; `FormError` for none.

        A defined name that is no field is the form's own and left alone.
        """
        found: dict[tuple[str, str], _Slot] = {}
        for name, sheet, place in self._names():
            if name in fields.values:
                found[sheet, place] = _Slot(sheet, place, f"{{{{ {name} }}}}")
        for sheet in self.sheets:
            for place, cell in self._cells(sheet).items():
                text = self._text(cell)
                if _BROKEN.search(_TAG.sub("", text)):
                    raise FormError(f"{self.form}: {sheet}!{place} has a broken tag: {text[:80]!r}")
                if _TAG.search(text):
                    found[sheet, place] = _Slot(sheet, place, text)
        if not found:
            raise FormError(
                f"{self.form} asks for no field; name a cell after one, such as award.amount, or write "
                "{{ award.amount }} into it"
            )
        names = [name for slot in found.values() for name in _TAG.findall(slot.text)]
        check_names([name for name in names if name not in fields.values], fields, self.form)
        return list(found.values())

    def write(self, slot: _Slot, fields: Fields) -> None:
        """Fill one cell. A cell that holds a formula keeps it: the form works that out itself."""
        cell = self._cell(slot.sheet, slot.place)
        if cell.find(f"{{{_MAIN}}}f") is not None:
            return
        self.changed.add(self.sheets[slot.sheet])
        tags = _TAG.findall(slot.text)
        alone = _TAG.fullmatch(slot.text.strip())
        value: Cell = fields.values[tags[0]] if alone else None
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        number = self._number(value, cell)
        if number is not None:
            etree.SubElement(cell, f"{{{_MAIN}}}v").text = f"{number:f}"
            return
        say = Speech.of(fields.language)
        text = _TAG.sub(lambda found: shown(fields.values[found[1]], say), slot.text)
        if text:
            cell.set("t", "inlineStr")
            holder = etree.SubElement(etree.SubElement(cell, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t")
            holder.text = text
            holder.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def saved(self) -> bytes:
        """The package with what was filled, its formulas to be worked out when it is opened."""
        for sheet in self.sheets.values():
            for formula in list(self._tree(sheet).iter(f"{{{_MAIN}}}f")):
                cell = formula.getparent()
                for cached in cell.findall(f"{{{_MAIN}}}v"):
                    cell.remove(cached)
                    self.changed.add(sheet)
        book = self._tree("xl/workbook.xml")
        calculation = book.find(f"{{{_MAIN}}}calcPr")
        if calculation is None:
            calculation = etree.Element(f"{{{_MAIN}}}calcPr")
            before = [f"{{{_MAIN}}}{tag}" for tag in ("definedNames", "externalReferences", "sheets")]
            anchor = next(book.find(tag) for tag in before if book.find(tag) is not None)
            anchor.addnext(calculation)
        calculation.set("fullCalcOnLoad", "1")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                if name in self.changed:
                    content = etree.tostring(  # noqa: PLW2901  # the part as it is filled
                        self.trees[name], xml_declaration=True, encoding="UTF-8", standalone=True
                    )
                package.writestr(name, content)
        return zipped_again(stream.getvalue())

    def _number(self, value: Cell, cell: Any) -> Decimal | None:
        """A value that a cell holds as a number; a percentage as its format wants it."""
        if isinstance(value, Money):
            return value.amount.decimal
        if isinstance(value, Percent):
            is_percent = int(cell.get("s", "0")) in self.percents
            return value.value.scaleb(-2) if is_percent else value.value
        return Decimal(value) if isinstance(value, int) else None

    def _tree(self, name: str) -> Any:
        if name not in self.trees:
            if name not in self.parts:
                raise FormError(f"{self.form} is damaged: it lacks its part {name}")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            try:
                self.trees[name] = etree.fromstring(self.parts[name], parser)
            except etree.XMLSyntaxError as fault:
                raise FormError(f"{self.form} is damaged: {name}: {fault}") from None
        return self.trees[name]

    def _sheets(self) -> Iterator[tuple[str, str]]:
        """Each sheet's name and its part."""
        links = self._tree("xl/_rels/workbook.xml.rels")
        targets = {link.get("Id"): link.get("Target") for link in links}
        for sheet in self._tree("xl/workbook.xml").iter(f"{{{_MAIN}}}sheet"):
            target = targets.get(sheet.get(f"{{{_RELATION}}}id"), "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if "worksheets/" in path:
                yield sheet.get("name"), path

    def _shared(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self.parts:
            for entry in self._tree("xl/sharedStrings.xml").iter(f"{{{_MAIN}}}si"):
                yield _words(entry)

    def _percent_styles(self) -> set[int]:
        """The styles of cells that show a fraction as a percentage."""
        if "xl/styles.xml" not in self.parts:
            return set()
        styles = self._tree("xl/styles.xml")
        formats = {f.get("numFmtId"): f.get("formatCode", "") for f in styles.iter(f"{{{_MAIN}}}numFmt")}
        formats |= {"9": "0%", "10": "0.00%"}
        cells = styles.find(f"{{{_MAIN}}}cellXfs")
        return {
            number
            for number, style in enumerate(() if cells is None else cells)
            if "%" in formats.get(style.get("numFmtId"), "")
        }

    def _names(self) -> Iterator[tuple[str, str, str]]:
        """Names of single cells: the name, its sheet, its place."""
        for entry in self._tree("xl/workbook.xml").iter(f"{{{_MAIN}}}definedName"):
            place = _PLACE.fullmatch(entry.text or "")
            name = entry.get("name", "")
            if place is not None and not name.startswith("_xlnm"):
                sheet = (place[1] or place[2]).replace("''", "'")
                if sheet in self.sheets:
                    yield name, sheet, f"{place[3]}{place[4]}"

    def _cells(self, sheet: str) -> dict[str, Any]:
        return {cell.get("r"): cell for cell in self._tree(self.sheets[sheet]).iter(f"{{{_MAIN}}}c")}

    def _cell(self, sheet: str, place: str) -> Any:
        """The cell at a place, made in its order if the sheet has none there yet."""
        found = self._cells(sheet).get(place)
        if found is not None:
            return found
        rows = self._tree(self.sheets[sheet]).find(f"{{{_MAIN}}}sheetData")
        number = int(_ROW_OF.findall(place)[0])
        row = _in_order(rows, "row", str(number), lambda r: int(r.get("r", "0")) > number)
        return _in_order(row, "c", place, lambda c: _column(c.get("r", "A1")) > _column(place))

    def _text(self, cell: Any) -> str:
        kind = cell.get("t")
        if kind == "inlineStr":
            return _words(cell)
        value = cell.findtext(f"{{{_MAIN}}}v") or ""
        if kind == "s" and value.isdigit() and int(value) < len(self.shared):
            return self.shared[int(value)]
        return value if kind == "str" else ""


def _in_order(parent: Any, tag: str, place: str, is_after: Any) -> Any:
    """The child at a place; a new one goes before the first that comes after it."""
    for child in parent:
        if child.get("r") == place:
            return child
    made = etree.Element(f"{{{_MAIN}}}{tag}", r=place)
    following = next((child for child in parent if is_after(child)), None)
    if following is None:
        parent.append(made)
    else:
        following.addprevious(made)
    return made


def _column(place: str) -> int:
    """The number of a column: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in re.sub("[0-9]", "", place):
        number = number * 26 + ord(letter) - 64
    return number


def _words(entry: Any) -> str:
    """The text of all runs; what only says how to pronounce it is none."""
    return "".join(
        t.text or "" for t in entry.iter(f"{{{_MAIN}}}t") if t.getparent().tag != f"{{{_MAIN}}}rPh"
    )
