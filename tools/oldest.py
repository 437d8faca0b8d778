"""The oldest versions that pyproject.toml allows, as constraints for `pip install -c`."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def oldest(requirements: list[str]) -> Iterator[str]:
    """Each requirement with its lower bound as the only version."""
    for requirement in requirements:
        found = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?>=([0-9.]+)", requirement)
        if found is None:
            raise ValueError(f"{requirement} has no oldest version")
        yield f"{found[1]}=={found[2]}\n"


if __name__ == "__main__":
    dependencies = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    sys.stdout.writelines(oldest(dependencies))
