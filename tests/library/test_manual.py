"""The manual of the library runs from top to bottom, and prints what it shows."""

import contextlib
import io
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent
MANUAL = ROOT / "docs" / "library.md"

_ENTRY_POINTS = re.compile(r"^```toml\n(\[project\.entry-points.*?)^```\n", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def register(site: Path, tables: list[str]) -> None:
    """Install the entry points that the tables of a pyproject.toml have."""
    info = site / "my_package-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n")
    groups = tomllib.loads("".join(tables))["project"]["entry-points"]
    lines = [f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in groups[group].items()) for group in groups]
    (info / "entry_points.txt").write_text("".join(lines))


def test_the_manual_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    for arguments in (["init", "-q"], ["add", "ledgers"], [*who, "commit", "-q", "-m", "Ledgers"]):
        subprocess.run(["git", *arguments], check=True)
    text = MANUAL.read_text(encoding="utf-8")
    package = ModuleType("my_package")  # what the examples define is what the manual's package registers
    monkeypatch.setitem(sys.modules, "my_package", package)
    register(tmp_path / "site", _ENTRY_POINTS.findall(text))
    monkeypatch.syspath_prepend(tmp_path / "site")

    examples = _EXAMPLE.findall(text)

    assert len(examples) > 12
    for code, expected in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "library.md", "exec"), vars(package))  # noqa: S102  # the manual is ours
        assert printed.getvalue().rstrip() == expected.rstrip(), code
