"""Writers that are killed, find the disk full, or write at once: what the ledger holds afterwards."""

import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import grants
from benchmarks.writes import Act
from grants.errors import GrantsError
from grants.store.files.folders import PENDING_FILE
from grants.store.files.locking import LOCK_FILE

WRITERS = ("writing", "system", "append", "grant_toml", "locking")
"""The modules of `grants.store` that write: each line of them is a point to be killed at."""


class Survived(NamedTuple):
    """How often a write was stopped, and what the ledger held afterwards."""

    points: int
    old: int
    new: int


def in_child(work: Callable[[], object]) -> int:
    """Do the work in a forked process; gives its exit code, negative if a signal ended it.

    0: done. 1: refused by the library. 2: anything else, which is reported.
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
            writes = path.parent.parent.name == "store" and path.stem in WRITERS
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
    from grants.store.files.locking import all_locked

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
