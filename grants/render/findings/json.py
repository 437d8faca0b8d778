"""Findings as JSON; docs/findings.schema.json describes it."""

import json

from grants.findings.finding import Finding, Severity
from grants.render.findings import Checked
from grants.values.text import printable_lines

VERSION = 1
"""Grows when a key changes its meaning or goes; new keys do not change it."""


def render(checked: Checked) -> str:
    """Counts, and every finding with its rule, place, message and remedy."""
    value = {
        "version": VERSION,
        "grants": checked.grants,
        "postings": checked.postings,
        "failed": checked.failed,
        "counts": {str(severity): checked.count(severity) for severity in Severity},
        "findings": [_finding(finding) for finding in checked.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    record = finding.record()
    return {
        name: printable_lines(value) if isinstance(value, str) else value for name, value in record.items()
    }
