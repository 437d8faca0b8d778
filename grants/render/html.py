"""HTML: one file that needs nothing else, on a screen, a phone or paper."""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from grants.render.chart import chart_svg
from grants.render.common import drawn, nested
from grants.reports.document import BarChart, Block, Document, LineChart, ListBlock
from grants.reports.table import Align, Table
from grants.values.text import printable_lines

if TYPE_CHECKING:
    from jinja2 import Template

FONT = "system-ui, sans-serif"

WIDE, NARROW = 680, 320
"""Pixels of a chart on paper and on a screen, and on a phone."""


def render_html(report: Document) -> str:
    """Draw a document as a page of HTML; every text in it is text, whatever it looks like."""
    blocks = [_block(block, number) for number, block in enumerate(report.blocks)]
    page_of = [part.strip() for part in re.split(r"\{pages?\}", report.page_of)]
    return _template().render(report=report, blocks=blocks, page_of=page_of) + "\n"


def _block(block: Block, number: int) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Table):
        rows = [
            {"cells": cells, "is_total": row.is_total}
            for row, cells in zip(block.rows, drawn(block), strict=True)
        ]
        sides = ["figure" if column.align is Align.RIGHT else "words" for column in block.columns]
        return {"kind": kind, "block": block, "rows": rows, "sides": sides}
    if isinstance(block, BarChart | LineChart):
        from markupsafe import Markup

        wide = chart_svg(block, width=WIDE, prefix=f"chart-{number}", font=FONT)
        narrow = chart_svg(block, width=NARROW, prefix=f"small-chart-{number}", font=FONT)
        # The drawing escapes its own texts; nothing of a user's is markup in it.
        return {"kind": "chart", "block": block, "wide": Markup(wide), "narrow": Markup(narrow)}  # noqa: S704
    if isinstance(block, ListBlock):
        return {"kind": kind, "runs": nested(block.items)}
    return {"kind": kind, "block": block}


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["shown"] = printable_lines
    source = (files("grants.render") / "templates" / "report.html").read_text(encoding="utf-8")
    return environment.from_string(source)
