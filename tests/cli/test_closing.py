"""`grants close`, `reopen`, `reverse` and `verify` on the command line."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

from grants.cli.options import today
from tests.support import ledger_of, postings

Run = Callable[..., Result]


@pytest.fixture
def ledgers(in_folder: Path) -> Path:
    ledger_of(in_folder, toml='language = "en"\n')
    return in_folder / "ledgers"


def test_a_life_of_closings(ledgers: Path, run: Run) -> None:
    assert run("verify").stdout == "example: not closed\n"

    closed = run("close", "example", "--on", "2016-03-01", "--by", "Secretariat")
    assert closed.exit_code == 0
    assert closed.stdout.splitlines()[0] == "example: closed on 2016-03-01, 2 postings of 100,000.00 DKK"
    assert closed.stdout.splitlines()[1].startswith("ledgers/example/closing.toml: closing 1, seal ")
    assert closed.stderr == ""

    verified = run("verify", "example")
    assert verified.exit_code == 0
    assert verified.stdout == "example: closed 2016-03-01 (final, 2 postings, DKK 100,000.00): unchanged\n"
    assert " closed 1 March 2016 " in run("list", "--language", "en").stdout
    assert "closed 1 March 2016" in run("show", "example").stdout
    portfolio = ("report", "portfolio", "--as-of", "2016-03-02", "--language", "en", "--format")
    assert "example (closed 1 March 2016)" in run(*portfolio, "markdown").stdout
    assert '"closed": "2016-03-01"' in run(*portfolio, "json").stdout

    posted = run("post", "example", "2015-01-01", "travel", "1.00", "--voucher", "V-9")
    assert posted.exit_code == 1
    assert "error[G801]: the accounts were closed on 2016-03-01" in posted.stderr
    assert "`grants reopen example --reason ...`" in posted.stderr

    reopened = run("reopen", "example", "--reason", "A voucher was missing", "--on", "2016-03-04")
    assert reopened.stdout == "example: closing 1 is lifted on 2016-03-04: A voucher was missing\n"
    assert run("verify").stdout == "example: not closed; reopened 2016-03-04: A voucher was missing\n"

    reversed_ = run("reverse", "example", "V-2")
    assert reversed_.exit_code == 0
    assert reversed_.stdout == (
        "ledgers/example/postings.csv:4: -20000.00 posted on travel, 2015-02-03; it reverses 2015-02-03\n"
    )
    again = run("reverse", "example", "V-2")
    assert (again.exit_code, again.stderr) == (1, "Error: every posting of 'V-2' is reversed already\n")


def test_differences_are_named_and_end_with_1(ledgers: Path, run: Run) -> None:
    run("close", "example", "--on", "2016-03-01")
    (ledgers / "example/report.md").write_text("## Description and results\n\nNine meetings were held.\n")
    (ledgers / "example/postings.csv").write_text(
        postings("2014-05-12,meetings,80001.00,V-1,Fees for eight meetings", "2015-02-03,travel,1.00,V-7,Bus")
    )

    result = run("verify")

    assert result.exit_code == 1
    since = "was changed since the accounts were closed on 2016-03-01"
    assert result.stdout.splitlines() == [
        "example: closed 2016-03-01 (final, 2 postings, DKK 100,000.00): changed",
        f"    ledgers/example/postings.csv: postings.csv {since}",
        "        Posting V-1 (line 2) changed: amount from 80,000.00 to 80,001.00",
        "        Posting V-7 (line 3) added: 2015-02-03, travel, 1.00, Bus",
        "        Posting V-2 (line 3 before) vanished: 2015-02-03, travel, 20,000.00, Train tickets",
        f"    ledgers/example/report.md: report.md {since}",
        "        Section of the report Description and results (line 1) changed: words from Eight to Nine",
    ]
    data = json.loads(run("verify", "--format", "json").stdout)["grants"][0]
    assert (data["grant"], data["unchanged"]) == ("example", False)
    assert data["closings"][0]["total"] == "100000.00"
    assert [problem["kind"] for problem in data["problems"]] == ["file", "file"]
    assert data["problems"][0]["differences"][0]["text"] == (
        "Posting V-1 (line 2) changed: amount from 80,000.00 to 80,001.00"
    )
    danish = run("verify", "--language", "da").stdout.splitlines()[0]
    assert danish == "example: lukket den 1. marts 2016 (endeligt, 2 posteringer, 100.000,00 kr.): ændret"


def test_errors_refuse_a_closing(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, toml="[[control]]\ntotal = 1.00\n")

    refused = run("close", "example", "--on", "2016-03-01")
    assert refused.exit_code == 1
    assert "error[G211]" in refused.stderr
    assert refused.stderr.endswith("nothing is closed; --force REASON closes in spite of errors in figures\n")

    forced = run("close", "example", "--on", "2016-03-01", "--force", "The ERP is wrong")
    assert forced.exit_code == 0


def test_a_period_names_what_it_cuts(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, csv=postings("2014/2015,meetings,80000.00,V-1,t", "2014-05,travel,20000.00,V-2,t"))

    result = run("close", "example", "--period", "2014", "--on", "2015-01-20")

    assert result.stdout.splitlines()[:2] == [
        "example: 2014 closed on 2015-01-20, 1 posting of 20,000.00 DKK",
        "    2014/2015 (meetings) lies in 2014 in part: it is not locked",
    ]
    assert run("verify").stdout == "example: 2014 closed 2015-01-20 (1 posting, DKK 20,000.00): unchanged\n"
    assert "2014 (20 January 2015)" in run("show", "example", "--language", "en").stdout
    assert run("close", "example", "--period", "14", "--on", "2015-01-20").exit_code == 2


def test_today_is_the_day_by_default_and_a_later_one_is_reported(ledgers: Path, run: Run) -> None:
    assert f"closed on {today()}" in run("close", "example").stdout
    assert f"lifted on {today()}" in run("reopen", "example", "--reason", "r").stdout
    result = run("close", "example", "--on", "2999-01-01")
    assert f"note: 2999-01-01 is after today, {today()} by the clock" in result.stderr
    refused = run("reopen", "example", "--reason", "r")
    assert (refused.exit_code, "or the clock" in refused.stderr) == (1, True)


def test_a_record_that_is_gone_or_damaged(ledgers: Path, run: Run) -> None:
    run("close", "example", "--on", "2016-03-01")
    path = ledgers / "example/closing.toml"
    text = path.read_text()

    path.unlink()
    assert run("verify").stdout.splitlines() == [
        "example: no closing in force, and the record of closings was changed",
        "    ledgers/example/closing.toml: closings/1 is there, but no closing 1 stands in closing.toml",
        "    ledgers/closed.toml:5: entry 1 of 2016-03-01 in the closing.toml of 'example' is gone",
    ]
    path.write_text(text.replace("postings = 2", "postings = 3"))
    lines = run("verify").stdout.splitlines()
    assert lines[0] == "example: closed 2016-03-01 (final, 3 postings, DKK 100,000.00): changed"
    assert lines[1] == "    ledgers/example/closing.toml:4: entry 1 is not what was sealed"
    for old, new in (
        ("[[closing]]", "x = ["),
        ("postings = 2", 'postings = "2"'),
        ("number = 1", "number = 2"),
    ):
        path.write_text(text.replace(old, new))
        result = run("verify")
        assert (result.exit_code, "Traceback" in result.output) == (1, False)
        assert run("check").exit_code == 1
        assert run("post", "example", "2015-01-01", "travel", "1.00").exit_code == 1
        assert run("reopen", "example", "--reason", "r", "--on", "2016-03-04").exit_code == 1
    (ledgers / "example/grant.toml").write_text("id = ")
    path.write_text(text)
    result = run("verify")
    assert result.exit_code == 1
    assert "it cannot be read now (`grants check` says why)" in result.stdout


def test_the_schema_is_that_of_the_file(ledgers: Path, run: Run) -> None:
    run("close", "example", "--period", "2014", "--on", "2015-01-20")
    run("close", "example", "--on", "2016-03-01")
    run("reopen", "example", "--reason", "r", "--on", "2016-03-01")
    schema = json.loads(run("schema", "closing").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    document = tomllib.loads((ledgers / "example/closing.toml").read_text())
    plain = json.loads(json.dumps(document, default=str))

    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(plain)) == []
    assert list(validator.iter_errors(plain | {"closings": []})) != []
    assert schema["$defs"]["Closing"]["properties"]["seal"]["description"].startswith("SHA-256")


def test_verifying_while_others_close_is_no_alarm(ledgers: Path, run: Run) -> None:
    """Closings and reopenings come and go; whoever looks sees one state or the other."""
    code = (
        "from datetime import date; from grants.bookkeeping.close import close, reopen\n"
        "for _ in range(12):\n"
        "    close('ledgers', 'example', on=date(2016, 3, 1))\n"
        "    reopen('ledgers', 'example', reason='r', on=date(2016, 3, 1))\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as busy:
        looks = 0
        while busy.poll() is None:
            result = run("verify")
            assert result.exit_code == 0, result.stdout
            looks += 1
    assert busy.returncode == 0
    assert looks > 0
    assert "not closed; reopened" in run("verify").stdout
