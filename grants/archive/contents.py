"""What goes into an archive: the files of a grant, named and safe, or the reasons why not; and its manifest.

The manifest is in the format of `sha256sum`, which can check it without this program.
"""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from grants.errors import ArchiveError
from grants.ledger import Account
from grants.store.files.folders import COPIES_FOLDER, LEDGER_FILES
from grants.store.files.synchronised import is_clutter
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
        return sorted(e.name for e in entries if e.name not in taken and not is_clutter(e.name))


def _below(folder: Path, inside: str) -> Iterator[str]:
    """All files in a folder of the grant and below it; links as they are, clutter of the system not."""
    top = folder / inside
    if top.is_symlink():
        yield inside
        return
    for way, folders, files in os.walk(top):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(way, name))]
        for name in sorted((*files, *links)):
            if not is_clutter(name):
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


MANIFEST = "MANIFEST.sha256"
README = "README.txt"
REPORT = "final-report.pdf"
WORKBOOK = "workbook.xlsx"
"""The members of an archive beside the account's own files."""

MAX_MANIFEST = 64 << 20
"""Bytes of a manifest that are read: several hundred thousand files."""

_LINE = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-f]{64})  (?P<name>.+)")
_ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


def manifest_text(digests: Mapping[str, str]) -> str:
    """A line for each file by the order of names: digest, two spaces, name.

    A name with a backslash, line feed or carriage return is escaped as sha256sum does.
    """
    lines = []
    for name in sorted(digests):
        escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        mark = "" if escaped == name else "\\"
        lines.append(f"{mark}{digests[name]}  {escaped}\n")
    return "".join(lines)


class Manifest(NamedTuple):
    """The digests of a manifest by name, and what is wrong with its lines."""

    digests: dict[str, str]
    faults: tuple[str, ...]


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest; faults name their line. The inverse of `manifest_text`."""
    try:
        text = content.decode()
    except UnicodeDecodeError as fault:
        return Manifest({}, (f"byte {fault.start} is not UTF-8",))
    digests: dict[str, str] = {}
    faults = []
    lines = text.split("\n")
    if lines.pop():
        faults.append("the last line has no end")
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found is None:
            faults.append(f"line {number} is no line of a manifest")
            continue
        name = found["name"]
        if found["escaped"]:
            name = re.sub(r"\\[\\nr]", lambda part: _ESCAPES[part.group()], name)
        if name in digests:
            faults.append(f"line {number} names {name!r} once more")
        digests[name] = found["digest"]
    if not faults and manifest_text(digests) != text:
        faults.append("the lines are not in their order")
    return Manifest(digests, tuple(faults))
