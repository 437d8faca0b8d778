"""`grants check` for CI: formats into files, exit codes, the grants that a change touches."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

from tests.support import Block, postings, write_example

Run = Callable[..., Result]

BAD = postings("2014-05-12,meetings,80000.00,V-1,t", "2015-02-03,travel,1.000,V-2,t")


def git(*arguments: str) -> None:
    names = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *names, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(in_folder: Path) -> Path:
    """A repository with two sound grants, committed."""
    write_example(in_folder / "ledgers" / "example", [Block("toml", "other/grant.toml", "")])
    csv = postings("2014-05-12,meetings,80000.00,W-1,t", "2015-02-03,travel,20000.00,W-2,t")
    (in_folder / "ledgers" / "other" / "postings.csv").write_text(csv, encoding="utf-8")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "start")
    return in_folder


@pytest.mark.parametrize("form", ["json", "github", "sarif", "junit"])
def test_a_format_goes_to_the_output_or_a_file_with_the_same_exit_code(
    repository: Path, run: Run, form: str
) -> None:
    (repository / "ledgers/example/postings.csv").write_text(BAD, encoding="utf-8")
    printed = run("check", "--format", form)
    written = run("check", "--format", form, "-o", "findings")

    assert (printed.exit_code, written.exit_code) == (1, 1)
    assert "G104" in printed.stdout
    assert written.stdout == ""
    assert (repository / "findings").read_text(encoding="utf-8") == printed.stdout


def test_strict_fails_on_warnings_in_every_format(repository: Path, run: Run) -> None:
    (repository / "ledgers/example/report.md").unlink()

    assert run("check", "--format", "json").exit_code == 0
    strict = run("check", "--format", "json", "--strict")
    assert strict.exit_code == 1
    assert json.loads(strict.stdout)["failed"] is True
    junit = ET.fromstring(run("check", "--format", "junit", "--strict").stdout)  # noqa: S314
    assert junit.attrib["failures"] == "1"


def test_text_goes_to_the_screen_alone(repository: Path, run: Run) -> None:
    result = run("check", "-o", "findings")

    assert result.exit_code == 2
    assert not (repository / "findings").exists()


def test_several_paths_are_one_result(repository: Path, run: Run) -> None:
    value = json.loads(run("check", "--format", "json", "ledgers/example", "ledgers/other").stdout)

    assert (value["grants"], value["postings"]) == (2, 4)


def test_only_touched_grants_are_checked(repository: Path, run: Run) -> None:
    for name in ("example", "other"):
        (repository / "ledgers" / name / "postings.csv").write_text(BAD, encoding="utf-8")
    git("add", "ledgers/other")
    git("commit", "-q", "-m", "other is bad")
    found = run("check", "--changed-since", "HEAD", "--format", "json")
    value = json.loads(found.stdout)

    assert found.exit_code == 1
    assert value["grants"] == 1
    wrong = [finding["path"] for finding in value["findings"] if finding["code"] == "G104"]
    assert wrong == ["ledgers/example/postings.csv"]
    assert run("check", "--changed-since", "HEAD~1", "--format", "json").stdout.count('"G104"') == 2


def test_nothing_touched_is_nothing_wrong(repository: Path, run: Run) -> None:
    (repository / "README.md").write_text("A ledger\n", encoding="utf-8")
    result = run("check", "--changed-since", "HEAD")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "no grants, no postings: no errors, no warnings, no notes",
        "nothing in ledgers differs from HEAD, which is this commit: nothing was checked",
    ]


def test_new_files_and_attachments_touch_a_grant_too(repository: Path, run: Run) -> None:
    folder = repository / "ledgers" / "other" / "attachments"
    folder.mkdir()
    (folder / "Bilag æ.pdf").write_bytes(b"%PDF")
    result = run("check", "--changed-since", "HEAD", "ledgers/other", "ledgers/example/grant.toml")

    assert [line.partition(":")[0] for line in result.stdout.splitlines()] == [
        "1 grant, 2 postings",
        "no grants, no postings",
        "nothing in ledgers/example/grant.toml differs from HEAD, which is this commit",
    ]


def test_a_broken_grant_is_touched_like_any_other(repository: Path, run: Run) -> None:
    (repository / "ledgers/other/grant.toml").write_text("id =\n", encoding="utf-8")
    result = run("check", "--changed-since", "HEAD")

    assert result.exit_code == 1
    assert "ledgers/other/grant.toml:1" in result.stdout
    assert "1 grant that cannot be read" in result.stdout


def test_double_funding_with_an_untouched_grant_is_found(repository: Path, run: Run) -> None:
    csv = postings("2014-05-12,meetings,80000.00,W-1,t", "2015-02-03,travel,20000.00,V-2,t")
    (repository / "ledgers/example/postings.csv").write_text(csv, encoding="utf-8")

    assert "G701" in run("check", "--changed-since", "HEAD").stdout


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", ""])
def test_a_revision_that_is_none_is_refused(repository: Path, run: Run, revision: str) -> None:
    result = run("check", "--changed-since", revision)

    assert result.exit_code == 2
    assert "--changed-since: " in result.stderr
    assert sorted(path.name for path in repository.iterdir()) == [".git", "ledgers"]


def test_outside_a_repository_it_says_so(in_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(in_folder.parent))
    write_example(in_folder / "ledgers" / "example", [])

    assert "not a git repository" in run("check", "--changed-since", "HEAD").stderr
    monkeypatch.setenv("PATH", "")
    assert "--changed-since: git cannot be run" in run("check", "--changed-since", "HEAD").stderr
