"""Findings for other programs: what `grants check --format` writes besides text.

- json: docs/findings.schema.json describes it.
- github: workflow commands of GitHub Actions, which shows them beside the line of the change:
  `::error file=...,line=...,title=...::message`, with the escapes that GitHub's toolkit uses.
- sarif: SARIF 2.1.0, the format of OASIS that code hosts and editors show,
  https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
- junit: JUnit XML, which test dashboards read: a suite per grant, a case per finding.
- gitlab and markdown: `grants.render.finding_summary`.

All but json, which repeats the paths as they were given, name files by `Checked.place`.
"""

import json
import os.path
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grants.errors import UnknownFormatError
from grants.findings.bounded import counted
from grants.findings.finding import Finding, Rule, Severity, Where, page
from grants.ledger import Ledger
from grants.render.finding_places import (
    Place,
    as_given,
    documentation,
    fingerprints,
    grant_ids,
    page_address,
    program_version,
)
from grants.render.finding_summary import draw_gitlab, draw_markdown
from grants.values.text import printable_lines


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, and everything that was found in it.

    `failing` are the severities that make the check fail: errors, with --strict warnings too. `place` gives
    the path of a file as code hosts want it: relative to the top of the repository, with forward slashes.
    `notes` are sentences on the check itself, such as why nothing was checked.
    """

    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...]
    failing: frozenset[Severity] = frozenset({Severity.ERROR})
    place: Place = as_given
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
        "program": {"name": "grants", "version": program_version()},
        "grants": checked.grants,
        "postings": checked.postings,
        "failed": checked.failed,
        "counts": {str(severity): checked.count(severity) for severity in Severity},
        "notes": list(map(printable_lines, checked.notes)),
        "findings": [
            _record(finding, grant, fingerprint)
            for finding, grant, fingerprint in zip(
                checked.findings,
                grant_ids(checked.ledgers, checked.findings),
                fingerprints(checked.findings, checked.place),
                strict=True,
            )
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def schema_text() -> str:
    """The JSON Schema of what `grants check --format json` writes."""
    return files("grants.render").joinpath("findings.schema.json").read_text(encoding="utf-8")


def _record(finding: Finding, grant: str | None, fingerprint: str) -> dict[str, object]:
    named = {"grant": grant, "fingerprint": fingerprint, "page": page_address(finding.rule)}
    record = finding.record() | named
    return {
        name: printable_lines(value) if isinstance(value, str) else value for name, value in record.items()
    }


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _github(checked: Checked) -> str:
    """A line for each finding and each note; nothing where nothing was found."""
    lines = [_command(finding, checked.place) for finding in checked.findings]
    lines += [f"::notice title=grants check::{_escaped(note)}" for note in checked.notes]
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding, place: Place) -> str:
    where = finding.where
    properties = {
        "file": place(where.path),
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
    rules = sorted({finding.rule for finding in checked.findings}, key=lambda rule: rule.code)
    index = {rule: number for number, rule in enumerate(rules)}
    home = documentation()
    found = zip(
        checked.findings,
        grant_ids(checked.ledgers, checked.findings),
        fingerprints(checked.findings, checked.place),
        strict=True,
    )
    value = {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "grants",
                        "version": program_version(),
                        **({} if home is None else {"informationUri": home}),
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
                "results": [
                    _result(
                        finding, index[finding.rule], checked.place(finding.where.path), grant, fingerprint
                    )
                    for finding, grant, fingerprint in found
                ],
            }
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    explained, address = page(rule), page_address(rule)
    return {
        "id": rule.code,
        "name": rule.name,
        **({} if address is None else {"helpUri": address}),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}. Remedy: {rule.remedy}."},
        "help": {"text": explained, "markdown": explained},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(
    finding: Finding, index: int, path: str, grant: str | None, fingerprint: str
) -> dict[str, object]:
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": str(finding.severity),
        "message": {"text": f"{printable_lines(finding.message)}\nRemedy: {printable_lines(finding.remedy)}"},
        "locations": [{"physicalLocation": _place(finding.where, path)}],
        "partialFingerprints": {f"finding/v{JSON_VERSION}": fingerprint},
        **({} if grant is None else {"properties": {"grant": printable_lines(grant)}}),
    }


def _place(where: Where, path: str) -> dict[str, object]:
    region = {"startLine": where.line}
    if where.column is not None:
        region["startColumn"] = where.column
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
    place = checked.place
    by_folder: dict[str, list[Finding]] = {place(g.folder): [] for ledger in checked.ledgers for g in ledger}
    for finding in checked.findings:
        by_folder.setdefault(os.path.dirname(place(finding.where.path)) or ".", []).append(finding)
    root = Element("testsuites", _suite_counts("grants check", checked.findings, checked))
    for folder, findings in by_folder.items():
        suite = SubElement(root, "testsuite", _suite_counts(folder, findings, checked))
        properties = SubElement(suite, "properties")
        for name, value in {"grants": program_version(), "schema": str(JSON_VERSION)}.items():
            SubElement(properties, "property", {"name": name, "value": value})
        for finding in findings:
            _case(suite, finding, place(finding.where.path), fails=finding.severity in checked.failing)
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


def _case(suite: Element, finding: Finding, path: str, *, fails: bool) -> None:
    where = finding.where
    attributes = {
        "classname": f"{finding.code} {finding.rule.name}",
        "name": f"{os.path.basename(where.path)}:{where.line}: {finding.rule.title}",
        "file": path,
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


FORMATS = {
    "json": _json,
    "github": _github,
    "sarif": _sarif,
    "junit": _junit,
    "gitlab": draw_gitlab,
    "markdown": draw_markdown,
}


def draw_findings(checked: Checked, form: str) -> str:
    """Write findings as one of `FORMATS`; `UnknownFormatError` for another form."""
    if form not in FORMATS:
        raise UnknownFormatError(f"findings have no format {form!r}; there is text, {', '.join(FORMATS)}")
    return FORMATS[form](checked)
