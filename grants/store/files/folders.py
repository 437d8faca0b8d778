"""A ledger on disk: which folders are grants, what their files are called, and how these are opened."""

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

GRANT_FILE = "grant.toml"
POSTINGS_FILE = "postings.csv"
REPORT_FILE = "report.md"
IMPORTS_FILE = "imports.toml"
CLOSING_FILE = "closing.toml"
COPIES_FOLDER = "closings"
"""The folder with the copies that each closing keeps, in a folder of its number."""

ATTRIBUTES_FILE = ".gitattributes"
CLOSED_FILE = "closed.toml"
"""The list of closed accounts, beside the grants."""

SIGNATURE_FILE = "closing.sig"
PENDING_FILE = ".grants.pending"
"""The note of a write of several files that is decided and not finished."""

SCHEMA_FILE = "grant.schema.json"

_FILES = (GRANT_FILE, POSTINGS_FILE, REPORT_FILE)
COPIED_FILES = (*_FILES, IMPORTS_FILE)
"""The files that every closing of an account closes, and keeps copies of."""

LEDGER_FILES = (*_FILES, IMPORTS_FILE, CLOSING_FILE)
"""Every file of a grant's folder that commands of `grants` write."""


def is_grant_folder(folder: Path) -> bool:
    """Whether the folder holds any file of a grant."""
    return any((folder / name).exists() for name in _FILES)


def ledger_of(folder: Path) -> Path:
    """The ledger that a grant's folder lies in, by its path and not by where a link leads."""
    is_plain = folder.name not in ("", "..")
    return folder.parent if is_plain else Path(os.path.abspath(folder)).parent


def is_ledger_file(path: Path) -> bool:
    """Whether the path is one of the files of a grant, which no report may be written over."""
    real = path.resolve()
    if real.name == CLOSED_FILE:
        return real.is_file()
    return real.name in LEDGER_FILES and is_grant_folder(real.parent)


def is_pending(folder: Path) -> bool:
    """Whether a write of several files in the folder, or in folders of it, is decided and not finished."""
    return os.path.lexists(folder / PENDING_FILE)


def is_file_inside(folder: Path, name: str) -> bool:
    """Whether the folder has a plain file of that name, and neither the name nor a link leads out of it."""
    try:
        real = os.path.realpath(folder / name)
        return os.path.isfile(real) and Path(real).is_relative_to(os.path.realpath(folder))
    except (OSError, ValueError):  # a name that no file can have
        return False


def grant_folders(root: Path) -> list[Path]:
    """The folders of grants under `root`, by name; `root` itself if it is one.

    Folders that begin with a dot or an underscore are nobody's grants. Raises `OSError` if `root`
    is no folder that can be listed.
    """
    if is_grant_folder(root):
        return [root]
    return sorted(
        folder
        for folder in root.iterdir()
        if not folder.name.startswith((".", "_")) and folder.is_dir() and is_grant_folder(folder)
    )


MAX_DEPTH = 4
"""Folders below the one that is searched for ledgers."""

MAX_SEARCHED = 5_000
"""Folders that are looked at in such a search."""


def ledgers_below(root: Path) -> list[Path]:
    """The folders of grants deeper in a folder, by name; a search that is bounded in depth and number.

    Folders that begin with a dot or an underscore, links, and what cannot be listed are passed over.
    """
    found: list[Path] = []
    level, searched = [root], 0
    for _ in range(MAX_DEPTH + 1):
        below: list[Path] = []
        for folder in level:
            searched += 1
            if searched > MAX_SEARCHED:
                return sorted(found)
            try:
                children = sorted(entry.path for entry in os.scandir(folder) if _is_searched(entry))
            except OSError:
                continue
            if folder != root and any(is_grant_folder(Path(child)) for child in children):
                found.append(folder)
            else:
                below += map(Path, children)
        level = below
    return sorted(found)


def _is_searched(entry: "os.DirEntry[str]") -> bool:
    named = not entry.name.startswith((".", "_")) and entry.name != "node_modules"
    return named and entry.is_dir(follow_symlinks=False)


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


def sha256_of(path: Path) -> str:
    """The SHA-256 of a plain file in hexadecimal."""
    with open_plain(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a plain file in hexadecimal, None if there is no file."""
    try:
        return sha256_of(path)
    except FileNotFoundError:
        return None
