"""Office files as packages: what may be opened, how the same bytes are written each time, and seals.

A seal shows that nobody changed a written file since. A Word or Excel file carries the digest of its
content in the comment at the end of the package, a page of HTML in its last line. An archival PDF, text,
Markdown, JSON and CSV have no place for one, so an existing file of theirs with other content counts as
changed.
"""

import hashlib
import io
import re
import zipfile

from grants.errors import TemplateError
from grants.store.packages import DAMAGED, MAX_RATIO, Bounds, RefusedError, Why, open_zip, parts_of, refusals

MAX_UNPACKED = 200 << 20
"""Bytes that a package may unpack to; a letterhead or a form is far smaller."""

MAX_PARTS = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def check_package(content: bytes, suffix: str, name: str) -> None:
    """Refuse, with `TemplateError`, what is no plain and sound .docx or .xlsx file."""
    if content.startswith(_OLE):
        raise TemplateError(
            f"{name} is encrypted or in the format before 2007; save it as {suffix} without a password"
        )
    bounds = Bounds(members=MAX_PARTS, unpacked=MAX_UNPACKED, unique=False)
    no_package = f"{name} is damaged or is no {suffix} file"
    try:
        with open_zip(io.BytesIO(content), bounds) as package:
            for refusal in refusals(package, bounds, len(content)):
                raise TemplateError(_said(refusal.why, name, no_package))
            names = set(package.namelist())
            kinds = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            _check_content(package, name)
    except RefusedError as refused:
        raise TemplateError(_said(refused.why, name, no_package)) from None
    except DAMAGED:
        raise TemplateError(no_package) from None
    except ValueError as fault:
        raise TemplateError(f"{name} is damaged: {fault}") from None
    if b"macroEnabled" in kinds or any(part.endswith("vbaProject.bin") for part in names):
        raise TemplateError(f"{name} holds macros; save it as {suffix}, which holds none")
    if _MAIN_PART[suffix] not in names:
        raise TemplateError(f"{name} is no {suffix} file, whatever it is called")


def _said(why: Why, name: str, no_package: str) -> str:
    if why in (Why.TOO_MANY, Why.TOO_LARGE):
        return f"{name} unpacks to more than {MAX_UNPACKED >> 20} MB; it is not opened"
    if why is Why.TOO_DENSE:
        return f"{name} unpacks to more than {MAX_RATIO} times its size; it is not opened"
    return no_package


def _check_content(package: zipfile.ZipFile, name: str) -> None:
    """Unpack each part once, piece by piece: is it what its checksum says?"""
    try:
        for part in package.namelist():
            for _ in parts_of(package, part):
                pass
    except zipfile.BadZipFile:
        raise TemplateError(f"{name} is damaged; open it, repair it and save it again") from None


def zipped_again(content: bytes) -> bytes:
    """The same package with nothing in it that shows when it was packed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            part.create_system = 3
            new.writestr(part, old.read(name))
    return stream.getvalue()


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
