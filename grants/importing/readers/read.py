"""A file of an ERP system and its profile, to lines: the one way in, whatever the format."""

import os
from collections.abc import Iterator
from typing import BinaryIO

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.profiles.profile import Profile
from grants.importing.source_line import Item

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


def kind_of(path: str, shown: str) -> str | Finding:
    """Which of `KINDS` a file is by its content, or why it is none. Raises `OSError`."""
    with open(path, "rb") as stream:
        head = stream.read(_HEAD)
        if head.startswith(_OLE):
            return _of_ole(stream, head, shown)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF"):
        return rules.WRONG_KIND.at(Where(shown), "the file is a PDF; export CSV or Excel instead")
    if start.startswith(b"<") or head.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<")):
        return _of_markup(head, shown)
    if head.startswith(b"PK\x03\x04"):
        return "workbook"
    return "g69" if start.startswith((b"G69", b"000G69")) else "text"


def _of_markup(head: bytes, shown: str) -> str | Finding:
    if b"camt.053" in head:
        return "camt053"
    said = "XML, and no bank statement camt.053"
    if b"<html" in head.lower() or b"<table" in head.lower():
        said = "a page of HTML, whatever it is called; open it in Excel and save it as .xlsx"
    return rules.WRONG_KIND.at(Where(shown), f"the file is {said}")


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
            return
        if os.path.getsize(path) == 0:
            yield rules.EMPTY_SOURCE.at(Where(name), "the file is empty")
            return
        kind = kind_of(path, name)
        yield from (kind,) if isinstance(kind, Finding) else _read(path, kind, profile, name)
    except OSError as fault:
        message = f"the file cannot be read: {fault.strerror or fault}"
        yield rules.UNREADABLE_SOURCE.at(Where(name), message)


def _read(path: str, kind: str, profile: Profile, shown: str) -> Iterator[Item]:
    wanted = ("text", "workbook") if profile.format == "table" else (profile.format,)
    if kind not in wanted:
        reads = " or ".join(KINDS[name] for name in wanted)
        message = f"the file is {KINDS[kind]}, and the profile reads {reads}"
        yield rules.WRONG_KIND.at(Where(shown), message)
    elif kind == "camt053":
        message = "a bank statement has receipts to hold against instalments, and no postings to import"
        yield rules.WRONG_KIND.at(Where(shown), message)
    elif kind == "text":
        from grants.importing.readers.delimited import read_delimited

        yield from read_delimited(path, profile, shown)
    elif kind == "g69":
        from grants.importing.readers.g69 import read_g69

        yield from read_g69(path, profile, shown)
    elif kind == "workbook":
        from grants.importing.readers.sheets import read_workbook

        yield from read_workbook(path, profile, shown)
