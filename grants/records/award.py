"""What was applied for, and what was granted."""

from grants.records.types import Amount, Day, Record, Year


class Application(Record):
    """What was applied for. `approximate` marks a figure that the source itself calls about."""

    amount: Amount
    """The sum applied for."""
    year: Year | None = None
    """The year of the application, where its day is not known."""
    date: Day | None = None
    """The day of the application."""
    approximate: bool = False
    """Whether the source itself calls the figure about."""


class Award(Record):
    """What the funder granted, and when: the day, or only the year where no more is known."""

    amount: Amount
    """The sum granted at first; an [[amendment]] with `award` changes it."""
    year: Year | None = None
    """The year of the award, where its day is not known."""
    date: Day | None = None
    """The day of the award; it decides which dated terms apply."""
