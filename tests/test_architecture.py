"""Imports run one way: from the command line down to values, never back."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "grants"

LAYERS = (
    ("grants.__main__",),
    ("grants.cli",),
    ("grants.archive", "grants.importing"),
    ("grants.forms", "grants.workbook"),
    ("grants.bookkeeping", "grants.render"),
    ("grants.reports",),
    ("grants.checks",),
    ("grants.closing",),
    ("grants.store",),
    ("grants.history",),
    ("grants.ledger",),
    ("grants.figures",),
    ("grants.records",),
    ("grants.findings",),
    ("grants.extensions",),
    ("grants.values",),
    ("grants.errors",),
)
"""From top to bottom. A module imports from its own part and from the layers below it."""

IMPORTING = (
    ("grants.importing",),
    ("grants.importing.decisions", "grants.importing.detection"),
    ("grants.importing.readers",),
    ("grants.importing.profiles",),
    ("grants.importing.source_line",),
)
"""The same within the import: plan and writing, detection and decisions, readers, profiles, a line."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def home(module: str, layers: tuple[tuple[str, ...], ...] = LAYERS) -> tuple[int, str]:
    """The layer of a module, counted from the top, and its part of that layer: the nearest that has it."""
    places = [(level, part) for level, parts in enumerate(layers) for part in parts]
    fitting = [place for place in places if f"{module}.".startswith(f"{place[1]}.")]
    if fitting:
        return max(fitting, key=lambda place: len(place[1]))
    pytest.fail(f"{module} has no place in the house: give it one in LAYERS")


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in found if name == "grants" or name.startswith("grants.")]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_run_downward(path: Path) -> None:
    level, part = home(name_of(path))
    for imported in imports(path):
        if imported.startswith("grants.") and imported.count(".") == 1:
            assert (PACKAGE / imported.split(".")[1]).exists() or (
                PACKAGE / f"{imported.split('.')[1]}.py"
            ).exists(), f"{path}: nobody inside imports the public face"
        below, other = home(imported)
        assert other == part or below > level, f"{path} imports {imported}, which is not below it"


@pytest.mark.parametrize("path", [path for path in modules() if "importing" in path.parts], ids=name_of)
def test_imports_within_the_import_run_downward(path: Path) -> None:
    level, part = home(name_of(path), IMPORTING)
    for imported in imports(path):
        if imported.startswith("grants.importing."):
            below, other = home(imported, IMPORTING)
            assert other == part or below > level, f"{path} imports {imported}, which is not below it"


def test_every_layer_is_inhabited() -> None:
    homes = {home(name_of(path))[1] for path in modules()}

    assert homes == {part for parts in LAYERS for part in parts}


def imported_by(*arguments: str) -> set[str]:
    """The top-level modules that a command line imports."""
    code = (
        "import sys; from grants.cli import run; run(sys.argv[1:]); "
        "print('MODULES', *{name.partition('.')[0] for name in sys.modules})"
    )
    command = [sys.executable, "-c", code, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    return set(result.stdout.rpartition("MODULES")[2].split())


HEAVY = {
    "jinja2",
    "lxml",
    "docxtpl",
    "tabulate",
    "openpyxl",
    "babel",
    "markdown_it",
    "filelock",
    "docx",
    "typst",
    "xlsxwriter",
    "python_calamine",
}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["report", "--help"], ["post", "--help"], ["import", "--help"], ["--version"]]
)
def test_help_imports_click_alone(arguments: list[str]) -> None:
    assert not imported_by(*arguments) & (HEAVY | {"pydantic", "dateutil"})


def test_a_check_imports_no_renderer() -> None:
    assert not imported_by("check", "ledgers") & HEAVY


def test_the_public_names_are_those_of_their_homes() -> None:
    import grants

    # As wide as the command: what a command does is a call, with the records that it takes and gives.
    assert len(grants.__all__) <= 260
    assert all(getattr(grants, name).__doc__ for name in grants.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        grants.nothing  # type: ignore[attr-defined]  # noqa: B018
    assert {*grants.__all__, "__version__"} == set(dir(grants))
