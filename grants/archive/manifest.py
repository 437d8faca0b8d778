"""The manifest of an archive, in the format of `sha256sum`, which can check it without this program."""

import re
from collections.abc import Mapping
from typing import NamedTuple

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
    return "".join(_line(name, digests[name]) for name in sorted(digests))


def _line(name: str, digest: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "" if escaped == name else "\\"
    return f"{mark}{digest}  {escaped}\n"


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
