"""Names inside an archive: which there are, and which are safe to unpack on any computer."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

MANIFEST = "MANIFEST.sha256"
README = "README.txt"
REPORT = "final-report.pdf"
WORKBOOK = "workbook.xlsx"

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DRIVE = re.compile("[A-Za-z]:")


def why_unsafe(name: str) -> str | None:
    """What is wrong with a name: it leads out of its folder, or cannot be written down soundly."""
    if not name:
        return "it is blank"
    if name.startswith("/") or _DRIVE.match(name):
        return "it is an absolute path"
    if "\\" in name:
        return "it holds a backslash, which parts folders on some computers"
    if _CONTROL.search(name):
        return "it holds a line feed or another control character"
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        return "it is not UTF-8"
    parts = name.split("/")
    if ".." in parts:
        return "it leads out of its folder"
    return "it has parts without a name" if not all(parts) or "." in parts else None


def twins(names: Iterable[str]) -> list[list[str]]:
    """Names that are the same file on a computer that minds neither capitals nor kinds of accents."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())].append(name)
    return [found for found in alike.values() if len(found) > 1]
