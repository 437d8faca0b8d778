"""Plain text for a terminal or a mail: wrapped to a width, figures under each other."""

import textwrap

from grants.render.cells import titled
from grants.render.text_table import MIN_WORDS, table_lines
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
    words_of,
)
from grants.reports.table import Table
from grants.values.text import printable


def render_text(report: Table | Document, width: int = 100) -> str:
    """Draw a table or a document as plain text of at most `width` characters where words allow it."""
    if isinstance(report, Table):
        return f"{_table(report, width, report.full_title)}\n"
    title = _underlined(_clean(report.title), "=", width)
    parts = titled([_block(block, width) for block in report.blocks], report, title)
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, width: int) -> str:  # noqa: PLR0911  # a case for each kind
    if isinstance(block, Table):
        return _table(block, width, block.title)
    if isinstance(block, Heading):
        return _underlined(_words(block.text), "-" if block.level == 1 else "", width)
    if isinstance(block, Paragraph):
        return "\n".join(_wrapped(line, width) for line in _words(block.text).split("\n"))
    if isinstance(block, ListBlock):
        return "\n".join(
            _wrapped(_words(item.text), width, "  " * item.depth + _marker(item.number))
            for item in block.items
        )
    if isinstance(block, Facts):
        return _facts(block.pairs, width)
    if isinstance(block, Letterhead):
        parts = ["\n".join(map(_clean, block.sender)), "\n".join(map(_clean, block.recipient))]
        return "\n\n".join(part for part in (*parts, _facts(block.details, width)) if part)
    if isinstance(block, BarChart | LineChart):
        return "\n".join((_wrapped(_clean(block.title), width), _wrapped(_clean(block.description), width)))
    if isinstance(block, PageBreak):
        return "-" * min(40, width)
    return _signature(block, width)


def _facts(pairs: tuple[tuple[str, str], ...], width: int) -> str:
    longest = max((len(label) for label, _ in pairs), default=0)
    return "\n".join(
        _wrapped(_clean(value), width, f"{label + ':':<{longest + 2}}") for label, value in pairs
    )


def _table(table: Table, width: int, title: str) -> str:
    notes = [_wrapped(_clean(note), width) for note in table.notes]
    lines = table_lines(table, width)
    return "\n".join([_wrapped(_clean(title), width), "", *lines, *([""] if notes else []), *notes])


def _signature(block: Signature, width: int) -> str:
    line = "_" * min(40, width)
    return "\n\n".join(f"\n{line}\n{label}" for label in block.labels).lstrip("\n")


def _underlined(text: str, line: str, width: int) -> str:
    wrapped = _wrapped(text, width)
    longest = max(len(part) for part in wrapped.split("\n"))
    return f"{wrapped}\n{line * longest}".rstrip("\n")


def _wrapped(text: str, width: int, first: str = "") -> str:
    return "\n".join(
        textwrap.wrap(
            text,
            width=max(width, len(first) + MIN_WORDS),
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _marker(number: int | None) -> str:
    return "- " if number is None else f"{number}. "


def _words(text: Inline) -> str:
    """The words, with the address of a link behind them."""
    shown = ""
    for position, span in enumerate(text):
        shown += span.text
        following = text[position + 1] if position + 1 < len(text) else None
        if span.href and (following is None or following.href != span.href):
            shown += "" if words_of((span,)) == span.href else f" ({span.href})"
    return "\n".join(map(printable, shown.split("\n")))


def _clean(text: str) -> str:
    return printable(text.replace("\n", " "))
