"""`grants check --changed-since`: what differs, what is gone, and what is said where nothing was checked."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

import grants
from grants.closing.listed import record_closed, verify_listed
from grants.errors import RevisionError
from grants.store.changes import changes_since
from grants.store.files.git_attributes import change_of_attributes
from grants.store.files.writing import write_together
from tests.support import write_example

Run = Callable[..., Result]


def git(folder: Path, *arguments: str) -> str:
    given = ["git", "-c", "protocol.file.allow=always", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    done = subprocess.run([*given, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder: Path, message: str = "x") -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two grants, of which `example` is closed; it is the working directory."""
    top = tmp_path / "top"
    write_example(top / "ledgers" / "example", [])
    write_example(top / "ledgers" / "other", [])
    toml = top / "ledgers" / "other" / "grant.toml"
    toml.write_text(toml.read_text("utf-8").replace('id = "example"', 'id = "other"'), "utf-8")
    postings = top / "ledgers" / "other" / "postings.csv"
    postings.write_text(postings.read_text("utf-8").replace("V-", "W-"), "utf-8")
    grants.close(top / "ledgers", "example", on=grants.Period.parse("2016-03-01").start)
    git(top, "init", "-q", "-b", "main")
    commit(top)
    monkeypatch.chdir(top)
    return top


def codes(result: Result) -> list[str]:
    return sorted(found["code"] for found in json.loads(result.stdout)["findings"])


def test_a_sound_account_and_an_empty_selection_look_different(repository: Path, run: Run) -> None:
    said = "nothing in ledgers differs from HEAD, which is this commit: nothing was checked"

    assert said in run("check", "--changed-since", "HEAD").stdout
    assert json.loads(run("check", "--changed-since", "HEAD", "--format", "json").stdout)["notes"] == [said]
    assert (
        f"::notice title=grants check::{said}"
        in run("check", "--changed-since", "HEAD", "--format", "github").stdout
    )
    sarif = json.loads(run("check", "--changed-since", "HEAD", "--format", "sarif").stdout)
    notes = sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == [said]
    junit = ET.fromstring(run("check", "--changed-since", "HEAD", "--format", "junit").stdout)  # noqa: S314
    assert [one.get("message") for one in junit.iter("skipped")] == [said]
    for form in ("json", "github", "sarif", "junit", "text"):
        assert "nothing was checked" not in run("check", "--format", form).stdout


@pytest.mark.parametrize("arguments", [("nowhere",), ("empty",), ("nowhere", "--changed-since", "HEAD")])
def test_what_is_not_there_is_not_understood(repository: Path, run: Run, arguments: tuple[str, ...]) -> None:
    (repository / "empty").mkdir()

    for form in ("text", "json", "sarif", "junit", "github"):
        result = run("check", *arguments, "--format", form)
        assert result.exit_code == 2
        assert "G001" in result.stdout


@pytest.mark.parametrize(
    ("gone", "expected", "exit_code"),
    [
        ("other", ["G807"], 0),
        ("other/report.md", ["G502", "G807"], 0),
        ("other/postings.csv", ["G111", "G807"], 1),
        ("example", ["G806", "G806"], 1),
        ("example/closing.toml", ["G803", "G806", "G806"], 1),
        ("closed.toml", ["G806", "G808"], 1),
    ],
)
def test_what_is_gone_since_a_revision_is_found(
    repository: Path, run: Run, gone: str, expected: list[str], exit_code: int
) -> None:
    path = repository / "ledgers" / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    result = run("check", "--changed-since", "HEAD", "--format", "json")

    assert codes(result) == expected
    assert result.exit_code == exit_code
    commit(repository)
    assert codes(run("check", "--changed-since", "HEAD~1", "--format", "json")) == expected


def test_a_ledger_that_is_gone_whole_is_found(repository: Path, run: Run) -> None:
    shutil.rmtree(repository / "ledgers")

    result = run("check", "--changed-since", "HEAD", "--format", "json")

    assert codes(result) == ["G001", "G806", "G806", "G807"]
    assert result.exit_code == 2


def test_the_list_alone_notices_that_a_closed_account_is_gone(repository: Path, run: Run) -> None:
    shutil.rmtree(repository / ".git")
    kept = repository / "kept"
    (repository / "ledgers" / "example").rename(kept)

    assert codes(run("check", "--format", "json")) == ["G806"]
    assert run("verify").exit_code == 1
    assert run("verify", "example").exit_code == 1
    assert [found.id for found in verify_listed(repository / "ledgers")] == ["example"]
    kept.rename(repository / "ledgers" / "example")
    assert run("verify").exit_code == 0


def test_an_older_state_of_the_entries_is_found(repository: Path, run: Run) -> None:
    closing = repository / "ledgers" / "example" / "closing.toml"
    before = closing.read_bytes()
    day = grants.Period.parse("2016-03-02").start
    grants.reopen(repository / "ledgers", "example", reason="A voucher", on=day)
    closing.write_bytes(before)

    result = run("check", "--format", "json")

    assert "G806" in codes(result)
    assert "entry 2 of 2016-03-02" in result.stdout
    assert "entry 2 of 2016-03-02" in run("verify").stdout


def test_an_account_closed_before_there_was_a_list_can_be_added(repository: Path, run: Run) -> None:
    listed = (repository / "ledgers" / "closed.toml").read_bytes()
    (repository / "ledgers" / "closed.toml").unlink()

    assert codes(run("check", "--format", "json")) == ["G808"]
    assert "added to the list" in run("verify", "--record").stderr
    assert (repository / "ledgers" / "closed.toml").read_bytes() == listed
    assert record_closed(repository / "ledgers", [repository / "ledgers" / "example"]) == []


