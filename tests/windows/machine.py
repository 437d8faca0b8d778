"""A Windows made of this machine: what differs there and can be shown here, turned on for one test.

`os` lacks what Windows lacks; a file that anybody on this machine has open cannot be replaced, renamed or
removed, and a folder with such a file in it not renamed, with the error codes of Windows; names that Windows
reserves or cannot hold are refused. What it cannot be, such as drives, `tools/windows.sh` tries under Wine.
"""

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

MISSING = (
    "fchmod", "fchown", "fork", "geteuid", "getuid", "getgid", "setuid", "setgid", "mkfifo", "wait4",
    "O_DIRECTORY", "chown", "lchown",
)  # fmt: skip
"""What `os` has not on Windows with Python 3.11 and 3.12."""

RESERVED = re.compile(
    r'(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\..*)?|.*[. ]|.*[<>:"|?*\\\x00-\x1f].*',
    re.IGNORECASE | re.DOTALL,
)
"""Names that no file of Windows has (Microsoft, Naming Files, Paths, and Namespaces)."""


class WindowsError(PermissionError):
    """A refusal as Windows gives it, with its own code."""

    def __init__(self, winerror: int, said: str, path: str, number: int = errno.EACCES) -> None:
        super().__init__(number, said, path)
        self.winerror = winerror


def held(path: str) -> bool:
    """Whether a process of this user has the file, or any in the folder, open."""
    real = os.path.realpath(path)
    for process in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            target = os.readlink(process)
        except OSError:
            continue  # closed meanwhile, or another user's
        if target == real or target.startswith(f"{real}/"):
            return True
    return False


class Machine:
    """The calls of `os` on such a machine, for what lies below one folder; elsewhere as they were."""

    def __init__(self, folder: Path) -> None:
        self.inside = f"{os.path.realpath(folder)}/"
        self.plain = {name: getattr(os, name) for name in ("rename", "replace", "unlink", "open", "mkdir")}

    def refuse_name(self, path: Any) -> None:
        """Raise as Windows does for a name that it cannot hold."""
        name = os.path.basename(os.fsdecode(path))
        if name not in {"", ".", ".."} and self.is_inside(path) and RESERVED.fullmatch(name):
            raise WindowsError(123, "The file name syntax is incorrect", name, errno.EINVAL)

    def refuse_held(self, path: Any, code: int) -> None:
        """Raise as Windows does if somebody has the file open."""
        if self.is_inside(path) and os.path.lexists(path) and held(os.fsdecode(path)):
            raise WindowsError(code, "The process cannot access the file", os.fsdecode(path))

    def is_inside(self, path: Any) -> bool:
        """Whether the path lies in the folder; a handle does not."""
        return not isinstance(path, int) and os.path.abspath(os.fsdecode(path)).startswith(self.inside)

    def replace(self, source: Any, target: Any, **options: Any) -> None:
        """Rename over what is there, unless somebody has one of the two open."""
        self.refuse_name(target)
        self.refuse_held(source, 32)
        self.refuse_held(target, 5)
        self.plain["replace"](source, target, **options)

    def rename(self, source: Any, target: Any, **options: Any) -> None:
        """Rename, but over nothing that is there."""
        if os.path.lexists(target) and not os.path.samefile(source, target):
            raise WindowsError(183, "The file already exists", os.fsdecode(target), errno.EEXIST)
        self.replace(source, target, **options)

    def unlink(self, path: Any, **options: Any) -> None:
        """Remove a file that nobody has open."""
        self.refuse_held(path, 32)
        self.plain["unlink"](path, **options)

    def open(self, path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        """Open a file; a folder is none."""
        self.refuse_name(path)
        if self.is_inside(path) and os.path.isdir(path):
            raise WindowsError(5, "Access is denied", os.fsdecode(path))
        opened: int = self.plain["open"](path, flags, *arguments, **options)
        return opened

    def mkdir(self, path: Any, *arguments: Any, **options: Any) -> None:
        """Make a folder with a name that Windows can hold."""
        self.refuse_name(path)
        self.plain["mkdir"](path, *arguments, **options)


def turn_on(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make this machine a Windows for what lies below the folder."""
    machine = Machine(folder)
    for name in MISSING:
        patch.delattr(os, name, raising=False)
    for name in machine.plain:
        patch.setattr(os, name, getattr(machine, name))
    patch.setattr(os, "remove", machine.unlink)
