"""A profile: how the files of one system are read, and what their lines are in the ledger.

Everything that decides an amount's size or sign or a date's order is declared here and never guessed.
"""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from grants.importing.profiles.dates import DateFormat
from grants.records.types import CURRENCY_PATTERN, Id, Many, Record, Text, fault

Encoding = Literal["utf-8", "cp1252", "iso-8859-1", "utf-16"]

MAX_RULES = 10_000
MAX_PATTERN = 200
"""Characters of one condition, and of one pattern of rows."""


def _several(value: object) -> object:
    """One text where a list of texts may be."""
    return (value,) if isinstance(value, str) else value


def _date_format(value: object) -> str:
    if not isinstance(value, str):
        raise fault("limit", 'a form of dates is a text such as "dd-mm-yyyy"')
    try:
        DateFormat.parse(value)
    except ValueError as why:
        raise fault("limit", str(why)) from None
    return value


_ONE_OR_MORE = WithJsonSchema(
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
)
Pattern = Annotated[Text, Field(max_length=MAX_PATTERN)]
Names = Annotated[Many[Pattern], BeforeValidator(_several), _ONE_OR_MORE]
Encodings = Annotated[Many[Encoding], Field(min_length=1), BeforeValidator(_several), _ONE_OR_MORE]
Dates = Annotated[
    Many[Annotated[str, BeforeValidator(_date_format)]],
    Field(min_length=1),
    BeforeValidator(_several),
    _ONE_OR_MORE,
]


class Columns(Record):
    """The headings of the columns: names in the order in which they are looked for.

    Case, blanks around a name and a point or colon after it do not matter. Of several columns that a
    key names, the first name that is there counts.
    """

    date: Names = ()
    """The day of the posting."""
    amount: Names = ()
    """The amount, where it is in one column."""
    debit: Names = ()
    """The amount of debit, where debit and credit have a column each."""
    credit: Names = ()
    """The amount of credit."""
    mark: Names = ()
    """The mark that says debit or credit of the amount."""
    voucher: Names = ()
    """The number of the voucher."""
    line_number: Names = ()
    """The system's own number of the line within its voucher."""
    text: Names = ()
    """The text of the posting."""
    account: Names = ()
    """The account, type of cost or account string."""
    psp: Names = ()
    """The PSP (WBS) element."""
    project: Names = ()
    """The project number."""
    cost_centre: Names = ()
    """The cost centre."""
    supplier: Names = ()
    """The supplier."""
    document: Names = ()
    """The document in the archive."""
    currency: Names = ()
    """The currency of the amount, as three letters."""
    quantity: Names = ()
    """How many units, such as hours."""
    unit: Names = ()
    """The unit of the quantity."""

    def named(self) -> dict[str, tuple[str, ...]]:
        """The headings of each key that has any."""
        return {key: names for key in type(self).model_fields if (names := getattr(self, key))}


class Within(Record):
    """A key and all that lies below it."""

    within: Pattern
    """The key: `XG-12.01` covers `XG-12.01` and `XG-12.01.03`, and not `XG-12.011`."""


def _test(value: object) -> str | Within:
    """A text, or a table of `within` alone."""
    if isinstance(value, Within):
        return value
    text = value.get("within") if isinstance(value, dict) and set(value) == {"within"} else value
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_PATTERN:
        said = 'a condition is a text such as "5610*", or { within = "XG-12.01" }, of at most'
        raise fault("limit", f"{said} {MAX_PATTERN} characters")
    return Within(within=text) if isinstance(value, dict) else text


_TEST_SCHEMA = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": MAX_PATTERN},
        {
            "type": "object",
            "properties": {"within": {"type": "string", "minLength": 1, "maxLength": MAX_PATTERN}},
            "required": ["within"],
            "additionalProperties": False,
        },
    ]
}
Condition = Annotated[
    Many[Annotated[str | Within, PlainValidator(_test)]],
    Field(min_length=1),
    BeforeValidator(lambda value: value if isinstance(value, list | tuple) else (value,)),
    WithJsonSchema({"anyOf": [*_TEST_SCHEMA["anyOf"], {"type": "array", "items": _TEST_SCHEMA}]}),
]


