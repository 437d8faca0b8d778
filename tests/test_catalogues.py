"""Everything that is said has its Danish, and the check names what has not."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import catalogues  # type: ignore[import-not-found]  # noqa: E402

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
SOURCE = "say('a {b}', b=1)\nMessage('new')\n"
NEW = 'msgid "new"\nmsgstr "ny"\n'


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "tools" / "catalogues.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_danish_is_whole() -> None:
    found = run("check", ROOT / "grants", ROOT / "grants" / "locales" / "da.po")

    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("f\"{where}: {say('no {x}', x=1)}\"", {(None, "no {x}")}),
        ('plural("{count} a", "{count} b", count=2)', {(None, ("{count} a", "{count} b"))}),
        ('self.say.term("status", "closed")', {("status", "closed")}),
        ('terms("kind", "a", b="c", **{"d-e": "f"})', {("kind", "a"), ("kind", "c"), ("kind", "f")}),
        ("say(KINDS[kind])", set()),
    ],
)
def test_what_is_said_is_found(source: str, texts: set[object]) -> None:
    assert set(catalogues.said(ast.parse(source))) == texts


@pytest.mark.parametrize("source", ['Message(f"no {x}")', 'say("a" + b)', "term(a, 'b')", "Message(text)"])
def test_a_text_that_is_made_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "module.py").write_text(source, encoding="utf-8")

    found = run("extract", tmp_path)

    assert found.returncode == 1
    assert "module.py, line 1: what is said stands there as it is" in found.stderr


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('msgid "a {b}"\nmsgstr "å {b}"\n', "missing: new"),
        (f'msgid "a {{b}}"\nmsgstr ""\n\n{NEW}', "missing: a {b}"),
        (f'msgid "a {{b}}"\nmsgstr "å {{c}}"\n\n{NEW}', "other fields: a {b}"),
        (f'#, fuzzy\nmsgid "a {{b}}"\nmsgstr "å {{b}}"\n\n{NEW}', "fuzzy: a {b}"),
        (f'msgid "a {{b}}"\nmsgstr "å {{b}}"\n\n{NEW}\nmsgid "old"\nmsgstr "gammel"\n', "unused: old"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, body: str, fault: str) -> None:
    (tmp_path / "module.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "da.po").write_text(PO + body, encoding="utf-8")

    found = run("check", tmp_path, tmp_path / "da.po")

    assert found.returncode == 1
    assert fault in found.stderr


def test_new_texts_are_merged_and_wait_for_their_danish(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "da.po").write_text(f"{PO}{NEW}", encoding="utf-8")
    (tmp_path / "words.pot").write_text(run("extract", tmp_path).stdout, encoding="utf-8")

    assert run("merge", tmp_path / "words.pot", tmp_path / "da.po").returncode == 0

    assert "missing: a {b}" in run("check", tmp_path, tmp_path / "da.po").stderr
    merged = (tmp_path / "da.po").read_text(encoding="utf-8")
    assert NEW in merged
    assert merged.startswith(PO)
