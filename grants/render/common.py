"""What several formats share: cells as people read them, lists inside lists, the place of the title."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import pairwise

from grants.reports.document import Document, Inline, Item, Letterhead
from grants.reports.speech import Speech
from grants.reports.table import Cell, Money, Percent, Table


def drawn(table: Table) -> list[list[str]]:
    """The cells of a table row by row: amounts with equal decimals, repeated words left blank."""
    say = speech_of(table)
    draw = partial(drawn_cell, say=say, decimals=table.has_minor_units, show_currency=table.show_currency)
    rows = [[draw(cell) for cell in row.cells] for row in table.rows]
    for above, row in reversed(list(pairwise(rows))):
        for number, column in enumerate(table.columns):
            if column.once and row[number] == above[number]:
                row[number] = ""
    return rows


def drawn_cell(cell: Cell, say: Speech, *, decimals: bool | None = None, show_currency: bool = True) -> str:
    """A value as people read it; alone, as a sentence has it, unless a table says otherwise."""
    if cell is None:
        return ""
    if isinstance(cell, Money) and show_currency:
        return say.money(cell.amount, cell.currency, decimals=decimals, approximate=cell.approximate)
    if isinstance(cell, Money):
        number = say.number(cell.amount, decimals=decimals or not cell.amount.is_whole)
        return say.about(number) if cell.approximate else number
    if isinstance(cell, Percent):
        return say.percent(cell.value)
    if isinstance(cell, date):
        return say.date(cell)
    return str(cell)


def speech_of(table: Table) -> Speech:
    """The words and figures of the language of a table."""
    return Speech.of("da" if table.language == "da" else "en")


def titled(parts: list[str], report: Document, title: str) -> list[str]:
    """Blocks that are drawn, with the title before them, or below the head of a letter."""
    at = 1 if report.blocks and isinstance(report.blocks[0], Letterhead) else 0
    return [*parts[:at], title, *parts[at:]]


DEEPEST = 6
"""Levels that are drawn; what is nested deeper is on the last of them."""


@dataclass(slots=True)
class Entry:
    """An item with the lists below it."""

    text: Inline
    runs: list["Run"] = field(default_factory=list)


@dataclass(slots=True)
class Run:
    """Items under each other, all bulleted, or all counted from `start`."""

    start: int | None
    entries: list[Entry] = field(default_factory=list)


def nested(items: Sequence[Item]) -> list[Run]:
    """The runs of a list; what is nested deeper goes below the item before it."""
    outer: list[Run] = []
    path: list[list[Run]] = [outer]
    for item in items:
        depth = min(item.depth, len(path) - 1, DEEPEST)
        del path[depth + 1 :]
        runs = path[depth]
        if not runs or (runs[-1].start is None) != (item.number is None):
            runs.append(Run(item.number))
        entry = Entry(item.text)
        runs[-1].entries.append(entry)
        path.append(entry.runs)
    return outer
