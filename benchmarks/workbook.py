"""The workbook of a grant against the bare XlsxWriter loop that writes the same postings.

    python -m benchmarks.workbook [POSTINGS] [RUNS] [--million]

Either runs in a process of its own, in turn, and times itself: the workbook from a ledger that is
loaded, its postings read from the disk meanwhile; the loop from cells that are ready made. With
--million, one workbook of a million postings at the end.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.million import generate

MILLION = 1_000_000


class Measured(NamedTuple):
    """What one process took: its own time in seconds, its largest memory in MB, MB written."""

    seconds: float
    memory: float
    written: float


def workbook(root: str) -> Callable[[], bytes]:
    """Make the workbook of the grant."""
    from grants.store import load
    from grants.workbook import export_workbook

    ledger = load(root)
    return lambda: export_workbook(ledger)


def bare(root: str) -> Callable[[], bytes]:
    """Write the same cells by write_number and write_string in constant memory."""
    from io import BytesIO

    from xlsxwriter import Workbook

    from grants.store import load

    [account] = load(root).grants
    rows = [
        (p.line, p.date.start.toordinal() - 693_594, p.date.last.toordinal() - 693_594, p.date.start.year,
         p.activity, account.grant.title_of(p.activity), "bevilling", float(p.amount.decimal), p.voucher,
          p.text)
        for p in account.postings
    ]  # fmt: skip

    def loop() -> bytes:
        stream = BytesIO()
        book = Workbook(stream, {"constant_memory": True})
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "#,##0.00"})
        for number, row in enumerate(rows):
            sheet.write_number(number, 0, row[0])
            sheet.write_number(number, 1, row[1], day)
            sheet.write_number(number, 2, row[2], day)
            sheet.write_number(number, 3, row[3])
            sheet.write_string(number, 4, row[4])
            sheet.write_string(number, 5, row[5])
            sheet.write_string(number, 6, row[6])
            sheet.write_number(number, 7, row[7], money)
            sheet.write_string(number, 8, row[8])
            sheet.write_string(number, 9, row[9])
        book.close()
        return stream.getvalue()

    return loop


def measured(what: str, root: str) -> Measured:
    """Run one of the two in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.workbook", "--only", what, root]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(*json.loads(done.stdout))


def only(what: str, root: str) -> None:
    work = {"workbook": workbook, "bare": bare}[what](root)
    started = time.process_time()
    written = len(work())
    print(json.dumps([time.process_time() - started, _memory(), written / 1e6]))


def _memory() -> float:
    """The largest memory of this process in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def compare(postings: int, runs: int) -> None:
    """Both in turn, `runs` times after one warm-up."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), postings)
        root = str(Path(folder) / "ledgers")
        rounds = [(measured("workbook", root), measured("bare", root)) for _ in range(runs + 1)][1:]
    ratios = sorted(ours.seconds / loop.seconds for ours, loop in rounds)
    print(f"{postings:,} postings, {runs} runs, CPU time")
    for name, each in zip(("workbook", "bare loop"), zip(*rounds, strict=True), strict=True):
        seconds, memory = median(m.seconds for m in each), median(m.memory for m in each)
        print(f"  {name:9}  {seconds:7.2f} s  {memory:6.0f} MB of memory  {each[0].written:6.1f} MB written")
    print(f"  ratio      {median(ratios):7.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})")


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "--million"]
    if arguments[:1] == ["--only"]:
        only(*arguments[1:])
        return
    postings, runs = (*map(int, arguments), *(100_000, 3)[len(arguments) :])
    compare(postings, runs)
    if "--million" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder), MILLION)
            million = measured("workbook", str(Path(folder) / "ledgers"))
        print(f"{MILLION:,} postings: {million.seconds:.0f} s, {million.memory:.0f} MB of memory")


if __name__ == "__main__":
    main()
