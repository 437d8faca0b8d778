"""`grants diff` on a real repository: revisions of every kind, hostile names, grants that come and go."""

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support import Block, postings, write_example

Run = Callable[..., Result]


def git(*arguments: str) -> str:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(in_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose first commit holds one grant, in a folder with a blank and an umlaut."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(in_folder.parent))
    monkeypatch.setenv("GRANTS_LEDGERS", "regnskab æ/ledgers")
    git("init", "-q", "-b", "main")
    write_example(in_folder / "regnskab æ" / "ledgers" / "example", [])
    git("add", "-A")
    git("commit", "-q", "-m", "first")
    git("tag", "reported")
    return in_folder / "regnskab æ" / "ledgers" / "example"


def records_of(result: Result) -> list[tuple[str, str, str]]:
    found = json.loads(result.stdout)["differences"]
    return [(entry["part"], entry["kind"], entry["name"]) for entry in found]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_edits_in_the_folder_are_shown_in_words_of_the_account(repository: Path, run: Run) -> None:
    edit(repository / "postings.csv", "80000.00", "79000.00")
    edit(repository / "grant.toml", "amount = 80_000.00", "amount = 79_000.00")
    edit(repository / "report.md", "Eight", "Nine")

    result = run("diff", "reported", "example", "--language", "en", "--format", "csv")

    assert result.exit_code == 0
    assert list(csv.reader(io.StringIO(result.stdout)))[1:] == [
        ["Budget line meetings (line 25)", "amount", "80,000.00", "79,000.00"],
        ["Posting V-1 (line 2)", "amount", "80,000.00", "79,000.00"],
        ["Section of the report Description and results (line 1)", "words", "Eight", "Nine"],
    ]
    assert git("status", "--porcelain", "--ignored").count("\n") == 2  # nothing but the three edits


def test_nothing_changed_is_no_difference(repository: Path, run: Run) -> None:
    result = run("diff", "HEAD", "example", "--exit-code")

    assert result.exit_code == 0
    assert "Ingen forskelle." in result.stdout


def test_two_revisions_are_compared(repository: Path, run: Run) -> None:
    edit(repository / "postings.csv", "V-2", "V-3")
    git("commit", "-aqm", "second")
    edit(repository / "postings.csv", "V-3", "V-4")

    assert records_of(run("diff", "reported..HEAD", "example", "--format", "json")) == [
        ("posting", "changed", "V-3")
    ]
    assert records_of(run("diff", "HEAD..reported", "example", "--format", "json")) == [
        ("posting", "changed", "V-2")
    ]
    assert records_of(run("diff", "HEAD", "example", "--format", "json")) == [("posting", "changed", "V-4")]
    assert run("diff", "reported..HEAD", "example", "--exit-code").exit_code == 1


def test_the_folder_of_the_grant_itself_will_do(repository: Path, run: Run) -> None:
    edit(repository / "postings.csv", "V-2", "V-3")

    result = run("diff", "HEAD", "example", "--ledgers", str(repository), "--format", "json")

    assert records_of(result) == [("posting", "changed", "V-3")]


def test_a_grant_at_the_root_of_the_repository_will_do(
    in_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_example(in_folder / "example", [])
    os.chdir(in_folder / "example")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "first")
    edit(in_folder / "example" / "postings.csv", "V-2", "V-3")

    assert records_of(run("diff", "HEAD", "example", "--ledgers", ".", "--format", "json")) == [
        ("posting", "changed", "V-3")
    ]


def test_a_grant_that_is_new_or_gone_is_said_to_be(repository: Path, run: Run) -> None:
    write_example(repository.parent / "later" / "later", [])
    (repository.parent / "later" / "later").rename(repository.parent / "other")
    (repository.parent / "later").rmdir()
    edit(repository.parent / "other" / "grant.toml", '"example"', '"other"')
    new = run("diff", "HEAD", "other", "--language", "en", "--exit-code")
    git("rm", "-rq", str(repository))
    gone = run("diff", "HEAD", "example", "--language", "en")
    never = run("diff", "HEAD", "exampel")

    assert (new.exit_code, gone.exit_code, never.exit_code) == (1, 0, 2)
    assert "The grant is new: it is not there in HEAD." in new.stdout
    assert "The grant is gone" in gone.stdout
    assert "there is no grant 'exampel'" in never.stderr


@pytest.mark.parametrize(
    "revision",
    ["no-such-branch", "--output=x", "-x", "a...b", "HEAD:regnskab æ", "HEAD..-x", "\n", "HEAD..$(x)"],
)
def test_a_revision_that_is_none_is_refused(repository: Path, run: Run, revision: str) -> None:
    result = run("diff", "--", revision, "example")

    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert git("status", "--porcelain", "--ignored") == ""


def test_outside_a_repository_it_says_so(in_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(in_folder.parent))
    write_example(in_folder / "ledgers" / "example", [])

    result = run("diff", "HEAD", "example")
    monkeypatch.setenv("PATH", "")
    without = run("diff", "HEAD", "example")

    assert (result.exit_code, without.exit_code) == (2, 2)
    assert "ledgers is in no git repository" in result.stderr
    assert "git cannot be run" in without.stderr


def test_what_cannot_be_read_is_said_and_is_an_error(repository: Path, run: Run) -> None:
    (repository / "postings.csv").write_text(postings("2014-05-12,meetings,1,V-1,t"), encoding="utf-8")
    git("commit", "-aqm", "bad line")
    (repository / "postings.csv").write_text(postings("2014-05-12,meetings,1.00,V-1,t"), encoding="utf-8")
    one_line = run("diff", "HEAD", "example")
    (repository / "grant.toml").write_text("id =\n", encoding="utf-8")
    git("commit", "-aqm", "bad file")
    whole_file = run("diff", "HEAD", "example")

    assert (one_line.exit_code, whole_file.exit_code) == (1, 1)
    assert "HEAD:example/postings.csv:2:21: error[G104]" in one_line.stderr
    assert "error[G005]" in whole_file.stderr


def test_links_in_a_commit_are_not_followed(repository: Path, run: Run) -> None:
    (repository / "report.md").unlink()
    (repository / "report.md").symlink_to("/etc/passwd")
    git("commit", "-aqm", "a link")
    (repository / "report.md").unlink()

    result = run("diff", "HEAD", "example", "--format", "json")

    assert records_of(result) == []


def test_attributes_of_the_repository_hide_nothing(repository: Path, run: Run) -> None:
    """A file that `export-ignore` keeps out of git's archives is compared all the same."""
    (repository / ".gitattributes").write_text("postings.csv export-ignore\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "attributes")
    edit(repository / "postings.csv", "V-2", "V-3")

    assert records_of(run("diff", "HEAD", "example", "--format", "json")) == [("posting", "changed", "V-3")]


def test_a_commit_with_files_of_other_names_changes_nothing(repository: Path, run: Run) -> None:
    write_example(repository, [Block("toml", "grant.toml", "")])
    (repository / "notes\n.txt").write_text("x", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "notes")

    assert records_of(run("diff", "reported..HEAD", "example", "--format", "json")) == []


def test_the_example_of_the_docs_is_real(in_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(in_folder.parent))
    shutil.copytree(root / "ledgers", in_folder / "ledgers")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "reported")
    git("tag", "reported")
    folder = in_folder / "ledgers" / "gp-fees-2014"
    edit(folder / "postings.csv", "204737.00", "204738.00")
    with (folder / "postings.csv").open("a", encoding="utf-8") as stream:
        stream.write("2016-03-14,theme-days,100.00,V-9,Frokost\n")
    edit(folder / "grant.toml", "156_000.00", "150_000.00")
    edit(folder / "grant.toml", "74_000.00", "80_000.00")
    edit(folder / "report.md", "tre til fire", "fem")
    page = (root / "docs" / "trail.md").read_text(encoding="utf-8")
    command, _, expected = page.partition("```text\n$ grants ")[2].partition("```")[0].partition("\n")

    assert run(*command.split()).stdout == expected


@pytest.mark.parametrize("revision", ["", "..", "HEAD..", "..HEAD"])
def test_half_a_pair_of_revisions_is_refused(repository: Path, run: Run, revision: str) -> None:
    result = run("diff", revision, "example")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "names no revision on one side" in result.stderr
