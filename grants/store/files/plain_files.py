"""Opening plain files and nothing else: a pipe or a device would be waited for, or never end."""

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path


def open_plain(path: str | Path) -> BufferedReader:
    """Open a plain file, or a link to one, for reading; `OSError` if it is anything else, at once."""
    return open(path, "rb", opener=_opener)


def _opener(path: str, flags: int) -> int:
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # of a folder `open` itself says so
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no plain file", path)
    return handle
