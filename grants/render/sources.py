"""Files that go into a rendered file, and the moment it says it was made."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from grants.reports.document import Document

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""When a report that names no day says it was made: the first moment a zip file can hold."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a report was made from: its name, its kind as MIME has it, its bytes."""

    name: str
    mime: str
    content: bytes


def timestamp(report: Document) -> datetime:
    """The moment that a file says it was made: noon of the report's day, so it never changes."""
    return EPOCH if report.day is None else datetime.combine(report.day, time(12), UTC)
