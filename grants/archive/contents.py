"""What goes into an archive: the files of a grant, named and safe, or the reasons why not."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grants.errors import ArchiveError
from grants.ledger import Account
from grants.store.files.folders import COPIES_FOLDER, LEDGER_FILES
from grants.values.file_names import why_no_attachment, why_unsafe
from grants.values.text import twins

ATTACHMENTS_FOLDER = "attachments"


def files_of(account: Account) -> list[str]:
    """The files of a grant's folder that belong to its account, by their names within it, sorted.

    The ledger's own files, the copies of closings, every attachment that grant.toml names and all that
    lies in `attachments`. Raises `ArchiveError` with every reason why not: a named file that is missing,
    a link, a name that leads out of the folder or cannot be unpacked soundly.
    """
    folder = Path(account.folder)
    refusals: list[str] = []
    names = [name for name in LEDGER_FILES if os.path.lexists(folder / name)]
    for inside in (COPIES_FOLDER, ATTACHMENTS_FOLDER):
        names += _below(folder, inside)
    for attachment in account.grant.attachments:
        if attachment.file is None:
            continue
        unsafe = why_no_attachment(attachment.file)
        if unsafe is not None and attachment.file in names:
            continue  # refused below, with all that lies in the folder
        if unsafe is not None:
            refusals.append(f"{attachment.file!r} is no attachment that can be archived: {unsafe}")
        else:
            names.append(PurePosixPath(attachment.file).as_posix())
    names = sorted(set(names))
    for name in names:
        why = why_unsafe(name) or _why_no_plain_file(folder, name)
        if why is not None:
            refusals.append(f"{name!r} cannot be archived: {why}")
    refusals += [
        f"{' and '.join(map(repr, alike))} are one file on other computers; rename one"
        for alike in twins(names)
    ]
    if refusals:
        raise ArchiveError("\n".join(refusals))
    return names


def left_out(account: Account, names: list[str]) -> list[str]:
    """What lies in the grant's folder beside its account, so that nobody thinks it were archived."""
    taken = {name.partition("/")[0] for name in names}
    with os.scandir(account.folder) as entries:
        return sorted(e.name for e in entries if e.name not in taken and not e.name.startswith("."))


def _below(folder: Path, inside: str) -> Iterator[str]:
    """All files in a folder of the grant and below it; links as they are, what begins with a dot not."""
    top = folder / inside
    if top.is_symlink():
        yield inside
        return
    for way, folders, files in os.walk(top):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(way, name))]
        for name in sorted((*files, *links)):
            if not name.startswith("."):
                yield (Path(way) / name).relative_to(folder).as_posix()


def _why_no_plain_file(folder: Path, name: str) -> str | None:
    """Whether the file, or a folder on the way to it, is missing, a link or something else."""
    path = folder
    for part in name.split("/"):
        path /= part
        try:
            mode = os.lstat(path).st_mode
        except OSError as fault:
            return fault.strerror or str(fault)
        if stat.S_ISLNK(mode):
            return "it is a link, or lies behind one"
    return None if stat.S_ISREG(mode) else "it is no plain file"
