"""The commands that contributors and CI run: each stands in one place, and is there."""

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
JUSTFILE = (ROOT / "Justfile").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^([a-z]+)(?: [^:\n]*)?:(?!=)[^\n]*\n((?:    [^\n]+\n)*)", JUSTFILE, re.MULTILINE))
EXTRAS = {
    re.split(r"[<>=\[; ]", entry)[0]
    for entries in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ].values()
    for entry in entries
}
"""What an extra installs, which need not be here: linters are not part of the suite."""

LINES = [(name, line.strip()) for name, body in RECIPES.items() for line in body.splitlines()]


def test_the_recipes_are_those_that_people_use() -> None:
    assert {"setup", "test", "fast", "lint", "types", "docs", "check", "bench"} <= set(RECIPES)


@pytest.mark.parametrize(("recipe", "line"), LINES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(LINES)])
def test_a_recipe_runs_what_there_is(recipe: str, line: str) -> None:
    command, *arguments = line.split()
    if command in {"{{python}}", "{{venv}}"}:
        assert arguments[0] == "-m"
        assert arguments[1] in EXTRAS or importlib.util.find_spec(arguments[1]), line
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


@pytest.mark.parametrize(
    "path",
    [
        ROOT / ".pre-commit-config.yaml",
        *(ROOT / ".github").rglob("*.yml"),
    ],
    ids=lambda path: path.name,
)
def test_what_hooks_and_workflows_run_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert isinstance(yaml.safe_load(text), dict)
    for script in re.findall(r"(?<=[ :])(?:\.ci|tools)/[a-z]+(?:\.py)?(?![\w/])", text):
        if script != ".ci/packages":
            assert (ROOT / script).is_file(), f"{path.name}: {script}"


def test_ci_tries_every_python_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    named = [entry.rpartition(" ")[2] for entry in project["classifiers"] if re.search(r":: 3\.\d+$", entry)]

    assert workflow["jobs"]["suite"]["strategy"]["matrix"]["python"] == named
    assert project["requires-python"] == f">={named[0]}"
    assert f"for version in {named[0]} {named[-1]};" in (ROOT / ".ci" / "types").read_text(encoding="utf-8")


def test_forms_for_issues_ask_for_something_small_to_run() -> None:
    for form in ("fault", "wish"):
        loaded = yaml.safe_load(
            (ROOT / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml").read_text(encoding="utf-8")
        )
        fields = {field["id"]: field for field in loaded["body"] if "id" in field}
        assert loaded["name"]
        assert loaded["description"]
        assert any(
            fields[name]["validations"]["required"] for name in ("reproducer", "example") if name in fields
        )


def test_dependencies_have_an_oldest_version_that_ci_can_install() -> None:
    command = [sys.executable, str(ROOT / "tools" / "oldest.py")]
    pins = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert len(pins) == len(project["dependencies"])
    assert all(re.fullmatch(r"[\w.-]+==[0-9.]+", pin) for pin in pins)


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
    sources = ((path, path.read_text(encoding="utf-8")) for path in (ROOT / "grants").rglob("*.py"))

    assert [
        path
        for path, text in sources
        if re.search(r"\bversion\w*\s*=\s*[\"']\d+\.\d+\.\d+", text, re.IGNORECASE)
    ] == []
