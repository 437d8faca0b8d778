"""Every public name can be imported, is documented, and has a place in the reference."""

import ast
import inspect
import json
import os
import pydoc
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import grants

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted((ROOT / "docs" / "api").glob("*.md"))
PRIVATE = re.compile(r"\bgrants(?:\.\w+)*\._[a-z]\w*\.")


@pytest.mark.parametrize("name", grants.__all__)
def test_a_public_name_is_documented(name: str) -> None:
    value = getattr(grants, name)

    assert value.__doc__
    assert not PRIVATE.search(repr(value))
    assert not PRIVATE.search(pydoc.plain(pydoc.render_doc(value)))


def test_type_checkers_take_every_listed_import_as_public() -> None:
    tree = ast.parse((ROOT / "grants" / "__init__.pyi").read_text(encoding="utf-8"))
    imported = [alias for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    longer = [ast.unparse(node.targets[0]) for node in tree.body if isinstance(node, ast.Assign)]

    assert [alias.asname for alias in imported] == [alias.name for alias in imported]
    assert sorted([alias.name for alias in imported] + longer) == grants.__all__


def test_the_reference_has_every_name_once_and_lists_it() -> None:
    text = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
    described = [
        name for page in text.values() for name in re.findall(r"^::: grants\.(\w+)$", page, re.MULTILINE)
    ]
    listed = re.findall(r"\[`(\w+)`\]\((\w+\.md)#grants\.\1\)", text["index.md"])

    assert sorted(described) == grants.__all__
    assert sorted(name for name, _ in listed) == grants.__all__
    assert all(f"::: grants.{name}\n" in text[page] for name, page in listed)


def test_the_overview_describes_each_call_and_class_as_its_docstring_does() -> None:
    overview = next(page for page in PAGES if page.name == "index.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| \[`(\w+)`\]\([^)]*\) \| (.*) \|$", overview, re.MULTILINE)

    assert len(described) == len(grants.__all__)
    for name, text in described:
        value = getattr(grants, name)
        if callable(value):
            first = (inspect.getdoc(value) or "").split("\n\n")[0].replace("\n", " ").rstrip(".")
            assert text == first, name


def test_the_version_is_that_of_the_distribution() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", grants.__version__)


def test_importing_the_package_imports_nothing_of_it() -> None:
    code = "import sys, grants; print(*[name for name in sys.modules if name.startswith('grants.')])"

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert result.stdout.split() == []


def test_every_public_name_has_whole_types() -> None:
    """As pyright sees the package from outside: `pyright --verifytypes grants --ignoreexternal`."""
    if find_spec("pyright") is None:
        pytest.skip("pyright is not installed")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    command += ["--verifytypes", "grants", "--ignoreexternal", "--outputjson"]
    search = {**os.environ, "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=search)
    try:
        symbols = json.loads(answer.stdout)["typeCompleteness"]["symbols"]
    except (ValueError, KeyError):
        pytest.skip(f"pyright cannot run here: {answer.stderr[-200:]}")
    known = {symbol["name"]: symbol["isTypeKnown"] and not symbol["isTypeAmbiguous"] for symbol in symbols}

    public = [f"grants.{name}" for name in grants.__all__]
    assert [name for name in public if not known.get(name, True)] == []
    assert sum(name in known for name in public) > len(public) // 2
