"""What belongs to the report and the checks: controls, explanations, attachments, statements."""

from typing import Annotated, Literal

from pydantic import Field

from grants.records.types import Day, Id, Record, SignedAmount, Span, Text


class Control(Record):
    """A total that the postings must give, such as the balance in the ERP system.

    With `activity` the total of a row, with `period` that of a column, with neither the corner.
    """

    total: SignedAmount
    """The stated total."""
    activity: Id | None = None
    """The activity whose total it is; without one, of all."""
    period: Span | None = None
    """The period whose total it is; without one, the whole."""
    source: Text | None = None
    """Where the total is stated."""


class Explanation(Record):
    """Why something is as it is.

    `of = "deviation"` explains how far an activity, or without one the whole account, is from its
    budget; `of = "period"` why costs lie outside the period; `of = "award"` why more was spent
    than awarded.
    """

    text: Text
    """The explanation, as the report prints it."""
    of: Literal["deviation", "period", "award"] = "deviation"
    """What is explained."""
    activity: Id | None = None
    """The activity that is explained; without one, the whole account."""


class Attachment(Record):
    """Something enclosed with the report: its title, and its file inside the grant's folder."""

    title: Text
    """What is enclosed."""
    file: Text | None = None
    """The file, by its path inside the grant's folder."""


class Auditor(Record):
    """Who looked at the account, in what capacity, and when."""

    kind: Id
    """What was done, in the words of the terms: competent-person, approved-auditor..."""
    name: Text | None = None
    """The firm or office."""
    date: Day | None = None
    """The day of the statement."""
    document: Text | None = None
    """The document that holds the statement."""


class ManagementStatement(Record):
    """The signed management statement: that the account is correct and keeps to the grant."""

    date: Day
    """The day on which it was signed."""
    by: Text
    """The office or title that signed it."""
    document: Text | None = None
    """The document that holds it."""


class ReportDetails(Record):
    """Facts on the final report itself: its date, a day or a month, and its document number."""

    date: Span | None = None
    """The day or month of the report."""
    document_number: Text | None = None
    """The number of the report in the case system."""
    place: Text | None = None
    """Where it is signed."""
    auditor: Auditor | None = None
    """Who looked at the account."""
    statement: ManagementStatement | None = None
    """The signed management statement."""
    keep_until: Day | None = None
    """The day until which vouchers are kept."""


class CheckSetting(Record):
    """How much a rule weighs in this grant, and why it does not weigh what it usually does."""

    severity: Literal["off", "warn", "error"]
    """off: waived. warn: a warning. error: an error."""
    reason: Text
    """Why; it is printed with the finding."""
    until: Day | None = None
    """The last day on which the setting holds; without one it holds for good."""
    at_most: Annotated[int, Field(ge=0)] | None = None
    """With more findings than this in the grant, all of them weigh what they usually do."""
