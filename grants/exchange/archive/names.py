"""Names inside an archive: which there are, and which are safe to unpack on any computer."""

import re

MANIFEST = "MANIFEST.sha256"
README = "README.txt"
REPORT = "final-report.pdf"
WORKBOOK = "workbook.xlsx"

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DRIVE = re.compile("[A-Za-z]:")


def why_unsafe(name: str) -> str | None:
    """What is wrong with a name: it leads out of its folder, or cannot be written down soundly."""
    parts = name.split("/")
    faults = (
        (name.startswith("/") or _DRIVE.match(name), "it is an absolute path"),
        ("\\" in name, "it holds a backslash, which parts folders on some computers"),
        (_CONTROL.search(name), "it holds a line feed or another control character"),
        (_SURROGATE.search(name), "it is not UTF-8"),
        (".." in parts, "it leads out of its folder"),
        (not all(parts) or "." in parts, "a part of it has no name"),
    )
    return next((why for is_so, why in faults if is_so), None)
