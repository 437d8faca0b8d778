"""The cells of a table as people read them, in its language."""

from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from grants.reports.speech import Speech
from grants.values.html import html_table

if TYPE_CHECKING:
    from grants.reports.table import Cell, Table


def drawn(table: "Table") -> list[list[str]]:
    """The cells of a table row by row: amounts with equal decimals, repeated words left blank."""
    say = speech_of(table)
    draw = partial(drawn_cell, say=say, decimals=table.has_minor_units, show_currency=table.show_currency)
    rows = [[draw(cell) for cell in row.cells] for row in table.rows]
    for above, row in reversed(list(pairwise(rows))):
        for number, column in enumerate(table.columns):
            if column.once and row[number] == above[number]:
                row[number] = ""
    return rows


def drawn_cell(cell: "Cell", say: Speech, *, decimals: bool | None = None, show_currency: bool = True) -> str:
    """A value as people read it; alone, as a sentence has it, unless a table says otherwise."""
    from grants.reports.table import Money, Percent

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


def speech_of(table: "Table") -> Speech:
    """The words and figures of the language of a table."""
    return Speech.of("da" if table.language == "da" else "en")


def table_html(table: "Table") -> str:
    """A table as HTML for notebooks, with its title, notes and totals; every text in it is text."""
    sides = [str(column.align) for column in table.columns]
    rows = list(zip(drawn(table), (row.is_total for row in table.rows), strict=True))
    title = f"{table.mark}: {table.full_title}" if table.mark else table.full_title
    return html_table(title, [column.label for column in table.columns], sides, rows, table.notes)
