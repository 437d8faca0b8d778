"""What people declare in grant.toml: frozen, strict records.

The names of the keys in the file are the aliases (`[[activity]]` is `Grant.activities`). What one
record alone can say is checked here; what several must agree on is checked in `grants.checks`.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from grants import money
from grants.periods import FIRST_YEAR, LAST_YEAR, Period

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"

_Item = TypeVar("_Item")


def _amount(value: object) -> Decimal:
    """A TOML integer, or a TOML float with exactly two decimals, as an exact amount."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("amount", "an amount is a number without quotes, such as 1234.56")
    text = f"{value}.00" if isinstance(value, int) else str(value)
    try:
        return money.from_minor(money.parse_amount(text))
    except ValueError as why:
        raise PydanticCustomError("amount", "{why}", {"why": str(why)}) from None


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise PydanticCustomError(
            "amount", "{value} is negative; the amount here cannot be", {"value": str(value)}
        )
    return value


def _percent(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("percent", "a percentage is a number without quotes, such as 10 or 17.5")
    value = Decimal(value)
    if not value.is_finite() or not 0 <= value <= 100:
        raise PydanticCustomError("percent", "a percentage lies from 0 to 100")
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -2:
        raise PydanticCustomError("percent", "a percentage has at most two decimals")
    return value


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


Id = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN, max_length=64),
    Field(description="Lower-case letters a-z, digits and single hyphens between them."),
]
Text = Annotated[str, StringConstraints(pattern=r"\S")]
SignedAmount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema({"type": "number", "multipleOf": 0.01}),
]
Amount = Annotated[
    Decimal,
    BeforeValidator(_not_negative),
    BeforeValidator(_amount),
    WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.01}),
]
Percent = Annotated[
    Decimal,
    BeforeValidator(_percent),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
Span = Annotated[
    Period,
    BeforeValidator(_period),
    WithJsonSchema({"type": "string", "examples": ["2014/2015", "2016-Q1", "2016-03", "2016-03-14"]}),
]
Day = Annotated[
    dt.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Many = Annotated[tuple[_Item, ...], Field(strict=False)]
Financing = Literal["grant", "own", "partner"]


class Record(BaseModel):
    """Base of all declared records: immutable, no unknown keys, no coercion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Funder(Record):
    """Who gives the grant. `kind` decides which public rules follow, such as fondsmoms."""

    name: Text
    kind: Literal["public", "private"]


class Recipient(Record):
    """Who receives the grant and answers for it, and for whom (`on_behalf_of`)."""

    name: Text
    unit: Text | None = None
    address: Many[Text] = ()
    on_behalf_of: Text | None = None


class Application(Record):
    """What was applied for. `approximate` marks a figure that the source itself calls about."""

    amount: Amount
    year: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR)
    date: Day | None = None
    approximate: bool = False


class Award(Record):
    """What the funder granted, and when: the day, or only the year where no more is known."""

    amount: Amount
    year: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR)
    date: Day | None = None


class TransferLimit(Record):
    """How far spending may move away from the budget before the funder wants to be asked.

    Either `percent` of each budget line (`of = "line"`) or of the whole budget (`of = "total"`:
    the sum of all overspending), or a fixed `amount` moved to or from a line. Going beyond it
    without an explanation is a warning (`action = "warn"`) or an error (`"stop"`).
    """

    percent: Percent | None = None
    amount: Amount | None = None
    of: Literal["line", "total"] = "line"
    action: Literal["warn", "stop"] = "warn"

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.percent is None) == (self.amount is None):
            raise PydanticCustomError("limit", "a limit has either a percent or an amount")
        return self


class Terms(Record):
    """The funder's rules for this grant, and where they are written (`source`)."""

    source: Text | None = None
    transfer_limit: TransferLimit | None = None


class Activity(Record):
    """Something the grant pays for; budget lines and postings name it by `id`."""

    id: Id
    title: Text
    category: Id | None = None


class BudgetLine(Record):
    """One line of the approved budget, or of the one applied for.

    `amount` is in the grant's currency, exact, not negative. `period` lies within the grant's;
    without one the line covers the whole grant and is not divided over time.
    """

    activity: Id
    amount: Amount
    period: Span | None = None
    financing: Financing = "grant"
    approximate: bool = False
    text: Text | None = None


class Amendment(Record):
    """A change that the funder approved: here, a new period. The latest one governs."""

    date: Day
    period: Span
    approved_by: Text
    document: Text | None = None
    text: Text | None = None


class Control(Record):
    """A total that the postings must give, such as the balance in the ERP system.

    With `activity` the total of a row, with `period` that of a column, with neither the corner.
    """

    total: SignedAmount
    activity: Id | None = None
    period: Span | None = None
    source: Text | None = None


class Explanation(Record):
    """Why something is as it is.

    `of = "deviation"` explains how far an activity, or without one the whole account, is from its
    budget; `of = "period"` why costs lie outside the period; `of = "award"` why more was spent
    than awarded.
    """

    text: Text
    of: Literal["deviation", "period", "award"] = "deviation"
    activity: Id | None = None


class Attachment(Record):
    """Something enclosed with the report: its title, and its file inside the grant's folder."""

    title: Text
    file: Text | None = None


class ReportDetails(Record):
    """Facts on the final report itself: its date, a day or a month, and its document number."""

    date: Span | None = None
    document_number: Text | None = None
    place: Text | None = None


class Grant(Record):
    """Everything that grant.toml declares of one grant.

    `id` is the name of the grant's folder. `period` is the period of the award, or the one applied
    for. Every amount is in `currency` (ISO 4217).
    """

    id: Id
    title: Text
    funder: Funder
    recipient: Recipient
    period: Span
    language: Literal["da", "en"] = "da"
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "DKK"
    status: Literal["applied", "awarded", "reported", "closed"]
    case_number: Text | None = None
    application: Application | None = None
    award: Award | None = None
    report: ReportDetails | None = None
    terms: Terms = Terms()
    activities: Many[Activity] = Field(default=(), alias="activity")
    budget: Many[BudgetLine] = ()
    amendments: Many[Amendment] = Field(default=(), alias="amendment")
    controls: Many[Control] = Field(default=(), alias="control")
    explanations: Many[Explanation] = Field(default=(), alias="explanation")
    attachments: Many[Attachment] = Field(default=(), alias="attachment")

    @property
    def effective_period(self) -> Period:
        """The period in force: that of the latest amendment, else the grant's own."""
        if not self.amendments:
            return self.period
        return max(self.amendments, key=lambda amendment: amendment.date).period

    @property
    def is_awarded(self) -> bool:
        """Whether there is a grant, and not only an application for one."""
        return self.status != "applied"

    @property
    def ceiling(self) -> Decimal | None:
        """What the budget must add up to: the award, or the amount applied for; None if unknown."""
        source = self.award if self.is_awarded else self.application
        return source.amount if source is not None else None

    def title_of(self, activity: str) -> str:
        """The title of an activity; its id where nothing declares it."""
        return next((a.title for a in self.activities if a.id == activity), activity)

    def explained(self, of: str, activity: str | None = None) -> Explanation | None:
        """The explanation of this kind for the activity, else the one for the whole account."""
        fitting = [e for e in self.explanations if e.of == of and e.activity in (activity, None)]
        return max(fitting, key=lambda e: e.activity is not None, default=None)
