"""The record of an import: which file was read, under which profile, and what came of it."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from grants.records.types import Day, Id, Many, Record, SignedAmount, Text, fault

MAX_NUMBER = 999_999
"""Imports of one grant: as many as a posting's `imported` can name."""

Count = Annotated[int, Field(ge=0)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class KeptDecision(Record):
    """A decision of a reviewed sheet that no posting shows; it holds for the next exports too."""

    key: Annotated[str, StringConstraints(pattern=r"^[LA]-[0-9a-f]{16}(-[1-9][0-9]{0,5})?$")]
    """The line, or all lines of an account, as the sheet names them."""
    ignore: Text | None = None
    """Why the line belongs to nothing here."""
    post_on: Day | None = None
    """The day on which the line is posted, since its own lies in a closed period."""

    @model_validator(mode="after")
    def _decides_one_thing(self) -> Self:
        if (self.ignore is None) == (self.post_on is None):
            raise fault("decision", "a decision has either ignore or post_on")
        return self


class ImportRecord(Record):
    """One import into a grant, appended to its imports.toml and never changed.

    `rows`, `ignored`, `unmatched` and `controls` are of the whole file; the others of this grant alone. The
    import wrote `new + changed + reversed` postings, whose amounts add up to `sum`; each has this
    `number` and the row of the file in its column `imported`.
    """

    number: Annotated[int, Field(ge=1, le=MAX_NUMBER)]
    """Counted from 1 in each grant; postings name it in their column `imported`."""
    date: Day
    """The day of the import."""
    file: Text
    """The name of the file, without its folder."""
    sha256: Digest
    """The checksum of the file's content."""
    size: Count
    """The bytes of the file."""
    profile: Id
    """The profile that said how the file is read."""
    profile_sha256: Digest
    """The checksum of the profile with its rules, as they were then."""
    rows: Count
    """The lines that were read."""
    new: Count
    """The lines that were not in the ledger."""
    known: Count
    """The lines that were in the ledger already."""
    changed: Count
    """The lines that replace a posting that was reversed."""
    reversed: Count
    """The postings that were reversed, since the books changed or no longer have them."""
    ignored: Count
    """The lines that a rule or a decision leaves out."""
    unmatched: Count
    """The lines that no rule knew, left for a review."""
    masked: Count = 0
    """The civil registration numbers that were made unreadable in texts."""
    sum: SignedAmount
    """The sum of the postings that the import wrote."""
    first: Day
    """The earliest date of the postings that it wrote; of the lines of the file if it wrote none."""
    last: Day
    """The latest date, likewise."""
    controls: Count = 0
    """The totals that the file itself states, all of which held."""
    decision: Many[KeptDecision] = ()
    """What a sheet decided in this import and no posting shows."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.last < self.first:
            raise fault("period", f"last ({self.last}) lies before first ({self.first})")
        return self

    @property
    def postings(self) -> int:
        """How many postings the import wrote."""
        return self.new + self.changed + self.reversed


class Imports(Record):
    """All of an imports.toml."""

    records: Many[ImportRecord] = Field(default=(), alias="import")
    """The imports, in their order."""

    @model_validator(mode="after")
    def _are_numbered(self) -> Self:
        for number, record in enumerate(self.records, 1):
            if record.number != number:
                raise fault("limit", f"import number {record.number} stands where number {number} belongs")
        return self
