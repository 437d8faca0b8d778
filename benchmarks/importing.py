"""Importing an export against reading alone: CPU time as ratios, in one run.

    python -m benchmarks.importing [LINES] [RUNS]

An export of a million lines of delimited text, imported as `grants import` does, with plan, checks and
its writing, against the exact reader on the postings.csv that the import wrote, which holds the same lines. A
workbook of 100,000 rows against bare calamine on the same file. Each runs in a process of its
own, in turn, and times itself; what both have to import first is not timed. Modules that are
loaded in the meantime are, from byte code, as an installed package has it.
"""

import gc
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

MILLION = 1_000_000
ROWS = 100_000
HEAD = ("Posteringsdato", "Bilagsnr", "Linjenr", "Artskonto", "PSP-element", "Posteringstekst", "Beløb")
ACTIVITIES = ("fees", "salary", "travel")
GRANT = """\
id = "large"
title = "A large grant"
status = "awarded"
period = "2014/2015"
funder = { name = "A public fund", kind = "public" }
recipient = { name = "A municipality" }
award = { amount = 9_000_000_000.00, year = 2014 }
"""
PROFILE = """\
title = "Books"
extends = "generic-dk"
"""


class Measured(NamedTuple):
    """What one process took: its own CPU time in seconds, its largest memory in MB."""

    seconds: float
    memory: float


def generate(folder: Path, lines: int, rows: int) -> None:
    """Write an empty grant, a profile with rules, an export and a workbook of so many lines and rows."""
    import xlsxwriter

    grant = folder / "ledgers" / "large"
    (grant.parent / "profiles").mkdir(parents=True)
    grant.mkdir()
    tables = "".join(
        f'\n[[activity]]\nid = "{name}"\ntitle = "{name}"\n\n[[budget]]\nactivity = "{name}"\n'
        "amount = 3_000_000_000.00\n"
        for name in ACTIVITIES
    )
    (grant / "grant.toml").write_text(GRANT + tables, encoding="utf-8")
    rules = "".join(
        f'\n[[rule]]\npsp = "XG-0000012345-0000{number}"\nactivity = "{name}"\n'
        for number, name in enumerate(ACTIVITIES)
    )
    (grant.parent / "profiles" / "books.toml").write_text(PROFILE + rules, encoding="utf-8")
    with (folder / "export.csv").open("w", encoding="utf-8") as stream:
        stream.write(";".join(HEAD) + "\n")
        for day, *texts, minor in _lines(lines):
            kroner, ore = divmod(minor, 100)
            amount = f"{kroner:,}".replace(",", ".") + f",{ore:02d}"
            stream.write(f"{day:%d-%m-%Y};{';'.join(texts)};{amount}\n")
    with xlsxwriter.Workbook(folder / "export.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        form = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, HEAD)
        for number, (day, *texts, minor) in enumerate(_lines(rows), 1):
            sheet.write_datetime(number, 0, day, form)
            for place, text in enumerate(texts, 1):
                sheet.write_string(number, place, text)
            sheet.write_number(number, len(texts) + 1, minor / 100)


def _lines(count: int) -> Iterator[tuple[date, str, str, str, str, str, int]]:
    draw = random.Random(count)
    for number in range(count):
        yield (
            date(2014, 1, 1) + timedelta(draw.randrange(730)),
            str(710_000_000 + number // 3),
            str(number % 3 + 1),
            str(40_000_000 + draw.randrange(6)),
            f"XG-0000012345-0000{draw.randrange(3)}",
            f"Honorar til praktiserende læge {number}",
            draw.randrange(1, 500_000),
        )


def importing(folder: Path, name: str, *, is_new: bool = True) -> Callable[[], object]:
    """Import a file into the grant: plan, check and write; the second time there is nothing to write."""
    from grants.checks import check
    from grants.importing.importer import Request, import_file
    from grants.importing.profiles.profile_files import load_profile
    from grants.store import load

    profile, _ = load_profile("books", folder / "ledgers")
    assert profile is not None
    check(load(folder / "ledgers"))  # what is built when it is first used is no part of an import
    request = Request(folder / "ledgers", folder / name, profile, "books", date(2016, 1, 1), "large")

    def work() -> object:
        outcome = import_file(request)
        assert outcome.is_written == is_new, [str(finding) for finding in outcome.plan.findings[:5]]
        return outcome

    return work


def exact_reader(folder: Path) -> Callable[[], object]:
    """Read the postings that the import wrote."""
    from grants.store.postings.groups import read_groups

    path = str(folder / "ledgers" / "large" / "postings.csv")
    return lambda: read_groups(path, path)


def calamine(folder: Path) -> Callable[[], object]:
    """Read the workbook's rows and nothing more."""
    from python_calamine import CalamineWorkbook

    path = str(folder / "export.xlsx")
    return lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def source(folder: Path, name: str) -> Callable[[], object]:
    """Read the lines of a file under the profile, and import nothing."""
    from grants.importing.profiles.profile_files import load_profile
    from grants.importing.readers.read import read_source

    profile, _ = load_profile("books", folder / "ledgers")
    assert profile is not None
    return lambda: sum(1 for _ in read_source(folder / name, profile))


WORKS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "import of text": lambda folder: importing(folder, "export.csv"),
    "exact reader": exact_reader,
    "reading the text": lambda folder: source(folder, "export.csv"),
    "import again": lambda folder: importing(folder, "export.csv", is_new=False),
    "import of a workbook": lambda folder: importing(folder, "export.xlsx"),
    "bare calamine": calamine,
    "reading the workbook": lambda folder: source(folder, "export.xlsx"),
}


def only(name: str, folder: Path) -> None:
    gc.set_threshold(100_000)  # as the command line does
    work = WORKS[name](folder)
    started = time.process_time()
    work()
    unit = 1 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    print(json.dumps([time.process_time() - started, memory]))


def measured(name: str, folder: Path) -> Measured:
    """Run one of the works in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.importing", "--only", name, str(folder)]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return Measured(*json.loads(done.stdout))


def rounds(names: tuple[str, ...], folder: Path, runs: int) -> dict[str, list[Measured]]:
    """The works in turn, each round beginning with an empty grant."""
    found: dict[str, list[Measured]] = {name: [] for name in names}
    for turn in range(runs + 1):
        for name in ("postings.csv", "imports.toml"):
            (folder / "ledgers" / "large" / name).unlink(missing_ok=True)
        for name in names:
            result = measured(name, folder)
            if turn:  # the first time writes the byte code
                found[name].append(result)
    return found


def report(found: dict[str, list[Measured]], base: str) -> None:
    for name, each in found.items():
        ratios = sorted(m.seconds / b.seconds for m, b in zip(each, found[base], strict=True))
        print(
            f"  {median(m.seconds for m in each):6.2f} s  {median(m.memory for m in each):5.0f} MB  "
            f"{median(ratios):5.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})  {name}"
        )


def main() -> None:
    if sys.argv[1:2] == ["--only"]:
        only(sys.argv[2], Path(sys.argv[3]))
        return
    lines, runs = (*map(int, sys.argv[1:]), *(MILLION, 3)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        generate(folder, lines, ROWS)
        names = tuple(WORKS)
        print(f"{lines:,} lines of text, CPU time and memory, ratio to the exact reader, {runs} runs")
        report(rounds(names[:4], folder, runs), "exact reader")
        print(f"{ROWS:,} rows of a workbook, ratio to bare calamine")
        report(rounds(names[4:], folder, runs), "bare calamine")


if __name__ == "__main__":
    main()
