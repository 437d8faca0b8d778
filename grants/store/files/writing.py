"""Writing a file whole or not at all."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from grants.errors import WriteError


def write_whole(path: Path, content: bytes, *, replacing: bytes | None = None) -> None:
    """Put `content` in the place of the file: after a crash there is the old file or the new one.

    Written beside the file, forced to the disk and renamed; the file's permissions stay, and a link
    stays a link to the new content. What is no plain file, such as a device, is written to as it
    is. With `replacing`, the file must hold just that at the last moment. Raises `WriteError`,
    leaving everything as it was.
    """
    path = Path(os.path.realpath(path))
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        written = write_beside(path, [content], ".new")
        try:
            _refuse_if_changed(path, replacing)
            os.replace(written, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(written)
            raise
        sync_folder(path.parent)
    except OSError as fault:
        raise WriteError(f"{path} was not written: {fault.strerror or fault}") from None


def write_beside(path: Path, content: Iterable[bytes], suffix: str) -> Path:
    """Write the new content of a file beside it, with its permissions, and force it to the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=suffix, dir=path.parent)
    written = path.with_name(os.path.basename(name))  # mkstemp gives an absolute path, `path` may be none
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(content)
            stream.flush()
            os.fchmod(stream.fileno(), permissions(path))
            os.fsync(stream.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(written)
        raise
    return written


def _refuse_if_changed(path: Path, expected: bytes | None) -> None:
    if expected is not None and path.read_bytes() != expected:
        raise OSError("another program changed it meanwhile")


def permissions(path: Path) -> int:
    """The permissions of a file, or those that a new one gets."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system lets a folder be opened."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    """The mask of permissions; reading it means setting it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