@pytest.mark.parametrize(
    "content", [b"\xff", b"[[closed]]\n", b"[[closed]]\nid = 3\n", b"x = 1\n", b"closed = 1\n", b"["]
)
def test_a_damaged_list_is_an_error_and_is_not_written_over(
    repository: Path, run: Run, content: bytes
) -> None:
    path = repository / "ledgers" / "closed.toml"
    path.write_bytes(content)

    assert "G806" in codes(run("check", "--format", "json"))
    assert run("reopen", "example", "--reason", "x", "--on", "2016-03-02").exit_code == 1
    assert path.read_bytes() == content


def test_only_what_a_branch_changed_itself_is_compared(repository: Path, run: Run) -> None:
    git(repository, "checkout", "-qb", "mine")
    (repository / "note").write_text("x")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    (repository / "ledgers" / "other" / "report.md").write_text("## Theirs\n")
    commit(repository)
    git(repository, "checkout", "-q", "mine")

    assert "nothing was checked" in run("check", "--changed-since", "main").stdout


def test_forty_zeros_are_everything(repository: Path, run: Run) -> None:
    assert run("check", "--changed-since", "0" * 40).stdout == run("check").stdout


def test_a_shallow_clone_is_explained(repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = git(repository, "rev-parse", "HEAD")
    (repository / "note").write_text("x")
    commit(repository)
    clone = repository.parent / "clone"
    git(repository.parent, "clone", "-q", "--depth", "1", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)

    result = run("check", "--changed-since", first)

    assert result.exit_code == 2
    assert "git fetch --unshallow" in result.stderr


class TestSubmodules:
    """A ledger in a submodule, or below one."""

    @pytest.fixture
    def outer(self, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        outer = repository.parent / "outer"
        outer.mkdir()
        git(outer, "init", "-q", "-b", "main")
        git(outer, "submodule", "--quiet", "add", str(repository), "sub")
        commit(outer)
        git(outer, "tag", "before")
        monkeypatch.chdir(outer)
        return outer

    @pytest.mark.usefixtures("outer")
    def test_nothing_changed(self, run: Run) -> None:
        assert "nothing was checked" in run("check", "sub/ledgers", "--changed-since", "before").stdout

    @pytest.mark.parametrize("is_committed", [False, True])
    def test_a_dirty_or_moved_submodule_is_seen(self, outer: Path, run: Run, is_committed: bool) -> None:
        (outer / "sub" / "ledgers" / "other" / "report.md").unlink()
        if is_committed:
            commit(outer / "sub")
            commit(outer)
        git(outer, "config", "submodule.sub.ignore", "all")
        git(outer, "config", "diff.ignoreSubmodules", "all")

        result = run("check", "sub/ledgers", "--changed-since", "before", "--format", "json")

        assert codes(result) == ["G502", "G807"]
        assert json.loads(result.stdout)["grants"] == 1
        top = changes_since(str(outer), "before").folders
        assert top is not None
        assert str((outer / "sub" / "ledgers" / "other").resolve()) in top


def test_a_revision_that_is_an_option_is_refused(repository: Path) -> None:
    with pytest.raises(RevisionError, match="begins with a hyphen"):
        changes_since("ledgers", "--output=x")
    assert not (repository / "x").exists()


class TestLineEnds:
    """A clone whose git changed the line ends of closed files."""

    def changed(self, folder: Path, *names: str) -> None:
        for name in names:
            path = folder / name
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    def test_only_line_ends_accuse_nobody(self, repository: Path, run: Run) -> None:
        folder = repository / "ledgers" / "example"
        names = ("grant.toml", "postings.csv", "report.md")
        self.changed(
            folder, *names, "closing.toml", "../closed.toml", *(f"closings/1/{name}" for name in names)
        )

        result = run("check", "--format", "json")

        assert result.exit_code == 0
        assert set(codes(result)) == {"G809"}
        assert len(codes(result)) == 7
        verified = run("verify")
        assert verified.exit_code == 1
        assert verified.stdout.count("other line ends") == 7
        assert "removed" not in verified.stdout

    def test_a_change_beside_the_line_ends_is_named(self, repository: Path, run: Run) -> None:
        folder = repository / "ledgers" / "example"
        self.changed(folder, "postings.csv", "report.md")
        (folder / "report.md").write_bytes((folder / "report.md").read_bytes() + b"More.\r\n")

        assert {"G801", "G809"} <= set(codes(run("check", "--format", "json")))

    def test_an_account_with_other_line_ends_can_be_opened_again(self, repository: Path, run: Run) -> None:
        folder = repository / "ledgers" / "example"
        self.changed(folder, "closing.toml", "../closed.toml")

        assert run("reopen", "example", "--reason", "x", "--on", "2016-03-02").exit_code == 0
        assert codes(run("check", "--format", "json")) == []
        assert "\r" not in (folder / "closing.toml").read_bytes().decode()

    def test_git_leaves_the_line_ends_of_a_ledger_alone(self, repository: Path) -> None:
        git(repository, "config", "core.autocrlf", "true")
        git(repository, "rm", "-q", "--cached", "-r", ".")
        git(repository, "reset", "-q", "--hard")

        assert (repository / "ledgers" / ".gitattributes").read_text().endswith("* -text\n")
        assert b"\r" not in (repository / "ledgers" / "example" / "closing.toml").read_bytes()

    def test_attributes_of_the_user_are_kept(self, tmp_path: Path) -> None:
        path = tmp_path / ".gitattributes"
        path.write_text("*.pdf binary")

        for _ in range(2):
            write_together(tmp_path, change_of_attributes(tmp_path))

        lines = path.read_text().splitlines()
        assert lines[0] == "*.pdf binary"
        assert lines.count("* -text") == 1
