"""Workbooks as packages: refused before they can fill the memory, whatever their directory claims."""

import zipfile
import zlib
from collections.abc import Container, Iterator
from typing import IO, Any

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.render.office import MAX_RATIO

MAX_UNPACKED = 1 << 30
"""Bytes that a workbook may unpack to: a million rows of an export stay below it."""

MAX_PARTS = 10_000
_CHUNK = 1 << 18
"""Bytes that are looked through at a time: they stay in the processor's own memory."""

DAMAGE = (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
"""What the library raises of a damaged package."""

_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0", b"\0<\0!")
OVERLAP = 64
"""Bytes of the chunk before that are looked at again, so that nothing is cut in two."""


def open_package(path: str, shown: str) -> zipfile.ZipFile | Finding:
    """The package, if its directory says that it can be unpacked safely. Raises `OSError`."""
    where = Where(shown)
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError):
        return rules.WRONG_KIND.at(where, "the file is a damaged package; was it cut?")
    parts = package.infolist()
    why = None
    if len(parts) > MAX_PARTS:
        why = f"the workbook has {len(parts):,} parts"
    elif sum(part.file_size for part in parts) > MAX_UNPACKED:
        why = f"the workbook unpacks to more than {MAX_UNPACKED >> 20:,} MB"
    elif any(p.file_size > 1 << 20 and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts):
        why = f"a part of the workbook unpacks to more than {MAX_RATIO} times its size"
    elif len({part.filename for part in parts}) != len(parts):
        why = "the workbook has two parts of one name"
    if why is not None:
        package.close()
        return rules.UNSAFE.at(where, why)
    return package


def chunks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part piece by piece, each with the end of the one before.

    The library reads no more of a part than the directory says, and raises `BadZipFile` where that is
    not the truth.
    """
    before = b""
    with package.open(name) as stream:
        while piece := stream.read(_CHUNK):
            yield before + piece
            before = piece[-OVERLAP:]


def fault_of_parts(package: zipfile.ZipFile, shown: str, but: Container[str] = ()) -> Finding | None:
    """Walk through all parts `but` some: is any damaged, or does it declare entities?"""
    where = Where(shown)
    for part in package.infolist():
        if part.flag_bits & 1:
            return rules.LOCKED.at(where, "the workbook is encrypted; a password opens it")
        if part.filename in but or part.is_dir():
            continue
        try:
            for chunk in chunks(package, part.filename):
                if part.filename.endswith((".xml", ".rels")) and declares(chunk):
                    return rules.UNSAFE.at(where, f"{part.filename} declares entities, as no workbook does")
        except DAMAGE as why:
            return rules.WRONG_KIND.at(where, f"the workbook is damaged at {part.filename} ({why})")
    return None


def declares(chunk: bytes) -> bool:
    """Whether a piece of XML holds a document type or entity, in an encoding of one byte or of two."""
    # All of them have the one byte, which is found quickly, and is rare.
    return b"!" in chunk and any(mark in chunk for mark in _DECLARATIONS)


def elements(stream: IO[bytes], *tags: str) -> Iterator[Any]:
    """The elements of these local names as they end, without entities, network or huge trees.

    The caller clears what it has seen.
    """
    from lxml import etree

    yield from (
        element
        for _, element in etree.iterparse(
            stream,
            events=("end",),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
    )
