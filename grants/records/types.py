"""What values in grant.toml may look like: amounts, percentages, periods, days, ids, texts.

Text becomes a value here, by our own patterns, and nowhere else.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from grants.values import money
from grants.values.periods import FIRST_YEAR, LAST_YEAR, Period
from grants.values.text import nearest

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
CODE_PATTERN = r"^G[0-9]{3}$"

_Item = TypeVar("_Item")


def _amount(value: object) -> money.Amount:
    """A TOML integer, or a TOML float with exactly two decimals, as an exact amount."""
    if isinstance(value, money.Amount):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("amount", "an amount is a number without quotes, such as 1234.56")
    text = f"{value}.00" if isinstance(value, int) else str(value)
    try:
        return money.Amount.parse(text)
    except ValueError as why:
        raise PydanticCustomError("amount", "{why}", {"why": str(why)}) from None


def _not_negative(value: money.Amount) -> money.Amount:
    if value < money.ZERO:
        raise PydanticCustomError(
            "amount", "{value} is negative; the amount here cannot be", {"value": str(value)}
        )
    return value


def _number(value: object, what: str, places: int) -> Decimal:
    """A finite number that is not negative, with at most so many decimals."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError(what, f"a {what} is a number without quotes, such as 10 or 17.5")
    value = Decimal(value)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or value < 0:
        raise PydanticCustomError(what, f"a {what} is a number from 0 upwards")
    if exponent < -places:
        raise PydanticCustomError(what, f"a {what} has at most {places} decimals")
    return value


def _percent(value: object) -> Decimal:
    number = _number(value, "percentage", 2)
    if number > 100:
        raise PydanticCustomError("percentage", "a percentage lies from 0 to 100")
    return number


def _quantity(value: object) -> Decimal:
    number = _number(value, "quantity", 4)
    if number >= 1_000_000_000:
        raise PydanticCustomError("quantity", "a quantity has at most 9 digits before the point")
    return number


def _positive(value: object) -> Decimal:
    number = _quantity(value)
    if number == 0:
        raise PydanticCustomError("quantity", "0 is too little; it is a number above 0, such as 7.4 or 1500")
    return number


def _hours_per_day(value: object) -> Decimal:
    number = _positive(value)
    if number > 24:
        raise PydanticCustomError("quantity", "a day has 24 hours at most")
    return number


def _period(value: object) -> Period:
    if isinstance(value, Period):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = value.isoformat()
    if not isinstance(value, str):
        raise PydanticCustomError("period", 'a period is a text such as "2014/2015", or a date')
    try:
        return Period.parse(value)
    except ValueError as why:
        raise PydanticCustomError("period", "{why}", {"why": str(why)}) from None


def _date(value: object) -> dt.date:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise PydanticCustomError("period", "a date is written without quotes, such as 2018-04-24")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("period", f"the year must be from {FIRST_YEAR} to {LAST_YEAR}")
    return value


COMMON_CURRENCIES = frozenset({"DKK", "EUR", "SEK", "NOK", "ISK", "USD", "GBP", "CHF", "PLN"})
"""Currencies that are known without asking for the list of all."""


def _currency(value: str) -> str:
    """A currency of ISO 4217, the former ones included; the list is read for an uncommon one only."""
    if value in COMMON_CURRENCIES:
        return value
    from babel.numbers import is_currency

    if value in ("XXX", "XTS") or not is_currency(value):  # which mean no currency, and tests
        near = nearest(value, COMMON_CURRENCIES)
        hint = "such as DKK or EUR" if near is None else f"did you mean {near}?"
        why = f"{value!r} is no currency of ISO 4217; {hint}"
        raise PydanticCustomError("currency", "{why}", {"why": why})
    return value


Id = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN, max_length=64),
    Field(description="Lower-case letters a-z, digits and single hyphens between them."),
]
Currency = Annotated[str, StringConstraints(pattern=CURRENCY_PATTERN), AfterValidator(_currency)]
Code = Annotated[str, WithJsonSchema({"type": "string", "pattern": CODE_PATTERN})]
"""The code of a rule; which ones there are is for the checks to say."""
Text = Annotated[str, StringConstraints(pattern=r"\S")]
SignedAmount = Annotated[
    money.Amount, BeforeValidator(_amount), WithJsonSchema({"type": "number", "multipleOf": 0.01})
]
Amount = Annotated[
    money.Amount,
    AfterValidator(_not_negative),
    BeforeValidator(_amount),
    WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.01}),
]
Percent = Annotated[
    Decimal, BeforeValidator(_percent), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})
]
Quantity = Annotated[
    Decimal,
    BeforeValidator(_quantity),
    WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.0001}),
]
Positive = Annotated[
    Decimal,
    BeforeValidator(_positive),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.0001}),
]
HoursPerDay = Annotated[
    Decimal,
    BeforeValidator(_hours_per_day),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 24, "multipleOf": 0.0001}),
]
Span = Annotated[
    Period,
    BeforeValidator(_period),
    WithJsonSchema({"type": "string", "examples": ["2014/2015", "2016-Q1", "2016-03", "2016-03-14"]}),
]
Day = Annotated[dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Many = Annotated[tuple[_Item, ...], Field(strict=False)]
Financing = Literal["grant", "own", "partner"]


class Record(BaseModel):
    """Base of all declared records: immutable, no unknown keys, no coercion.

    The text below a field is its description in the JSON Schema (`grants.store.declared.schema`). A
    validator is built when it is first asked for, so that a command waits for those alone that it uses.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, populate_by_name=True, defer_build=True
    )


def fault(kind: str, message: str, *at: str | int) -> PydanticCustomError:
    """What a record raises when its keys do not go together; `kind` decides the rule that it breaks.

    `at` is the way from the record to the value that is at fault, where it is not the whole record.
    """
    return PydanticCustomError(kind, "{why}", {"why": message, "at": at})


class Dated(Record):
    """Something that holds from one day to another, both included; without them, always."""

    from_: Day | None = Field(default=None, alias="from")
    """The first day on which it holds."""
    to: Day | None = None
    """The last day on which it holds."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            raise fault("limit", f"it holds from {self.from_} and only to {self.to}; exchange them?", "to")
        return self

    def holds(self, day: dt.date | None) -> bool:
        """Whether it holds on a day; on an unknown day, only if it always does."""
        if day is None:
            return self.from_ is None and self.to is None
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    @property
    def is_bounded(self) -> bool:
        """Whether it holds on some days only."""
        return self.from_ is not None or self.to is not None

    def meets(self, other: "Dated") -> bool:
        """Whether there is a day on which both hold."""
        pairs = ((self, other), (other, self))
        return all(a.from_ is None or b.to is None or a.from_ <= b.to for a, b in pairs)
