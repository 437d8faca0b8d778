"""Change the code of a folder in many small ways, and report each change that no test notices.

python -m tools.mutants values          all of grants/values
python -m tools.mutants values money    one module
python -m tools.mutants values --max-children=1    in one process; options go to mutmut

mutmut works on a copy of the files that git knows, in build/mutants; docs/mutation.md has the results.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPIES = ROOT / "build" / "mutants"

TESTS = {
    "values": ["tests/values", "tests/archive/test_manifest.py"],
    "figures": ["tests/figures", "tests/bookkeeping/test_reversing.py"],
    "closing": ["tests/closing"],
}
"""The tests that reach a folder. Of these each mutant runs those that reach its function."""

OPTIONS = ["-o", "addopts=--import-mode=importlib", "-p", "no:randomly", "-p", "no:cacheprovider"]
"""One process and the order of the files: mutmut runs the tests in processes of its own."""

CACHE = re.compile(r"^ *@lru_cache\b.*\n", re.MULTILINE)
PROPERTY = re.compile(r"^    @property\n    def (\w+)(\(self\) -> .*:\n)", re.MULTILINE)


def mutable(text: str) -> str:
    """The same code without what hides mutants: a cache answers for them, a property is passed over."""
    delegated = r"    @property\n    def \1\2        return self.\1_value()\n\n    def \1_value\2"
    return PROPERTY.sub(delegated, CACHE.sub("", text))


def copied(folder: str) -> Path:
    """A copy of the project whose settings are those for a folder; results of earlier runs are kept."""
    copy = COPIES / folder
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    for changed in ("values", folder):
        for path in (copy / "grants" / changed).rglob("*.py"):
            path.write_text(mutable(path.read_text(encoding="utf-8")), encoding="utf-8")
    others = sorted(path.name for path in copy.iterdir() if path.name not in ("grants", "mutants"))
    settings = {
        "source_paths": ["grants"],
        "only_mutate": [f"grants/{folder}/*"],
        "also_copy": others,
        "pytest_add_cli_args": OPTIONS,
        "pytest_add_cli_args_test_selection": TESTS[folder],
    }
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n")
        file.writelines(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    return copy


def main(folder: str, *arguments: str) -> int:
    """Run mutmut on a folder, or on some of its modules, and print what no test notices."""
    copy = copied(folder)
    mutmut = [sys.executable, "-m", "mutmut"]
    path = copy / "mutants"
    path.mkdir(exist_ok=True)  # Python never looks again into a place that was missing when it began
    environment = {**os.environ, "PYTHONPATH": str(path)}
    chosen = [name if name.startswith("-") else f"grants.{folder}.{name}.*" for name in arguments]
    done = subprocess.run([*mutmut, "run", *chosen], cwd=copy, env=environment, check=False)  # noqa: S603
    subprocess.run([*mutmut, "results"], cwd=copy, env=environment, check=False)  # noqa: S603
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
