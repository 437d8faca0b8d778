"""Findings as SARIF 2.1.0, the format of OASIS that code hosts and editors show.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
import os.path
from pathlib import Path
from urllib.parse import quote

from grants.findings.finding import Finding, Rule, Severity, Where, page
from grants.render.findings import Checked
from grants.values.text import printable_lines

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render(checked: Checked) -> str:
    """One run: the rules that something was found of, with their pages, and a result per finding."""
    from importlib.metadata import version

    rules = sorted({finding.rule for finding in checked.findings}, key=lambda rule: rule.code)
    index = {rule: number for number, rule in enumerate(rules)}
    value = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "grants",
                        "version": version("grants-ledger"),
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, index[finding.rule]) for finding in checked.findings],
            }
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    explained = page(rule)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}. Remedy: {rule.remedy}."},
        "help": {"text": explained, "markdown": explained},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, index: int) -> dict[str, object]:
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{printable_lines(finding.message)}\nRemedy: {printable_lines(finding.remedy)}"},
        "locations": [{"physicalLocation": _place(finding.where)}],
    }


def _place(where: Where) -> dict[str, object]:
    region = {"startLine": where.line}
    if where.column is not None:
        region["startColumn"] = where.column
    path = os.path.normpath(where.path)
    if os.path.isabs(path):
        artifact = {"uri": Path(path).as_uri()}
    else:
        uri = quote(Path(path).as_posix().encode("utf-8", "surrogateescape"))
        artifact = {"uri": uri, "uriBaseId": "%SRCROOT%"}
    return {"artifactLocation": artifact, "region": region}
