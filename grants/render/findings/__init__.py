"""Findings for other programs: what `grants check --format` writes besides text.

Each format is one file with one function from a `Checked` to text.
"""

from collections.abc import Callable
from dataclasses import dataclass

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
    return _renderer(form)(checked)


def _renderer(form: str) -> Callable[[Checked], str]:
    """Imported when asked for."""
    if form == "github":
        from grants.render.findings.github import render_github

        return render_github
    if form == "sarif":
        from grants.render.findings.sarif import render_sarif

        return render_sarif
    if form == "junit":
        from grants.render.findings.junit import render_junit

        return render_junit
    from grants.render.findings.json import render_json

    return render_json
