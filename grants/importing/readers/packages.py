"""Workbooks as packages: refused before they can fill the memory, whatever their directory claims."""

import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import IO, Any

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.source_line import UnreadableError
from grants.store.files.folders import open_plain
from grants.store.packages import (
    DAMAGED,
    MAX_RATIO,
    Bounds,
    Refusal,
    RefusedError,
    Why,
    open_zip,
    parts_of,
    refusals,
)

MAX_UNPACKED = 1 << 30
"""Bytes that a workbook may unpack to: a million rows of an export stay below it."""

MAX_PARTS = 10_000
_CHUNK = 1 << 18
"""Bytes that are looked through at a time: they stay in the processor's own memory."""

DAMAGE = (*DAMAGED, ValueError, SyntaxError)
"""What is raised of a damaged package: what lxml raises is a SyntaxError."""

_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0", b"\0<\0!")
OVERLAP = 64
"""Bytes of the chunk before that are looked at again, so that nothing is cut in two."""


@contextmanager
def open_package(path: str, shown: str) -> Iterator[zipfile.ZipFile]:
    """The package, if its list of parts says that it can be unpacked safely.

    Raises `UnreadableError` if it does not, `OSError` if it cannot be read.
    """
    where, bounds = Where(shown), Bounds(members=MAX_PARTS, unpacked=MAX_UNPACKED)
    with open_plain(path) as stream:
        try:
            package = open_zip(stream, bounds)
        except RefusedError as refused:
            if refused.why is Why.TOO_MANY:
                finding = rules.UNSAFE.at(where, f"the workbook has {refused.count:,} parts")
            else:
                finding = rules.WRONG_KIND.at(where, "the file is a damaged package; was it cut?")
            raise UnreadableError(finding) from None
        with package:
            for refusal in refusals(package, bounds, stream.seek(0, 2)):
                # That it is encrypted is reported of a workbook alone, once it is known to be one.
                if refusal.why is not Why.ENCRYPTED:
                    raise UnreadableError(_refused(refusal, where))
            yield package


def _refused(refusal: Refusal, where: Where) -> Finding:
    if refusal.why is Why.UNKNOWN_PACKING:
        return rules.WRONG_KIND.at(where, f"the workbook is damaged at {refusal.member} ({refusal.said})")
    words = {
        Why.TOO_LARGE: f"the workbook unpacks to more than {MAX_UNPACKED >> 20:,} MB",
        Why.TOO_DENSE: f"a part of the workbook unpacks to more than {MAX_RATIO} times its size",
        Why.TWICE: "the workbook has two parts of one name",
    }
    return rules.UNSAFE.at(where, words[refusal.why])


@contextmanager
def damage_at(part: str, shown: str) -> Iterator[None]:
    """Raise what reading a part raises as an `UnreadableError` that names the part."""
    try:
        yield
    except DAMAGE as why:
        finding = rules.WRONG_KIND.at(Where(shown), f"the workbook is damaged at {part} ({why})")
        raise UnreadableError(finding) from None


def chunks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part piece by piece, each with the end of the one before.

    The library reads no more of a part than the directory says, and raises `BadZipFile` where that is
    not the truth.
    """
    before = b""
    for piece in parts_of(package, name, _CHUNK):
        yield before + piece
        before = piece[-OVERLAP:]


def check_parts(package: zipfile.ZipFile, shown: str, but: Container[str]) -> None:
    """Walk through all parts `but` some. Raises `UnreadableError` if one is damaged or declares entities."""
    for part in package.infolist():
        if part.filename in but or part.is_dir():
            continue
        with damage_at(part.filename, shown):
            for chunk in chunks(package, part.filename):
                if part.filename.endswith((".xml", ".rels")) and declares(chunk):
                    message = f"{part.filename} declares entities, as no workbook does"
                    raise UnreadableError(rules.UNSAFE.at(Where(shown), message))


def declares(chunk: bytes) -> bool:
    """Whether a piece of XML holds a document type or entity, in an encoding of one byte or of two."""
    # All of them have the one byte, which is found quickly, and is rare.
    return b"!" in chunk and any(mark in chunk for mark in _DECLARATIONS)


def elements(stream: IO[bytes], *tags: str) -> Iterator[Any]:
    """The elements of these local names as they end, without entities, network or huge trees.

    The caller frees what it has seen.
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


def local_name(element: Any) -> str:
    """The name of an element without its namespace; '' of a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def free(element: Any) -> None:
    """Free an element that has been read, and those before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
