"""What a ledger survives: killed writers, a full disk, many writers at once."""

from pathlib import Path

import pytest

from benchmarks import faults, survival, writes


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A ledger of one grant."""
    return writes.new_ledger(tmp_path / "one")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A ledger of two grants, and an export for both."""
    return writes.with_export(tmp_path / "two")


@pytest.mark.parametrize(
    ("act", "every"), [(writes.post, 1), (writes.reverse, 5), (writes.move_budget, 5), (writes.close_year, 7)]
)
def test_a_writer_may_be_killed_at_any_line(one: Path, act: writes.Act, every: int) -> None:
    """Of the longer writes a part of the lines; the benchmark of faults goes through all of them."""
    survived = survival.survive_kills(one, act, every=every)

    assert survived.old > 10
    assert survived.new > 0


def test_an_import_into_two_grants_may_be_killed_at_any_line(two: Path) -> None:
    survived = survival.survive_kills(two, writes.import_export, every=11)

    assert survived.old > 10
    assert survived.new > 10


def test_a_reopening_may_be_killed_at_any_line(one: Path) -> None:
    writes.close_year(one)

    assert survival.survive_kills(one, writes.reopen, every=3).old > 10


@pytest.mark.parametrize("act", [writes.post, writes.reverse, writes.move_budget, writes.close_year])
def test_a_full_disk_changes_nothing(one: Path, act: writes.Act) -> None:
    survived = survival.survive_full_disk(one, act, most=2000, every=100)

    assert survived.old > 0
    assert survived.new > 0


def test_a_full_disk_changes_no_grant_of_several(two: Path) -> None:
    survived = survival.survive_full_disk(two, writes.import_export, most=2000, every=100)

    assert survived.old > 0
    assert survived.new > 0


def test_many_writers_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    """Eight processes, each 25 times: 200 writes of every kind."""
    report = faults.all_at_once(tmp_path / "many", times=25)

    assert report.endswith("nothing lost, doubled or torn")


def test_no_byte_of_a_closed_account_changes_unnoticed() -> None:
    changed, found = faults.changed_bytes(every=13)

    assert changed > 100
    assert found == changed
