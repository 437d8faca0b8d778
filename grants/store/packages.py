"""The one guard for zip files: what is not safe is refused before anything is unpacked.

A zip file ends with a list of its members. The guard asks first how long that list is, then what it says
of each member. Each caller states what it allows, and has its own words for what is refused.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import BinaryIO

from grants.values.file_names import why_unsafe

MAX_RATIO = 200
"""How many times larger than packed something may be: more is a zip bomb."""

MAX_DIRECTORY = 64 << 20
"""Bytes of the list of members, which is read into memory."""

PART = 1 << 20
"""Bytes of a member that are unpacked at a time; a smaller member may have any ratio."""

DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    struct.error,
)
"""What reading a damaged zip file raises."""

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_ENCRYPTED = 0x41
_KNOWN = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a caller allows.

    There may be so many `members`, which may unpack to so many bytes. With `large_if_even` they may unpack
    to more, as long as that is at most `MAX_RATIO` times the file; without it no member may grow more than
    that. `unique` names stand once. `plain` members are files with safe names: no folders, no links.
    """

    members: int
    unpacked: int
    large_if_even: bool = False
    unique: bool = True
    plain: bool = False


class Why(Enum):
    """Why a zip file, or a member of it, is refused."""

    NO_ZIP = auto()
    TOO_MANY = auto()
    TOO_LARGE = auto()
    TOO_DENSE = auto()
    UNSAFE_NAME = auto()
    NO_PLAIN_FILE = auto()
    ENCRYPTED = auto()
    UNKNOWN_PACKING = auto()
    TWICE = auto()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is refused: why, in words, and the member; blank for the whole file."""

    why: Why
    said: str
    member: str = ""


class RefusedError(ValueError):
    """The file is not opened: it is no zip file, or its list of members is too long."""

    def __init__(self, why: Why, said: str, count: int = 0) -> None:
        super().__init__(said)
        self.why = why
        self.count = count


def open_zip(stream: BinaryIO, bounds: Bounds) -> zipfile.ZipFile:
    """Open a zip file whose list of members is short enough; `RefusedError` for any other file.

    Nothing is unpacked. What the list says is not checked yet: ask `refusals`.
    """
    size = stream.seek(0, 2)
    count, length = _list_of_members(stream, size)
    if count <= bounds.members and length <= MAX_DIRECTORY:
        try:
            package = zipfile.ZipFile(stream)
        except (*DAMAGED, ValueError) as fault:
            raise RefusedError(Why.NO_ZIP, f"it is damaged: {fault}") from None
        count = len(package.infolist())  # the list may be longer than the end of the file says
        if count <= bounds.members:
            return package
        package.close()
    raise RefusedError(Why.TOO_MANY, f"it has {count:,} members; {bounds.members:,} are the most", count)


def _list_of_members(stream: BinaryIO, size: int) -> tuple[int, int]:
    """How many members a zip file says it has, and how many bytes their list takes.

    Read before any of it is taken into memory. The end is where a comment of any length leaves it.
    """
    start = max(size - _END.size - 0xFFFF, 0)
    stream.seek(start)
    tail = stream.read()
    place = tail.rfind(b"PK\5\6")
    if place < 0 or len(tail) - place < _END.size:
        raise RefusedError(Why.NO_ZIP, "it is no zip file, or its end is missing")
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, place)
    at = start + place - _LOCATOR.size
    if at >= 0:
        stream.seek(at)
        signature, _, where, _ = _LOCATOR.unpack(stream.read(_LOCATOR.size))
        if signature == b"PK\6\7" and where + _END_64.size <= size:
            stream.seek(where)
            *_, count, length, _ = _END_64.unpack(stream.read(_END_64.size))
    return count, length


def refusals(package: zipfile.ZipFile, bounds: Bounds, size: int) -> Iterator[Refusal]:
    """All that the list of members says against a file of this size; nothing is unpacked."""
    if unpacks_too_far(package, bounds, size):
        yield Refusal(Why.TOO_LARGE, "it unpacks to more than is allowed")
    seen: set[str] = set()
    for member in package.infolist():
        why = (_not_plain(member) if bounds.plain else None) or _not_readable(member)
        if why is not None:
            yield Refusal(*why, member.orig_filename)
        packed = max(member.compress_size, 1)
        if not bounds.large_if_even and member.file_size > max(PART, MAX_RATIO * packed):
            yield Refusal(
                Why.TOO_DENSE, f"it unpacks to more than {MAX_RATIO} times its size", member.filename
            )
        if bounds.unique and member.filename in seen:
            yield Refusal(Why.TWICE, "it is there twice", member.filename)
        seen.add(member.filename)


def unpacks_too_far(package: zipfile.ZipFile, bounds: Bounds, size: int) -> bool:
    """Whether the members say of themselves that they unpack to more than is allowed."""
    most = max(bounds.unpacked, MAX_RATIO * size) if bounds.large_if_even else bounds.unpacked
    return sum(member.file_size for member in package.infolist()) > most


def is_encrypted(package: zipfile.ZipFile) -> bool:
    """Whether any member is encrypted."""
    return any(member.flag_bits & _ENCRYPTED for member in package.infolist())


def _not_plain(member: zipfile.ZipInfo) -> tuple[Why, str] | None:
    """What makes a member no file with a safe name."""
    unsafe = why_unsafe(member.orig_filename)
    if unsafe is not None:
        return Why.UNSAFE_NAME, f"its name is not safe: {unsafe}"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return Why.NO_PLAIN_FILE, "it is a link"
    if member.is_dir() or kind not in (0, stat.S_IFREG):  # a packer of another system may leave it out
        return Why.NO_PLAIN_FILE, "it is no plain file"
    return None


def _not_readable(member: zipfile.ZipInfo) -> tuple[Why, str] | None:
    """What keeps a member from being read in bounded parts: only deflate has bounds in the library."""
    if member.flag_bits & _ENCRYPTED:
        return Why.ENCRYPTED, "it is encrypted"
    if member.compress_type not in _KNOWN:
        return Why.UNKNOWN_PACKING, "it is packed in an unknown way"
    return None


def parts_of(package: zipfile.ZipFile, name: str, at_once: int = PART) -> Iterator[bytes]:
    """A member in parts, never more of it than the list says; raises one of `DAMAGED`."""
    with package.open(name) as stream:
        while part := stream.read(at_once):
            yield part
