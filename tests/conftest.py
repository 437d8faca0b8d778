"""Options and fixtures for the whole suite."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

from grants.cli import cli

ROOT = Path(__file__).parent.parent

# A busy machine is no fault of the code: laws are checked by their results, not by the clock.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew instead of comparing"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of a name, or write that file with --update-golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_bytes(text.encode())
        assert path.read_bytes().decode() == text

    return compare


@pytest.fixture
def in_root() -> Iterator[Path]:
    """Stand in the root of the project, where `ledgers` is."""
    before = Path.cwd()
    os.chdir(ROOT)
    yield ROOT
    os.chdir(before)


@pytest.fixture
def in_folder(tmp_path: Path) -> Iterator[Path]:
    """Stand in an empty folder."""
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command line; standard output and standard error are kept apart."""

    def invoke(*arguments: str, **options: object) -> Result:
        return CliRunner().invoke(cli, arguments, prog_name="grants", **options)  # type: ignore[arg-type]

    return invoke
