"""Plain text for a terminal or a mail: words wrapped, figures whole and under each other."""

import textwrap

from tabulate import SEPARATING_LINE, tabulate

from grants.render.common import drawn, titled
from grants.reports import document as doc
from grants.reports.table import Align, Table
from grants.values.text import printable, printable_lines

MIN_WORDS = 18
"""A column of words is not wrapped to less than this; the line grows longer instead."""

_GAP = 2
"""Spaces between columns, and beyond a heading, as the drawing library sets them."""


def render_text(report: Table | doc.Document, width: int = 100) -> str:
    """Draw a table or a document as plain text of at most `width` characters where words allow it."""
    if isinstance(report, Table):
        return f"{_table(report, width, report.full_title)}\n"
    title = _underlined(_clean(report.title), "=", width)
    parts = titled([_block(block, width) for block in report.blocks], report, title)
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: doc.Block, width: int) -> str:  # noqa: PLR0911  # a case for each kind
    match block:
        case Table():
            return _table(block, width, block.title)
        case doc.Heading(text, level):
            return _underlined(_words(text), "-" if level == 1 else "", width)
        case doc.Paragraph(text):
            return "\n".join(_wrapped(line, width) for line in _words(text).split("\n"))
        case doc.ListBlock(items):
            return "\n".join(
                _wrapped(_words(item.text), width, "  " * item.depth + _marker(item.number)) for item in items
            )
        case doc.Facts(pairs):
            return _facts(pairs, width)
        case doc.Letterhead(sender, recipient, details):
            parts = ["\n".join(map(_clean, lines)) for lines in (sender, recipient)]
            return "\n\n".join(part for part in (*parts, _facts(details, width)) if part)
        case doc.BarChart() | doc.LineChart():
            return "\n".join(_wrapped(_clean(text), width) for text in (block.title, block.description))
        case doc.PageBreak():
            return "-" * min(40, width)
        case doc.Signature(labels):
            line = "_" * min(40, width)
            return "\n\n".join(f"\n{line}\n{label}" for label in labels).lstrip("\n")


def _facts(pairs: tuple[tuple[str, str], ...], width: int) -> str:
    longest = max((len(label) for label, _ in pairs), default=0)
    return "\n".join(
        _wrapped(_clean(value), width, f"{label + ':':<{longest + 2}}") for label, value in pairs
    )


def _table(table: Table, width: int, title: str) -> str:
    notes = [_wrapped(_clean(note), width) for note in table.notes]
    lines = _table_lines(table, width)
    return "\n".join([_wrapped(_clean(title), width), "", *lines, *([""] if notes else []), *notes])


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


def _words(text: doc.Inline) -> str:
    """The words, with the address of a link behind them."""
    shown = ""
    for position, span in enumerate(text):
        shown += span.text
        following = text[position + 1] if position + 1 < len(text) else None
        if span.href and (following is None or following.href != span.href):
            shown += "" if span.text == span.href else f" ({span.href})"
    return printable_lines(shown)


def _table_lines(table: Table, width: int) -> list[str]:
    """The lines of a table without its title and notes.

    Where the figures need more than `width`, as many columns as fit are side by side, and the
    others follow below with the columns of words repeated.
    """
    headings = [_clean(column.label) for column in table.columns]
    cells = [[_clean(text) for text in row] for row in drawn(table)]
    natural, least = [], []
    for number, column in enumerate(table.columns):
        texts = [row[number] for row in cells]
        natural.append(max([len(headings[number]) + _GAP, *map(len, texts)]))
        words = [len(word) for text in texts for word in text.split()]
        least.append(max([MIN_WORDS, *words]) if column.wraps else natural[number])
    lines: list[str] = []
    for part in _side_by_side(table, least, width):
        lines += [""] if lines else []
        lines += _drawn_part(table, [headings, *cells], part, _bounds(natural, least, part, width))
    return lines


def _drawn_part(table: Table, texts: list[list[str]], part: list[int], bounds: list[int | None]) -> list[str]:
    """The columns of one part as lines; the first row of `texts` are the headings."""
    headings, *cells = [[row[number] for number in part] for row in texts]
    rows: list[list[str] | str] = []
    was_total = False
    for row, shown in zip(table.rows, cells, strict=True):
        if row.is_total and not was_total:
            rows.append(SEPARATING_LINE)
        rows.append(shown)
        was_total = row.is_total
    drawing = tabulate(
        rows,
        headers=headings,
        tablefmt="simple",
        disable_numparse=True,
        colalign=[str(table.columns[number].align) for number in part],
        maxcolwidths=bounds,
    )
    return [line.rstrip() for line in drawing.split("\n")]


def _side_by_side(table: Table, least: list[int], width: int) -> list[list[int]]:
    """Which columns are side by side: all of them, or the words with as many figures as fit."""
    everything = list(range(len(table.columns)))
    words = [n for n in everything if table.columns[n].align is Align.LEFT]
    if words != everything[: len(words)]:
        return [everything]
    parts = [list(words)]
    for number in everything[len(words) :]:
        taken = sum(least[n] + _GAP for n in parts[-1])
        if len(parts[-1]) > len(words) and taken + least[number] > width:
            parts.append(list(words))
        parts[-1].append(number)
    return parts


def _bounds(natural: list[int], least: list[int], part: list[int], width: int) -> list[int | None]:
    """How wide each column of a part may be, None for no bound, so that figures are never broken."""
    spare = width - sum(natural[number] for number in part) - _GAP * (len(part) - 1)
    bounds: dict[int, int] = {}
    for number in sorted(part, key=lambda n: -natural[n]):
        fitting = max(least[number], natural[number] + spare)
        if fitting < natural[number]:
            spare += natural[number] - fitting
            bounds[number] = fitting
    return [bounds.get(number) for number in part]


def _clean(text: str) -> str:
    return printable(text.replace("\n", " "))
