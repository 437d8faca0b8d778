"""The commands that contributors and CI run: each stands in one place, and is there."""

import importlib.util
import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
JUSTFILE = (ROOT / "Justfile").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^([a-z]+)(?: [^:\n]*)?:(?!=)[^\n]*\n((?:    [^\n]+\n)*)", JUSTFILE, re.MULTILINE))
LINES = [(name, line.strip()) for name, body in RECIPES.items() for line in body.splitlines()]


def test_the_recipes_are_those_that_people_use() -> None:
    assert {"setup", "test", "fast", "lint", "types", "docs", "check", "bench"} <= set(RECIPES)


@pytest.mark.parametrize(("recipe", "line"), LINES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(LINES)])
def test_a_recipe_runs_what_there_is(recipe: str, line: str) -> None:
    command, *arguments = line.split()
    if command in {"{{python}}", "{{venv}}"}:
        assert arguments[0] == "-m"
        assert importlib.util.find_spec(arguments[1]), line
    elif command != "@just":
        script = ROOT / command
        assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
        assert os.name == "nt" or os.access(script, os.X_OK), f"{command} cannot be run"
    for path in re.findall(r"\b(?:tests|docs)/[\w/.]+", line):
        assert (ROOT / path).exists(), line


def test_recipes_that_follow_others_name_recipes() -> None:
    for needed in re.findall(r"^check: (.*)$", JUSTFILE, re.MULTILINE):
        assert set(needed.split()) <= set(RECIPES)


def test_a_script_of_ci_names_folders_that_are_there() -> None:
    scripts = [path for path in (ROOT / ".ci").iterdir() if path.is_file()]
    for path in scripts:
        for folder in re.findall(r"(?<![\w/.])tests/[\w/]+", path.read_text(encoding="utf-8")):
            assert folder == "tests/fuzz/corpus" or (ROOT / folder).exists(), f"{path.name}: {folder}"


def test_every_linter_of_the_scripts_is_installed_by_an_extra() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    names = {re.split(r"[<>=\[; ]", entry)[0] for entry in extras["lint"] + extras["test"]}
    called = {
        module.partition("_")[0]  # codespell_lib is codespell
        for script in ("lint", "types", "fast", "words")
        for module in re.findall(
            r'python(?:\}|")?"? -m (\w+)', (ROOT / ".ci" / script).read_text(encoding="utf-8")
        )
    }

    assert called <= names


def test_the_newest_release_is_the_version_and_has_a_date_and_a_link() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$", changes, re.MULTILINE)

    assert changes.index("## [Unreleased]\n") < changes.index(f"## [{project['version']}]")
    assert releases[0][0] == project["version"]
    assert [day for _, day in releases] == sorted((day for _, day in releases), reverse=True)
    assert {"Unreleased", *(name for name, _ in releases)} == set(
        re.findall(r"^\[(\S+)\]: \.\./\.\./", changes, re.MULTILINE)
    )


def test_the_code_states_no_version_of_its_own() -> None:
    stated = [
        path for path in (ROOT / "grants").rglob("*.py") if "__version__" in path.read_text(encoding="utf-8")
    ]

    assert stated == []
