"""Cells as people read them, and where the title of a report goes."""

from datetime import date
from functools import partial
from itertools import pairwise

from grants.reports.document import Document, Letterhead
from grants.reports.locale import Locale
from grants.reports.table import Cell, Money, Percent, Table


def drawn(table: Table) -> list[list[str]]:
    """The cells of a table row by row: amounts with equal decimals, repeated words left blank."""
    locale = locale_of(table)
    draw = partial(
        drawn_cell, locale=locale, decimals=table.has_minor_units, show_currency=table.show_currency
    )
    rows = [[draw(cell) for cell in row.cells] for row in table.rows]
    for above, row in reversed(list(pairwise(rows))):
        for number, column in enumerate(table.columns):
            if column.once and row[number] == above[number]:
                row[number] = ""
    return rows


def drawn_cell(
    cell: Cell, locale: Locale, *, decimals: bool | None = None, show_currency: bool = True
) -> str:
    """A value as people read it; alone, as a sentence has it, unless a table says otherwise."""
    if cell is None:
        return ""
    if isinstance(cell, Money) and show_currency:
        return locale.money(cell.amount, cell.currency, decimals=decimals, approximate=cell.approximate)
    if isinstance(cell, Money):
        number = locale.number(cell.amount, decimals=decimals or not cell.amount.is_whole)
        return locale.about(number) if cell.approximate else number
    if isinstance(cell, Percent):
        return locale.percent(cell.value)
    if isinstance(cell, date):
        return locale.date(cell)
    return str(cell)


def locale_of(table: Table) -> Locale:
    """How the language of a table writes figures."""
    return Locale("da" if table.language == "da" else "en")


def titled(parts: list[str], report: Document, title: str) -> list[str]:
    """Blocks that are drawn, with the title before them, or below the head of a letter."""
    at = 1 if report.blocks and isinstance(report.blocks[0], Letterhead) else 0
    return [*parts[:at], title, *parts[at:]]
