"""Faults that a ledger survives, brought about for real and counted: `python -m benchmarks.faults`.

Every command that writes is killed (SIGKILL) before each line of the code that writes, and meets a disk
that is full after each so many bytes; the ledger must hold what it held before or what the command was to
write, nothing else, and the next command must find nothing in its way. Writers that work at once must
lose nothing and double nothing.
"""

import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import grants
from grants.books.amending import Approval, amend
from grants.errors import GrantsError
from grants.ledger import GrantLedger
from grants.reports.budget_changes import EditedLine, ProposedLine
from grants.store.folders import PENDING_FILE
from grants.store.locking import LOCK_FILE

Act = Callable[[Path], None]
"""What is done to a ledger, by its folder; an exception of the library means that it was refused."""

WRITERS = ("writing", "together", "append", "append_amendment", "locking", "imports", "closings")
"""The modules of `grants.store` that write: each line of them is a point to be killed at."""


class Survived(NamedTuple):
    """How often a write was stopped, and what the ledger held afterwards."""

    points: int
    old: int
    new: int


GRANT = "faults"
TOML = f"""\
id = "{GRANT}"
title = "Meetings of general practitioners"
status = "awarded"
period = "2014/2015"

[funder]
name = "A public fund"
kind = "public"

[recipient]
name = "A municipality"

[award]
amount = 100_000.00
year = 2014

[[activity]]
id = "meetings"
title = "Fees for meetings"

[[activity]]
id = "travel"
title = "Travel"

[[budget]]
activity = "meetings"
amount = 80_000.00

[[budget]]
activity = "travel"
amount = 20_000.00
"""
CSV = """\
date,activity,amount,voucher,text
2014-05-12,meetings,10.00,V-1,Fees
2015-02-03,travel,20.00,V-2,Train
"""


def new_ledger(root: Path) -> Path:
    """A ledger of one grant, `faults`, that has money left."""
    folder = root / GRANT
    folder.mkdir(parents=True)
    (folder / "grant.toml").write_text(TOML, encoding="utf-8")
    (folder / "postings.csv").write_text(CSV, encoding="utf-8")
    (folder / "report.md").write_text("## Results\n\nEight meetings were held.\n", encoding="utf-8")
    return root


def post(root: Path) -> None:
    """Append a posting that brings a column which the file lacks, so that every line is written anew."""
    fields = {"date": "2014-06-01", "activity": "meetings", "amount": "1.00", "voucher": "V-3"}
    outcome = grants.post(root, GRANT, fields | {"financing": "own", "text": "Fees"})
    assert outcome.line, outcome.findings


def move_budget(root: Path) -> None:
    """Append an amendment that moves 1,000.00 from one line to another."""

    def propose(grant: GrantLedger) -> list[EditedLine]:
        lines = [ProposedLine.of(line) for line in grant.approved.lines]
        moved = [replace(lines[0], amount=Decimal("79000.00")), replace(lines[1], amount=Decimal("21000.00"))]
        return [EditedLine(number, line) for number, line in enumerate(moved, 1)]

    amended = amend(root, GRANT, propose, Approval(date(2014, 9, 1), "The funder"))
    assert amended.is_sound, amended.findings


def in_child(work: Callable[[], object]) -> int:
    """Do the work in a forked process; gives its exit code, negative if a signal ended it.

    0: done. 1: refused by the library. 2: anything else, which is told.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 2
    try:
        work()
        code = 0
    except GrantsError:
        code = 1
    except BaseException as fault:  # noqa: BLE001  # a child that ends by itself would run the parent's code
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
    finally:
        os._exit(code)


def killed_at(step: int, act: Act, root: Path) -> bool:
    """Whether the work was killed before the `step`th line of the writing code; if not, it is done."""

    def work() -> None:
        left = step

        def each_line(_: FrameType, event: str, __: Any) -> Any:
            nonlocal left
            if event == "line":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return each_line

        def each_call(frame: FrameType, _: str, __: Any) -> Any:
            path = Path(frame.f_code.co_filename)
            writes = path.parent.name == "store" and path.stem in WRITERS
            return each_line if writes else None

        sys.settrace(each_call)
        act(root)
        sys.settrace(None)

    code = in_child(work)
    assert code in (0, -signal.SIGKILL), f"the work ended with {code} at step {step}"
    return code != 0


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a ledger; what a lock leaves behind is none of it."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != LOCK_FILE
    }


@contextmanager
def copy_of(template: Path) -> Iterator[Path]:
    """A copy of a ledger in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "ledgers"
        shutil.copytree(template, root)
        yield root


def survive_kills(template: Path, act: Act, *, every: int = 1) -> Survived:
    """Kill the work at every point, or every so many; `AssertionError` if a ledger is neither old nor new.

    After each kill the ledger is read, as the next command would, and the work is done once more if
    it had not happened: it must succeed, with the same result and nothing left lying about.
    """
    old = contents(template)
    with copy_of(template) as root:
        act(root)
        new = contents(root)
    counts = {"old": 0, "new": 0}
    step = 0
    while True:
        with copy_of(template) as root:
            if not killed_at(step, act, root):
                assert contents(root) == new, "the work itself does not always do the same"
                return Survived(sum(counts.values()), counts["old"], counts["new"])
            grants.load(root)
            held = {name: data for name, data in contents(root).items() if name in old or name in new}
            state = "old" if held == old else "new"
            assert held in (old, new), f"step {step}: neither old nor new"
            counts[state] += 1
            if state == "old":
                act(root)
            else:
                _write_once_more(root)
            _refuse_leftovers(root, old, new)
        step += every


def _write_once_more(root: Path) -> None:
    """Take the locks, as any writer does, which clears away what a killed one left."""
    from grants.store.locking import all_locked

    folders = [entry for entry in root.iterdir() if entry.is_dir()]
    with all_locked(root, folders):
        assert not (root / PENDING_FILE).exists(), "a write is still pending"


def _refuse_leftovers(root: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    left = set(contents(root)) - set(old) - set(new)
    assert not left, f"left lying about: {sorted(left)}"


def survive_full_disk(template: Path, act: Act, *, most: int, every: int) -> Survived:
    """Let no file grow beyond each limit from 0 to `most` bytes: what is refused changes nothing."""
    old = contents(template)
    counts = {"old": 0, "new": 0}
    for limit in range(0, most, every):
        with copy_of(template) as root:

            def work(root: Path = root, limit: int = limit) -> None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                act(root)

            code = in_child(work)
            assert code in (0, 1), f"limit {limit}: ended with {code}"
            assert code == 0 or contents(root) == old, f"limit {limit}: something was written"
            counts["old" if code else "new"] += 1
    return Survived(sum(counts.values()), counts["old"], counts["new"])


def at_once(root: Path, acts: Sequence[Act], *, times: int) -> list[int]:
    """Let a process for each act do it `times` times, all at once; gives how often each was refused."""
    children = []
    for act in acts:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            refused, code = 0, 2
            try:
                for _ in range(times):
                    try:
                        act(root)
                    except GrantsError:
                        refused += 1
                os.write(write, refused.to_bytes(4, "big"))
                code = 0
            except BaseException as fault:  # noqa: BLE001  # as in `in_child`
                print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
            finally:
                os._exit(code)
        os.close(write)
        children.append((child, read))
    counts = []
    for child, read in children:
        counts.append(int.from_bytes(os.read(read, 4), "big"))
        os.close(read)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code == 0, f"a writer ended with {code}"
    return counts
