"""`grants archive`: what it prints, what it refuses, and that a refusal leaves nothing behind."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.archive.conftest import closed_account
from tests.support import Block, write_example

Run = Callable[..., Result]


@pytest.fixture
def closed(in_folder: Path) -> Path:
    """The folder of a closed account, below the current one."""
    return Path(closed_account(in_folder).folder)


def test_it_prints_files_retention_and_checksum(closed: Path, run: Run) -> None:
    result = run("archive", "example", "-o", "a.zip")
    lines = result.stdout.splitlines()

    assert result.exit_code == 0, result.stderr
    assert lines[:2] == ["a.zip: 13 files of example", "keep until 2021-12-31"]
    assert lines[2].startswith(f"{os.path.getsize('a.zip'):,} bytes, sha256 ")
    assert result.stderr == "not in the archive: kladde.txt\n"
    assert run("verify", "a.zip", "example").exit_code == 0


def test_an_open_account_is_refused_without_its_flag(in_folder: Path, run: Run) -> None:
    write_example(in_folder / "ledgers" / "example", [])
    refused = run("archive", "example", "-o", "a.zip")
    archived = run("archive", "example", "-o", "a.zip", "--open", "--on", "2016-05-01")

    assert (refused.exit_code, archived.exit_code) == (1, 0)
    assert "is not closed" in refused.stderr
    assert "the terms do not say how long" in archived.stdout
    assert "    not closed\n" in run("verify", "a.zip").stdout


def test_an_open_account_with_errors_is_refused(in_folder: Path, run: Run) -> None:
    change = Block("toml", "grant.toml", "[[control]]\ntotal = 1.00\n")
    write_example(in_folder / "ledgers" / "example", [change])
    refused = run("archive", "example", "-o", "a.zip", "--open")
    archived = run("archive", "example", "-o", "a.zip", "--open", "--with-errors", "--on", "2016-05-01")

    assert (refused.exit_code, archived.exit_code) == (1, 0)
    assert "G211" in refused.stderr
    assert not refused.stdout


def test_a_closed_account_that_changed_is_refused_and_reported(closed: Path, run: Run) -> None:
    path = closed / "postings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("V-2", "V-3"), encoding="utf-8")
    result = run("archive", "example", "-o", "a.zip")

    assert result.exit_code == 1
    assert "voucher from V-2 to V-3" in result.stderr
    assert not Path("a.zip").exists()


def test_a_file_that_is_there_stays_without_force(closed: Path, run: Run) -> None:
    Path("a.zip").write_text("mine", encoding="utf-8")
    refused = run("archive", "example", "-o", "a.zip")
    kept = Path("a.zip").read_text(encoding="utf-8")
    forced = run("archive", "example", "-o", "a.zip", "--force")
    again = run("archive", "example", "-o", "a.zip")

    assert (refused.exit_code, kept, forced.exit_code, again.exit_code) == (1, "mine", 0, 0)
    assert "--force" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("example", "-o", "a.tar"), 2, "suffix .zip"),
        (("exampel", "-o", "a.zip"), 2, "there is no grant"),
        (("example",), 2, "Missing option"),
        (("example", "-o", "no/such/folder/a.zip"), 1, "was not written"),
        (("example", "-o", "ledgers/example/a.zip"), 1, "own folder"),
    ],
)
def test_what_is_not_understood_is_said(
    closed: Path, run: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run("archive", *arguments)

    assert result.exit_code == code
    assert said in result.stderr


def test_a_grant_that_cannot_be_read_is_refused(in_folder: Path, run: Run) -> None:
    write_example(in_folder / "ledgers" / "example", [])
    (in_folder / "ledgers" / "example" / "grant.toml").write_text("id =\n", encoding="utf-8")
    result = run("archive", "example", "-o", "a.zip", "--open", "--with-errors")

    assert result.exit_code == 1
    assert "G005" in result.stderr


def test_a_full_disk_leaves_nothing_behind(closed: Path, run: Run) -> None:
    """A limit on the size of files stands for the disk: the write fails in the middle of the archive."""
    before = sorted(path.name for path in Path().iterdir())
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
        "from grants.cli import run; sys.exit(run(['archive', 'example', '-o', 'a.zip']))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert "a.zip was not written: File too large" in result.stderr
    assert sorted(path.name for path in Path().iterdir()) == before


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a\\nb.pdf", "a line feed or another control character"),
        ("a\\u202eb.pdf", "a line feed or another control character"),
        ("attachments/CON.pdf", "on Windows a part of it is the name of a device"),
    ],
)
def test_a_name_that_cannot_be_archived_is_refused_when_closing(
    in_folder: Path, run: Run, name: str, why: str
) -> None:
    folder = in_folder / "ledgers" / "example"
    toml = f'[[attachment]]\ntitle = "Bilag"\nfile = "{name}"\n'
    write_example(folder, [Block("toml", "grant.toml", toml)])
    path = folder / name.encode().decode("unicode_escape")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"%PDF")

    closed = run("close", "example", "--on", "2016-05-01", "--force", "Bilaget er sådan")
    archived = run("archive", "example", "-o", "a.zip", "--open", "--with-errors")

    assert (closed.exit_code, archived.exit_code) == (1, 1)
    assert why in closed.stderr
    assert archived.stderr.count(why) == 1


def test_the_seal_at_the_end_is_recomputed_without_this_program(closed: Path, run: Run) -> None:
    run("archive", "example", "-o", "a.zip")
    script = r"{ head -c -73 a.zip; printf '\0\0'; } | sha256sum | cut -c -64; tail -c 64 a.zip"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)

    recomputed, stated = done.stdout.split()
    assert recomputed == stated


def test_the_day_of_an_archive_is_not_before_the_closing(closed: Path, run: Run) -> None:
    result = run("archive", "example", "-o", "a.zip", "--on", "2016-04-01")

    assert (result.exit_code, Path("a.zip").exists()) == (2, False)
    assert "--on 2016-04-01 is before the closing, which is of 2016-04-02" in result.stderr


def test_a_disk_that_is_full_while_the_report_is_drawn(
    closed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> bytes:
        raise OSError(27, "File too large")

    monkeypatch.setattr("grants.archive.writing.export_workbook", full)
    result = run("archive", "example", "-o", "a.zip")

    assert result.exit_code == 1
    assert result.stderr.endswith("a.zip was not written: File too large\n")


def test_an_archive_is_proved_whatever_else_is_named(closed: Path, run: Run) -> None:
    run("archive", "example", "-o", "a.zip")
    result = run("verify", "a.zip", "example", "nosuch")

    assert result.exit_code != 0
    assert result.stdout.startswith("a.zip: example, 13 files: unchanged\n")


def test_a_record_of_closings_that_is_a_link(closed: Path, run: Run) -> None:
    record = closed / "closing.toml"
    record.rename("elsewhere.toml")
    record.symlink_to(Path("elsewhere.toml").resolve())
    verified = run("verify", "example")

    assert verified.exit_code == 1
    assert "closing.toml is a link" in verified.stdout


def test_the_trail_of_a_record_that_was_changed(closed: Path, run: Run) -> None:
    record = closed / "closing.toml"
    assert run("log", "example").exit_code == 0
    record.write_text(
        record.read_text(encoding="utf-8").replace("Sekretariatet", "Kontoret"), encoding="utf-8"
    )

    assert run("log", "example").exit_code == 1
