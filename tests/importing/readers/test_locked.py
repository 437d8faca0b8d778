"""Workbooks with a password, made for real: reported as such, wherever their directory is."""

import io
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from grants.importing.detection.detect import detect
from tests.importing.readers.dialects import findings_of, items
from tests.importing.readers.test_bad_files import generic

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def locked(rows: int) -> bytes:
    """An .xlsx that a password opens."""
    book, stream, content = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Dato", "Tekst", "Beløb"])
    for row in range(rows):
        sheet.append(["14-03-2016", f"x{row}", float(row)])
    book.save(stream)
    stream.seek(0)
    OOXMLFile(stream).encrypt("secret", content)
    return content.getvalue()


def moved(sector: int) -> bytes:
    """A compound file whose directory is in this sector of 512 bytes."""
    head = OLE + bytes(0x1E - 8) + (9).to_bytes(2, "little") + bytes(0x10) + sector.to_bytes(4, "little")
    return (
        head.ljust((sector + 1) * 512, b"\0") + "Root Entry".encode("utf-16-le").ljust(128, b"\0") + ENCRYPTED
    )


@pytest.mark.parametrize("content", [locked(1), locked(2_000), moved(1), moved(20_000)], ids=len)
def test_a_workbook_with_a_password_is_reported(content: bytes, tmp_path: Path) -> None:
    (finding,) = findings_of(items(tmp_path / "e.xlsx", content, generic()))
    proposed = detect(tmp_path / "e.xlsx", shown="e.xlsx")

    assert finding.code == "G912"
    assert "password" in finding.message
    assert "without a password" in finding.remedy
    assert [str(found) for found in proposed.findings] == [str(finding)]


@pytest.mark.parametrize(
    "content", [OLE, OLE + b"\xff" * 600, moved(3).replace(ENCRYPTED, b""), OLE + b"\0" * 9]
)
def test_other_compound_files_are_old_workbooks(content: bytes, tmp_path: Path) -> None:
    (finding,) = findings_of(items(tmp_path / "e.xls", content, generic()))

    assert finding.code == "G911"
