"""PDF by typst: PDF/A-3a for the archive and PDF/UA-1 for everybody, the same bytes every time.

The report goes in as JSON that the template reads as text, so nothing in it is ever markup. The
files that the figures come from are attached to the PDF as its source.
"""

import json
import re
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grants.errors import RenderError
from grants.render import SourceFile, timestamp
from grants.render.chart import chart_svg
from grants.render.common import Run, drawn, nested
from grants.reports import document as doc
from grants.reports.table import Align, Table
from grants.values.glyphs import not_in_font
from grants.values.text import printable_lines

if TYPE_CHECKING:
    import typst


STANDARDS = ["a-3a", "ua-1"]

MISSING = "\N{WHITE SQUARE}"
"""Drawn for a character that the font does not have; `grants check` names its place (G504)."""

_LONG_WORD = re.compile(r"\S{30}(?=\S{10})")


def render_pdf(report: doc.Document, *, sources: Sequence[SourceFile] = ()) -> bytes:
    """Draw a document as PDF with `sources` attached; `RenderError` if the typesetter refuses."""
    import typst

    with tempfile.TemporaryDirectory(prefix="grants-") as folder:
        root = Path(folder)
        main = root / "report.typ"
        main.write_bytes(_template())
        attached = []
        for number, source in enumerate(sources):
            (root / f"source-{number}").write_bytes(source.content)
            attached.append({"name": source.name, "mime": source.mime, "file": f"source-{number}"})
        data = {**_document(report), "sources": attached}
        (root / "report.json").write_text(json.dumps(data), encoding="utf-8")
        try:
            made = compiler().compile(
                input=str(main),
                root=folder,
                format="pdf",
                pdf_standards=STANDARDS,  # type: ignore[arg-type]  # the stub wants literals
                timestamp=timestamp(report),
            )
        except typst.TypstError as fault:
            raise RenderError(f"the PDF was not made: {fault.message}") from fault
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> bytes:
    return (files("grants.render") / "templates" / "report.typ").read_bytes()


def _document(report: doc.Document) -> dict[str, Any]:
    return {
        "title": _text(report.title),
        "author": _text(report.author),
        "language": report.language,
        "page_of": report.page_of,
        "blocks": [_block(block) for block in report.blocks],
    }


def _block(block: doc.Block) -> dict[str, Any]:  # noqa: PLR0911  # a case for each kind
    match block:
        case Table():
            return _table(block)
        case doc.BarChart() | doc.LineChart():
            texts = {"title": _text(block.title), "alt": _text(block.description)}
            return {"kind": "chart", **texts, "svg": _in_font(chart_svg(block))}
        case doc.Heading(text, level):
            return {"kind": "heading", "level": min(level + 1, 6), "text": _spans(text)}
        case doc.Paragraph(text):
            return {"kind": "paragraph", "text": _spans(text)}
        case doc.ListBlock(items):
            return {"kind": "list", "runs": list(map(_run, nested(items)))}
        case doc.Facts(pairs):
            return {"kind": "facts", "pairs": _pairs(pairs)}
        case doc.Letterhead(sender, recipient, details):
            parties = {"sender": list(map(_text, sender)), "recipient": list(map(_text, recipient))}
            return {"kind": "letterhead", **parties, "details": _pairs(details)}
        case doc.Signature(labels):
            return {"kind": "signature", "labels": list(map(_text, labels))}
        case doc.PageBreak():
            return {"kind": "break"}


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[_text(label), _text(value)] for label, value in pairs]


def _run(run: Run) -> dict[str, Any]:
    entries = [{"text": _spans(e.text), "runs": list(map(_run, e.runs))} for e in run.entries]
    return {"start": run.start, "entries": entries}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": _text(table.title),
        "columns": [
            {"label": _text(c.label), "right": c.align is Align.RIGHT, "wraps": c.wraps}
            for c in table.columns
        ],
        "rows": [
            {"cells": list(map(_text, cells)), "total": row.is_total}
            for row, cells in zip(table.rows, drawn(table), strict=True)
        ],
        "notes": list(map(_text, table.notes)),
    }


def _spans(text: doc.Inline) -> list[dict[str, Any]]:
    return [{**asdict(span), "text": _text(span.text)} for span in text]


def _text(text: str) -> str:
    """Text whose every character the font has; a word too long for a line may be broken anywhere."""
    return _LONG_WORD.sub("\\g<0>\N{ZERO WIDTH SPACE}", _in_font(printable_lines(text)))


def _in_font(text: str) -> str:
    return not_in_font().sub(MISSING, text)


_OF_THREAD = threading.local()


def compiler() -> "typst.Compiler":
    """The compiler of this thread, for all its reports: it cannot compile for two threads at once."""
    import typst

    if not hasattr(_OF_THREAD, "compiler"):
        _OF_THREAD.compiler = typst.Compiler(font_paths=_fonts())
    made: typst.Compiler = _OF_THREAD.compiler
    return made


def forget_compiler() -> None:
    """Let this thread begin anew with its next report."""
    _OF_THREAD.__dict__.clear()
    _fonts.cache_clear()


@cache
def _fonts() -> "typst.Fonts":
    """The fonts of the package, which all threads read."""
    import typst

    folder = str(files("grants.render") / "fonts")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def picture(svg: str, *, ppi: int) -> bytes:
    """A drawing as PNG, with the letters of the package's own font."""
    page = (
        b'#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: "Source Sans 3")\n'
        b'#image(bytes(sys.inputs.svg), format: "svg")'
    )
    made = compiler().compile(input=page, format="png", ppi=ppi, sys_inputs={"svg": svg})
    assert isinstance(made, bytes)
    return made
