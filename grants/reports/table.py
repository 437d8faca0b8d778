"""Tables: typed cells in labelled columns, with what programs read beside what people read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from grants.values.money import Amount
from grants.values.periods import Period


class Align(StrEnum):
    """Text stands left, figures stand right."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in `currency`; `approximate` marks what the source itself calls approximate."""

    amount: Amount
    currency: str
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage with two places."""

    value: Decimal


Cell = str | int | date | Money | Percent | None
"""What a cell may hold; None is a cell without a value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and on which side its cells stand.

    `wraps` lets long cells be broken into lines. `once` draws a cell that repeats the one above it
    for people only once; programs get it in every row.
    """

    label: str
    align: Align = Align.LEFT
    wraps: bool = False
    once: bool = False


def texts(*labels: str) -> tuple[Column, ...]:
    """Columns of long texts, which are broken into lines."""
    return tuple(Column(label, wraps=True) for label in labels)


def figures(*labels: str) -> tuple[Column, ...]:
    """Columns of figures, which stand right."""
    return tuple(Column(label, Align.RIGHT) for label in labels)


def amount_cell(amount: Amount | None, currency: str) -> Money | None:
    """A cell for an amount; one that is not known stays blank."""
    return None if amount is None else Money(amount, currency)


def amounts(currency: str, *values: Amount | None) -> tuple[Money | None, ...]:
    """A cell for each of the amounts."""
    return tuple(amount_cell(value, currency) for value in values)


def percentage(value: Decimal | None) -> Percent | None:
    """A cell for a percentage; one that is not known stays blank."""
    return None if value is None else Percent(value)


def data_of(thing: object, *names: str) -> dict[str, object]:
    """These fields of a thing as programs get them: periods and words of a fixed set as plain text."""
    values = ((name, getattr(thing, name)) for name in names)
    return {name: str(value) if isinstance(value, Period | StrEnum) else value for name, value in values}


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a cell for each column; the totals are set apart from what they add up."""

    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the notes below it.

    `subject` is what the table is about; it is named where the table stands alone.
    `mark` is what stands on every page and sheet, such as that it is a draft.
    `show_currency` says whether every amount carries its currency, or the headings do. `data` is
    what programs get instead of the drawing: plain values, amounts as `Amount`.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    language: str
    subject: str = ""
    notes: tuple[str, ...] = ()
    show_currency: bool = True
    data: Mapping[str, object] = field(default_factory=dict)
    mark: str = ""

    def __repr__(self) -> str:
        return f"<Table {self.full_title!r}: {len(self.columns)} columns, {len(self.rows)} rows>"

    def _repr_html_(self) -> str:
        """The table as notebooks show it, drawn by `grants.draw`; every text in it is text."""
        from grants.reports.cells import table_html

        return table_html(self)

    @property
    def full_title(self) -> str:
        """The title with the subject, for a table that no document introduces."""
        return f"{self.title}: {self.subject}" if self.subject else self.title

    @property
    def has_minor_units(self) -> bool:
        """Whether any amount is not whole, so that all of them show their two decimals."""
        return any(
            isinstance(cell, Money) and not cell.amount.is_whole for row in self.rows for cell in row.cells
        )
