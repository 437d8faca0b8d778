"""Findings for other programs: what `grants check --format` writes besides text.

Each format is a module of its name, whose `render` makes a text of a `Checked`.
"""

from dataclasses import dataclass
from importlib import import_module

from grants.errors import UnknownFormatError
from grants.findings.finding import Finding, Severity
from grants.ledger import Ledger

FORMATS = ("json", "github", "sarif", "junit")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, and everything that was found in it.

    `failing` are the severities that make the check fail: errors, with --strict warnings too.
    """

    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...]
    failing: frozenset[Severity] = frozenset({Severity.ERROR})

    @property
    def failed(self) -> bool:
        """Whether any finding makes the check fail."""
        return any(finding.severity in self.failing for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def grants(self) -> int:
        """How many grants were checked, those that could not be read included."""
        return sum(len(ledger.grants) + len(ledger.unread) for ledger in self.ledgers)

    @property
    def postings(self) -> int:
        """How many postings were read."""
        return sum(account.postings.count for ledger in self.ledgers for account in ledger)


def draw_findings(checked: Checked, form: str) -> str:
    """Write findings as json, github, sarif or junit; `UnknownFormatError` for another form."""
    if form not in FORMATS:
        raise UnknownFormatError(f"findings have no format {form!r}; there is text, {', '.join(FORMATS)}")
    module = import_module(f"grants.render.findings.{form}")  # only when asked for
    text: str = module.render(checked)
    return text
