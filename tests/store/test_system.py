"""Refusals of the system: which are waited for, and what is said of the rest."""

import errno
import os
from pathlib import Path

import pytest

from grants.errors import WriteError
from grants.store.files import system
from grants.store.files.locking import locked
from grants.store.files.writing import write_whole


def refusal(winerror: int | None = None, number: int = errno.EACCES, path: str = "postings.csv") -> OSError:
    fault = OSError(number, "The system says so", path)
    if winerror is not None:
        fault.winerror = winerror  # type: ignore[attr-defined,unused-ignore]  # what Windows sets
    return fault


@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        (refusal(32), "close it there"),
        (refusal(33), "close it there"),
        (refusal(5), "or it is read-only"),
        (refusal(362), "kept online"),
        (refusal(395), "kept online"),
        (refusal(53), "network drive"),
        (refusal(64), "network drive"),
        (refusal(112, errno.ENOSPC), "make room"),
        (refusal(19), "read-only for you"),
        (refusal(206), "too long"),
        (refusal(3, errno.ENOENT, "C:/" + "a" * 260), "too long"),
        (refusal(123, errno.EINVAL), "no such name"),
        (refusal(None, errno.ENOSPC), "make room"),
        (refusal(None, errno.EROFS), "read-only for you"),
        (refusal(None, errno.ESTALE), "network drive"),
        (refusal(None, errno.ENAMETOOLONG), "too long"),
    ],
)
def test_a_refusal_says_what_to_do(fault: OSError, advice: str) -> None:
    assert system.reason(fault).startswith("The system says so: ")
    assert advice in system.reason(fault)


def test_what_is_not_known_is_said_as_the_system_says_it() -> None:
    assert system.reason(refusal(1117, errno.EIO)) == "The system says so"
    assert system.reason(refusal(3, errno.ENOENT)) == "The system says so"


@pytest.mark.parametrize("times", [1, 3, len(system.PAUSES)])
def test_a_held_file_is_waited_for(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    waited: list[float] = []
    monkeypatch.setattr("grants.store.files.system.time.sleep", waited.append)
    faults = [refusal(32)] * times

    def act() -> str:
        if faults:
            raise faults.pop()
        return "done"

    assert system.patiently(act) == "done"
    assert tuple(waited) == system.PAUSES[:times]


def test_the_wait_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("grants.store.files.system.time.sleep", waited.append)

    with pytest.raises(OSError, match="says so"):
        system.patiently(lambda: _raise(refusal(5)))
    assert sum(waited) < 3


def _raise(fault: OSError) -> None:
    raise fault


@pytest.mark.parametrize(
    ("winerror", "advice"), [(64, "network drive"), (112, "make room"), (206, "too long")]
)
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_share_that_goes_away_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, winerror: int, advice: str
) -> None:
    path = tmp_path / "postings.csv"
    path.write_bytes(b"old")

    with monkeypatch.context() as away:
        away.setattr(os, step, lambda *_, **__: _raise(refusal(winerror, errno.EINVAL)))
        with pytest.raises(WriteError, match=advice):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_may_not_be_written_is_no_lock_of_somebody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "PAUSES", (0.0,))
    monkeypatch.setattr(os, "open", lambda *_, **__: _raise(refusal(5)))

    with pytest.raises(WriteError, match=r"cannot be written: .* read-only"), locked(tmp_path, 30):
        pass
