"""Findings as workflow commands of GitHub Actions, which shows them beside the line of the change.

`::error file=...,line=...,title=...::message`, with the escapes that GitHub's toolkit uses.
"""

from grants.findings.finding import Finding, Severity
from grants.render.findings import Checked
from grants.values.text import printable_lines

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(checked: Checked) -> str:
    """A line for each finding; nothing where nothing was found."""
    return "".join(f"{_command(finding)}\n" for finding in checked.findings)


def _command(finding: Finding) -> str:
    where = finding.where
    properties = {
        "file": where.path,
        "line": str(where.line),
        "col": None if where.column is None else str(where.column),
        "title": f"{finding.code} {finding.rule.name}",
    }
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    text = _data(f"{finding.message}\nRemedy: {finding.remedy}")
    return f"::{_COMMANDS[finding.severity]} {given}::{text}"


def _data(text: str) -> str:
    return printable_lines(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
