"""Office files as packages: what may be opened, and how to write one with the same bytes each time."""

import io
import zipfile

from grants.errors import TemplateError

MAX_UNPACKED = 200 << 20
"""Bytes that a package may unpack to; a letterhead or a form is far smaller."""

MAX_RATIO = 200
"""How many times larger than packed a part above a megabyte may be: more is a zip bomb."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def check_package(content: bytes, suffix: str, name: str) -> None:
    """Refuse, with `TemplateError`, what is no plain and sound .docx or .xlsx file."""
    if content.startswith(_OLE):
        raise TemplateError(
            f"{name} is encrypted or in the format before 2007; save it as {suffix} without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_size(package, name)
            names = set(package.namelist())
            kinds = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            if package.testzip() is not None:
                raise TemplateError(f"{name} is damaged; open it, repair it and save it again")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
        raise TemplateError(f"{name} is damaged or is no {suffix} file") from None
    except ValueError as fault:
        raise TemplateError(f"{name} is damaged: {fault}") from None
    if b"macroEnabled" in kinds or any(part.endswith("vbaProject.bin") for part in names):
        raise TemplateError(f"{name} holds macros; save it as {suffix}, which holds none")
    if _MAIN_PART[suffix] not in names:
        raise TemplateError(f"{name} is no {suffix} file, whatever it is called")


def _check_size(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > 10_000:
        raise TemplateError(f"{name} unpacks to more than {MAX_UNPACKED >> 20} MB; it is not opened")
    for part in parts:
        if part.file_size > (1 << 20) and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise TemplateError(f"{name} unpacks to more than {MAX_RATIO} times its size; it is not opened")


def zipped_again(content: bytes) -> bytes:
    """The same package with nothing in it that tells when it was packed."""
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
