"""The site of the documentation: it builds without a warning and loads nothing from elsewhere."""

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import grants

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "examples" not in path.relative_to(DOCS).parts)

SETTINGS = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)(?:#[^)\s]*)?\)")
_MEMBER = re.compile(r"^::: grants\.(\w+)$", re.MULTILINE)
_LOADED = re.compile(
    r"<(?:script|img|iframe)[^>]* src=\"?(?:https?:)?//|<link[^>]* rel=\"?(?:stylesheet|preconnect)[^>]*//"
)


def name_of(path: Path) -> str:
    return path.relative_to(DOCS).as_posix()


def pages_in(nav: object) -> Iterator[str]:
    """The pages of a navigation, whatever sections they are in."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list):
        for entry in nav:
            yield from pages_in(entry)
    elif isinstance(nav, dict):
        for entry in nav.values():
            yield from pages_in(entry)


def test_the_navigation_has_every_page_once() -> None:
    assert sorted(pages_in(SETTINGS["nav"])) == sorted(map(name_of, PAGES))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_relative_links_lead_to_files(path: Path) -> None:
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))

    for target in _LINK.findall(text):
        file = (path.parent / target).resolve()
        assert file.is_file(), target
        assert file.is_relative_to(DOCS), f"{target} is no file of the site"


def test_every_public_name_has_its_place_in_the_reference() -> None:
    named = [name for path in PAGES for name in _MEMBER.findall(path.read_text(encoding="utf-8"))]
    overview = (DOCS / "api" / "index.md").read_text(encoding="utf-8")

    assert sorted(named) == sorted(grants.__all__)
    assert sorted(re.findall(r"^\| \[`(\w+)`\]", overview, re.MULTILINE)) == sorted(grants.__all__)


@pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("mkdocs", "material", "mkdocstrings")),
    reason="the extra `docs` is not installed",
)
def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]

    result = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},  # a notice of the theme, not about these pages
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    built = sorted(tmp_path.rglob("*.html"))
    assert {path.relative_to(tmp_path).with_suffix(".md").as_posix() for path in built} == {
        "404.md",
        *map(name_of, PAGES),
    }
    assert [path.name for path in built if _LOADED.search(path.read_text(encoding="utf-8"))] == []
    assert [path.name for path in built if 'class="mermaid"' in path.read_text(encoding="utf-8")] == []
