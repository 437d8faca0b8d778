"""What systems do differently with files, in one place: permissions, files held open, names, reasons.

Windows refuses to replace, rename or remove a file that another program has open, and virus scanners and
synchronisation open each new file for a moment. So what changes a name is tried again, for a bounded time.
"""

import errno
import os
import secrets
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_Result = TypeVar("_Result")

PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Seconds between two attempts: two and a half in all, longer than a scanner takes."""

_ACCESS_DENIED, _HELD, _LOCKED = 5, 32, 33
_NOT_FOUND = {2, 3}
"""System error codes of Windows (winerror.h)."""

MAX_PATH = 260
"""Characters of a path that Windows takes unless long paths are turned on; its ending zero counts."""


def patiently(act: Callable[[], _Result]) -> _Result:
    """Do what fails while another program has the file open, again for a short while if it does."""
    for pause in PAUSES:
        try:
            return act()
        except OSError as fault:
            if not is_held(fault):
                raise
        time.sleep(pause)
    return act()


def is_held(fault: OSError) -> bool:
    """Whether the system refused because another program has the file open.

    Windows says only that access is denied where the file to be replaced is open, as it does where
    the permission is missing.
    """
    return winerror(fault) in {_ACCESS_DENIED, _HELD, _LOCKED}


def winerror(fault: OSError) -> int | None:
    """The code that Windows gave, None on other systems."""
    return getattr(fault, "winerror", None)


_ADVICE = (
    (
        {_HELD, _LOCKED},
        {errno.ETXTBSY},
        "another program has the file open, such as Excel, Word or OneDrive; close it there and try again",
    ),
    (
        {_ACCESS_DENIED},
        set[int](),
        "another program has the file open, such as Excel, or it is read-only; close it there and try again",
    ),
    (
        {*range(358, 405), 426, 475, 476},  # ERROR_CLOUD_FILE_...
        set[int](),
        "the file is kept online and not on this computer; download it (`Always keep on this device`)",
    ),
    (
        {21, 51, 53, 55, 59, 64, 67, 121, 1222, 1231, 1232, 1236},
        {errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ESTALE, errno.ENOTCONN, errno.ENODEV},
        "the network drive is not there; connect to it and try again",
    ),
    ({112, 39, 1295}, {errno.ENOSPC, errno.EDQUOT}, "make room on the disk and try again"),
    (
        {19},
        {errno.EACCES, errno.EPERM, errno.EROFS},
        "it or its folder is read-only for you; ask for permission, or name another folder",
    ),
    (
        {206},
        {errno.ENAMETOOLONG},
        "the path is too long for this system; move the ledger nearer to the root of the drive",
    ),
    ({123}, set[int](), "this system allows no such name"),
)
"""Codes of Windows, codes of other systems, and what to do: the first that fits."""


def reason(fault: OSError) -> str:
    """Why the system refused, in its own words, and what to do about it where that is known."""
    said = (fault.strerror or str(fault)).rstrip(".")
    code = 206 if _is_too_long(fault) else winerror(fault)
    for windows, others, advice in _ADVICE:
        if code in windows or (code is None and fault.errno in others):
            return f"{said}: {advice}"
    return said


def _is_too_long(fault: OSError) -> bool:
    """Whether Windows finds no such path only because it takes none so long; folders have less by 12."""
    path = os.path.abspath(os.fsdecode(fault.filename or ""))
    return winerror(fault) in _NOT_FOUND and len(path) >= MAX_PATH - 12


def new_name(path: Path, suffix: str) -> Path:
    """A name beside a file that nobody has yet: hidden, and known as a leftover of that file."""
    return path.with_name(f".{path.name.removeprefix('.')}.{secrets.token_hex(4)}{suffix}")


def open_new(path: Path) -> int:
    """Make a file that is not there yet, for reading and writing by nobody else so far.

    Unlike `tempfile.mkstemp`, which tries names without end in a folder of Windows that is read-only.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return patiently(lambda: os.open(path, flags, 0o600))


def replace(written: Path, path: Path) -> None:
    """Give a file the name of another, which is gone then."""
    patiently(lambda: os.replace(written, path))


def refuse_if_held(path: Path) -> None:
    """Raise `OSError` if the file is there and could not be replaced now, as another program has it open.

    To Windows, renaming a file to its own name is a renaming; elsewhere nothing happens.
    """
    if os.path.lexists(path):
        patiently(lambda: os.rename(path, path))


def keep_permissions(handle: int, path: Path) -> None:
    """Give a new file the permissions of the one in whose place it comes, or those of any new file.

    Before Python 3.13 Windows has no `fchmod`, and nothing is missed: its permissions come from the folder.
    """
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask())


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system lets a folder be opened."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    """The mask of permissions; reading it means setting it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
