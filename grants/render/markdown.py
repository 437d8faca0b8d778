"""Markdown that reads the same when it is drawn: nothing in a user's text becomes markup."""

import re

from grants.render.common import drawn, titled
from grants.reports import document as doc
from grants.reports.table import Align, Table
from grants.values.text import printable_lines

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
_MARKUP_AT_START = re.compile(r"(?m)^( *)(?:([#+=-])|(\d+)([.)]))")


def render_markdown(report: Table | doc.Document) -> str:
    """Draw a table or a document as CommonMark with pipe tables."""
    if isinstance(report, Table):
        return f"{_table(report, report.full_title)}\n"
    parts = titled(list(map(_block, report.blocks)), report, f"# {_escaped(report.title)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: doc.Block) -> str:  # noqa: PLR0911  # a case for each kind
    match block:
        case Table():
            return _table(block, block.title)
        case doc.Heading(text, level):
            return f"{'#' * min(level + 1, 6)} {_inline(text)}".replace("\n", " ")
        case doc.Paragraph(text):
            return _at_start(_inline(text)).replace("\n", "\\\n")
        case doc.ListBlock(items):
            return "\n".join(map(_item, items))
        case doc.Facts(pairs):
            return _facts(pairs)
        case doc.Letterhead(sender, recipient, details):
            parts = ["\\\n".join(_at_start(_escaped(line)) for line in part) for part in (sender, recipient)]
            return "\n\n".join(part for part in (*parts, _facts(details)) if part)
        case doc.BarChart() | doc.LineChart():
            return f"**{_escaped(block.title)}**\n\n{_at_start(_escaped(block.description))}"
        case doc.PageBreak():
            return "---"
        case doc.Signature(labels):
            return "\n\n".join(f"{label}: {'. ' * 30}".rstrip() for label in labels)


def _facts(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"- **{_escaped(label)}:** {_escaped(value)}" for label, value in pairs)


def _item(item: doc.Item) -> str:
    indent = "    " * item.depth
    marker = "- " if item.number is None else f"{item.number}. "
    inner = indent + " " * len(marker)
    return indent + marker + _at_start(_inline(item.text)).replace("\n", f"\\\n{inner}")


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


def _inline(text: doc.Inline) -> str:
    return "".join(map(_span, text))


def _span(span: doc.Span) -> str:
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
