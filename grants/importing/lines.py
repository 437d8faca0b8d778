"""A line of an export on its way into a ledger: where it belongs, and the state that it is in."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from grants.importing.source_line import SourceLine

if TYPE_CHECKING:
    from grants.importing.grant_import import GrantImport

Purpose = tuple[str, str]
"""Activity and financing of a posting."""


class State(Enum):
    """What becomes of a line. The planner's `move` is the only way from one state to another."""

    NEW = auto()
    """It becomes a posting."""
    KNOWN = auto()
    """The account has it already."""
    CHANGED = auto()
    """The account has it with another activity or payer; after the whole file is read, it is posted anew."""
    CLOSED_DAY = auto()
    """It would be new, and nothing may be posted on its day; a person decides."""
    UNMATCHED = auto()
    """No rule says where it belongs; a person decides."""
    IGNORED = auto()
    """A rule or a person leaves it out."""


@dataclass(slots=True)
class Tally:
    """How many lines, and their sum in minor units with costs positive."""

    lines: int = 0
    minor: int = 0

    def add(self, minor: int) -> None:
        """Count a line."""
        self.lines += 1
        self.minor += minor

    def remove(self, minor: int) -> None:
        """Count a line no longer."""
        self.lines -= 1
        self.minor -= minor


@dataclass(eq=False, slots=True)
class Target:
    """Where lines go: a grant with activity, payer and person; without a grant they are left out."""

    grant_import: "GrantImport | None"
    activity: str = ""
    financing: str = "grant"
    person: str = ""
    reason: str = ""
    """Why lines are left out."""

    purpose: Purpose = field(init=False)

    def __post_init__(self) -> None:
        self.purpose = self.activity, self.financing


@dataclass(eq=False, slots=True)
class Line:
    """A line of an export. `target` is where it belongs, None as long as nobody knows."""

    source: SourceLine
    target: Target | None
    state: State = State.UNMATCHED
    key: str = ""
    """The key under which a sheet decides it; blank until somebody asks for it."""
    grant: str = ""
    """The grant of a line whose activity alone is open, or whose day is closed."""

    @property
    def grant_import(self) -> "GrantImport":
        """The import of the grant that the line belongs to."""
        assert self.target is not None  # the line was matched
        assert self.target.grant_import is not None  # and is not ignored
        return self.target.grant_import

    @property
    def purpose(self) -> Purpose:
        """Activity and financing of the line."""
        assert self.target is not None  # the line was matched
        return self.target.purpose

    def identity(self, *, day: str = "", number: str | None = None) -> int:
        """What the line is recognised by, on another day or with another line of the voucher if given."""
        source = self.source
        line_number = source.line_number if number is None else number
        return identity(source.voucher, line_number, day or source.date, source.minor)


def identity(voucher: str, line_number: str, day: str, minor: int) -> int:
    """What a line and its posting are recognised by: 64 bits, so that a million take little memory.

    Two of a million meet by chance once in ten million such ledgers.
    """
    return hash((voucher, line_number, day, minor))