class ImportRule(Record):
    """What the lines are that meet every condition given; the first rule that fits counts.

    A condition is a text that the whole field must equal, case apart; with `*` for any characters and
    `?` for one; or `{ within = "XG-12.01" }`. A list of them is met by any one.
    """

    account: Condition | None = None
    """What the account must be."""
    psp: Condition | None = None
    """What the PSP element must be."""
    project: Condition | None = None
    """What the project must be."""
    cost_centre: Condition | None = None
    """What the cost centre must be."""
    text: Condition | None = None
    """What the text must be."""
    supplier: Condition | None = None
    """What the supplier must be."""
    activity: Id | None = None
    """The activity of the lines."""
    grant: Id | None = None
    """The grant of the lines, where one export holds several."""
    financing: Text | None = None
    """Who pays: grant, own, or partner:ID."""
    person: Id | None = None
    """The role whose hours the lines are, such as therapist-1; never a name."""
    ignore: bool = False
    """Whether the lines belong to no grant; the reason says why."""
    reason: Text | None = None
    """Why the lines are ignored."""

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if not self.conditions():
            raise fault("limit", "a rule has at least one condition, such as account or text")
        if self.ignore and self.reason is None:
            raise fault("limit", "a rule that ignores lines gives the reason")
        if self.ignore and (self.activity or self.financing or self.person):
            raise fault("limit", "a rule ignores lines or gives them an activity, not both")
        if not self.ignore and self.activity is None and self.grant is None:
            raise fault("limit", "a rule gives an activity or a grant, or ignores the lines")
        return self

    def conditions(self) -> dict[str, tuple[str | Within, ...]]:
        """The conditions given, by the field that they look at."""
        return {name: value for name in CONDITIONS if (value := getattr(self, name)) is not None}


CONDITIONS = ("account", "psp", "project", "cost_centre", "text", "supplier")
"""The fields of a line that rules look at."""


class Profile(Record):
    """How the files of one system are read, and which rules turn their lines into postings."""

    title: Text
    """What the profile reads, in a few words."""
    extends: Id | None = None
    """A profile whose keys hold where this one says nothing; its rules come after these."""
    format: Literal["table", "g69", "camt053"] = "table"
    """The kind of file: a table (delimited text or a workbook), a G69 batch, a bank statement."""
    encoding: Encodings = ("utf-8",)
    """The encoding of text files, or several, of which the first that fits the whole file is taken.

    A byte order mark at the beginning of the file goes before it."""
    delimiter: Literal[",", ";", "\t", "|"] = ";"
    """What is between the fields of a text file."""
    quote: Literal['"', "'", ""] = '"'
    """What is around a field that holds the delimiter; "" where nothing is quoted."""
    decimal: Literal[",", "."] = ","
    """The decimal mark of amounts and quantities that are text."""
    thousands: Literal[".", ",", " ", "'", ""] = "."
    """The mark between thousands, which may be left out in the file; "" where there is none."""
    dates: Dates = ("dd-mm-yyyy",)
    """The forms of dates that are text: d, m and y with what is between them; "serial" for days
    that a workbook gives as bare numbers."""
    sign: Literal["signed", "columns", "mark"] = "signed"
    """Where the sign is: in the amount, in separate columns of debit and credit, or in a mark."""
    negative: Many[Literal["leading", "trailing", "parentheses"]] = ("leading", "trailing", "parentheses")
    """How an amount below zero may be written: -1,00 or 1,00- or (1,00)."""
    costs: Literal["positive", "negative"]
    """Whether a cost is above or below zero in the file; with debit and credit, debit is above."""
    debit_marks: Names = ("D", "Debet", "Debit", "S")
    """The marks of debit."""
    credit_marks: Names = ("K", "Kredit", "Credit", "C", "H")
    """The marks of credit."""
    currency: Annotated[str, Field(pattern=CURRENCY_PATTERN)] | None = None
    """The currency of lines that name none."""
    ends_open: bool = False
    """Whether the system writes no line end behind the last line of a text file. Without this, a missing one
    is reported, and an amount there that looks cut is refused."""
    sheet: Text | None = None
    """The sheet of a workbook; without it the only one that is visible and not empty."""
    columns: Columns = Columns()
    """The headings of the columns."""
    skip: Names = ()
    """Rows to pass over, by their first text: a pattern with * and ?, such as "Side *"."""
    subtotal: Names = ()
    """Rows that add up the lines since the row of this kind before, by their first text."""
    total: Names = ()
    """Rows that add up all lines above, by their first text."""
    rules: Annotated[Many[ImportRule], Field(max_length=MAX_RULES)] = Field(default=(), alias="rule")
    """What the lines are in the ledger."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.decimal == self.thousands:
            raise fault("limit", "the decimal mark and the mark of thousands are the same")
        if self.delimiter in (self.decimal, self.thousands) and self.quote == "":
            raise fault("limit", "the delimiter is in amounts too, and nothing is quoted")
        both = set(map(str.casefold, self.debit_marks)) & set(map(str.casefold, self.credit_marks))
        if self.sign == "mark" and both:
            raise fault("limit", f"debit_marks and credit_marks both hold {min(both)!r}")
        orders = {DateFormat.parse(text).order for text in self.dates} & {"dmy", "mdy"}
        if len(orders) > 1:
            raise fault("limit", "dates are day-first or month-first, not both")
        for name in self.required if self.format == "table" else ():
            if not getattr(self.columns, name):
                why = "the heading of the day" if name == "date" else f"sign is {self.sign!r}"
                raise fault("limit", f"columns.{name} is missing: {why}")
        return self

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a row is no row of headings."""
        by_sign = {"signed": ("amount",), "columns": ("debit", "credit"), "mark": ("amount", "mark")}
        return ("date", *by_sign[self.sign])
