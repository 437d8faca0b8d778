"""How long the workbook takes against the bare XlsxWriter loop that writes the same cells.

    python benchmarks/workbook.py [--postings 100000] [--million]

Both run in processes of their own, one after the other, so that memory is each one's own; the ratio
is of one and the same run. The bare loop gets its cells ready made and only writes them.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

GRANT = """
id = "big"
title = "A big grant"
status = "awarded"
period = "2014/2017"
[funder]
name = "The fund"
kind = "public"
[recipient]
name = "The municipality"
[award]
amount = 999_999_999_999.00
year = 2014
"""
ACTIVITIES = 12


def write_ledger(root: Path, postings: int) -> None:
    """A grant of four years with that many postings."""
    random = Random(1)
    folder = root / "big"
    folder.mkdir()
    text = GRANT
    for number in range(ACTIVITIES):
        text += f'[[activity]]\nid = "activity-{number}"\ntitle = "What activity {number} is about"\n'
        text += f'[[budget]]\nactivity = "activity-{number}"\namount = 1_000_000.00\n'
    (folder / "grant.toml").write_text(text)
    with (folder / "postings.csv").open("w") as stream:
        stream.write("date,activity,amount,voucher,text\n")
        for number in range(postings):
            day = date(2014, 1, 1) + timedelta(days=number % 1461)
            amount = random.randint(-100_000, 900_000) / 100
            activity = random.randrange(ACTIVITIES)
            stream.write(f"{day},activity-{activity},{amount:.2f},B-{number},Meeting of group {number}\n")


def workbook(root: str) -> dict[str, float]:
    """Make the workbook; the ledger is read before the clock starts, its postings while it runs."""
    from grants.exchange.workbook import export_workbook
    from grants.store import load

    ledger = load(root)
    started = time.perf_counter()
    content = export_workbook(ledger)
    return {"seconds": time.perf_counter() - started, "megabytes": len(content) / 1e6}


def bare(root: str) -> dict[str, float]:
    """The same cells of the postings by write_number and write_string in constant memory."""
    from io import BytesIO

    from xlsxwriter import Workbook

    from grants.store import load

    [grant] = load(root).grants
    rows = [
        (p.line, p.date.start, p.date.last, p.date.start.year, p.activity, f"What {p.activity}", "grant",
         float(p.amount), p.voucher, p.text)
        for p in grant.postings
    ]  # fmt: skip
    started = time.perf_counter()
    stream = BytesIO()
    book = Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    for number, row in enumerate(rows):
        sheet.write_number(number, 0, row[0])
        sheet.write_datetime(number, 1, row[1], day)
        sheet.write_datetime(number, 2, row[2], day)
        sheet.write_number(number, 3, row[3])
        sheet.write_string(number, 4, row[4])
        sheet.write_string(number, 5, row[5])
        sheet.write_string(number, 6, row[6])
        sheet.write_number(number, 7, row[7], money)
        sheet.write_string(number, 8, row[8])
        sheet.write_string(number, 9, row[9])
    book.close()
    return {"seconds": time.perf_counter() - started, "megabytes": len(stream.getvalue()) / 1e6}


def measured(what: str, root: str) -> dict[str, float]:
    """Run one of the two in a process of its own; its time, and the most memory it ever held."""
    command = [sys.executable, __file__, "--only", what, "--root", root]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--million", action="store_true", help="end with the workbook of a million postings")
    parser.add_argument("--only", choices=["workbook", "bare"])
    parser.add_argument("--root")
    options = parser.parse_args()
    if options.only:
        result = {"workbook": workbook, "bare": bare}[options.only](options.root)
        result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    with tempfile.TemporaryDirectory() as folder:
        write_ledger(Path(folder), options.postings)
        ours, loop = measured("workbook", folder), measured("bare", folder)
    print(f"{options.postings:,} postings")
    print(f"  bare XlsxWriter loop  {loop['seconds']:7.2f} s  {loop['megabytes']:6.1f} MB written")
    print(f"  workbook              {ours['seconds']:7.2f} s  {ours['megabytes']:6.1f} MB written")
    print(f"  ratio                 {ours['seconds'] / loop['seconds']:7.2f}    (wanted: at most 1.3)")
    print(f"  peak memory           {ours['peak']:7.0f} MB (wanted: under 150)")
    if options.million:
        with tempfile.TemporaryDirectory() as folder:
            write_ledger(Path(folder), 1_000_000)
            big = measured("workbook", folder)
        print(f"1,000,000 postings in {big['seconds']:.1f} s, peak memory {big['peak']:.0f} MB")


if __name__ == "__main__":
    main()
