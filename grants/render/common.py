"""What several formats share: cells as people read them, lists inside lists, the place of the title."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from grants.reports.cells import drawn, drawn_cell, speech_of
from grants.reports.document import Document, Inline, Item, Letterhead

__all__ = ["DEEPEST", "Entry", "Run", "drawn", "drawn_cell", "nested", "speech_of", "titled"]


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
