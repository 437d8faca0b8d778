"""A table in plain text: words wrapped, figures whole, and more columns than fit one under the other."""

from tabulate import SEPARATING_LINE, tabulate

from grants.render.cells import drawn
from grants.reports.table import Align, Table
from grants.values.text import printable

MIN_WORDS = 18
"""A column of words is not wrapped to less than this; the line grows longer instead."""

_GAP = 2
"""Spaces between columns, and beyond a heading, as the drawing library sets them."""


def table_lines(table: Table, width: int) -> list[str]:
    """The lines of a table without its title and notes.

    Where the figures need more than `width`, as many columns as fit stand side by side, and the
    others follow below with the columns of words repeated.
    """
    headings = [_clean(column.label) for column in table.columns]
    cells = [[_clean(text) for text in row] for row in drawn(table)]
    parts = _side_by_side(table, headings, cells, width)
    lines: list[str] = []
    for part in parts:
        lines += [*([""] if lines else []), *_draw(table, headings, cells, part, width)]
    return lines


def _draw(
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
        maxcolwidths=_widths(table, headings, cells, part, width),
    )
    return [line.rstrip() for line in drawing.split("\n")]


def _side_by_side(table: Table, headings: list[str], cells: list[list[str]], width: int) -> list[list[int]]:
    """Which columns stand side by side: all of them, or the words with as many figures as fit."""
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


def _widths(
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
