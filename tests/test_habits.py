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
        module.partition("_")[0]
        for script in ("lint", "types", "fast")
        for module in re.findall(
            r'python(?:\}|")?"? -m (\w+)', (ROOT / ".ci" / script).read_text(encoding="utf-8")
        )
    }

    assert called <= names
