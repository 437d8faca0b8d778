"""One writer at a time in a grant's folder, and no writer before an interrupted one is finished."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from grants.errors import WriteError
from grants.store.files import system
from grants.store.files.folders import ATTRIBUTES_FILE, CLOSED_FILE, LEDGER_FILES, PENDING_FILE, is_pending
from grants.store.files.writing import finish, remove_leftovers

LOCK_FILE = ".grants.lock"
LOCK_SECONDS = 30.0
_WRITTEN = (*LEDGER_FILES, PENDING_FILE)


@contextlib.contextmanager
def locked(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of a grant's folder, so that two writers come one after the other.

    A write of several files that was interrupted, here or over several grants, is finished first.
    The operating system gives the lock back when its holder dies. `WriteError` if another program
    holds it for longer than `seconds`, or the folder cannot be written.
    """
    while True:
        if is_pending(folder.parent):
            finish_pending(folder.parent, seconds)
        with _lock(folder, seconds):
            if is_pending(folder.parent):
                continue  # its writer was killed since; only the lock of the folder above may finish it
            finish(folder)
            remove_leftovers(folder, _WRITTEN)
            yield
            return


@contextlib.contextmanager
def all_locked(root: Path, folders: Sequence[Path], seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of a ledger and of several grants in it, for a write to all of them together.

    Locks are taken in one order, so that two such writers do not wait for each other.
    """
    with contextlib.ExitStack() as held:
        held.enter_context(_lock(root, seconds))
        finish(root)
        remove_leftovers(root, (PENDING_FILE, CLOSED_FILE, ATTRIBUTES_FILE))
        for folder in sorted(set(folders)):
            held.enter_context(_lock(folder, seconds))
            finish(folder)
            remove_leftovers(folder, _WRITTEN)
        yield


def finish_pending(folder: Path, seconds: float = LOCK_SECONDS) -> None:
    """Finish an interrupted write of several files, as soon as nobody is at it."""
    with _lock(folder, seconds):
        finish(folder)


@contextlib.contextmanager
def _lock(folder: Path, seconds: float) -> Iterator[None]:
    path = folder / LOCK_FILE
    lock = FileLock(path, timeout=seconds)
    try:
        # On Windows the lock would wait as long for a folder that may not be written as for another writer.
        os.close(system.patiently(lambda: os.open(path, os.O_RDWR | os.O_CREAT, 0o644)))
        lock.acquire()
    except Timeout:
        raise WriteError(f"{folder} is locked by another program for over {seconds:.0f} s") from None
    except OSError as fault:
        raise WriteError(f"{folder} cannot be written: {system.reason(fault)}") from None
    try:
        yield
    finally:
        lock.release()
