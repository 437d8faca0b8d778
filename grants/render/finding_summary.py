"""Findings for people who look at a run in CI: a summary in Markdown, and GitLab's report of code quality.

- markdown: for `$GITHUB_STEP_SUMMARY`, which takes one mebibyte, so the findings are bounded.
- gitlab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import json
import re
from typing import TYPE_CHECKING

from grants.findings.finding import Finding, Severity
from grants.render.finding_places import fingerprints, page_address, program_version
from grants.values.text import printable, printable_lines

if TYPE_CHECKING:
    from grants.render.findings import Checked

MOST_ROWS = 100
"""Findings that a summary lists, the gravest first; the rest is counted."""

LONGEST = 1_000
"""Characters of a message in a summary."""

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&:@-])")

_GITLAB = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def draw_markdown(checked: "Checked") -> str:
    """What was checked, whether it failed, and a table of the gravest findings."""
    counts = ", ".join(f"{checked.count(severity)} {severity}s" for severity in Severity)
    parts = [
        f"## Accounts of grants: {'failed' if checked.failed else 'passed'}\n",
        f"{checked.grants} grants, {checked.postings} postings: {counts}.\n",
    ]
    weight = list(Severity)
    gravest = sorted(checked.findings, key=lambda finding: weight.index(finding.severity))
    if gravest:
        rows = [_row(checked, finding) for finding in gravest[:MOST_ROWS]]
        head = "| Severity | Code | Place | What is wrong | Remedy |\n|---|---|---|---|---|"
        parts.append("\n".join([head, *rows]) + "\n")
    if len(gravest) > MOST_ROWS:
        parts.append(f"{len(gravest) - MOST_ROWS} more findings are not listed here.\n")
    parts.append(f"grants {program_version()}\n")
    return "\n".join(parts)


def _row(checked: "Checked", finding: Finding) -> str:
    address = page_address(finding.rule)
    code = _escaped(finding.code)
    code = code if address is None else f"[{code}]({address})"
    place = f"{checked.place(finding.where.path)}:{finding.where.line}"
    cells = [_escaped(place), _escaped(finding.message), _escaped(finding.remedy)]
    return f"| {finding.severity} | {code} | {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """The text as one line that is no markup."""
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return _MARKUP.sub(r"\\\1", printable(short.replace("\n", " ")))


def draw_gitlab(checked: "Checked") -> str:
    """A list of issues, one per finding; the program and its version are the engine."""
    names = fingerprints(checked.findings, checked.place)
    engine = f"grants {program_version()}"
    issues = [
        {
            "description": printable_lines(f"{finding.message}. Remedy: {finding.remedy}"),
            "check_name": finding.code,
            "fingerprint": name,
            "severity": _GITLAB[finding.severity],
            "location": {
                "path": printable(checked.place(finding.where.path)),
                "lines": {"begin": finding.where.line},
            },
            "type": "issue",
            "categories": ["Bug Risk"],
            "engine_name": engine,
        }
        for finding, name in zip(checked.findings, names, strict=True)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
