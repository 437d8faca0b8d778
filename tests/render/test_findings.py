"""Findings for programs: valid against their schemas, placed, escaped, and the same in every format."""

import json
import os.path
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import junitparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

import grants
from grants.checks import RULES
from grants.errors import UnknownFormatError
from grants.findings.finding import Finding, Severity, Where
from grants.ledger import Ledger
from grants.render.findings import FORMATS, Checked, draw_findings, schema_text
from tests.support import ledger_of, postings

ROOT = Path(__file__).parents[2]
SARIF = json.loads((ROOT / "tests/data/sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
JSON = json.loads((ROOT / "docs/findings.schema.json").read_text(encoding="utf-8"))

texts = st.text(max_size=30)
names = st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.just("\udce6")
"""What names of files hold: all but NUL, and bytes that are not UTF-8 as Python has them."""

places = st.builds(
    Where,
    st.text(names, min_size=1, max_size=20).map(lambda name: f"l/{name}"),
    st.integers(1, 10**6),
    st.none() | st.integers(1, 500),
)
findings = st.builds(Finding, st.sampled_from(RULES), places, texts, texts, st.sampled_from(Severity))


def checked(*findings: Finding, strict: bool = False) -> Checked:
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Checked((Ledger("l"),), findings, frozenset(failing))


@pytest.fixture
def bad(tmp_path: Path) -> Checked:
    csv = postings("2014-05-12,meetings,80000.00,,a: 100 %", "2015-02-03,travel,1.000,V-2,t")
    ledger = ledger_of(tmp_path, csv=csv, toml='colour = "red"\n')
    return Checked((ledger,), tuple(grants.check(ledger)))


def sarif_of(found: Checked) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(draw_findings(found, "sarif"))
    jsonschema.Draft4Validator(SARIF).validate(log)
    return log


def test_sarif_is_valid_and_points_into_the_files(bad: Checked) -> None:
    run = sarif_of(bad)["runs"][0]
    rules = run["tool"]["driver"]["rules"]

    assert len(run["results"]) == len(bad.findings)
    for result, finding in zip(run["results"], bad.findings, strict=True):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] == finding.code
        assert "## An example that fails" in rule["help"]["markdown"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region.get("startColumn")) == (finding.where.line, finding.where.column)
        assert finding.message in result["message"]["text"]


def test_sarif_names_files_relative_to_the_checkout(in_root: Path) -> None:
    ledger = grants.load("ledgers")
    result = sarif_of(Checked((ledger,), tuple(grants.check(ledger))))["runs"][0]["results"][0]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "ledgers/gp-fees-2014/postings.csv",
        "uriBaseId": "%SRCROOT%",
    }
    assert result["level"] == "note"


@given(st.lists(findings, max_size=4))
def test_sarif_of_anything_is_valid(findings: list[Finding]) -> None:
    results = sarif_of(checked(*findings))["runs"][0]["results"]
    for result, finding in zip(results, findings, strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9/._~%-]+", uri)
        assert unquote(uri, errors="surrogateescape") == os.path.normpath(finding.where.path)


@given(st.lists(findings, max_size=4), st.booleans())
def test_json_is_as_its_schema_says(findings: list[Finding], strict: bool) -> None:
    found = checked(*findings, strict=strict)
    text = draw_findings(found, "json")
    value = json.loads(text)
    jsonschema.Draft202012Validator(JSON).validate(value)

    assert text.encode()
    assert value["failed"] is found.failed
    assert sum(value["counts"].values()) == len(findings)
    assert [item["code"] for item in value["findings"]] == [finding.code for finding in findings]


@given(st.lists(findings, max_size=4))
def test_github_has_a_line_per_finding_whatever_it_says(findings: list[Finding]) -> None:
    lines = draw_findings(checked(*findings), "github").split("\n")

    assert lines.pop() == ""
    assert len(lines) == len(findings)
    for line, finding in zip(lines, findings, strict=True):
        found = re.fullmatch(
            r"::(error|warning|notice) file=([^,:]*),line=(\d+),(?:col=\d+,)?title=[^:]*::.*", line
        )
        assert found is not None
        assert found[1] == {"note": "notice"}.get(finding.severity, finding.severity)
        assert int(found[3]) == finding.where.line


def test_github_escapes_as_its_toolkit_does(tmp_path: Path) -> None:
    finding = RULES[0].at(Where("a,b:c/grant.toml", 3, 4), "100 %\n::error::x")

    assert draw_findings(checked(finding), "github") == (
        "::error file=a%2Cb%3Ac/grant.toml,line=3,col=4,title=G001 no-grant::"
        f"100 %25%0A::error::x%0ARemedy: {RULES[0].remedy}\n"
    )


@given(st.lists(findings, max_size=5), st.booleans())
def test_junit_is_xml_whose_counts_hold(findings: list[Finding], strict: bool) -> None:
    found = checked(*findings, strict=strict)
    text = draw_findings(found, "junit")
    root = ET.fromstring(text.encode())  # noqa: S314  # our own
    suites = junitparser.JUnitXml.fromstring(text.encode())

    failing = sum(finding.severity in found.failing for finding in findings)
    assert len(root.findall(".//failure")) == failing == int(root.attrib["failures"])
    assert len(root.findall(".//testcase")) == int(root.attrib["tests"])
    assert sum(suite.tests for suite in suites) == int(root.attrib["tests"])
    assert sum(suite.failures for suite in suites) == failing


def test_junit_has_a_suite_per_grant_and_says_what_failed(in_root: Path, bad: Checked) -> None:
    ledger = grants.load("ledgers")
    clean = junitparser.JUnitXml.fromstring(
        draw_findings(Checked((ledger,), tuple(grants.check(ledger))), "junit").encode()
    )
    failed = junitparser.JUnitXml.fromstring(draw_findings(bad, "junit").encode())
    cases = [case for suite in failed for case in suite]

    assert {suite.name for suite in clean} == {f"ledgers/{account.id}" for account in ledger}
    assert clean.failures == 0
    assert [case.classname for case in cases] == [f"{f.code} {f.rule.name}" for f in bad.findings]
    assert [bool(case.result and "G" in (case.result[0].type or "")) for case in cases] == [
        finding.severity is Severity.ERROR for finding in bad.findings
    ]


def test_another_format_is_refused() -> None:
    assert set(FORMATS) == {"json", "github", "sarif", "junit", "gitlab", "markdown"}
    with pytest.raises(UnknownFormatError, match="no format 'html'"):
        draw_findings(checked(), "html")


def test_the_schema_that_the_command_prints_is_the_one_of_the_docs() -> None:
    assert json.loads(schema_text()) == JSON


def test_a_page_has_an_address_once_the_package_names_its_documentation(
    bad: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert draw_findings(bad, "markdown").startswith("## Accounts of grants: failed\n")
    monkeypatch.setattr("grants.render.finding_places.documentation", lambda: "https://docs.example.org/")
    rule = sarif_of(bad)["runs"][0]["tool"]["driver"]["rules"][0]

    assert rule["helpUri"] == f"https://docs.example.org/checks.html#{rule['id'].lower()}"
