"""`grants import --detect`: answers that cannot be are refused, and the proposal goes where it is wanted."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grants.cli import cli
from grants.cli.commands import import_postings
from grants.importing.profiles.profile_files import read_profile

TEXT = "Dato;Bilag;Tekst;Beløb\n25-04-2024;1;Løn;1.234,56\n26-04-2024;2;Løn;12,00\n"
COSTS = ("--answer", "costs=positive")


def run(*arguments: str, answers: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["import", "--detect", "e.csv", *arguments], input=answers)


@pytest.fixture(autouse=True)
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("e.csv").write_text(TEXT, encoding="utf-8")


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (["costs=positve"], "it is one of positive, negative; did you mean 'positive'?"),
        (["costs="], "costs has no answer"),
        (["costs"], "says no value"),
        (["cost=positive"], "did you mean 'costs'?"),
        (["costs=positive", "costs=negative"], "given twice"),
        (["dates=day-first"], "'day-first' is no form of dates"),
        (["dates=mm-dd-yyyy"], "no day of the file is written as '25-04-2024'"),
        (["decimal=comma"], "it is one of ,, ."),
        (["encoding=utf8"], "did you mean 'utf-8'?"),
        (["delimiter=:"], "it is one of ;, ,, |, tab"),
        (["amount=Belob"], "did you mean 'Beløb'?"),
        (["date=Day"], "it is one of Dato, Bilag, Tekst, Beløb"),
    ],
)
def test_answers_that_cannot_be_are_refused(answers: list[str], message: str) -> None:
    result = run(*(part for answer in answers for part in ("--answer", answer)))

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("answer", ["costs=Positive", "costs= positive "])
def test_capitals_and_blanks_do_not_matter(answer: str) -> None:
    assert 'costs = "positive"' in run("--answer", answer).stdout


def test_a_terminal_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_postings, "is_interactive", lambda: True)
    result = run(answers="huh\nnegative\n")

    assert result.exit_code == 0
    assert "costs='huh' cannot be; it is one of positive, negative" in result.stderr
    assert 'costs = "negative"' in result.stdout


def test_a_day_is_asked_again_where_no_heading_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_postings, "is_interactive", lambda: True)
    Path("e.csv").write_text("Day;Sum\n25-04-2024;1,50\n", encoding="utf-8")
    result = run(answers="Dya\nDay\nSum\npositive\n")

    assert result.exit_code == 0
    assert "did you mean 'Day'?" in result.stderr


def test_the_proposal_is_written_to_a_file() -> None:
    result = run(*COSTS, "-o", "own.toml")

    assert (result.exit_code, result.stdout) == (0, "")
    assert read_profile(Path("own.toml").read_text(encoding="utf-8"), "own.toml")[1] == []
    assert run(*COSTS, "-o", "own.toml").exit_code == 0  # the same once more


def test_an_edited_file_stays_unless_forced() -> None:
    Path("own.toml").write_text("mine\n", encoding="utf-8")

    assert run(*COSTS, "-o", "own.toml").exit_code != 0
    assert Path("own.toml").read_text(encoding="utf-8") == "mine\n"
    assert run(*COSTS, "-o", "own.toml", "--force").exit_code == 0
    assert "[columns]" in Path("own.toml").read_text(encoding="utf-8")


def test_nothing_is_written_while_a_question_is_open() -> None:
    result = run("-o", "own.toml")

    assert result.exit_code == 1
    assert "own.toml is not written" in result.stderr
    assert "costs" in result.stdout
    assert not Path("own.toml").exists()


def test_answers_belong_to_detection() -> None:
    result = CliRunner().invoke(cli, ["import", "e.csv", "--profile", "generic-dk", *COSTS])

    assert result.exit_code == 2
    assert "--detect" in result.stderr
