"""How long `grants check ledgers` takes, against a bare import of the libraries that it needs.

    python -m benchmarks.startup [RUNS]

`import click, pydantic` is the yardstick. pydantic imports most of itself only when a first model
is made, which no program that uses it can avoid, so that is listed beside it.
"""

import sys

from benchmarks.measure import median, paired, ratios

MODEL = "import click; from pydantic import BaseModel; exec('class A(BaseModel):\\n a: int')"
PYTHON = [sys.executable, "-c"]


def main(runs: int) -> None:
    commands = {
        "import click, pydantic": [*PYTHON, "import click, pydantic"],
        "import click and make one pydantic model": [*PYTHON, MODEL],
        "grants --help": [sys.executable, "-m", "grants", "--help"],
        "grants check ledgers": [sys.executable, "-m", "grants", "check", "ledgers"],
        "grants report final gp-fees-2014": [
            sys.executable,
            "-m",
            "grants",
            "report",
            "final",
            "gp-fees-2014",
        ],
    }
    costs = dict(zip(commands, paired(runs, *commands.values()), strict=True))
    base = costs["import click, pydantic"]
    print(f"{'CPU s':>7}  {'MB':>5}  ratio, median (least-greatest) of {runs} pairs")
    for name, measured in costs.items():
        cpu, memory = median(measured)
        print(f"{cpu:7.3f}  {memory:5.0f}  {ratios(measured, base):>18}  {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
