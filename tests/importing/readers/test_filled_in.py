"""Sheets to fill in come back from a spreadsheet in many forms, and say the same in each."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from grants.findings.finding import Finding
from grants.importing.decisions import FilledIn, read_filled_in
from tests.importing.readers.dialects import ods_of, ods_text

NEEDED = ("key", "activity")
HEAD = ["Key", "grant", "activity", "ignore", "text"]
ROWS = [["L-1", "", "travel", "", "Tog; æ"], ["L-2", "lab", "", "not ours, Ø", 'say "no"']]
READ = FilledIn([name.casefold() for name in HEAD], [(2, ROWS[0]), (4, ROWS[1])])


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text(encoding: str, delimiter: str, end: str, tmp_path: Path) -> None:
    lines = [delimiter.join(HEAD), *(delimiter.join(map(quoted, row)) for row in ROWS)]
    lines.insert(2, "")
    (tmp_path / "s.csv").write_bytes(end.join([*lines, ""]).encode(encoding))

    assert read_filled_in(str(tmp_path / "s.csv"), NEEDED) == READ


def test_a_workbook_with_the_sheet_behind_another_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Notes", dt.date(2024, 3, 14)])
    sheet = book.create_sheet("Review")
    for row in (HEAD, ROWS[0], [], ROWS[1]):
        sheet.append(row)
    book.save(tmp_path / "s.xlsx")

    assert read_filled_in(str(tmp_path / "s.xlsx"), NEEDED) == READ


def test_a_sheet_of_ods_with_a_number_as_key(tmp_path: Path) -> None:
    head, *rows = [
        f"<table:table-row>{''.join(ods_text(cell) for cell in row)}</table:table-row>"
        for row in [HEAD, *ROWS]
    ]
    (tmp_path / "s.ods").write_bytes(ods_of(head + rows[0] + "<table:table-row/>" + rows[1]))

    assert read_filled_in(str(tmp_path / "s.ods"), NEEDED) == READ


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"", "G916", "no column key and no column activity"),
        (b"key;grant\nL-1;x\n", "G916", "no column activity"),
        (b'key;activity\nL-1;"x\n', "G920", "cannot be read"),
        (b"%PDF-1.7", "G911", "PDF"),
        (b"PK\x03\x04 cut", "G911", "damaged"),
        (b"G69000001FLYD\n", "G911", "not a sheet that was filled in"),
        (b"\0" * 99, "G914", "zero bytes"),
    ],
)
def test_what_is_no_such_sheet_is_a_finding(content: bytes, code: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(content)
    found = read_filled_in(str(tmp_path / "s"), NEEDED)

    assert isinstance(found, Finding)
    assert (found.code, message in found.message) == (code, True)
