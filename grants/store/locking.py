"""One writer at a time in a grant's folder."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from grants.errors import WriteError

LOCK_FILE = ".grants.lock"
LOCK_SECONDS = 30.0


@contextlib.contextmanager
def locked(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of a grant's folder, so that two writers come one after the other.

    The operating system gives the lock back when its holder dies. `WriteError` if another program
    holds it for longer than `seconds`, or the folder cannot be written.
    """
    lock = FileLock(folder / LOCK_FILE, timeout=seconds)
    try:
        lock.acquire()
    except Timeout:
        raise WriteError(f"{folder} is locked by another program for over {seconds:.0f} s") from None
    except OSError as fault:
        raise WriteError(f"{folder} cannot be written: {fault.strerror or fault}") from None
    try:
        yield
    finally:
        lock.release()
