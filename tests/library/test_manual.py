"""The manual of the library runs from top to bottom, and prints what it shows."""

import contextlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MANUAL = ROOT / "docs" / "library.md"

_EXAMPLE = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def test_the_manual_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    for arguments in (["init", "-q"], ["add", "ledgers"], [*who, "commit", "-q", "-m", "Ledgers"]):
        subprocess.run(["git", *arguments], check=True)
    names: dict[str, object] = {}

    examples = _EXAMPLE.findall(MANUAL.read_text(encoding="utf-8"))

    assert len(examples) > 12
    for code, expected in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "library.md", "exec"), names)  # noqa: S102  # the manual is ours
        assert printed.getvalue().rstrip() == expected.rstrip(), code
