"""Seals: how a written file shows that nobody changed it since.

A Word or Excel file carries the digest of its content in the comment at the end of the package, a page of
HTML in its last line. An archival PDF, text, Markdown, JSON and CSV have no place for one, so an existing
file of theirs with other content counts as changed.
"""

import hashlib
import io
import re
import zipfile

_HTML_SEAL = re.compile(rb"<!-- sha256:([0-9a-f]{64}) -->\n\Z")


def sealed(content: bytes, form: str) -> bytes:
    """The content of a file with its seal, if the format has one."""
    if form == "html":
        return content + f"<!-- sha256:{hashlib.sha256(content).hexdigest()} -->\n".encode()
    if form in ("docx", "xlsx"):
        stream = io.BytesIO(content)
        with zipfile.ZipFile(stream, "a") as package:
            package.comment = _digest(content)
        return stream.getvalue()
    return content


def is_untouched(content: bytes, form: str) -> bool:
    """Whether an existing file is as it was written."""
    if form == "html":
        seal = _HTML_SEAL.search(content)
        return seal is not None and sealed(content[: seal.start()], form) == content
    if form not in ("docx", "xlsx"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            comment = package.comment
    except zipfile.BadZipFile:
        return False
    return _digest(content[: -len(comment) - 2] + b"\0\0") == comment


def _digest(content: bytes) -> bytes:
    return b"sha256:" + hashlib.sha256(content).hexdigest().encode()
