"""Names of files inside a folder: which are safe on any computer."""

import re
from pathlib import PurePosixPath

from grants.values.text import INVISIBLE

_LINE_FEED = re.compile("\n")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DRIVE = re.compile("[A-Za-z]:")
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
"""Names that Windows keeps for devices, whatever comes after a dot."""


def why_unsafe(name: str) -> str | None:
    """What is wrong with a name: it leads out of its folder, or cannot be written down soundly."""
    parts = name.split("/")
    faults = (
        (name.startswith("/") or _DRIVE.match(name), "it is an absolute path"),
        ("\\" in name, "it holds a backslash, which parts folders on some computers"),
        (
            INVISIBLE.search(name) or _LINE_FEED.search(name),
            "it holds a line feed or another control character",
        ),
        (_SURROGATE.search(name), "it is not UTF-8"),
        (".." in parts, "it leads out of its folder"),
        (not all(parts) or "." in parts, "a part of it has no name"),
        (any(map(_RESERVED.fullmatch, parts)), "on Windows a part of it is the name of a device"),
    )
    return next((why for is_so, why in faults if is_so), None)


def why_no_attachment(name: str) -> str | None:
    """The same of an attachment as people name it: `./a.pdf` and `a//b.pdf` will do."""
    unsafe = why_unsafe(name)
    if unsafe is None or ".." in PurePosixPath(name).parts:
        return unsafe
    return why_unsafe(PurePosixPath(name).as_posix())
