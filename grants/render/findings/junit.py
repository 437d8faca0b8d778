"""Findings as JUnit XML, which test dashboards read: a suite per grant, a case per finding."""

import os.path
import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grants.findings.finding import Finding
from grants.render.findings import Checked
from grants.values.text import printable_lines

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(checked: Checked) -> str:
    """A suite for each folder: its failing findings fail, the others pass and say what they are.

    A grant without findings has one case that passes, so that the dashboard knows it was checked.
    """
    by_folder: dict[str, list[Finding]] = {g.folder: [] for ledger in checked.ledgers for g in ledger}
    for finding in checked.findings:
        by_folder.setdefault(os.path.dirname(finding.where.path), []).append(finding)
    root = Element("testsuites", _counts("grants check", checked.findings, checked))
    for folder, findings in by_folder.items():
        suite = SubElement(root, "testsuite", _counts(folder or ".", findings, checked))
        for finding in findings:
            _case(suite, finding, fails=finding.severity in checked.failing)
        if not findings:
            SubElement(suite, "testcase", {"classname": _xml(folder), "name": "grants check", "time": "0"})
    root.set("tests", str(len(root.findall("*/testcase"))))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _counts(name: str, findings: Iterable[Finding], checked: Checked) -> dict[str, str]:
    found = list(findings)
    failures = sum(finding.severity in checked.failing for finding in found)
    counts = {"tests": max(len(found), 1), "failures": failures, "errors": 0, "skipped": 0, "time": 0}
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
