"""Cells as people read them, and where the title of a report stands."""

from datetime import date
from functools import partial
from itertools import pairwise

from grants.reports.document import Document, Letterhead
from grants.reports.locale import Locale
from grants.reports.table import Cell, Money, Percent, Table


def drawn(table: Table) -> list[list[str]]:
    """The cells of a table row by row: amounts with equal decimals, repeated words left blank."""
    locale = Locale("da" if table.language == "da" else "en")
    draw = partial(_drawn, table=table, locale=locale, decimals=table.has_minor_units)
    rows = [[draw(cell) for cell in row.cells] for row in table.rows]
    for above, row in reversed(list(pairwise(rows))):
        for number, column in enumerate(table.columns):
            if column.once and row[number] == above[number]:
                row[number] = ""
    return rows


def _drawn(cell: Cell, table: Table, locale: Locale, *, decimals: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        if table.show_currency:
            return locale.money(cell.amount, cell.currency, decimals=decimals, approximate=cell.approximate)
        number = locale.number(cell.amount, decimals=decimals)
        return locale.about(number) if cell.approximate else number
    return drawn_cell(cell, locale)


def drawn_cell(cell: Cell, locale: Locale) -> str:
    """A value alone, as a sentence has it."""
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return locale.money(cell.amount, cell.currency, approximate=cell.approximate)
    if isinstance(cell, Percent):
        return locale.percent(cell.value)
    if isinstance(cell, date):
        return locale.date(cell)
    return str(cell)


def titled(parts: list[str], report: Document, title: str) -> list[str]:
    """Blocks that are drawn, with the title before them, or below the head of a letter."""
    at = 1 if report.blocks and isinstance(report.blocks[0], Letterhead) else 0
    return [*parts[:at], title, *parts[at:]]
