"""The funder's rules for a grant: limits, what is not paid for, what the account must come with."""

from itertools import combinations
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from grants.records.types import (
    Amount,
    Currency,
    Dated,
    Day,
    HoursPerDay,
    Id,
    Many,
    Percent,
    Positive,
    Record,
    Text,
    fault,
)
from grants.values.units import work_unit


class TransferLimit(Record):
    """How far spending may move away from the budget before the funder wants to be asked.

    `percent` of each budget line (`of = "line"`) or of the whole budget (`of = "total"`: the sum of
    all overspending), a fixed `amount`, or both: then whichever is passed first. Going beyond it
    without an answer is a warning (`action = "warn"`) or an error (`"stop"`).
    """

    percent: Percent | None = None
    """Percent of the line or of the whole budget."""
    amount: Amount | None = None
    """A fixed amount, moved to or from a line, or in all."""
    of: Literal["line", "total"] = "line"
    """What the limit is measured on: each line, or the whole budget."""
    direction: Literal["both", "to", "from"] = "both"
    """Which moves count: to a line (overspending), from a line (underspending), or both."""
    action: Literal["warn", "stop"] = "warn"
    """warn: a warning. stop: an error."""
    money: Literal["grant", "all"] = "grant"
    """Whose money is measured: the grant's lines and postings, or those of all who pay."""
    answer: Literal["explanation", "approval"] = "explanation"
    """What answers a move beyond the limit: an [[explanation]], or only the funder's approval in an
    [[amendment]]."""

    @model_validator(mode="after")
    def _has_measure(self) -> Self:
        if self.percent is None and self.amount is None:
            raise fault("limit", "a limit has a percent, an amount or both")
        return self


class Overhead(Record):
    """How much overhead the funder pays: a percentage of the base, 0 where it pays none."""

    percent: Percent
    """Percent of the base; 0 prohibits overhead."""
    base: Many[Id] = ()
    """The categories that overhead is reckoned on; without any, all but overhead itself."""
    category: Id = "overhead"
    """The category of the activities that are overhead; it is no part of the base."""

    @model_validator(mode="after")
    def _not_on_itself(self) -> Self:
        if self.category in self.base:
            message = f"overhead is not reckoned on itself; take {self.category!r} out of the base"
            raise fault("limit", message, "base", self.base.index(self.category))
        return self


class Prohibited(Record):
    """What the funder does not pay for: categories of activities, and words in titles of lines."""

    categories: Many[Id] = ()
    """Categories that no line of the grant may have."""
    words: Many[Text] = ()
    """Words that no title or text of a line may have, in any capitals."""

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.categories and not self.words:
            raise fault("limit", "a prohibition names categories or words")
        return self


class AuditorTier(Dated):
    """Who must look at the account when the award is `above` an amount, and of a day that it holds on."""

    above: Amount
    """The tier counts for awards above this amount; 0 for all."""
    requires: Id
    """What is asked for: declaration, competent-person, approved-auditor, performance-audit..."""


class ReportDeadline(Record):
    """When the funder wants the final report: so many months after the period, or on a day."""

    months: int | None = Field(default=None, ge=0, le=120)
    """Whole months after the last day of the period."""
    days: int | None = Field(default=None, ge=0, le=3660)
    """Days after the last day of the period."""
    date: Day | None = None
    """A fixed day."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        given = [value for value in (self.months, self.days, self.date) if value is not None]
        if len(given) != 1:
            raise fault("limit", "a deadline has months, days or a date: one of them")
        return self


class Match(Record):
    """What others than the funder must pay of the whole."""

    min_percent: Percent
    """The least share of own and partners' money, in percent of all expenses."""
    in_kind: bool = True
    """Whether contributions in kind count."""


class Fondsmoms(Record):
    """What a municipality or region pays of a private grant into the VAT refund scheme."""

    percent: Percent
    """Percent of the grant, whatever the real VAT."""
    exempt: Text | None = None
    """Why the grant is exempt, where it is."""


