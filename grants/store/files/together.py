"""Writing several files of a ledger together: after a crash all of them are old, or all are new.

Each file is written beside its place and forced to the disk. A note of what is to be renamed, the file
`.grants.pending` in the `home` folder, is the moment of decision: before it is there, nothing has
happened; once it is, whoever comes next finishes the renaming, as a database does with its journal.
"""

import contextlib
import hashlib
import json
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from grants.errors import WriteError
from grants.store.files.folders import PENDING_FILE, is_pending
from grants.store.files.plain_files import open_plain
from grants.store.files.writing import sync_folder, write_beside

MAX_PENDING = 16 << 20
"""Bytes of a note that are read: some hundred thousand files."""

_STAGED = re.compile(r"\.(?P<name>[^/\x00]+)\.[a-z0-9_]+\.staged")


class Change(NamedTuple):
    """A file and its new content, in parts; `replacing` is the SHA-256 of what it must hold until then.

    `replacing` is None for a file that must not be there yet.
    """

    path: Path
    content: Iterable[bytes]
    replacing: str | None


class _Move(NamedTuple):
    """A staged file, its place, both relative to home, and the SHA-256 of what it replaces."""

    staged: str
    place: str
    replacing: str | None


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file in hexadecimal, None if there is none."""
    try:
        with open_plain(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def write_together(home: Path, changes: Sequence[Change]) -> None:
    """Give each file its new content: all of them or none, whatever happens in between.

    All files lie in `home` or in folders below it, whose locks the caller holds. Raises
    `WriteError`, with every file as it was, if one is a link, was changed by another program
    meanwhile, or cannot be written.
    """
    moves: list[_Move] = []
    try:
        for change in changes:
            moves.append(_staged(home, change))  # noqa: PERF401  # those before a fault are removed
        for move in moves:
            _refuse_if_changed(home, move)
        if len(moves) > 1:
            _write_note(home, moves)
        else:
            _rename(home, moves)
            return
    except OSError as fault:
        for move in moves:
            with contextlib.suppress(OSError):
                os.unlink(home / move.staged)
        raise WriteError(f"nothing is written in {home}: {fault.strerror or fault}") from None
    finish(home)


def finish(home: Path) -> None:
    """Finish the write that the note in `home` decided, if there is one; the caller holds its lock.

    What is renamed already is left alone. Raises `WriteError` if a file was changed since the
    decision, or the note was not written by `write_together`: nothing is written over then.
    """
    note = home / PENDING_FILE
    if not is_pending(home):
        return
    try:
        moves = [move for move in _read_note(note) if (home / move.staged).exists()]
        for move in moves:
            _refuse_if_changed(home, move)
        _rename(home, moves)
        os.unlink(note)
        sync_folder(home)
    except OSError as fault:
        raise WriteError(
            f"a write in {home} was interrupted and cannot be finished: {fault.strerror or fault}; "
            f"see to that and run the command again, or remove {note} to keep the files as they are"
        ) from None


def remove_leftovers(folder: Path, names: Sequence[str]) -> None:
    """Remove what a killed writer left beside these files; the caller holds the folder's lock."""
    with os.scandir(folder) as entries:
        left = [entry.path for entry in entries if _is_leftover(entry.name, names)]
    for path in left:
        with contextlib.suppress(OSError):
            os.unlink(path)


def _is_leftover(file: str, names: Sequence[str]) -> bool:
    return file.startswith(".") and any(
        file.startswith(f".{name.removeprefix('.')}.") and file.endswith((".staged", ".new"))
        for name in names
    )


def _staged(home: Path, change: Change) -> _Move:
    """Write the new content beside its place and force it to the disk."""
    path = change.path
    if path.is_symlink():
        raise OSError(f"{path} is a link, and links are not followed for writing")
    staged = write_beside(path, change.content, ".staged")
    return _Move(_within(home, staged), _within(home, path), change.replacing)


def _within(home: Path, path: Path) -> str:
    return path.relative_to(home).as_posix()


def _refuse_if_changed(home: Path, move: _Move) -> None:
    if digest_of(home / move.place) != move.replacing:
        raise OSError(f"another program changed {home / move.place} meanwhile")


def _write_note(home: Path, moves: Sequence[_Move]) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f"{PENDING_FILE}.", suffix=".new", dir=home)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(moves, stream)
            stream.flush()
            os.fsync(stream.fileno())
        for folder in {(home / move.staged).parent for move in moves}:
            sync_folder(folder)
        os.replace(temporary, home / PENDING_FILE)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    sync_folder(home)


def _read_note(note: Path) -> list[_Move]:
    """The moves that a note decided; `OSError` if it has any that `write_together` would not write."""
    if not stat.S_ISREG(os.lstat(note).st_mode):
        raise OSError("the note of it is no plain file")
    with note.open("rb") as stream:
        content = stream.read(MAX_PENDING + 1)
    try:
        moves = [_Move(staged, place, replacing) for staged, place, replacing in json.loads(content)]
        sound = all(_is_sound(note.parent, move) for move in moves)
    except (ValueError, TypeError, RecursionError):
        sound = False
    if len(content) > MAX_PENDING or not sound:
        raise OSError("the note of it is damaged")
    return moves


def _is_sound(home: Path, move: _Move) -> bool:
    """Whether a move renames a staged file to its own place, at or below home and behind no link."""
    staged, place = home / move.staged, home / move.place
    found = _STAGED.fullmatch(staged.name)
    if found is None or found["name"] != place.name or staged.parent != place.parent:
        return False
    if ".." in place.parts or not place.is_relative_to(home):
        return False
    inside = place.relative_to(home).parts
    ways = [home.joinpath(*inside[:depth]) for depth in range(1, len(inside) + 1)]
    return not any(way.is_symlink() for way in (staged, *ways))


def _rename(home: Path, moves: Sequence[_Move]) -> None:
    for move in moves:
        os.replace(home / move.staged, home / move.place)
    for folder in {(home / move.place).parent for move in moves}:
        sync_folder(folder)
