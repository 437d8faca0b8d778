"""No phrase of tools/dialect.txt is in a file that tools/clean.txt lists; codespell finds single words."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATTERNS = [
    line
    for line in (ROOT / "tools" / "clean.txt").read_text(encoding="utf-8").splitlines()
    if line[:1] != "#"
]
FILES = sorted({path for pattern in PATTERNS for path in ROOT.glob(pattern)})
LINES = (ROOT / "tools" / "dialect.txt").read_text(encoding="utf-8").splitlines()
DIALECT = {phrase: instead for phrase, _, instead in (line.partition("->") for line in LINES)}


def prose(text: str) -> str:
    """A text without its blocks of code, on one line."""
    return " ".join(re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL).split())


def found_in(text: str) -> list[str]:
    return [
        phrase for phrase in DIALECT if re.search(rf"\b{re.escape(phrase)}\b", prose(text), re.IGNORECASE)
    ]


def test_words_and_what_to_write_instead() -> None:
    assert len(DIALECT) > 10
    assert all(instead.strip(" ,") for instead in DIALECT.values())
    assert found_in("A posting is held\nagainst the budget") == ["held against"]
    assert found_in("```\nheld against\n```\n") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_clean_file_stays_clean(path: Path) -> None:
    found = {phrase: DIALECT[phrase] for phrase in found_in(path.read_text(encoding="utf-8"))}

    assert found == {}