def _unit(value: object) -> object:
    """Hour or day, however it is spelled; what is neither is left for the type to refuse."""
    return (isinstance(value, str) and work_unit(value)) or value


class HourNorm(Record):
    """How much one person can work in a year."""

    per_year: Positive
    """Hours or days a year and person, over all grants of the ledger; above 0."""
    unit: Annotated[Literal["hour", "day"], BeforeValidator(_unit)] = "hour"
    """What `per_year` counts; postings may spell it otherwise, such as timer or dage."""
    hours_per_day: HoursPerDay | None = None
    """How many hours a day has, so that hours and days can be added up."""


class Retention(Record):
    """How long vouchers are kept."""

    years: int = Field(ge=1, le=100)
    """Whole years from the end of the accounting year."""


class Rules(Record):
    """A funder's rules, each under its key, and where they are written (`source`)."""

    says_what_is_written: ClassVar[bool] = True

    source: Text | None = None
    """Where the rules are written."""
    transfer_limit: TransferLimit | None = None
    """How far spending may move from the budget."""
    overhead: Overhead | None = None
    """How much overhead is paid."""
    prohibited: Prohibited | None = None
    """What is not paid for."""
    protected: Many[Id] = ()
    """Categories whose lines may not change without the funder's approval, such as salary."""
    auditor: Many[AuditorTier] = ()
    """Who must look at the account, by the size of the award, from the mildest tier to the strictest
    of each day."""
    management_statement: bool = False
    """Whether the final account must carry a signed management statement."""
    report_deadline: ReportDeadline | None = None
    """When the final report is due."""
    match: Match | None = None
    """What others than the funder must pay."""
    fondsmoms: Fondsmoms | None = None
    """What goes to the VAT refund scheme."""
    hours: HourNorm | None = None
    """The yearly norm of hours or days."""
    retention: Retention | None = None
    """How long vouchers are kept."""

    @property
    def stated(self) -> dict[str, object]:
        """The rules that are written here, by their keys."""
        return {name: getattr(self, name) for name in Rules.model_fields if name in self.model_fields_set}

    def __eq__(self, other: object) -> bool:
        """Whether the same rules are written: one that is not written gives way to that of a set of terms."""
        if not isinstance(other, Rules):
            return NotImplemented
        return super().__eq__(other) and self.model_fields_set == other.model_fields_set

    def __hash__(self) -> int:
        return hash((super().__hash__(), frozenset(self.model_fields_set)))

    @model_validator(mode="after")
    def _nothing_is_not_written(self) -> Self:
        self.model_fields_set.difference_update(
            [name for name in self.model_fields_set if getattr(self, name) is None]
        )
        return self

    @model_validator(mode="after")
    def _tiers_rise(self) -> Self:
        for (_, before), (number, tier) in combinations(enumerate(self.auditor), 2):
            are_dated = tier.is_bounded or before.is_bounded
            if tier.above == before.above and are_dated:
                continue  # whether both hold on one day is for the checks to say
            if tier.above <= before.above and tier.meets(before):
                message = f"the auditor tiers rise: {tier.above} is not above {before.above} before it"
                raise fault("limit", message, "auditor", number, "above")
        return self


class DatedRules(Rules, Dated):
    """Rules that hold for awards of some days only, as the entries of a shipped set do."""


class Terms(Rules):
    """The funder's rules for this grant.

    `use` names a shipped, dated set (`grants terms list`). A key written here replaces the whole
    rule of the set, and a key of the `dated` rules of the award's day in place of both.
    """

    use: Id | None = None
    """A shipped set of terms, as of the date of the award."""
    currency: Currency | None = None
    """The currency of the amounts written here, where it is another than the grant's."""
    dated: Many[DatedRules] = ()
    """Rules of the grant's own that hold for awards of some days only (from, to)."""
