"""The zip file itself: written the same way each time, and read with nothing trusted that it says of itself.

The comment at its end holds the SHA-256 of all bytes before it, so that a change of any byte is noticed,
also of those that no member's checksum is of.
"""

import hashlib
import stat
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from grants.store.files.folders import open_plain
from grants.store.packages import (
    DAMAGED,
    PART,
    Bounds,
    RefusedError,
    Why,
    open_zip,
    parts_of,
    refusals,
    unpacks_too_far,
)
from grants.values.text import twins

MAX_MEMBERS = 100_000
MAX_UNPACKED = 4 << 30
"""An archive may unpack to 4 GB, and to more only as long as that is at most 200 times its size."""

_SEAL = b"sha256:"
_SEAL_LENGTH = len(_SEAL) + 64
_LOCAL = struct.Struct("<4s5H3L2H")
_PLAIN_FILE = (stat.S_IFREG | 0o644) << 16


class Packed(NamedTuple):
    """A member that goes into an archive: its name, size and content in parts."""

    name: str
    size: int
    content: Iterable[bytes]


def write_package(stream: BinaryIO, members: Iterable[Packed], day: date) -> None:
    """Write members in their order, each of that `day`, and the seal; the same bytes for the same input.

    The stream can seek and is empty. `ValueError` if a member has not the size that it said.
    """
    moment = (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for member in members:
            info = zipfile.ZipInfo(member.name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED  # at the usual level of zlib, which is 6
            info.create_system = 3
            info.external_attr = _PLAIN_FILE
            info.file_size = member.size
            written = 0
            with package.open(info, "w") as out:
                for part in member.content:
                    written += len(part)
                    if written > member.size:
                        break
                    out.write(part)
            if written != member.size:
                raise ValueError(f"{member.name} changed while it was read")
    seal = _comment(_digest_of(stream, stream.seek(0, 2) - 2))
    stream.seek(-2, 2)
    stream.write(seal)


def _comment(digest: str) -> bytes:
    """The comment that holds a seal, with its length before it, as a zip file ends."""
    return struct.pack("<H", _SEAL_LENGTH) + _SEAL + digest.encode()


def _digest_of(stream: BinaryIO, length: int) -> str:
    """The SHA-256 of so many bytes from the beginning, with two zero bytes after them: no comment."""
    stream.seek(0)
    digest, left = hashlib.sha256(), length
    while left and (part := stream.read(min(PART, left))):
        digest.update(part)
        left -= len(part)
    digest.update(b"\0\0")
    return digest.hexdigest()


class UnreadableError(ValueError):
    """The file is no zip file, or one that is not safe to look into; the message says why."""


class Package:
    """An archive that is open for reading. Nothing is unpacked but into memory, part by part."""

    def __init__(self, stream: BinaryIO, package: zipfile.ZipFile, size: int) -> None:
        self._stream = stream
        self._package = package
        self.size = size
        self.members: dict[str, zipfile.ZipInfo] = {info.filename: info for info in package.infolist()}

    def is_sealed(self) -> bool:
        """Whether all bytes are those that the seal in its comment is of."""
        length = self.size - _SEAL_LENGTH - 2
        if length < 0:
            return False
        seal = _comment(_digest_of(self._stream, length))
        return self._at(length, len(seal) + 1) == seal

    def faults(self) -> Iterator[tuple[str, str]]:
        """What no archive of ours has: member and fault, the name blank where it is of the whole."""
        seen = set(self.members)
        for refusal in refusals(self._package, _bounds(), self.size):
            if refusal.why is not Why.TOO_LARGE:  # see `is_too_large`
                yield refusal.member, refusal.said
        for name in sorted(seen):
            above = next((str(way) for way in PurePosixPath(name).parents if str(way) in seen), None)
            if above is not None:
                yield name, f"it lies in {above}, which is a file"
        for alike in twins(seen):
            yield alike[0], f"on other computers it is the same file as {', '.join(alike[1:])}"
        yield from self._overlaps()

    def _overlaps(self) -> Iterator[tuple[str, str]]:
        """Members whose bytes belong to another one too, or lie outside the file."""
        end = 0
        for info in sorted(self._package.infolist(), key=lambda info: info.header_offset):
            head = self._at(info.header_offset, _LOCAL.size)
            if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
                yield info.filename, "its beginning is damaged"
                continue
            *_, name_length, extra_length = _LOCAL.unpack(head)
            if info.header_offset < end:
                yield info.filename, "its bytes are those of another member too"
            elif info.header_offset > end:
                yield info.filename, "bytes that belong to no member lie before it"
            end = info.header_offset + _LOCAL.size + name_length + extra_length + info.compress_size
        if end != self._package.start_dir:
            yield "", "bytes that belong to no member lie before its list of members"

    def _at(self, place: int, length: int) -> bytes:
        """Bytes at a place; none where there is no such place."""
        if not 0 <= place < self.size:
            return b""
        self._stream.seek(place)
        return self._stream.read(length)

    @property
    def is_too_large(self) -> bool:
        """Whether the members say of themselves that they unpack to more than is sensible."""
        return unpacks_too_far(self._package, _bounds(), self.size)

    def read(self, name: str) -> Iterator[bytes]:
        """A member in parts, never more than it says; `ValueError` if it cannot be unpacked."""
        try:
            yield from parts_of(self._package, name)
        except DAMAGED as fault:
            raise ValueError(str(fault) or "it cannot be unpacked") from None

    def head(self, name: str, most: int) -> bytes:
        """A member as a whole; `ValueError` if it is larger than `most` bytes or cannot be unpacked."""
        if self.members[name].file_size > most:
            raise ValueError(f"it is larger than {most >> 20} MB")
        return b"".join(self.read(name))

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A member as a stream; `ValueError` if it cannot be unpacked."""
        try:
            with self._package.open(self.members[name]) as stream:
                yield stream  # type: ignore[misc]  # all of a BinaryIO that is asked for
        except DAMAGED as fault:
            raise ValueError(str(fault) or "it cannot be unpacked") from None


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open an archive; raises `UnreadableError` if that is not safe, `OSError` if the file cannot be read."""
    with open_plain(path) as stream:
        size = stream.seek(0, 2)
        try:
            package = open_zip(stream, _bounds())
        except RefusedError as refused:
            raise UnreadableError(str(refused)) from None
        with package:
            yield Package(stream, package, size)


def _bounds() -> Bounds:
    return Bounds(members=MAX_MEMBERS, unpacked=MAX_UNPACKED, large_if_even=True, plain=True)
