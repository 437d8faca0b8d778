"""Findings for other programs: what `grants check --format` writes besides text.

- json: docs/findings.schema.json describes it.
- github: workflow commands of GitHub Actions, which shows them beside the line of the change:
  `::error file=...,line=...,title=...::message`, with the escapes that GitHub's toolkit uses.
- sarif: SARIF 2.1.0, the format of OASIS that code hosts and editors show,
  https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
- junit: JUnit XML, which test dashboards read: a suite per grant, a case per finding.
"""

import json
import os.path
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grants.errors import UnknownFormatError
from grants.findings.bounded import counted
from grants.findings.finding import Finding, Rule, Severity, Where, page
from grants.ledger import Ledger
from grants.values.text import printable_lines


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, and everything that was found in it.

    `failing` are the severities that make the check fail: errors, with --strict warnings too. `notes` are
    sentences on the check itself, such as why nothing was checked.
    """

    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...]
    failing: frozenset[Severity] = frozenset({Severity.ERROR})
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether any finding makes the check fail."""
        return any(finding.severity in self.failing for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return counted(finding for finding in self.findings if finding.severity is severity)

    @property
    def grants(self) -> int:
        """How many grants were checked, those that could not be read included."""
        return sum(len(ledger.grants) + len(ledger.unread) for ledger in self.ledgers)

    @property
    def postings(self) -> int:
        """How many postings were read."""
        return sum(account.postings.count for ledger in self.ledgers for account in ledger)


JSON_VERSION = 1
"""Grows when a key changes its meaning or goes; new keys do not change it."""


def _json(checked: Checked) -> str:
    """Counts, and every finding with its rule, place, message and remedy."""
    value = {
        "version": JSON_VERSION,
        "grants": checked.grants,
        "postings": checked.postings,
        "failed": checked.failed,
        "counts": {str(severity): checked.count(severity) for severity in Severity},
        "notes": list(map(printable_lines, checked.notes)),
        "findings": [_record(finding) for finding in checked.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _record(finding: Finding) -> dict[str, object]:
    record = finding.record()
    return {
        name: printable_lines(value) if isinstance(value, str) else value for name, value in record.items()
    }


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _github(checked: Checked) -> str:
    """A line for each finding and each note; nothing where nothing was found."""
    notes = (f"::notice title=grants check::{_escaped(note)}\n" for note in checked.notes)
    return "".join([*(f"{_command(finding)}\n" for finding in checked.findings), *notes])


def _command(finding: Finding) -> str:
    where = finding.where
    properties = {
        "file": where.path,
        "line": str(where.line),
        "col": None if where.column is None else str(where.column),
        "title": f"{finding.code} {finding.rule.name}",
    }
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    text = _escaped(f"{finding.message}\nRemedy: {finding.remedy}")
    return f"::{_COMMANDS[finding.severity]} {given}::{text}"


def _escaped(text: str) -> str:
    return printable_lines(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _sarif(checked: Checked) -> str:
    """One run: the rules that something was found of, with their pages, and a result per finding."""
    from importlib.metadata import version

    rules = sorted({finding.rule for finding in checked.findings}, key=lambda rule: rule.code)
    index = {rule: number for number, rule in enumerate(rules)}
    value = {
        "$schema": SARIF_SCHEMA,
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
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {"level": "note", "message": {"text": printable_lines(note)}}
                            for note in checked.notes
                        ],
                    }
                ],
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
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(finding: Finding, index: int) -> dict[str, object]:
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": str(finding.severity),
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


_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _junit(checked: Checked) -> str:
    """A suite for each folder: its failing findings fail, the others pass and say what they are.

    A grant without findings has one case that passes, so that the dashboard knows it was checked.
    """
    by_folder: dict[str, list[Finding]] = {g.folder: [] for ledger in checked.ledgers for g in ledger}
    for finding in checked.findings:
        by_folder.setdefault(os.path.dirname(finding.where.path), []).append(finding)
    root = Element("testsuites", _suite_counts("grants check", checked.findings, checked))
    for folder, findings in by_folder.items():
        suite = SubElement(root, "testsuite", _suite_counts(folder or ".", findings, checked))
        for finding in findings:
            _case(suite, finding, fails=finding.severity in checked.failing)
        if not findings:
            SubElement(suite, "testcase", {"classname": _xml(folder), "name": "grants check", "time": "0"})
    for note in checked.notes:
        suite = SubElement(root, "testsuite", _suite_counts("grants check", (), checked))
        case = SubElement(suite, "testcase", {"classname": "grants", "name": "nothing checked", "time": "0"})
        SubElement(case, "skipped", {"message": _xml(note)})
        suite.set("skipped", "1")
    root.set("tests", str(sum(int(suite.attrib["tests"]) for suite in root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite_counts(name: str, findings: Iterable[Finding], checked: Checked) -> dict[str, str]:
    found = list(findings)
    failures = counted(finding for finding in found if finding.severity in checked.failing)
    counts = {"tests": max(counted(found), 1), "failures": failures, "errors": 0, "skipped": 0, "time": 0}
    return {"name": _xml(name), **{key: str(count) for key, count in counts.items()}}


def _case(suite: Element, finding: Finding, *, fails: bool) -> None:
    where = finding.where
    attributes = {
        "classname": f"{finding.code} {finding.rule.name}",
        "name": f"{os.path.basename(where.path)}:{where.line}: {finding.rule.title}",
        "file": where.path,
        "line": str(where.line),
        "time": "0",
    }
    case = SubElement(suite, "testcase", {key: _xml(value) for key, value in attributes.items()})
    text = _xml(f"{finding}\nremedy: {finding.remedy}")
    if fails:
        kind = {"type": finding.code, "message": _xml(finding.message)}
        SubElement(case, "failure", kind).text = text
    else:
        SubElement(case, "system-out").text = text


def _xml(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold, line feeds kept."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", printable_lines(text))


FORMATS = {"json": _json, "github": _github, "sarif": _sarif, "junit": _junit}


def draw_findings(checked: Checked, form: str) -> str:
    """Write findings as json, github, sarif or junit; `UnknownFormatError` for another form."""
    if form not in FORMATS:
        raise UnknownFormatError(f"findings have no format {form!r}; there is text, {', '.join(FORMATS)}")
    return FORMATS[form](checked)
