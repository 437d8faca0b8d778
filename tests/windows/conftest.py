"""The machine that tests of Windows run on: a real one, or this one made alike."""

import sys
from pathlib import Path

import pytest

from tests.windows import machine


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder of a Windows; on one, in any empty folder."""
    monkeypatch.chdir(tmp_path)
    if sys.platform != "win32":
        machine.turn_on(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try once more, and do not wait in between."""
    monkeypatch.setattr("grants.store.files.system.PAUSES", (0.0,))
