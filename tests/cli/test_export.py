import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook

from tests.support import ledger_of

Run = Callable[..., Result]


@pytest.fixture
def seeds(in_folder: Path) -> Path:
    """An empty folder to write in; the ledgers of the project are named absolutely."""
    return Path(__file__).parents[2] / "ledgers"


def test_one_grant_or_all_of_them(run: Run, seeds: Path, in_folder: Path) -> None:
    one = run("export", "gp-fees-2014", "--ledgers", str(seeds), "-o", "one.xlsx")
    every = run("export", "--ledgers", str(seeds), "-o", "all.xlsx", "--language", "en", "--by", "month")

    assert (one.exit_code, one.output) == (0, "")
    assert (every.exit_code, every.output) == (0, "")
    assert load_workbook("one.xlsx").sheetnames[0] == "Oversigt"
    assert load_workbook("all.xlsx").sheetnames[0] == "Portfolio"


def test_a_grant_named_twice_is_there_once(run: Run, seeds: Path) -> None:
    run("export", "gp-fees-2014", "gp-fees-2014", "--ledgers", str(seeds), "-o", "x.xlsx")

    assert load_workbook("x.xlsx").sheetnames[0] == "Oversigt"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "x.pdf"], "a workbook has the suffix .xlsx"),
        (["gp-fees", "-o", "x.xlsx"], "did you mean 'gp-fees-2014'"),
        (["-o", "x.xlsx", "--as-of", "2016"], "is not one day"),
        ([], "Missing option '-o'"),
    ],
)
def test_misunderstandings_are_usage_errors(
    arguments: list[str], message: str, run: Run, seeds: Path
) -> None:
    result = run("export", *arguments, "--ledgers", str(seeds))

    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path("x.xlsx").exists()


def test_errors_stop_the_export_unless_it_is_wanted(run: Run, in_folder: Path) -> None:
    ledger_of(in_folder, toml="[[control]]\ntotal = 1.00\n")
    refused = run("export", "-o", "x.xlsx")
    assert not Path("x.xlsx").exists()
    wanted = run("export", "-o", "x.xlsx", "--with-errors")

    assert (refused.exit_code, wanted.exit_code) == (1, 0)
    assert "G211" in refused.stderr
    assert "--with-errors" in refused.stderr
    assert Path("x.xlsx").exists()


def test_a_folder_that_is_not_there_leaves_nothing(run: Run, seeds: Path) -> None:
    result = run("export", "--ledgers", str(seeds), "-o", "nowhere/x.xlsx")

    assert result.exit_code == 4
    assert "was not written" in result.stderr


def test_control_characters_are_reported(run: Run, in_folder: Path) -> None:
    ledger_of(in_folder, toml='title = "A\\u0007B"\n')
    result = run("export", "-o", "x.xlsx")

    assert result.exit_code == 0
    assert "warning[G107]" in result.stderr


@pytest.mark.parametrize(
    "command", [["report", "budget", "gp-fees-2014"], ["show", "gp-fees-2014", "--postings"], ["list"]]
)
def test_tables_are_sheets_and_csv_for_excel(command: list[str], run: Run, seeds: Path) -> None:
    sheet = run(*command, "--ledgers", str(seeds), "-o", "t.xlsx")
    excel = run(*command, "--ledgers", str(seeds), "--excel")
    into = run(*command, "--ledgers", str(seeds), "--excel", "-o", "t.csv")
    piped = run(*command, "--ledgers", str(seeds), "--format", "xlsx")

    assert (sheet.exit_code, into.exit_code) == (0, 0)
    assert load_workbook("t.xlsx").active is not None
    assert load_workbook(BytesIO(piped.stdout_bytes)).active is not None
    assert excel.stdout_bytes.startswith(b"\xef\xbb\xbf")
    assert Path("t.csv").read_bytes() == excel.stdout_bytes


def test_excel_is_for_csv(run: Run, seeds: Path) -> None:
    result = run("list", "--ledgers", str(seeds), "--excel", "--format", "json")

    assert result.exit_code == 2
    assert "--excel is for csv, not for json" in result.stderr


def test_the_budget_comes_back_as_a_proposal(run: Run, seeds: Path) -> None:
    run("export", "--ledgers", str(seeds), "-o", "all.xlsx")
    book: Any = load_workbook("all.xlsx")
    book["2 Budget"]["H5"] = 34_500
    book.save("all.xlsx")
    before = (seeds / "gp-fees-2014" / "grant.toml").read_bytes()

    unnamed = run("budget", "diff", "all.xlsx", "--ledgers", str(seeds))
    shown = run("budget", "diff", "all.xlsx", "gp-fees-2014", "--ledgers", str(seeds), "--format", "json")
    text = run("budget", "diff", "all.xlsx", "gp-fees-2014", "--ledgers", str(seeds))

    assert unnamed.exit_code == 2
    assert "name one of gain-example, gp-fees-2014, patient-involvement-2018" in unnamed.stderr
    assert json.loads(shown.stdout)["difference"] == "100.00"
    assert "Et forslag: intet er skrevet i grant.toml." in text.stdout
    assert (seeds / "gp-fees-2014" / "grant.toml").read_bytes() == before


def test_edited_postings_are_refused(run: Run, seeds: Path) -> None:
    run("export", "gp-fees-2014", "--ledgers", str(seeds), "-o", "one.xlsx")
    book: Any = load_workbook("one.xlsx")
    book["Posteringer"]["H5"] = 1
    book.save("one.xlsx")
    result = run("budget", "diff", "one.xlsx", "--ledgers", str(seeds))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Posteringer!H5: 1.00 here, 31138.00 in the ledger" in result.stderr
    assert "grants post" in result.stderr


def test_a_workbook_that_somebody_edited_is_kept(in_root: Path, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "konto.xlsx"
    assert run("export", "gp-fees-2014", "-o", str(path)).exit_code == 0
    assert run("export", "gp-fees-2014", "-o", str(path), "--by", "quarter").exit_code == 0
    book = load_workbook(path)
    book["Budget"]["A1"] = "edited"
    book.save(path)
    edited = path.read_bytes()

    assert run("export", "gp-fees-2014", "-o", str(path)).exit_code == 1
    assert path.read_bytes() == edited
    assert run("export", "gp-fees-2014", "-o", str(path), "--force").exit_code == 0


@pytest.mark.parametrize("name", ["grant.toml", "postings.csv", "report.md"])
def test_no_report_is_written_over_the_ledger(name: str, in_folder: Path, run: Run) -> None:
    ledger_of(in_folder)
    path = in_folder / "ledgers" / "example" / name
    before = path.read_bytes()

    for arguments in (["report", "budget", "example", "--force"], ["list"], ["show", "example"], ["schema"]):
        form = [] if arguments[0] == "schema" else ["--format", "json"]
        result = run(*arguments, *form, "-o", str(path))
        assert result.exit_code == 1, result.output
        assert "a file of the ledger itself" in result.stderr
    assert path.read_bytes() == before
