"""A file of an ERP system and its profile, to lines: the one way in, whatever the format."""

import os
from collections.abc import Iterator
from typing import BinaryIO

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.profiles.profile import Profile
from grants.importing.source_line import Item, UnreadableError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 1 << 12
_DIRECTORY = 1 << 12
"""Bytes of a directory that are looked at: the entries of an encrypted workbook are few."""

KINDS = {
    "text": "delimited text",
    "workbook": "a workbook",
    "g69": "a G69 batch",
    "camt053": "a bank statement (camt.053)",
}
"""What a file may be, and how findings call it."""


def kind_of(path: str, shown: str) -> str:
    """Which of `KINDS` a file is by its content. Raises `UnreadableError` if it is none, and `OSError`."""
    with open(path, "rb") as stream:
        head = stream.read(_HEAD)
        if head.startswith(_OLE):
            raise UnreadableError(_of_ole(stream, head, shown))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK\x03\x04"):
        return "workbook"
    if start.startswith((b"G69", b"000G69")):
        return "g69"
    said = ""
    if start.startswith(b"%PDF"):
        said = "a PDF; export CSV or Excel instead"
    elif start.startswith(b"<") or head.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")):
        if b"camt.053" in head:
            return "camt053"
        said = "XML, and no bank statement camt.053"
        if b"<html" in head.lower() or b"<table" in head.lower():
            said = "a page of HTML, whatever it is called; open it in Excel and save it as .xlsx"
    if said:
        raise UnreadableError(rules.WRONG_KIND.at(Where(shown), f"the file is {said}"))
    return "text"


def _of_ole(stream: BinaryIO, head: bytes, shown: str) -> Finding:
    """Of a compound file: its directory says what is in it, and is where the header says."""
    size = 1 << min(int.from_bytes(head[0x1E:0x20], "little"), 12)
    first = int.from_bytes(head[0x30:0x34], "little")
    beginning = head + stream.read(1 << 22)
    stream.seek(min((first + 1) * size, stream.seek(0, os.SEEK_END)))
    if _ENCRYPTED in stream.read(_DIRECTORY) or _ENCRYPTED in beginning:
        return rules.LOCKED.at(Where(shown), "the workbook is encrypted; a password opens it")
    message = "the workbook is in the format before 2007 (.xls); save it as .xlsx"
    return rules.WRONG_KIND.at(Where(shown), message)


def read_source(
    path: str | os.PathLike[str], profile: Profile, *, shown: str | None = None
) -> Iterator[Item]:
    """What a file says under a profile: lines, control totals and findings in the order of the file.

    `shown` is how findings name the file. It is read as it is asked for and never held as a whole, a
    workbook's sheet apart. A file that cannot be read at all gives one finding.
    """
    path, name = os.fspath(path), shown or os.fspath(path)
    try:
        if not os.path.isfile(path):
            missing = "it is no plain file" if os.path.exists(path) else "there is no such file"
            yield rules.UNREADABLE_SOURCE.at(Where(name), f"the file cannot be read: {missing}")
        elif os.path.getsize(path) == 0:
            yield rules.EMPTY_SOURCE.at(Where(name), "the file is empty")
        else:
            yield from _read(path, profile, name)
    except UnreadableError as why:
        yield why.finding
    except OSError as fault:
        message = f"the file cannot be read: {fault.strerror or fault}"
        yield rules.UNREADABLE_SOURCE.at(Where(name), message)


def _read(path: str, profile: Profile, shown: str) -> Iterator[Item]:
    kind = kind_of(path, shown)
    wanted = ("text", "workbook") if profile.format == "table" else (profile.format,)
    if kind not in wanted:
        reads = " or ".join(KINDS[name] for name in wanted)
        message = f"the file is {KINDS[kind]}, and the profile reads {reads}"
        yield rules.WRONG_KIND.at(Where(shown), message)
    elif kind == "camt053":
        message = "a bank statement has receipts to compare with instalments, and no postings to import"
        yield rules.WRONG_KIND.at(Where(shown), message)
    elif kind == "text":
        from grants.importing.readers.delimited import read_delimited

        yield from read_delimited(path, profile, shown)
    elif kind == "g69":
        from grants.importing.readers.g69 import read_g69

        yield from read_g69(path, profile, shown)
    else:
        from grants.importing.readers.sheets import read_workbook

        yield from read_workbook(path, profile, shown)
