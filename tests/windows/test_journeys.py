"""What a user does from the first to the last day of a grant, on Windows."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

EXPORT = (
    "Posteringsdato;Bilagsnr;Posteringstekst;Beløb;Artskonto;Omkostningssted\r\n"
    "14-03-2026;K-7;Mødeforplejning;1.569,54;4000;meetings\r\n"
)
PROFILE = (
    'title = "Own"\nextends = "generic-dk"\n\n[[rule]]\ncost_centre = "meetings"\nactivity = "meetings"\n'
)


def sound(run: Run, *arguments: str, code: int = 0) -> Result:
    result = run(*arguments)
    assert result.exit_code == code, (arguments, result.output, result.exception)
    return result


@pytest.fixture
def started(windows: Path, run: Run) -> Path:
    """A grant with one posting, in the folder `ledgers`."""
    about = ("--title", "Møder i styregruppen", "--funder", "Fonden", "--funder-kind", "private")
    more = ("--recipient", "Kommunen", "--period", "2026", "--budget", "meetings=34400.00")
    sound(run, "init", "sg-2026", *about, *more)
    sound(run, "post", "sg-2026", "2026-03-14", "meetings", "1569.54", "--voucher", "V-1", "--text", "Møde")
    (windows / "ledgers" / "profiles").mkdir()
    (windows / "ledgers" / "profiles" / "own.toml").write_text(PROFILE, encoding="utf-8")
    return windows / "ledgers"


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.endswith((".new", ".staged", ".pending"))]


def test_from_the_first_posting_to_the_archive(started: Path, run: Run) -> None:
    grant = started / "sg-2026"
    Path("export.csv").write_bytes(EXPORT.encode("cp1252"))
    sound(run, "import", "export.csv", "--profile", "own", "--grant", "sg-2026", "--yes")
    assert len((grant / "postings.csv").read_bytes().splitlines()) == 3

    for name in ("r.docx", "r.xlsx", "r.pdf", "r.html", "r.csv"):
        sound(run, "report", "budget" if name.endswith((".xlsx", ".csv")) else "final", "sg-2026", "-o", name)
        before = Path(name).read_bytes()
        sound(run, "report", "budget" if name.endswith((".xlsx", ".csv")) else "final", "sg-2026", "-o", name)
        assert Path(name).read_bytes() == before
    sound(run, "export", "sg-2026", "-o", "konto.xlsx")

    toml = grant / "grant.toml"
    toml.write_text(toml.read_text("utf-8").replace('"awarded"', '"reported"'), "utf-8", newline="\r\n")
    sound(run, "close", "sg-2026", "--on", "2027-02-01", "--by", "Sekretariatet")
    sound(run, "verify", "sg-2026")
    sound(run, "archive", "sg-2026", "-o", "sg.zip", "--on", "2027-02-01")
    sound(run, "verify", "sg.zip")
    sound(run, "reopen", "sg-2026", "--reason", "En fejl", "--on", "2027-02-02")
    sound(run, "reverse", "sg-2026", "K-7", "--date", "2026-12-31")
    sound(run, "check")
    assert leftovers(started.parent) == []


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_a_report_that_is_open_in_an_office_program_stays(started: Path, run: Run, form: str) -> None:
    kind = "budget" if form == "xlsx" else "final"
    sound(run, "report", kind, "sg-2026", "-o", f"r.{form}")
    before = Path(f"r.{form}").read_bytes()
    sound(run, "post", "sg-2026", "2026-04-14", "meetings", "1.00", "--voucher", "V-2", "--text", "Te")

    again = ("report", kind, "sg-2026", "-o", f"r.{form}", "--language", "en", "--force")
    with open(f"r.{form}", "rb"):
        refused = sound(run, *again, code=4)

    assert f"r.{form} was not written" in refused.stderr
    assert "another program has the file open" in refused.stderr
    assert Path(f"r.{form}").read_bytes() == before
    assert leftovers(started.parent) == []
    sound(run, *again)


@pytest.mark.usefixtures("no_pauses")
def test_a_ledger_file_that_is_open_takes_no_posting(started: Path, run: Run) -> None:
    path = started / "sg-2026" / "postings.csv"
    before = path.read_bytes()
    post = ("post", "sg-2026", "2026-04-14", "meetings", "1.00", "--voucher", "V-2", "--text", "Te")

    with path.open("rb"):
        refused = sound(run, *post, code=4)

    assert str(path.relative_to(started.parent)) in refused.stderr
    assert "close it" in refused.stderr
    assert (path.read_bytes(), leftovers(started)) == (before, [])
    sound(run, *post)


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("name", ["imports.toml", "postings.csv"])
def test_of_several_files_none_is_written_if_one_is_open(started: Path, run: Run, name: str) -> None:
    grant = started / "sg-2026"
    Path("one.csv").write_bytes(EXPORT.encode("cp1252"))
    Path("two.csv").write_bytes(EXPORT.replace("K-7", "K-8").encode("cp1252"))
    sound(run, "import", "one.csv", "--profile", "own", "--grant", "sg-2026", "--yes")
    before = {path.name: path.read_bytes() for path in grant.iterdir() if path.is_file()}
    again = ("import", "two.csv", "--profile", "own", "--grant", "sg-2026", "--yes")

    with (grant / name).open("rb"):
        refused = sound(run, *again, code=4)

    assert name in refused.stderr
    assert {path.name: path.read_bytes() for path in grant.iterdir() if path.is_file()} == before
    assert leftovers(started) == []
    sound(run, *again)


def test_a_file_that_is_held_for_a_moment_is_waited_for(
    started: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = started / "sg-2026" / "postings.csv"
    scanner = path.open("rb")
    waited: list[float] = []

    def scanned(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            scanner.close()

    monkeypatch.setattr("grants.store.files.system.time.sleep", scanned)
    sound(run, "post", "sg-2026", "2026-04-14", "meetings", "1.00", "--voucher", "V-2", "--text", "Te")

    assert len(waited) == 3


@pytest.mark.parametrize("name", ["con", "nul", "aux", "com1", "lpt9"])
def test_no_grant_has_a_name_that_windows_reserves(windows: Path, run: Run, name: str) -> None:
    about = (
        "--title",
        "T",
        "--funder",
        "F",
        "--funder-kind",
        "private",
        "--recipient",
        "R",
        "--period",
        "2026",
    )
    refused = run("init", name, *about)

    assert (refused.exit_code, "the name of a device; choose another id" in refused.stderr) == (1, True)
    assert [entry for entry in os.listdir(windows) if entry != "ledgers"] == []
