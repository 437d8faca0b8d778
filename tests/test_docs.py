"""Every command in the docs is run, and prints what the docs say; every snippet of the tour runs."""

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grants.cli import COMMANDS, cli

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")))
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path, language: str) -> list[str]:
    return [body for kind, body in _FENCE.findall(path.read_text(encoding="utf-8")) if kind == language]


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the ledgers of the project, as a new user stands in it, and the examples of the docs."""
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_print_what_the_docs_show(path: Path, fresh: Path) -> None:
    for block in blocks(path, "console"):
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            line, _, head = command.partition(" | head -n ")
            name, *arguments = shlex.split(line)
            assert name == "grants"
            result = CliRunner().invoke(cli, arguments, prog_name="grants")
            shown = result.output.splitlines()
            assert (shown[: int(head)] if head else shown) == expected.splitlines(), command


def test_the_tour_of_the_library_prints_what_it_says(fresh: Path) -> None:
    (code,) = blocks(ROOT / "README.md", "python")
    (expected,) = blocks(ROOT / "README.md", "text")
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102  # the tour is ours

    assert printed.getvalue() == expected


def test_the_example_in_the_format_is_sound(tmp_path: Path) -> None:
    import grants

    page = ROOT / "docs" / "ledger-format.md"
    folder = tmp_path / "gp-fees-2014"
    folder.mkdir()
    (folder / "grant.toml").write_text(blocks(page, "toml")[0], encoding="utf-8")

    assert [finding.code for finding in grants.load(folder).findings] == []


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert all(f"`grants {name}" in text for name in COMMANDS)


def test_links_lead_somewhere() -> None:
    for path in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert text.startswith("# Changelog\n")
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= {
        "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security",
    }  # fmt: skip
