"""Several files of a ledger are written together, or not at all."""

import json
import os
from pathlib import Path

import pytest

import grants
from grants.errors import WriteError
from grants.store.files.folders import PENDING_FILE, digest_of
from grants.store.files.locking import LOCK_FILE, all_locked, locked
from grants.store.files.writing import Change, finish, write_together
from tests.support import codes, write_example


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "postings.csv").write_bytes(b"old")
    return tmp_path


def changes(home: Path) -> list[Change]:
    """New content for the two files, and a third file that was not there."""
    files = [home / "a/postings.csv", home / "b/postings.csv", home / "b/imports.toml"]
    return [Change(path, [b"ne", b"w"], digest_of(path)) for path in files]


def contents(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name != LOCK_FILE
    }


OLD = {"a/postings.csv": b"old", "b/postings.csv": b"old"}
NEW = {"a/postings.csv": b"new", "b/imports.toml": b"new", "b/postings.csv": b"new"}


def test_all_files_are_written(home: Path) -> None:
    with all_locked(home, [home / "a", home / "b"]):
        write_together(home, changes(home))

    assert contents(home) == NEW


def test_a_single_file_needs_no_note(home: Path) -> None:
    write_together(home, changes(home)[:1])

    assert contents(home) == OLD | {"a/postings.csv": b"new"}


def test_a_file_that_an_editor_changed_stops_all_of_them(home: Path) -> None:
    wanted = changes(home)
    (home / "b/postings.csv").write_bytes(b"edited")

    with pytest.raises(WriteError, match="another program changed"):
        write_together(home, wanted)

    assert contents(home) == OLD | {"b/postings.csv": b"edited"}


def test_a_link_is_not_written_to(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "file"
    outside.write_bytes(b"old")
    (home / "b/imports.toml").symlink_to(outside)

    with pytest.raises(WriteError, match="is a link"):
        write_together(home, changes(home))

    assert outside.read_bytes() == b"old"
    assert (home / "a/postings.csv").read_bytes() == b"old"


def interrupted(home: Path, monkeypatch: pytest.MonkeyPatch, renames: int) -> None:
    """Stop a write after so many renames of files, the note's own not counted."""
    real, count = os.replace, 0

    def replace(source: str, target: str) -> None:
        nonlocal count
        if Path(target).name != PENDING_FILE:
            if count == renames:
                raise KeyboardInterrupt
            count += 1
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            write_together(home, changes(home))


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_whoever_comes_next_finishes(home: Path, monkeypatch: pytest.MonkeyPatch, renames: int) -> None:
    interrupted(home, monkeypatch, renames)

    with locked(home / "a"):
        assert contents(home) == NEW


def test_reading_finishes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_example(tmp_path / "example", [])
    folder = tmp_path / "example"
    csv, toml = folder / "postings.csv", folder / "grant.toml"
    more = csv.read_bytes() + b"2015-02-04,travel,-1.00,V-3,Refund\n"
    wanted = [
        Change(toml, [toml.read_bytes()], digest_of(toml)),
        Change(csv, [more], digest_of(csv)),
    ]
    monkeypatch.setattr("grants.store.files.writing.finish", lambda _: None)
    write_together(folder, wanted)
    monkeypatch.undo()

    ledger = grants.load(tmp_path)

    assert ledger.grant("example").postings.count == 3
    assert sorted(path.name for path in folder.iterdir()) == [
        LOCK_FILE, "grant.toml", "postings.csv", "report.md",
    ]  # fmt: skip


def test_a_change_since_the_decision_is_not_written_over(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(home, monkeypatch, 1)
    (home / "b/postings.csv").write_bytes(b"edited")

    with pytest.raises(WriteError, match="another program changed"), locked(home / "a"):
        pytest.fail("the lock was given")

    assert (home / "b/postings.csv").read_bytes() == b"edited"


@pytest.mark.parametrize(
    "moves",
    [
        [["../.x.a.staged", "../x", None]],
        [["/mnt/.x.a.staged", "/mnt/x", None]],
        [["a/.postings.csv.x.staged", "b/postings.csv", None]],
        [["a/.postings.csv.x.staged", "a/grant.toml", None]],
        [["link/.x.a.staged", "link/x", None]],
        [[1, 2, 3]],
        {"a": 1},
        [["a"]],
    ],
)
def test_a_note_that_reaches_elsewhere_is_refused(
    home: Path, moves: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / ".x.a.staged").write_bytes(b"")
    (home / "link").symlink_to(outside)
    (home / PENDING_FILE).write_text(json.dumps(moves))

    with pytest.raises(WriteError, match="damaged"):
        finish(home)

    assert not (outside / "x").exists()


def test_what_a_killed_writer_left_is_removed(home: Path) -> None:
    left = home / "a/.postings.csv.k2j3.staged"
    left.write_bytes(b"half")
    kept = home / "a/.notes.new"
    kept.write_bytes(b"mine")

    with locked(home / "a"):
        assert not left.exists()
    assert kept.exists()


def test_an_unfinished_write_is_told(tmp_path: Path) -> None:
    write_example(tmp_path / "example", [])
    (tmp_path / PENDING_FILE).write_text("nonsense")

    assert codes(list(grants.load(tmp_path).findings)) == ["G006"]


def test_a_home_may_be_relative(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    (home / "a/postings.csv").write_bytes(b"old")

    write_together(Path("a"), [Change(Path("a/postings.csv"), [b"new"], digest_of(Path("a/postings.csv")))])

    assert (home / "a/postings.csv").read_bytes() == b"new"
