"""Markdown that reads the same when it is drawn: nothing in a user's text becomes markup."""

import re

from grants.render.cells import drawn, titled
from grants.reports.document import (
    BarChart,
    Block,
    Document,
    Facts,
    Heading,
    Inline,
    Letterhead,
    LineChart,
    ListBlock,
    PageBreak,
    Paragraph,
    Signature,
    Span,
)
from grants.reports.table import Align, Table
from grants.values.text import printable_lines

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
_MARKUP_AT_START = re.compile(r"(?m)^( *)(?:([#+=-])|(\d+)([.)]))")


def render_markdown(report: Table | Document) -> str:
    """Draw a table or a document as CommonMark with pipe tables."""
    if isinstance(report, Table):
        return f"{_table(report, report.full_title)}\n"
    parts = titled(list(map(_block, report.blocks)), report, f"# {_escaped(report.title)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:  # noqa: PLR0911  # a case for each kind
    if isinstance(block, Table):
        return _table(block, block.title)
    if isinstance(block, Heading):
        return f"{'#' * min(block.level + 1, 6)} {_inline(block.text)}".replace("\n", " ")
    if isinstance(block, Paragraph):
        return _line_breaks(_at_start(_inline(block.text)))
    if isinstance(block, ListBlock):
        return "\n".join(_item(item.text, item.depth, item.number) for item in block.items)
    if isinstance(block, Facts):
        return _facts(block.pairs)
    if isinstance(block, Letterhead):
        lines = [
            "\\\n".join(_at_start(_escaped(line)) for line in part)
            for part in (block.sender, block.recipient)
        ]
        return "\n\n".join(part for part in (*lines, _facts(block.details)) if part)
    if isinstance(block, BarChart | LineChart):
        return f"**{_escaped(block.title)}**\n\n{_at_start(_escaped(block.description))}"
    if isinstance(block, PageBreak):
        return "---"
    return _signature(block)


def _facts(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"- **{_escaped(label)}:** {_escaped(value)}" for label, value in pairs)


def _item(text: Inline, depth: int, number: int | None) -> str:
    indent = "    " * depth
    marker = "- " if number is None else f"{number}. "
    inner = indent + " " * len(marker)
    return indent + marker + _at_start(_inline(text)).replace("\n", f"\\\n{inner}")


def _table(table: Table, title: str) -> str:
    headings = [_escaped(column.label) for column in table.columns]
    rules = ["---:" if column.align is Align.RIGHT else "---" for column in table.columns]
    lines = [_row(headings), _row(rules)]
    for row, cells in zip(table.rows, drawn(table), strict=True):
        texts = [_escaped(cell) for cell in cells]
        lines.append(_row([f"**{text}**" if text and row.is_total else text for text in texts]))
    parts = [f"**{_escaped(title)}**", "\n".join(lines), *map(_escaped, table.notes)]
    return "\n\n".join(parts)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _signature(block: Signature) -> str:
    return "\n\n".join(f"{label}: {'. ' * 30}".rstrip() for label in block.labels)


def _inline(text: Inline) -> str:
    return "".join(map(_span, text))


def _span(span: Span) -> str:
    if span.code:
        fence = "`" * (max((len(run) for run in re.findall("`+", span.text)), default=0) + 1)
        return f"{fence} {printable_lines(span.text)} {fence}".replace("\n", " ")
    words = _escaped_lines(span.text)
    for mark, is_on in (("*", span.emphasis), ("**", span.strong)):
        inner = words.strip()
        if is_on and inner:
            before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
            words = f"{before}{mark}{inner}{mark}{after}"
    return f"[{words}](<{span.href}>)" if span.href else words


def _escaped(text: str) -> str:
    return _escaped_lines(text.replace("\n", " "))


def _escaped_lines(text: str) -> str:
    return _MARKUP.sub(r"\\\1", printable_lines(text))


def _at_start(text: str) -> str:
    """Escape what means a list or a heading only where a line begins."""
    return _MARKUP_AT_START.sub(lambda m: m[1] + (f"\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}"), text)


def _line_breaks(text: str) -> str:
    return text.replace("\n", "\\\n")
