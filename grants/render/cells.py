"""Cells as people read them."""

from datetime import date

from grants.reports.locale import Locale
from grants.reports.table import Cell, Money, Percent, Table


def drawn(table: Table) -> list[list[str]]:
    """The cells of a table row by row, all amounts with the same number of decimals."""
    locale = Locale("da" if table.language == "da" else "en")
    return [[_drawn(cell, table, locale) for cell in row.cells] for row in table.rows]


def _drawn(cell: Cell, table: Table, locale: Locale) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        decimals = table.has_minor_units
        if table.show_currency:
            return locale.money(cell.amount, cell.currency, decimals=decimals, approximate=cell.approximate)
        number = locale.number(cell.amount, decimals=decimals)
        return locale.about(number) if cell.approximate else number
    if isinstance(cell, Percent):
        return locale.percent(cell.value)
    if isinstance(cell, date):
        return locale.date(cell)
    return str(cell)
