"""A posting: one line of postings.csv as a typed row, which holds nothing that a file could not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as day
from decimal import Decimal
from typing import ClassVar, Self

from grants.errors import ArgumentError
from grants.values.arguments import Span, amount_of, line_text, period_of
from grants.values.financing import Payer
from grants.values.money import Amount
from grants.values.periods import FIRST_YEAR, LAST_YEAR, Period
from grants.values.schema import RecordSchema

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
QUANTITY = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?")
"""The one way to write a quantity: at most nine digits, a point and four decimals."""

VOUCHER_LINE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,19}")
"""A line of a voucher: a number, or what the books call it, in at most twenty signs."""

IMPORTED = re.compile(r"[1-9][0-9]{0,5}:[1-9][0-9]{0,9}")
"""Where a posting came from: the number of the import in imports.toml, a colon, the row of its file."""

REQUIRED_COLUMNS = ("date", "activity", "amount", "voucher", "text")
OPTIONAL_COLUMNS = (
    "financing",
    "document",
    "quantity",
    "unit",
    "person",
    "voucher_line",
    "imported",
    "reverses",
)
COLUMNS = REQUIRED_COLUMNS + OPTIONAL_COLUMNS


PLACES = Decimal("0.0001")
"""The places of every quantity in a record."""


@dataclass(frozen=True, slots=True, init=False)
class Posting:
    """One line of `postings.csv`.

    `date` is a day, or a span when the cost is known only for one. `amount` is in the grant's
    currency, exact to two places, negative for a reversal. `line` is the line of the file on which
    the posting begins. `quantity` counts `unit`s (hours, meetings), None if not recorded. `financing`
    says who pays, as `grants.values.financing.Payer` reads it. `person` is a role such as `therapist-1`,
    whose hours are added up over all grants; never a name.

    `voucher_line` is the line of the voucher, where the books number them. `imported` is `3:1042` for
    row 1042 of the grant's third import, blank for a posting that was entered by hand. `reverses`
    is None, or the date of the posting that this one reverses: one of the same voucher, voucher
    line, activity and financing with the opposite amount.

    Dates may be given as a `Period`, a `date` or a text (`2016-Q1`); `amount` as an `Amount`, a `Decimal`
    of at most two places, an `int` of minor units or a text (`1234.56`); `quantity` as a `Decimal`, an
    `int` or a text, with four decimals at most. Floats are refused. Raises `ArgumentError`, a `ValueError`,
    for everything that no line of a file could hold.
    """

    SCHEMA: ClassVar[RecordSchema] = RecordSchema(
        line=int,
        first=day,
        last=day,
        activity=str,
        amount=2,
        voucher=str,
        voucher_line=str,
        text=str,
        financing=str,
        document=str,
        quantity=4,
        unit=str,
        person=str,
        imported=str,
        reverses_first=day,
        reverses_last=day,
    )
    """The columns of `record`."""

    date: Period
    activity: str
    amount: Amount
    voucher: str
    text: str
    financing: str = "grant"
    document: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    line: int = 0
    person: str = ""
    voucher_line: str = ""
    imported: str = ""
    reverses: Period | None = None

    def __init__(
        self,
        date: Span,
        activity: str,
        amount: Amount | Decimal | int | str,
        voucher: str = "",
        text: str = "",
        financing: str = "grant",
        document: str = "",
        quantity: Decimal | int | str | None = None,
        unit: str = "",
        line: int = 0,
        person: str = "",
        voucher_line: str = "",
        imported: str = "",
        reverses: Span | None = None,
    ) -> None:
        """A posting of these values, each of which a line of postings.csv can hold."""
        if type(line) is not int or line < 0:
            raise ArgumentError(f"line={line!r} is no number of a line, from 1 on; 0 is none")
        put = object.__setattr__
        put(self, "date", _dated("date", date))
        put(self, "activity", _formed("activity", activity, ID, "laboratories"))
        put(self, "amount", amount_of("amount", amount))
        put(self, "voucher", line_text("voucher", voucher).strip())
        put(self, "text", line_text("text", text))
        put(self, "financing", _payer(financing))
        put(self, "document", line_text("document", document))
        put(self, "quantity", None if quantity is None else _quantity(quantity))
        put(self, "unit", line_text("unit", unit))
        put(self, "line", line)
        put(self, "person", person and _formed("person", person, ID, "therapist-1"))
        put(
            self, "voucher_line", voucher_line and _formed("voucher_line", voucher_line, VOUCHER_LINE, "0010")
        )
        put(self, "imported", imported and _formed("imported", imported, IMPORTED, "3:1042"))
        put(self, "reverses", None if reverses is None else _dated("reverses", reverses))

    @classmethod
    def of_sound_line(cls, line: int, values: Mapping[str, object]) -> Self:
        """A posting of values that the reader of a file has proved already, by their columns."""
        made = object.__new__(cls)
        put = object.__setattr__
        put(made, "line", line)
        for name, usual in _USUAL.items():
            put(made, name, values.get(name, usual))
        return made

    def fields(self) -> dict[str, str]:
        """The text of every column of postings.csv, blank where the posting says nothing."""
        values = {name: getattr(self, name) for name in COLUMNS}
        values["quantity"] = None if self.quantity is None else f"{self.quantity:f}"
        return {name: "" if value is None else str(value) for name, value in values.items()}

    def record(self) -> dict[str, object]:
        """The posting as one flat record of plain values, for a table of another library.

        `first` and `last` are the days of the date, both included; `reverses_first` and
        `reverses_last` those of what it reverses, None for what is no reversal. `amount` is a
        `Decimal` with two places in the grant's currency, `quantity` a `Decimal` with four, or None.
        `SCHEMA` has the types.
        """
        reverses = self.reverses
        return {
            "line": self.line,
            "first": self.date.start,
            "last": self.date.last,
            "activity": self.activity,
            "amount": self.amount.decimal,
            "voucher": self.voucher,
            "voucher_line": self.voucher_line,
            "text": self.text,
            "financing": self.financing,
            "document": self.document,
            "quantity": None if self.quantity is None else self.quantity.quantize(PLACES),
            "unit": self.unit,
            "person": self.person,
            "imported": self.imported,
            "reverses_first": None if reverses is None else reverses.start,
            "reverses_last": None if reverses is None else reverses.last,
        }


_USUAL: Mapping[str, object] = {
    **dict.fromkeys(COLUMNS, ""),
    "financing": "grant",
    "quantity": None,
    "reverses": None,
}
"""What a column says that a file lacks."""


def _dated(name: str, value: Span) -> Period:
    """A period that a file can write."""
    period = value if type(value) is Period else period_of(name, value)
    if period.start.year < FIRST_YEAR or period.last.year > LAST_YEAR:
        raise ArgumentError(f"{name}={period}: the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    return period


def _formed(name: str, value: str, form: re.Pattern[str], such_as: str) -> str:
    if not isinstance(value, str) or form.fullmatch(value) is None:
        raise ArgumentError(f"{name}={value!r} cannot be in postings.csv; it is a text such as {such_as!r}")
    return value


def _payer(value: str) -> str:
    try:
        Payer.parse(value)
    except (ValueError, TypeError) as why:
        raise ArgumentError(f"financing: {why}") from None
    return value


def _quantity(value: Decimal | int | str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise ArgumentError(f"quantity={value!r} is no Decimal, whole number or text such as '7.5'")
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if QUANTITY.fullmatch(text) is None:
        raise ArgumentError(
            f"quantity={text} cannot be in postings.csv; it has at most 9 digits and 4 decimals, as in 7.5"
        )
    return Decimal(text)
