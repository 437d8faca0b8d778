"""What verifying says of changes that leave the figures alone: order, spelling, blanks, double entries."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from grants.bookkeeping.close import close, reopen
from grants.values.periods import Period
from tests.support import ledger_of

Run = Callable[..., Result]


@pytest.fixture
def folder(in_folder: Path) -> Path:
    ledger_of(in_folder)
    close(in_folder / "ledgers", "example", on=date(2016, 3, 1))
    return in_folder / "ledgers" / "example"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_lines_that_changed_places(folder: Path, run: Run) -> None:
    path = folder / "postings.csv"
    head, first, second = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(head + second + first, encoding="utf-8")

    assert run("verify", "example").stdout.endswith(
        "; the order of the postings is another one, and nothing else\n"
    )


def test_values_that_are_written_in_another_way(folder: Path, run: Run) -> None:
    edit(folder / "postings.csv", "V-1", '"V-1"')

    assert "(line ends, comments, layout or spelling are others)" in run("verify", "example").stdout


def test_a_period_that_is_written_in_another_way(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder)
    close(in_folder / "ledgers", "example", on=date(2016, 3, 1), period=Period.parse("2014"))
    edit(in_folder / "ledgers/example/postings.csv", "2014-05-12", "2014-05-12/2014-05-12")

    assert "; it means the same, and is written in another way\n" in run("verify", "example").stdout


def test_blanks_are_shown_where_they_are_what_changed(folder: Path, run: Run) -> None:
    edit(folder / "postings.csv", "Fees for eight", "Fees  for eight")

    said = run("verify", "example").stdout
    assert 'text from "Fees·for·eight·meetings" to "Fees··for·eight·meetings"' in said


def test_the_line_that_is_not_as_it_was_written(folder: Path, run: Run) -> None:
    edit(folder / "closing.toml", "number = 1", "number  =  1")

    assert "closing.toml:5: the line is not as it was written\n" in run("verify", "example").stdout


def test_an_entry_that_is_there_twice(folder: Path, run: Run) -> None:
    path = folder / "closing.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("\n[[closing]]") :], encoding="utf-8")
    said = run("verify", "example").stdout

    assert said.count("example: ") == 1
    assert "entry 1 is there twice" in said
    assert "is missing" not in said


def test_a_report_that_is_gone(folder: Path, run: Run) -> None:
    (folder / "report.md").unlink()
    output = run("check").output

    assert "report.md was removed since the accounts were closed on 2016-03-01\n" in output
    assert "words vanished" not in output


def test_the_remedy_for_an_attachment_names_no_copy(in_folder: Path, run: Run) -> None:
    ledger_of(in_folder, toml='[[attachment]]\ntitle = "Programme"\nfile = "programme.pdf"\n')
    folder = in_folder / "ledgers/example"
    (folder / "programme.pdf").write_bytes(b"%PDF")
    close(in_folder / "ledgers", "example", on=date(2016, 3, 1))
    (folder / "programme.pdf").write_bytes(b"%PDF another")

    output = run("check").output
    assert "error[G801]: programme.pdf was changed" in output
    assert "bring the file back from git, a backup or the archive" in output
    assert "folder closings" not in output


def test_a_reopening_records_copies_that_are_gone(folder: Path) -> None:
    (folder / "closings/1/report.md").unlink()
    (folder / "report.md").write_text("Other words", encoding="utf-8")
    entry = reopen(folder.parent, "example", reason="A voucher was missing", on=date(2016, 3, 4))

    assert entry.changed == ("closings/1/report.md", "report.md")
