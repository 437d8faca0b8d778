"""`grants import`: preview, question, exit codes, sheets, detection and bank statements."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import grants
from grants.cli import cli
from grants.cli.commands import import_postings

Run = Callable[..., Result]
SEED = Path(__file__).parents[2] / "ledgers" / "gain-example"
PROFILE = """
title = "Books"
extends = "generic-dk"

[[rule]]
psp = { within = "XG-12.01" }
activity = "therapists"
person = "therapist-1"

[[rule]]
text = "Gebyr*"
ignore = true
reason = "bank fee"

[[rule]]
account = "4099*"
activity = "rooms"
"""
HEAD = "Posteringsdato;Bilagsnr;Linjenr;Konto;PSP-element;Posteringstekst;Beløb\n"
KNOWN = (
    "14-03-2022;9001;1;4020;XG-12.01.03;Forløb, therapist;1.230,00\n"
    "14-03-2022;9001;2;4020;XG-12.01.03;Rettelse 010190-1234;-1.230,00\n"
    "15-03-2022;9002;1;4020;;Gebyr;25,00\n"
)
UNKNOWN = "15-03-2022;9003;1;4030;XG-12.09;=Kørsel;120,50\n15-03-2022;9004;1;4030;XG-12.09;Kørsel;-120,50\n"
IMPORT = ("import", "export.csv", "--profile", "books", "--grant", "gain-example")


@pytest.fixture
def ledger(in_folder: Path) -> Path:
    """A copy of the example with a profile of its own."""
    shutil.copytree(SEED, in_folder / "ledgers" / "gain-example")
    (in_folder / "ledgers" / "profiles").mkdir()
    (in_folder / "ledgers" / "profiles" / "books.toml").write_text(
        PROFILE + "\n[columns]\n", encoding="utf-8"
    )
    export(KNOWN)
    return in_folder / "ledgers" / "gain-example"


def export(*lines: str, total: str = "") -> None:
    Path("export.csv").write_text(HEAD + "".join(lines) + total, encoding="cp1252")


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".toml")}


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_preview_says_what_would_change(
    language: str, run: Run, ledger: Path, golden: Callable[[str, str], None]
) -> None:
    export(KNOWN)
    assert run(*IMPORT, "--yes").exit_code == 0
    changed = KNOWN.replace(
        "9001;1;4020;XG-12.01.03;Forløb, therapist;1.230,00", "9001;1;4020;XG-12.01;Kortere;1.000,00"
    )
    export(changed.replace("-1.230,00", "-1.000,00"), UNKNOWN, total="I alt;;;;;;25,00\n")
    before = state(ledger)

    result = run(*IMPORT, "--dry-run", "--review", "r.csv", "--language", language)

    golden(f"import-{language}.txt", result.stdout)
    assert result.exit_code == 0, result.stderr
    assert state(ledger) == before


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_the_preview_has_other_formats(
    form: str, run: Run, ledger: Path, golden: Callable[[str, str], None]
) -> None:
    result = run(*IMPORT, "--dry-run", "--format", form)

    golden(f"import.{form}", result.stdout)
    if form == "json":
        tables = [block for block in json.loads(result.stdout)["blocks"] if block["kind"] == "table"]
        assert tables[0]["rows"] == 3
        assert tables[1]["activities"][0]["import"] == "0.00"


def test_a_pipe_needs_a_yes(run: Run, ledger: Path) -> None:
    before = state(ledger)

    result = run(*IMPORT)

    assert result.exit_code == 1
    assert "--yes writes" in result.stderr
    assert state(ledger) == before
    result = run(*IMPORT, "--yes")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        0,
        "ledgers/gain-example/postings.csv: 2 postings added (import 1)",
    )
    result = run(*IMPORT)
    assert result.exit_code == 0
    assert "Intet nyt" in result.stdout


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_a_terminal_is_asked(
    answer: str,
    written: bool,
    run: Run,
    ledger: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(import_postings, "is_interactive", lambda: True)

    result = CliRunner().invoke(cli, list(IMPORT), input=answer, prog_name="grants")

    assert result.exit_code == 0
    assert "Write these postings? [y/N]" in result.stderr
    assert (ledger / "imports.toml").exists() == written
    assert ("nothing is written" in result.stderr) != written


def test_faults_are_listed_with_their_places_and_nothing_is_written(run: Run, ledger: Path) -> None:
    before = state(ledger)
    export(
        KNOWN, "31-02-2022;1;1;;;x;1,00\n", "01-02-2022;1;1;;;x;1,234.00\n", "01-02-2022;1;1;;XG-12.01;x\n"
    )

    result = run(*IMPORT, "--yes")

    assert result.exit_code == 1
    places = [line.split(": ")[0] for line in result.stderr.splitlines() if "error[" in line]
    assert places == ["export.csv:5:1", "export.csv:6:20", "export.csv:7:17"] or len(places) == 3
    assert state(ledger) == before


def test_a_review_goes_out_and_comes_back(run: Run, ledger: Path) -> None:
    export(KNOWN, UNKNOWN)
    assert run(*IMPORT, "--yes").exit_code == 1
    result = run(*IMPORT, "--yes", "--review", "r.csv", "--mapping", "m.csv")
    assert result.exit_code == 0, result.stderr
    assert "r.csv: 2 lines to be decided" in result.stderr
    sheet = Path("r.csv").read_text(encoding="utf-8-sig")
    assert ";'=Kørsel" in sheet
    assert run(*IMPORT, "--yes", "--review", "r.csv").exit_code == 0
    head, *rows = sheet.splitlines()
    Path("r.csv").write_text("\n".join([head, *(row.replace(";;;", ";;rooms;own", 1) for row in rows)]))

    assert run(*IMPORT, "--yes", "--review", "r.csv").exit_code == 1
    result = run(*IMPORT, "--yes", "--reviewed", "r.csv")

    assert result.exit_code == 0, result.stderr
    last = list(grants.load("ledgers").grant("gain-example").postings)[-1]
    assert (last.activity, last.financing, last.imported) == ("rooms", "own", "2:6")


def test_no_sheet_is_written_over_the_ledger(run: Run, ledger: Path) -> None:
    before = state(ledger)
    export(KNOWN, UNKNOWN)

    result = run(*IMPORT, "--yes", "--review", "ledgers/gain-example/postings.csv")

    assert result.exit_code == 1
    assert state(ledger) == before


def test_detection_asks_what_the_file_leaves_open(run: Run, ledger: Path) -> None:
    result = run("import", "--detect", "export.csv")
    assert result.exit_code == 1
    assert "costs" in result.stdout
    result = run("import", "--detect", "export.csv", "--answer", "costs=positive")
    assert result.exit_code == 0
    assert 'delimiter = ";"' in result.stdout
    assert run("import", "--detect", "export.csv", "--answer", "colour=red").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("import", "export.csv"), 2, "--profile is missing"),
        (("import", "export.csv", "--profile", "bokos"), 1, "did you mean 'books'"),
        (("import", "export.csv", "--profile", "books", "--grant", "x"), 2, "no grant 'x'"),
        (("import", "export.csv", "--profile", "camt053"), 2, "--grant"),
        (("import", "nothing.csv", "--profile", "books"), 2, "does not exist"),
        (("import", "export.csv", "--profile", "camt053", "--grant", "gain-example"), 1, "G9"),
        (("import", "export.csv", "--profile", "g69", "--grant", "gain-example"), 1, "G911"),
    ],
)
def test_what_is_asked_wrongly_is_explained(
    arguments: tuple[str, ...], code: int, message: str, run: Run, ledger: Path
) -> None:
    result = run(*arguments)

    assert result.exit_code == code
    assert message in result.stderr


def test_rules_may_decide_the_grant(run: Run, ledger: Path) -> None:
    result = run("import", "export.csv", "--profile", "books", "--yes")

    assert result.exit_code == 0, result.stderr  # there is one grant alone, so it is meant
    assert len(grants.load("ledgers").grant("gain-example").imports) == 1


CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
<FrToDt><FrDtTm>2021-01-01T00:00:00</FrDtTm><ToDtTm>2022-12-31T00:00:00</ToDtTm></FrToDt>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="DKK">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2021-01-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="DKK">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2022-12-31</Dt></Dt></Bal>
<Ntry><Amt Ccy="DKK">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Sts>BOOK</Sts><BookgDt><Dt>2021-10-05</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>
"""


def test_a_bank_statement_is_compared_with_the_instalments(run: Run, ledger: Path) -> None:
    Path("bank.xml").write_text(CAMT, encoding="utf-8")
    before = state(ledger)

    result = run("import", "bank.xml", "--profile", "camt053", "--grant", "gain-example", "--language", "en")

    assert result.exit_code == 1
    assert "not in the bank statement" in result.stdout
    assert "in the bank statement, not in the ledger" in result.stdout
    assert state(ledger) == before
