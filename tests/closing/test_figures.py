"""A closing whose figures were edited and sealed anew does not agree with what it closed."""

from datetime import date
from pathlib import Path

import pytest

from grants.bookkeeping.close import close
from grants.closing.verification import verify_folder
from grants.store.declared.closings import closings_in, closings_text, entry_text, seal_of
from grants.values.periods import Period
from tests.support import ledger_of

ATTACHED = '[[attachment]]\ntitle = "Programme"\nfile = "programme.pdf"\n'
PAID = "[[instalment]]\nplanned = 2014-05-01\namount = 100_000.00\nreceived = 2014-05-03\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An account with an attachment and a payment; its first year is closed, and then all of it."""
    ledger_of(tmp_path, toml=ATTACHED + PAID)
    folder = tmp_path / "ledgers" / "example"
    (folder / "programme.pdf").write_bytes(b"%PDF")
    close(tmp_path / "ledgers", "example", on=date(2015, 1, 20), period=Period.parse("2014"))
    close(tmp_path / "ledgers", "example", on=date(2016, 3, 1))
    assert verify_folder(folder).is_unchanged
    return folder


def resealed(folder: Path, old: str, new: str, number: int) -> list[str]:
    """What verifying says once entry `number` was edited and all seals computed anew, as anybody can."""
    path = folder / "closing.toml"
    head, first, second = path.read_text(encoding="utf-8").split("\n[[closing]]\n")
    parts = [first, second]
    assert old in parts[number - 1]
    parts[number - 1] = parts[number - 1].replace(old, new, 1)
    text = "\n[[closing]]\n".join([head, *parts])
    for _ in range(2):
        closings = closings_in(text.encode(), "")[0]
        one, other = closings.closings
        text = text.replace(one.seal, seal_of(entry_text(one)))
        closings = closings_in(text.encode(), "")[0]
        one, other = closings.closings
        text = text.replace(other.seal, seal_of(entry_text(other)))
    assert text == closings_text(closings_in(text.encode(), "")[0])
    path.write_text(text, encoding="utf-8")
    (folder.parent / "closed.toml").unlink()
    return [problem.message for problem in verify_folder(folder).problems]


@pytest.mark.parametrize(
    ("old", "new", "number", "message"),
    [
        ("total = 100000.00", "total = 90000.00", 2, "closing 2 states 90000.00 in 2 postings in all"),
        ("postings = 2", "postings = 3", 2, "closing 2 states 100000.00 in 3 postings in all"),
        ("postings = 1, amount = 20000.00", "postings = 1, amount = 2.00", 2, "closing 2 states 2.00 in 1"),
        ('currency = "DKK"', 'currency = "EUR"', 2, "closing 2 states EUR, the account is in DKK"),
        ("unspent = 0.00", "unspent = 1.00", 2, "closing 2 states unspent 1.00, the account gives 0.00"),
        ("to_repay = 0.00", "to_repay = 7.00", 2, "closing 2 states to_repay 7.00, the account gives 0.00"),
        ('"report.md", size = ', '"report.md", size = 1', 2, "closing 2 states 1"),
        ('"programme.pdf", size = 4', '"programme.pdf", size = 5', 2, "closing 2 states 5 bytes for"),
        ("total = 80000.00", "total = 1.00", 1, "closing 1 states 1.00 in 1 postings in all"),
        ("received = 100000.00", "received = 1.00", 1, "closing 1 states received 1.00, the account gives"),
        ("unspent = 20000.00", "unspent = 1.00", 1, "closing 1 states unspent 1.00, award less spent is"),
    ],
)
def test_a_figure_that_was_edited(folder: Path, old: str, new: str, number: int, message: str) -> None:
    found = resealed(folder, old, new, number)

    assert len(found) == 1
    assert found[0].startswith(message)


@pytest.mark.parametrize(
    ("name", "number", "message"),
    [
        ("programme.pdf", 2, "closing 2 does not state the attachment 'programme.pdf', which is there"),
        ("report.md", 1, "closing 1 did not keep closings/1/report.md"),
        ("report.md", 2, "closing 2 did not keep closings/2/report.md"),
    ],
)
def test_a_file_that_was_dropped(folder: Path, name: str, number: int, message: str) -> None:
    entry = (folder / "closing.toml").read_text(encoding="utf-8").split("\n[[closing]]\n")[number]
    line = next(line for line in entry.splitlines(keepends=True) if f'"{name}"' in line)

    assert message in resealed(folder, line, "", number)


def test_a_file_that_lies_among_the_copies(folder: Path) -> None:
    (folder / "closings/1/more.txt").write_text("x", encoding="utf-8")

    (problem,) = verify_folder(folder).problems
    assert problem.message == "closing 1 did not keep closings/1/more.txt"
