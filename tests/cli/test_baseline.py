"""Old repositories begin: a baseline hides what is known, and codes are selected or ignored."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support import Block, postings, write_example

Run = Callable[..., Result]

BAD = ("2014-05-12,meetings,80000.00,,a", "2015-02-03,travl,20000.00,V-2,b")


@pytest.fixture
def old(in_folder: Path) -> Path:
    """A ledger with an error (G302) and a warning (G304); gives its postings.csv."""
    write_example(in_folder / "ledgers" / "example", [Block("csv", "postings.csv", postings(*BAD))])
    return in_folder / "ledgers" / "example" / "postings.csv"


def test_what_is_known_is_hidden_and_what_is_new_is_not(old: Path, run: Run) -> None:
    assert run("check").exit_code == 1
    written = run("check", "--write-baseline", "known.json")
    assert (written.exit_code, written.stderr) == (0, "2 findings written to known.json\n")
    known = run("check", "--strict", "--baseline", "known.json")
    assert known.exit_code == 0
    assert "2 findings hidden by known.json" in known.stderr

    old.write_text(postings("2014-01-02,meetings,0.01,V-0,new", *BAD, "2015-02-04,travel,1.00,,c"), "utf-8")
    found = json.loads(run("check", "--baseline", "known.json", "--format", "json").stdout)["findings"]
    assert [(f["code"], f["line"]) for f in found if f["code"] == "G304"] == [("G304", 5)]
    assert "G302" not in [f["code"] for f in found]


def test_a_line_that_moves_is_the_same_finding(old: Path, run: Run) -> None:
    run("check", "--write-baseline", "known.json")
    old.write_text(postings(*reversed(BAD)), "utf-8")

    assert run("check", "--strict", "--baseline", "known.json").exit_code == 0


def test_what_no_longer_occurs_is_named(old: Path, run: Run) -> None:
    run("check", "--write-baseline", "known.json")
    old.write_text(postings(BAD[0], BAD[1].replace("travl", "travel")), "utf-8")

    shown = run("check", "--baseline", "known.json").stderr
    assert "known.json: G302 no longer occurs in ledgers/example/postings.csv" in shown
    assert "--write-baseline" in shown


def test_a_known_cause_hides_no_consequence(old: Path, run: Run) -> None:
    run("check", "--write-baseline", "known.json")

    assert "G025" in run("check").stdout
    assert "G025" not in run("check", "--baseline", "known.json").stdout


def test_what_cannot_be_read_is_never_hidden(old: Path, run: Run) -> None:
    old.write_text(postings("2014-05-12,meetings,1.000,V-1,t"), "utf-8")
    written = run("check", "--write-baseline", "known.json")

    assert "1 errors on the form of files are not in it" in written.stderr
    assert run("check", "--baseline", "known.json").exit_code == 1
    assert run("check", "--select", "G3").exit_code == 1
    assert run("check", "--ignore", "G104").exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": "grants baseline", "version": 2, "findings": []}',
        '{"format": "grants baseline", "version": 1, "findings": [{"code": "G302"}]}',
        (
            '{"format": "grants baseline", "version": 1, "findings": '
            '[{"code": "G104", "path": "a", "message": "", "count": 1}]}'
        ),
        (
            '{"format": "grants baseline", "version": 1, "findings": '
            '[{"code": "G302", "path": "a", "message": "", "count": true}]}'
        ),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(old: Path, run: Run, text: str) -> None:
    Path("known.json").write_text(text, "utf-8")
    refused = run("check", "--baseline", "known.json")

    assert refused.exit_code == 2
    assert "known.json cannot be used" in refused.stderr


def test_codes_and_beginnings_of_codes_are_chosen(old: Path, run: Run) -> None:
    def found(*options: str) -> set[str]:
        findings = json.loads(run("check", "--format", "json", *options).stdout)["findings"]
        return {finding["code"] for finding in findings}

    assert found("--select", "G304") == {"G304"}
    assert found("--select", "g304,G302") == {"G302", "G304", "G025"}  # which says what was left out
    assert "G302" not in found("--ignore", "G302")
    assert found("--select", "G3", "--ignore", "G302") == {"G304"}
    refused = run("check", "--select", "G3044")
    assert refused.exit_code == 2
    assert "did you mean 'G304'?" in refused.stderr


def test_exit_zero_reports_and_does_not_fail(old: Path, run: Run) -> None:
    result = run("check", "--exit-zero")

    assert result.exit_code == 0
    assert "error[G302]" in result.stdout
