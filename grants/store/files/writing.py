"""Writing a file whole or not at all, and several files of a ledger together: all old or all new.

Of several files, each is written beside its place and forced to the disk. A note of what is to be renamed,
the file `.grants.pending` in the `home` folder, is the moment of decision: before it is there, nothing has
happened; once it is, whoever comes next finishes the renaming, as a database does with its journal.
"""

import contextlib
import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from grants.errors import UnwrittenError, WriteError
from grants.store.files import system
from grants.store.files.folders import PENDING_FILE, digest_of, is_pending


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
        with written_beside(path, [content], ".new") as written:
            if replacing is not None:
                _refuse_if_changed(path, hashlib.sha256(replacing).hexdigest())
            system.replace(written, path)
        system.sync_folder(path.parent)
    except OSError as fault:
        raise UnwrittenError(f"{path} was not written: {system.reason(fault)}") from None


@contextlib.contextmanager
def written_beside(
    path: Path, content: Iterable[bytes] | Callable[[BinaryIO], object], suffix: str
) -> Iterator[Path]:
    """The new content of a file beside it, with its permissions and on the disk; removed by a fault.

    The content is in parts, or written by a function into an open file. The caller renames the new
    file; what is not renamed at the end is removed.
    """
    written = write_beside(path, content, suffix)
    try:
        yield written
    finally:
        remove(written)


def write_beside(path: Path, content: Iterable[bytes] | Callable[[BinaryIO], object], suffix: str) -> Path:
    """Write the new content of a file beside it, with its permissions, and force it to the disk."""
    written = system.new_name(path, suffix)
    handle = system.open_new(written)
    try:
        with os.fdopen(handle, "w+b") as stream:
            if callable(content):
                content(stream)
            else:
                stream.writelines(content)
            stream.flush()
            system.keep_permissions(stream.fileno(), path)
            os.fsync(stream.fileno())
    except BaseException:
        remove(written)
        raise
    return written


def remove(path: Path) -> None:
    """Remove a file that was written beside another, if it is there still."""
    with contextlib.suppress(OSError):
        if os.path.lexists(path):
            system.patiently(lambda: os.unlink(path))


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
            _refuse_if_changed(home / move.place, move.replacing)
            _refuse_if_held(home / move.place)
        if len(moves) > 1:
            _write_note(home, moves)
        else:
            _rename(home, moves)
            return
    except OSError as fault:
        for move in moves:
            remove(home / move.staged)
        raise UnwrittenError(f"nothing is written in {home}: {system.reason(fault)}") from None
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
            _refuse_if_changed(home / move.place, move.replacing)
        _rename(home, moves)
        system.patiently(lambda: os.unlink(note))
        system.sync_folder(home)
    except OSError as fault:
        raise WriteError(
            f"a write in {home} was interrupted and cannot be finished: {system.reason(fault)}; "
            f"see to that and run the command again, or remove {note} to keep the files as they are"
        ) from None


def remove_leftovers(folder: Path, names: Sequence[str]) -> None:
    """Remove what a killed writer left beside these files; the caller holds the folder's lock."""
    with os.scandir(folder) as entries:
        left = [entry.path for entry in entries if _is_leftover(entry.name, names)]
    for path in left:
        remove(Path(path))


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
    return _Move(staged.relative_to(home).as_posix(), path.relative_to(home).as_posix(), change.replacing)


def _refuse_if_changed(path: Path, digest: str | None) -> None:
    """Raise `OSError` if the file does not have this digest any more; None is that of no file."""
    if digest_of(path) != digest:
        raise OSError(f"another program changed {path} meanwhile")


def _refuse_if_held(path: Path) -> None:
    """Raise `OSError` that names the file if another program has it open and Windows would not replace it."""
    try:
        system.refuse_if_held(path)
    except OSError as fault:
        raise OSError(f"{path}: {system.reason(fault)}") from None


def _write_note(home: Path, moves: Sequence[_Move]) -> None:
    with written_beside(home / PENDING_FILE, [json.dumps(moves).encode()], ".new") as written:
        for folder in {(home / move.staged).parent for move in moves}:
            system.sync_folder(folder)
        system.replace(written, home / PENDING_FILE)
    system.sync_folder(home)


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
    name = place.name.removeprefix(".")  # as `write_beside` calls it
    if found is None or found["name"] != name or staged.parent != place.parent:
        return False
    if ".." in place.parts or not place.is_relative_to(home):
        return False
    inside = place.relative_to(home).parts
    ways = [home.joinpath(*inside[:depth]) for depth in range(1, len(inside) + 1)]
    return not any(way.is_symlink() for way in (staged, *ways))


def _rename(home: Path, moves: Sequence[_Move]) -> None:
    for move in moves:
        system.replace(home / move.staged, home / move.place)
    for folder in {(home / move.place).parent for move in moves}:
        system.sync_folder(folder)
