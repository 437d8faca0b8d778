"""What closing.toml records: each closing of the accounts, each reopening, in order, chained by seals."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from grants.records.types import CURRENCY_PATTERN, FROM_FILE, Code, Day, Id, Many, Record, Span, Text
from grants.values.money import Amount
from grants.values.periods import Period

Count = Annotated[int, Field(ge=0)]
Number = Annotated[int, Field(ge=1)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""


def _sum(value: object, info: ValidationInfo) -> Amount:
    """A sum, of which a file has exactly two decimals."""
    if isinstance(value, Amount):
        return value
    if isinstance(value, str) and info.context is not FROM_FILE and _SUM.fullmatch(value):
        value = Decimal(value)
    if not isinstance(value, Decimal) or value.as_tuple().exponent != -2:
        raise PydanticCustomError("amount", "a sum is a number with exactly two decimals")
    return Amount.of(value)


_SUM = re.compile(r"-?[0-9]{1,40}\.[0-9]{2}", re.ASCII)
Sum = Annotated[Amount, BeforeValidator(_sum), WithJsonSchema({"type": "number", "multipleOf": 0.01})]


class ClosedAccount(Record):
    """A closed account in the list beside the grants: the last entry of its closing.toml."""

    id: Id
    """The grant."""
    entry: Number
    """The number of the entry, a closing or a reopening."""
    date: Day
    """Its day."""
    seal: Digest
    """Its seal, which covers all entries before it."""


class ClosedAccounts(Record):
    """closed.toml: every account of the ledger that was closed, so that none can vanish unnoticed."""

    closed: Many[ClosedAccount] = ()
    """The accounts, by id."""


class ClosedFile(Record):
    """A file as it was when the accounts were closed."""

    name: Text
    """Its path inside the grant's folder."""
    size: Count
    """Its length in bytes."""
    sha256: Digest
    """The SHA-256 of its content."""


class ClosedTotal(Record):
    """What was spent on one activity, by one kind of financing."""

    activity: Id
    """The activity."""
    financing: Text
    """Who paid, as postings.csv has it."""
    postings: Count
    """How many postings there are."""
    amount: Sum
    """Their sum."""


class ClosedSettlement(Record):
    """Where recipient and funder stood; of payments nothing, where none is recorded."""

    award: Sum
    """What was granted."""
    spent: Sum
    """What was spent of the grant."""
    unspent: Sum
    """What was left of the award."""
    received: Sum | None = None
    """What the funder had paid."""
    repaid: Sum | None = None
    """What was paid back already."""
    receivable: Sum | None = None
    """What the funder still owed."""
    to_repay: Sum | None = None
    """What was still to be paid back."""


class OpenErrors(Record):
    """Errors of one rule in spite of which the accounts were closed."""

    code: Code
    """The rule's code."""
    count: Number
    """How many findings it had."""


class Closing(Record):
    """One closing of the accounts: of all of them (`final`), or of what lies in a `period`.

    Of a final closing, `files` are those of the grant's folder; of a period's, the copies that it keeps.
    """

    number: Number
    """The number of the entry, counted over closings and reopenings; its copies are in closings/NUMBER."""
    kind: Literal["final", "period"]
    """What is closed: the account as a whole, or a period."""
    period: Span | None = None
    """The period that is closed, both ends included; none of a final closing."""
    date: Day
    """The day on which the accounts were closed."""
    by: Text | None = None
    """The role or office that closed them; no private person."""
    reason: Text | None = None
    """Why they were closed in spite of errors."""
    errors: Many[OpenErrors] = ()
    """The errors that were open then."""
    version: Text
    """The version of `grants` that wrote the entry."""
    currency: Annotated[str, StringConstraints(pattern=CURRENCY_PATTERN)]
    """The currency of every sum here."""
    postings: Count
    """How many postings are closed."""
    total: Sum
    """Their sum, whoever paid."""
    totals: Many[ClosedTotal] = ()
    """The same by activity and financing."""
    settlement: ClosedSettlement | None = None
    """Where recipient and funder stood; at the end of the period of a period's closing."""
    files: Many[ClosedFile]
    """Every file that is closed, with its checksum."""
    key: Text | None = None
    """The fingerprint of the SSH key that signed the entry; none if it is not signed."""
    previous: Digest | None = None
    """The seal of the entry before; none of the first."""
    seal: Digest
    """SHA-256 of the entry's lines before this one."""

    def locks(self, period: Period) -> bool:
        """Whether a posting of this date belongs to what is closed."""
        return self.period is None or self.period.covers(period)


class Reopening(Record):
    """The lifting of a closing, which stays in the history."""

    number: Number
    """The number of the entry, counted over closings and reopenings."""
    closing: Number
    """The number of the closing that holds no longer."""
    date: Day
    """The day of the reopening."""
    by: Text | None = None
    """The role or office that reopened the accounts; no private person."""
    reason: Text
    """Why they were reopened."""
    changed: Many[Text] = ()
    """The files that were not what was closed any more, already before the reopening."""
    version: Text
    """The version of `grants` that wrote the entry."""
    previous: Digest
    """The seal of the entry before."""
    seal: Digest
    """SHA-256 of the entry's lines before this one."""


class Closings(Record):
    """All that closing.toml holds."""

    closings: Many[Closing] = Field(default=(), alias="closing")
    """Closings of the accounts."""
    reopenings: Many[Reopening] = Field(default=(), alias="reopening")
    """Closings that were lifted."""

    @property
    def entries(self) -> tuple[Closing | Reopening, ...]:
        """Closings and reopenings in order."""
        return tuple(sorted((*self.closings, *self.reopenings), key=lambda entry: entry.number))

    @property
    def in_force(self) -> tuple[Closing, ...]:
        """The closings that were not reopened, in order."""
        lifted = {reopening.closing for reopening in self.reopenings}
        return tuple(closing for closing in self.closings if closing.number not in lifted)

    @property
    def final(self) -> Closing | None:
        """The final closing in force; None as long as the account is open."""
        return next((closing for closing in reversed(self.in_force) if closing.kind == "final"), None)

    def locking(self, period: Period) -> Closing | None:
        """A closing in force that a posting of this date belongs to, the final one first."""
        found = [closing for closing in self.in_force if closing.locks(period)]
        return min(found, key=lambda closing: closing.kind != "final", default=None)


NOT_CLOSED = Closings.model_construct()
"""The history of accounts that were never closed: none, for which no validator has to be built."""
