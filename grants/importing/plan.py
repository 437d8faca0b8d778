"""What an import would do: a value that is shown, and written only when somebody agrees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from grants.findings.finding import Finding, errors
from grants.importing.grant_import import GrantImport
from grants.importing.profiles.profile import ImportRule, Profile
from grants.importing.readers.source_line import ControlTotal, SourceLine
from grants.importing.review.decisions import Decision

SHOWN = 20
"""Lines of one kind that a preview names one by one."""


@dataclass
class Tally:
    """How many lines, and their sum in minor units with costs positive."""

    lines: int = 0
    minor: int = 0

    def add(self, minor: int) -> None:
        """Count a line."""
        self.lines += 1
        self.minor += minor


class SourceFile(NamedTuple):
    """The file of an import, by its name, content and size."""

    path: str
    name: str
    sha256: str
    size: int


class RuleHits(NamedTuple):
    """A rule of the profile and how many lines it decided."""

    rule: ImportRule
    hits: int


@dataclass
class ImportPlan:
    """Everything that an import would change, and everything that stands in its way.

    `rows` are the lines that the file holds; `ignored` has a tally by reason; `unmatched` the lines that no
    rule knew, with clean texts; `shares` what each grant gets. Nothing is written by making a plan.
    """

    root: str
    source: SourceFile
    profile: Profile
    profile_name: str
    day: date
    shares: tuple[GrantImport, ...] = ()
    rows: int = 0
    total: int = 0
    ignored: dict[str, Tally] = field(default_factory=dict)
    unmatched: list[SourceLine] = field(default_factory=list)
    unmatched_keys: list[str] = field(default_factory=list)
    """The keys under which a sheet decides them."""
    unmatched_grants: Mapping[int, str] = field(default_factory=dict)
    """The grants of unmatched lines whose activity alone is open, by their place in `unmatched`."""
    late_grants: dict[int, str] = field(default_factory=dict)
    """The grants of those that a rule knows and whose day lies in a closed period, likewise."""
    late: Tally = field(default_factory=Tally)
    """The lines whose day lies in a closed period and of which nothing sound was decided."""
    masked: int = 0
    controls: list[ControlTotal] = field(default_factory=list)
    decided: dict[str, Decision] = field(default_factory=dict)
    """What a sheet decided and no posting shows, by its key."""
    days: tuple[str, str] = ("", "")
    """The first and last day of the lines of the file."""
    hits: tuple[RuleHits, ...] = ()
    findings: tuple[Finding, ...] = ()
    language: Literal["da", "en"] = "da"
    """The language of the first grant that is concerned."""

    @property
    def without_rule(self) -> list[SourceLine]:
        """Those of the unmatched lines that no rule knows, without the late ones."""
        return [line for place, line in enumerate(self.unmatched) if place not in self.late_grants]

    @property
    def is_sound(self) -> bool:
        """Whether nothing stands in the way of writing it."""
        return not errors(list(self.findings))

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return any(share.writes for share in self.shares)

    @property
    def ignored_lines(self) -> int:
        """How many lines were left out."""
        return sum(tally.lines for tally in self.ignored.values())

    def folder(self, share: GrantImport) -> Path:
        """Where the files of a grant lie."""
        return Path(share.account.folder)
