"""Standard streams as they are in practice: closed, cut off, in an old encoding, with or without colour."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import postings, write_example

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a shell of POSIX")


def shell(folder: Path, line: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash, in which `grants` is the command of this checkout."""
    command = f'grants() {{ "{sys.executable}" -m grants "$@"; }}\n{line}'
    kept = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **more},
        capture_output=True,
        check=False,
    )


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    csv = postings("2014-05-12,møder–ærø,80000.00,V-1,t", "2015-02-03,travel,1.000,V-2,t")
    write_example(tmp_path / "ledgers" / "example", [])
    (tmp_path / "ledgers" / "example" / "postings.csv").write_text(csv, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "line", ["grants check >&-", "grants list --format csv >&-", "grants check >&- 2>&-"]
)
def test_a_closed_output_is_an_output_that_could_not_be_written(wrong: Path, line: str) -> None:
    done = shell(wrong, line)

    assert done.returncode == 4
    assert b"Traceback" not in done.stderr
    assert (b"standard output" in done.stderr) is ("2>&-" not in line)


def test_a_reader_that_leaves_changes_no_exit_code(wrong: Path) -> None:
    done = shell(wrong, "set -o pipefail; grants check | true; echo $?")

    assert (done.stdout, done.stderr) == (b"1\n", b"")


@pytest.mark.parametrize("encoding", ["cp850", "latin-1", "ascii"])
def test_an_old_encoding_is_no_fault(wrong: Path, encoding: str) -> None:
    text = shell(wrong, "grants check", PYTHONIOENCODING=encoding)
    data = shell(wrong, "grants check --format json", PYTHONIOENCODING=encoding)

    assert (text.returncode, text.stderr) == (1, b"")
    if encoding != "ascii":  # which click takes for a mistake, and writes UTF-8
        assert "møder\\u2013ærø" in text.stdout.decode(encoding)
    assert "møder–ærø" in json.loads(data.stdout.decode())["findings"][0]["message"]


def test_colour_is_forced_and_refused(wrong: Path) -> None:
    assert b"\x1b[31m" in shell(wrong, "grants check", FORCE_COLOR="1").stdout
    assert b"\x1b" not in shell(wrong, "grants check", FORCE_COLOR="0").stdout
    assert b"\x1b" not in shell(wrong, "grants check", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_a_wrong_name_gets_the_nearest(wrong: Path) -> None:
    done = shell(wrong, "grants chekc")

    assert done.returncode == 2
    assert b"did you mean 'check'?" in done.stderr
    assert shell(wrong, "grants -V").stdout.startswith(b"grants, version ")


def test_a_ledger_is_found_where_one_stands(wrong: Path) -> None:
    (wrong / "a").mkdir()
    (wrong / "ledgers").rename(wrong / "a" / "books")

    assert b"there are ledgers in a/books" in shell(wrong, "grants check .").stdout
    for line in ("cd a/books/example; grants check", "cd a/books; grants check"):
        assert b"1 grant, no postings: 2 errors" in shell(wrong, line).stdout
    twice = shell(wrong, "grants check a/books a/books/example ./a/books/example/grant.toml --format json")
    assert json.loads(twice.stdout)["grants"] == 1


def test_places_are_the_same_from_any_directory(wrong: Path) -> None:
    subprocess.run(["git", "init", "-q", str(wrong)], check=True)
    there = shell(wrong, "grants check --format gitlab").stdout
    deeper = shell(wrong / "ledgers" / "example", "grants check --format gitlab").stdout

    assert there == deeper
    assert {issue["location"]["path"] for issue in json.loads(there)} == {"ledgers/example/postings.csv"}
    before = {issue["fingerprint"] for issue in json.loads(there)}
    path = wrong / "ledgers" / "example" / "postings.csv"
    head, _, rest = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(f"{head}\n2014-05-13,meetings,1.00,V-9,t\n{rest}", encoding="utf-8")
    after = {
        issue["fingerprint"] for issue in json.loads(shell(wrong, "grants check --format gitlab").stdout)
    }
    assert before <= after
