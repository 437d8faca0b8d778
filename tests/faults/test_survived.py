"""What a ledger survives: killed writers, a full disk, many writers at once."""

from pathlib import Path

import pytest

import grants
from benchmarks import faults


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return faults.new_ledger(tmp_path / "template")


@pytest.mark.parametrize("act", [faults.post, faults.move_budget], ids=lambda act: act.__name__)
def test_a_writer_may_be_killed_at_any_line(template: Path, act: faults.Act) -> None:
    survived = faults.survive_kills(template, act)

    assert survived.old > 10
    assert survived.new > 2


@pytest.mark.parametrize("act", [faults.post, faults.move_budget], ids=lambda act: act.__name__)
def test_a_full_disk_changes_nothing(template: Path, act: faults.Act) -> None:
    survived = faults.survive_full_disk(template, act, most=1500, every=50)

    assert survived.old > 2
    assert survived.new > 2


def test_many_writers_at_once_lose_and_double_nothing(template: Path) -> None:
    refused = faults.at_once(template, [faults.post] * 8, times=5)

    grant = grants.load(template).grant(faults.GRANT)
    assert refused == [0] * 8
    assert grant.postings.count == 2 + 8 * 5
    assert grant.spent == 30 + 8 * 5
