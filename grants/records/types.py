"""What values in grant.toml may look like: amounts, percentages, periods, days, ids, texts.

Text becomes a value here, by our own patterns, and nowhere else.
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from grants.values import money
from grants.values.periods import FIRST_YEAR, LAST_YEAR, Period, parse_date
from grants.values.text import nearest

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
CODE_PATTERN = r"^G[0-9]{3}$"

_Item = TypeVar("_Item")


FROM_FILE = {"from_file": True}
"""The context in which a file is validated: there an amount, a number or a day stands without quotes.

A program may give their text as well, as JSON does, which has no exact numbers and no days.
"""


def _may_be_text(info: ValidationInfo) -> bool:
    return info.context is not FROM_FILE


def _amount(value: object, info: ValidationInfo) -> money.Amount:
    """An amount: a TOML integer, a TOML float with exactly two decimals, or, from a program, its text."""
    if isinstance(value, money.Amount):
        return _within_digits(value)
    is_text = isinstance(value, str) and _may_be_text(info)
    if isinstance(value, bool) or not (isinstance(value, int | Decimal) or is_text):
        raise PydanticCustomError("amount", "an amount is a number without quotes, such as 1234.56")
    try:
        if isinstance(value, Decimal) and _may_be_text(info):
            return _within_digits(money.Amount.of(value))
        text = str(value)
        return money.Amount.parse(f"{text}.00" if _WHOLE.fullmatch(text) else text)
    except ValueError as why:
        raise PydanticCustomError("amount", "{why}", {"why": str(why)}) from None


def _within_digits(value: money.Amount) -> money.Amount:
    if abs(value.minor) >= 10 ** (money.MAX_DIGITS + 2):
        why = f"{value} has more than {money.MAX_DIGITS} digits before the point"
        raise PydanticCustomError("amount", "{why}", {"why": why})
    return value


def _decimal(text: str) -> Decimal | str:
    """The number of a plain text; another text stays one, and is refused as such."""
    return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else text


_WHOLE = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?", re.ASCII)


def _not_negative(value: money.Amount) -> money.Amount:
    if value < money.ZERO:
        raise PydanticCustomError(
            "amount", "{value} is negative; the amount here cannot be", {"value": str(value)}
        )
    return value


def _number(value: object, info: ValidationInfo, what: str, places: int) -> Decimal:
    """A finite number that is not negative, with at most so many decimals."""
    if isinstance(value, str) and _may_be_text(info):
        value = _decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError(what, f"a {what} is a number without quotes, such as 10 or 17.5")
    value = Decimal(value)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or value < 0:
        raise PydanticCustomError(what, f"a {what} is a number from 0 upwards")
    if exponent < -places:
        raise PydanticCustomError(what, f"a {what} has at most {places} decimals")
    return value


def _percent(value: object, info: ValidationInfo) -> Decimal:
    number = _number(value, info, "percentage", 2)
    if number > 100:
        raise PydanticCustomError("percentage", "a percentage lies from 0 to 100")
    return number


def _quantity(value: object, info: ValidationInfo) -> Decimal:
    number = _number(value, info, "quantity", 4)
    if number >= 1_000_000_000:
        raise PydanticCustomError("quantity", "a quantity has at most 9 digits before the point")
    return number


def _positive(value: object, info: ValidationInfo) -> Decimal:
    number = _quantity(value, info)
    if number == 0:
        raise PydanticCustomError("quantity", "0 is too little; it is a number above 0, such as 7.4 or 1500")
    return number


def _hours_per_day(value: object, info: ValidationInfo) -> Decimal:
    number = _positive(value, info)
    if number > 24:
        raise PydanticCustomError("quantity", "a day has 24 hours at most")
    return number


def _period(value: object) -> Period:
    if isinstance(value, Period):
        if value.start.year < FIRST_YEAR or value.last.year > LAST_YEAR:
            why = f"{value}: the year must be from {FIRST_YEAR} to {LAST_YEAR}"
            raise PydanticCustomError("period", "{why}", {"why": why})
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = value.isoformat()
    if not isinstance(value, str):
        raise PydanticCustomError("period", 'a period is a text such as "2014/2015", or a date')
    try:
        return Period.parse(value)
    except ValueError as why:
        raise PydanticCustomError("period", "{why}", {"why": str(why)}) from None


def _date(value: object, info: ValidationInfo) -> dt.date:
    if isinstance(value, str) and _may_be_text(info):
        try:
            value = parse_date(value)
        except ValueError as why:
            raise PydanticCustomError("period", "{why}", {"why": str(why)}) from None
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

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", strict=True, populate_by_name=True, defer_build=True
    )

    says_what_is_written: ClassVar[bool] = False
    """Whether a key that is not written means something else than one with its usual value."""

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """The record as pydantic dumps it, from which `model_validate` makes the same record."""
        return super().model_dump(**{"exclude": self._unwritten() or None, **options})

    def model_dump_json(self, **options: Any) -> str:
        """The record as JSON, amounts, days and periods as text; `model_validate_json` reads it back."""
        return super().model_dump_json(**{"exclude": self._unwritten() or None, **options})

    def _unwritten(self) -> dict[str, Any]:
        """Which keys, at any depth, are not written where that matters, as pydantic excludes them."""
        found: dict[str, Any] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if self.says_what_is_written and name not in self.model_fields_set:
                found[name] = True
            elif isinstance(value, Record):
                found[name] = value._unwritten()  # noqa: SLF001  # of the same class
            elif isinstance(value, tuple):
                inner = {at: one._unwritten() for at, one in enumerate(value) if isinstance(one, Record)}  # noqa: SLF001
                found[name] = {at: keys for at, keys in inner.items() if keys}
        return {name: keys for name, keys in found.items() if keys}

    def __hash__(self) -> int:
        """Equal records have equal hashes, those with a table of keys too."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return hash((type(self), *map(_hashable, values)))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same record with other values, which are proved as those of a new one are."""
        copied = super().model_copy(update=update, deep=deep)
        if update is None:
            return copied
        return type(self).model_validate({name: getattr(copied, name) for name in copied.model_fields_set})


def _hashable(value: object) -> object:
    return frozenset(value.items()) if isinstance(value, dict) else value


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
