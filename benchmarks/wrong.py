"""Files that are wrong in every line, against a sound file of as many lines.

    python -m benchmarks.wrong [LINES] [RUNS]

Each has one fault in every line: another activity (columns shifted), payer or date, an amount without
decimals, no voucher, a field too many, the same posting twice; and a quarter as many budget lines on unknown
activities or with unknown keys. Prints the CPU of `grants check` and its ratio to that of the sound file.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import median, paired, ratios

HEADER = "date,activity,amount,voucher,text,financing"

LINES: dict[str, Callable[[int], str]] = {
    "sound": lambda n: f"{2014 + n % 2}-{n % 12 + 1:02}-{n % 28 + 1:02},travel,1.00,V-{n},t,grant",
    "activities": lambda n: f"2014-05-12,{100_000 + n},1.00,travel,t {n},grant",
    "no ids": lambda n: f"2014-05-12,V {n},1.00,travel,t {n},grant",
    "payers": lambda n: f"2014-05-12,travel,1.00,V-{n},t,partner:p{n}",
    "dates": lambda n: f"day {n},travel,1.00,V-{n},t,grant",
    "amounts": lambda n: f"2014-05-12,travel,{n},V-{n},t,grant",
    "vouchers": lambda n: f"2014-05-12,travel,1.00,,t {n},grant",
    "width": lambda n: f"2014-05-12,travel,1.00,V-{n},t,grant,more",
    "twice": lambda n: f"2014-05-12,travel,1.00,V-{n // 2},t,grant",
}
"""A line of postings.csv by its number."""

BUDGET: dict[str, Callable[[int], str]] = {
    "budget lines": lambda n: f'activity = "a{n}"',
    "keys": lambda n: f'activity = "travel"\nwrong{n} = 1',
}
"""The keys of a budget line by its number."""

BASE = Path(__file__).parent.parent / "grants" / "findings" / "pages" / "base"


def generate(folder: Path, count: int) -> list[str]:
    """Write a ledger for each kind below the folder; gives their names, the sound one first."""
    toml = (BASE / "grant.toml").read_text(encoding="utf-8")
    for name in (*LINES, *BUDGET):
        grant = folder / name / "example"
        grant.mkdir(parents=True)
        line, lines = LINES.get(name, LINES["sound"]), count if name in LINES else 1
        with (grant / "postings.csv").open("w", encoding="utf-8") as postings:
            postings.write(f"{HEADER}\n")
            postings.writelines(f"{line(number)}\n" for number in range(lines))
        with (grant / "grant.toml").open("w", encoding="utf-8") as declared:
            declared.write(toml)
            keys = BUDGET.get(name)
            if keys is not None:
                declared.writelines(f"\n[[budget]]\n{keys(n)}\namount = 1.00\n" for n in range(count // 4))
    return [*LINES, *BUDGET]


def main() -> None:
    """Generate, measure, print."""
    count, runs = (int(given) for given in (*sys.argv[1:], *("400000", "3")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as temporary:
        names = generate(Path(temporary), count)
        check = [sys.executable, "-m", "grants", "check", "--exit-zero"]
        costs = paired(runs, *[[*check, str(Path(temporary) / name)] for name in names])
    print(f"{count:,} lines, median of {runs} runs after one warm-up")
    for name, cost in zip(names, costs, strict=True):
        middle = median(cost)
        print(f"{middle.cpu:8.2f} s {middle.memory:7.0f} MB  {ratios(cost, costs[0])}  {name}")


if __name__ == "__main__":
    main()
