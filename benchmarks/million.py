"""Check and budget report of a million postings, against other programs on the same data.

    python -m benchmarks.million [POSTINGS] [RUNS]

Makes a ledger of that many postings (reversals, quoted texts and four activities over four years
among them) and the same as journals for hledger, ledger and beancount, in a temporary folder.
Those that are not installed are left out. Memory is measured for a tenth of the postings too.
"""

import datetime as dt
import random
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import median, paired, ratios, run

ACTIVITIES = ("steering-group", "laboratories", "theme-days", "travel")
FIRST = dt.date(2014, 1, 1)


def generate(folder: Path, count: int) -> None:
    """Write a ledger of one grant, `big`, and the same postings as journals."""
    rng = random.Random(count)
    grant = folder / "ledgers" / "big"
    grant.mkdir(parents=True)
    total = 0
    with (
        (grant / "postings.csv").open("w", encoding="utf-8") as postings,
        (folder / "big.journal").open("w", encoding="utf-8") as journal,
        (folder / "big.beancount").open("w", encoding="utf-8") as beancount,
    ):
        postings.write("date,activity,amount,voucher,text\n")
        for name in (*ACTIVITIES, "bank"):
            account = f"{name.replace('-', ' ').title().replace(' ', '')}"
            beancount.write(f"2013-01-01 open {'Assets' if name == 'bank' else 'Expenses'}:{account} DKK\n")
        for number in range(count):
            day = FIRST + dt.timedelta(days=rng.randrange(1461))
            activity = rng.choice(ACTIVITIES)
            minor = rng.randrange(-50_000, 500_000)
            total += minor
            amount = f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d}"
            text = f"Honorar, møde {number % 977}" if number % 50 == 0 else f"Honorar for møde {number % 977}"
            quoted = f'"{text}"' if "," in text else text
            postings.write(f"{day},{activity},{amount},V-{number:07d},{quoted}\n")
            journal.write(f"{day} {text}\n  expenses:{activity}  {amount} DKK\n  assets:bank\n\n")
            account = activity.replace("-", " ").title().replace(" ", "")
            back = f"{'' if minor < 0 else '-'}{abs(minor) // 100}.{abs(minor) % 100:02d}"
            beancount.write(f'{day} * "{text}"\n  Expenses:{account}  {amount} DKK\n')
            beancount.write(f"  Assets:Bank  {back} DKK\n\n")
    award = f"{total // 100}.{total % 100:02d}"
    share = total // 400
    lines = [f"{share}.00"] * 3 + [f"{total // 100 - 3 * share}.{total % 100:02d}"]
    budget = "".join(
        f'[[activity]]\nid = "{name}"\ntitle = "{name}"\n\n'
        f'[[budget]]\nactivity = "{name}"\namount = {amount}\n\n'
        for name, amount in zip(ACTIVITIES, lines, strict=True)
    )
    (grant / "grant.toml").write_text(
        'id = "big"\ntitle = "A big grant"\nstatus = "awarded"\nperiod = "2014/2017"\n\n'
        '[funder]\nname = "F"\nkind = "public"\n\n[recipient]\nname = "R"\n\n'
        f"[award]\namount = {award}\n\n{budget}",
        encoding="utf-8",
    )


def main(count: int, runs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, count)
        root, journal = str(folder / "ledgers"), str(folder / "big.journal")
        grants = [sys.executable, "-m", "grants"]
        commands = {
            "wc -l": ["wc", "-l", f"{root}/big/postings.csv"],
            "grants check": [*grants, "check", root],
            "grants report budget --by year": [
                *grants,
                "report",
                "budget",
                "big",
                "--ledgers",
                root,
                "--by",
                "year",
            ],
            "hledger balance": ["hledger", "-f", journal, "balance", "--yearly"],
            "ledger balance": ["ledger", "-f", journal, "balance"],
            "bean-check": ["bean-check", "--no-cache", str(folder / "big.beancount")],
        }
        bin_folder = Path(sys.executable).parent
        if (bin_folder / "bean-check").exists():
            commands["bean-check"][0] = str(bin_folder / "bean-check")
        there = {n: c for n, c in commands.items() if shutil.which(c[0])}
        costs = dict(zip(there, paired(runs, *there.values()), strict=True))
        print(f"{count:,} postings, median of {runs} runs after one warm-up")
        print(f"{'CPU s':>8}  {'MB':>6}  ratio to grants check, median (least-greatest)")
        for label, measured in costs.items():
            cpu, memory = median(measured)
            print(f"{cpu:8.2f}  {memory:6.0f}  {ratios(measured, costs['grants check']):>22}  {label}")
        for label in sorted(set(commands) - set(there)):
            print(f"{label} is not installed")
    with tempfile.TemporaryDirectory() as name:
        generate(Path(name), count // 10)
        cost = run([sys.executable, "-m", "grants", "check", f"{name}/ledgers"])
        print(f"{cost.cpu:8.2f}  {cost.memory:6.0f}  grants check of {count // 10:,} postings")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 3,
    )
