"""Plain text for a terminal or a mail: words wrapped, figures whole and under each other."""

import textwrap

from tabulate import SEPARATING_LINE, tabulate

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
    words_of,
)
from grants.reports.table import Align, Table
from grants.values.text import printable, printable_lines

MIN_WORDS = 18
"""A column of words is not wrapped to less than this; the line grows longer instead."""

_GAP = 2
"""Spaces between columns, and beyond a heading, as the drawing library sets them."""


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
        parts = [
            "\n".join(map(_clean, block.sender)),
            "\n".join(map(_clean, block.recipient)),
        ]
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
    lines = _table_lines(table, width)
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
    return printable_lines(shown)


def _table_lines(table: Table, width: int) -> list[str]:
    """The lines of a table without its title and notes.

    Where the figures need more than `width`, as many columns as fit are side by side, and the
    others follow below with the columns of words repeated.
    """
    headings = [_clean(column.label) for column in table.columns]
    cells = [[_clean(text) for text in row] for row in drawn(table)]
    parts = _side_by_side(table, headings, cells, width)
    lines: list[str] = []
    for part in parts:
        lines += [*([""] if lines else []), *_drawn_part(table, headings, cells, part, width)]
    return lines


def _drawn_part(
    table: Table, headings: list[str], cells: list[list[str]], part: list[int], width: int
) -> list[str]:
    """The columns of one part as lines."""
    rows: list[list[str] | str] = []
    for position, (row, texts) in enumerate(zip(table.rows, cells, strict=True)):
        if row.is_total and (position == 0 or not table.rows[position - 1].is_total):
            rows.append(SEPARATING_LINE)
        rows.append([texts[number] for number in part])
    drawing = tabulate(
        rows,
        headers=[headings[number] for number in part],
        tablefmt="simple",
        disable_numparse=True,
        colalign=[str(table.columns[number].align) for number in part],
        maxcolwidths=_bounds(table, headings, cells, part, width),
    )
    return [line.rstrip() for line in drawing.split("\n")]


def _side_by_side(table: Table, headings: list[str], cells: list[list[str]], width: int) -> list[list[int]]:
    """Which columns are side by side: all of them, or the words with as many figures as fit."""
    everything = list(range(len(headings)))
    words = [n for n in everything if table.columns[n].align is Align.LEFT]
    if words != everything[: len(words)]:
        return [everything]
    least = [
        _least_width(cells, n) if table.columns[n].wraps else _width(headings, cells, n) for n in everything
    ]
    parts = [list(words)]
    for number in everything[len(words) :]:
        taken = sum(least[n] + _GAP for n in parts[-1])
        if len(parts[-1]) > len(words) and taken + least[number] > width:
            parts.append(list(words))
        parts[-1].append(number)
    return parts


def _bounds(
    table: Table, headings: list[str], cells: list[list[str]], part: list[int], width: int
) -> list[int | None]:
    """How wide each column of words may be, None for no bound, so that figures are never broken."""
    natural = {number: _width(headings, cells, number) for number in part}
    spare = width - sum(natural.values()) - _GAP * (len(part) - 1)
    bounds: dict[int, int] = {}
    for number in sorted(part, key=lambda n: -natural[n]):
        if spare < 0 and table.columns[number].wraps:
            fitting = max(_least_width(cells, number), natural[number] + spare)
            if fitting < natural[number]:
                spare += natural[number] - fitting
                bounds[number] = fitting
    return [bounds.get(number) for number in part]


def _width(headings: list[str], cells: list[list[str]], number: int) -> int:
    return max([len(headings[number]) + _GAP, *(len(row[number]) for row in cells)])


def _least_width(cells: list[list[str]], number: int) -> int:
    """The width that breaks no word."""
    return max([MIN_WORDS, *(len(word) for row in cells for word in row[number].split())])


def _clean(text: str) -> str:
    return printable(text.replace("\n", " "))
