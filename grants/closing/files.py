"""The files of a closing: what it seals, what it keeps, and writing all of it or nothing."""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from grants.closing.account_files import file_of, file_of_content, period_text
from grants.errors import ClosingError, WriteError
from grants.ledger import Account
from grants.records.closings import ClosedFile, Closing, Closings
from grants.store.declared.closed_list import change_of_list, entry_of
from grants.store.declared.closings import Entry, closings_text
from grants.store.files import system
from grants.store.files.folders import CLOSING_FILE, COPIED_FILES, COPIES_FOLDER, POSTINGS_FILE, digest_of
from grants.store.files.git_attributes import change_of_attributes
from grants.store.files.writing import Change, remove_leftovers, write_together
from grants.values.file_names import why_no_attachment
from grants.values.periods import Period
from grants.values.text import twins


class Copy(NamedTuple):
    """A file that a closing keeps, and its content."""

    file: ClosedFile
    content: Iterable[bytes]


def copies_of(folder: Path, digests: Mapping[str, str | None], period: Period | None) -> list[Copy]:
    """What a closing keeps of the ledger's own files; of the postings those of the period."""
    copies = []
    for name, digest in digests.items():
        file = file_of(folder, name)
        if file is None:
            if digest is not None:
                raise ClosingError(f"{folder / name} is no plain file in the grant's folder")
        elif name == POSTINGS_FILE and period is not None:
            content = period_text(folder / name, period)
            copies.append(Copy(file_of_content(name, content), [content]))
        else:
            copies.append(Copy(file, _content(folder / name, file.sha256)))
    return copies


def _content(path: Path, sha256: str) -> Iterator[bytes]:
    """A file in parts; `OSError` at its end if it is not the file that it was."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while part := stream.read(1 << 20):
            digest.update(part)
            yield part
    if digest.hexdigest() != sha256:
        raise OSError(f"another program changed {path} meanwhile")


def attachments_of(account: Account) -> list[ClosedFile]:
    """The attachments that are there, each by its checksum; what is no file of the grant is refused."""
    folder = Path(account.folder)
    files = []
    for name in sorted(account.present_files.difference(COPIED_FILES)):
        unsafe = why_no_attachment(name)
        if unsafe is not None and ".." not in PurePath(name).parts:
            raise ClosingError(f"the attachment {name!r} cannot be archived: {unsafe}; rename it")
        file = file_of(folder, name)
        if file is None:
            raise ClosingError(f"the attachment {name!r} leads out of the grant's folder")
        if PurePath(name).parts[0] in (CLOSING_FILE, COPIES_FOLDER):
            raise ClosingError(f"the attachment {name!r} belongs to the closing and cannot be attached")
        files.append(file)
    for first, *_ in twins(file.name for file in files):
        raise ClosingError(
            f"another attachment is called like {first!r} but for capitals or accents; on another "
            "computer the two are one file: rename one"
        )
    return files


def refuse_if_changed(folder: Path, digests: Mapping[str, str | None], closing: Closing) -> None:
    """Raise `WriteError` if a file is not what was checked: another program is at it."""
    names = [file.name for file in closing.files if file.name not in digests]
    now = {name: digest_of(folder / name) for name in (*digests, *names)}
    was = {**digests, **{file.name: file.sha256 for file in closing.files if file.name in names}}
    for name, digest in now.items():
        if digest != was[name]:
            raise WriteError(f"another program changed {folder / name} meanwhile; nothing is closed")


def write_entry(
    folder: Path, before: Closings, entry: Entry, kept: Sequence[tuple[str, Iterable[bytes]]]
) -> None:
    """Write the entry after the ones before, what it keeps by name and content, and the list: all or none.

    The caller holds the locks of the ledger and of the folder, an absolute path. Raises `ClosingError` if
    the list of closed accounts is damaged, and `WriteError`, with everything as it was.
    """
    if isinstance(entry, Closing):
        after = Closings(closings=(*before.closings, entry), reopenings=before.reopenings)
    else:
        after = Closings(closings=before.closings, reopenings=(*before.reopenings, entry))
    old = closings_text(before).encode() if before.entries else None
    replacing = None if old is None else hashlib.sha256(_as_it_is(folder / CLOSING_FILE, old)).hexdigest()
    copies = folder / COPIES_FOLDER / str(entry.number)
    try:
        if kept:
            _make(folder, copies)
            remove_leftovers(copies, [name for name, _ in kept])
        changes = [Change(copies / name, content, None) for name, content in kept]
        changes.append(Change(folder / CLOSING_FILE, [closings_text(after).encode()], replacing))
        changes += change_of_list(folder.parent, [entry_of(folder.name, after)])
        changes += change_of_attributes(folder.parent)
        write_together(folder.parent, changes)
    except BaseException:
        for made in (copies, copies.parent):
            with contextlib.suppress(OSError):
                made.rmdir()  # only if it is empty
        raise


def _as_it_is(path: Path, text: bytes) -> bytes:
    """The content of a file if it is this text with whatever line ends, else the text."""
    content = path.read_bytes() if path.is_file() else b""
    return content if content.replace(b"\r\n", b"\n") == text else text


def _make(folder: Path, copies: Path) -> None:
    """Make the folder of the copies of one closing; links are not followed."""
    if copies.is_symlink() or copies.parent.is_symlink():
        raise WriteError(f"{copies} is a link, and links are not followed for writing")
    try:
        copies.mkdir(parents=True, exist_ok=True)
        system.sync_folder(copies.parent)
        system.sync_folder(folder)
    except OSError as fault:
        raise WriteError(f"{copies} cannot be written: {system.reason(fault)}") from None
