"""What an import would do: a value that is shown, and written only when somebody agrees."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from grants.findings.finding import Finding, errors
from grants.importing.decisions import Decision
from grants.importing.grant_import import GrantImport
from grants.importing.lines import Line, State, Tally
from grants.importing.profiles.profile import ImportRule, Profile
from grants.importing.source_line import ControlTotal
from grants.values import money

SHOWN = 20
"""Lines of one kind that a preview names one by one."""


class SourceFile(NamedTuple):
    """The file of an import, by its name, content and size."""

    path: str
    name: str
    sha256: str
    size: int


@dataclass
class ImportPlan:
    """Everything that an import would change, and everything that prevents it.

    `rows` are the lines that the file holds; `ignored` has a tally by reason; `grant_imports` is
    what each grant gets. Nothing is written by making a plan.
    """

    root: str
    source: SourceFile
    profile: Profile
    profile_name: str
    day: date
    grant_imports: tuple[GrantImport, ...] = ()
    rows: int = 0
    total: int = 0
    ignored: dict[str, Tally] = field(default_factory=dict)
    to_decide: list[Line] = field(default_factory=list)
    """Lines that a person decides: unmatched ones, then those of closed days if they are reviewed."""
    closed_days: Tally = field(default_factory=Tally)
    """The lines whose day is closed and of which nothing sound was decided."""
    masked: int = 0
    controls: list[ControlTotal] = field(default_factory=list)
    decided: dict[str, Decision] = field(default_factory=dict)
    """What a sheet decided and no posting shows, by its key."""
    days: tuple[str, str] = ("", "")
    """The first and last day of the lines of the file."""
    hits: tuple[tuple[ImportRule, int], ...] = ()
    """The rules of the profile, and how many lines each decided."""
    findings: tuple[Finding, ...] = ()
    language: Literal["da", "en"] = "da"
    """The language of the first grant that is concerned."""

    @property
    def amount(self) -> money.Amount:
        """The sum of all lines that the file holds, of which `total` is the minor units."""
        return money.Amount(self.total)

    @property
    def unmatched(self) -> list[Line]:
        """The lines that no rule knows."""
        return [line for line in self.to_decide if line.state is State.UNMATCHED]

    @property
    def is_sound(self) -> bool:
        """Whether nothing prevents writing it."""
        return not errors(list(self.findings))

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return any(grant_import.writes for grant_import in self.grant_imports)

    @property
    def ignored_lines(self) -> int:
        """How many lines were left out."""
        return sum(tally.lines for tally in self.ignored.values())
