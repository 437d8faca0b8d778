"""A pipe in place of a file is reported at once, and never waited for."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from grants.bookkeeping.close import close
from grants.store.files.folders import open_plain
from grants.values.periods import Period
from tests.support import ledger_of

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have a name")

Run = Callable[..., Result]


@pytest.mark.parametrize("name", ["grant.toml", "postings.csv", "report.md", "closing.toml", "imports.toml"])
@pytest.mark.parametrize("period", [None, Period.parse("2014")])
def test_a_pipe_is_no_file_of_an_account(in_folder: Path, run: Run, name: str, period: Period | None) -> None:
    ledger_of(in_folder)
    close(in_folder / "ledgers", "example", on=date(2016, 3, 1), period=period)
    path = in_folder / "ledgers" / "example" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)

    for command in ("check", "verify"):
        result = run(command) if command == "check" else run(command, "example")
        is_silent = (
            command == "verify" and period is not None and name not in ("postings.csv", "closing.toml")
        )
        assert result.exit_code == (0 if is_silent else 1)
        assert is_silent or "is no plain file" in result.output or "imports.toml was added" in result.output
    assert run("log", "example").exit_code == (0 if name in ("report.md", "imports.toml") else 1)


def test_pipes_and_devices_are_no_archives(in_folder: Path, run: Run) -> None:
    os.mkfifo("f.zip")
    result = run("verify", "f.zip")

    assert (result.exit_code, "it is no plain file" in result.stderr) == (2, True)
    os.mkfifo("signers")
    signers = run("verify", "--signers", "signers")
    assert (signers.exit_code, "there is no plain file signers" in signers.stderr) == (2, True)
    with pytest.raises(OSError, match="it is no plain file"):
        open_plain("/dev/null")
    with pytest.raises(IsADirectoryError):
        open_plain(in_folder)
    Path("a").write_bytes(b"x")
    with open_plain("a") as stream:
        assert stream.read() == b"x"


def test_an_interrupted_write_that_cannot_be_finished_is_told_once(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder)
    (in_folder / "ledgers/example/.grants.pending").write_text("damaged", encoding="utf-8")

    for place in ("ledgers", "ledgers/example"):
        output = run("check", place).output
        assert output.count("the note of it is damaged") == 1
