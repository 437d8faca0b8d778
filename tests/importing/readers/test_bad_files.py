"""Bad files: each gives a clear finding with file, sheet, row and column, and the sound lines beside it."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from grants.findings.finding import Severity
from grants.importing.profiles.profile import Profile
from grants.importing.profiles.profile_files import load_profile
from grants.importing.readers import packages as package
from tests.importing.readers.dialects import (
    ODS_HEAD,
    Dialect,
    Entry,
    findings_of,
    items,
    lines_of,
    ods_of,
    ods_row,
    ods_text,
    totals_of,
    write_xlsx,
)
from tests.support import write_sheets

HEAD = "Dato;Bilagsnr;Tekst;Artskonto;Beløb\n"
SOUND = "14-03-2016;17;Honorar;5280;1.234,56\n"
DAY = dt.date(2016, 3, 14)


def shipped(name: str) -> Profile:
    profile, _ = load_profile(name)
    assert profile is not None
    return profile


def generic(**keys: object) -> Profile:
    return Profile.model_validate({**shipped("generic-dk").model_dump(by_alias=True), **keys})


def of_text(folder: Path, text: str | bytes, profile: Profile | None = None) -> tuple[list[str], list[int]]:
    """Findings as place, code; and the rows of the sound lines."""
    content = text if isinstance(text, bytes) else text.encode()
    found = items(folder / "e.csv", content, profile or generic())
    return [f"{f.where} {f.code}" for f in findings_of(found)], [line.row for line in lines_of(found)]


@pytest.mark.parametrize(
    ("lines", "places", "rows"),
    [
        ("31-02-2016;1;x;5;1,00\n", ["e.csv:3:1 G922"], [2]),
        (";1;x;5;1,00\n", ["e.csv:3:1 G922"], [2]),
        ("14-03-2016;1;x;5;1234.56\n", ["e.csv:3:18 G923"], [2]),
        ("14-03-2016;1;x;5;\n", ["e.csv:3:18 G923"], [2]),
        ("14-03-2016;1;x;5;1,234\n", ["e.csv:3:18 G923"], [2]),
        ("14-03-2016;1;x;5;1e5\n", ["e.csv:3:18 G923"], [2]),
        ("14-03-2016;1;x;5;#REF!\n", ["e.csv:3:18 G923"], [2]),
        ("14-03-2016;1;x;5;12345678901234,00\n", ["e.csv:3:18 G923"], [2]),
        ("32-03-2016;1;x;5;1.23,00\n", ["e.csv:3:1 G922", "e.csv:3:18 G923"], [2]),
        ("14-03-2016;1;x;1,00\n", ["e.csv:3:16 G919"], [2]),
        ("14-03-2016;1;x;y;5;1,00\n", ["e.csv:3:18 G919"], [2]),
        ('14-03-2016;1;"x;5;1,00\n', ["e.csv:3:14 G920"], [2]),
        ('14-03-2016;1;x"y;5;1,00\n', ["e.csv:3:15 G920"], [2]),
        ("14-03-2016;1;x\x07;5;1,00\n", ["e.csv:3:14 G921"], [2]),
        ("14-03-2016;1;x\x00;5;1,00\n", ["e.csv:3:14 G921"], [2]),
        ("14-03-2016;1;x;5;1,", ["e.csv:3:18 G923"], [2]),
        ("14-03-2016;1;x", ["e.csv:3:14 G919", "e.csv:3 G935"], [2]),
        ("\n   \n;;;;\n" + SOUND, [], [2, 6]),
        (HEAD + SOUND, [], [2, 4]),
        ("Bilagsnr;Dato;Tekst;Artskonto;Beløb\n17;14-03-2016;x;5;1,00\n", ["e.csv:3:1 G918"], [2, 4]),
        ("Subtotal;;;;1.234,57\n", ["e.csv:3:1 G930"], [2]),
        ("Subtotal;;;;1.234,56\n" + SOUND + "Subtotal;;;;1.234,56\nI alt;;;;2.469,12\n", [], [2, 4]),
        ("Side 2 af 3\n" + SOUND, [], [2, 4]),
    ],
)  # fmt: skip
def test_lines(lines: str, places: list[str], rows: list[int], tmp_path: Path) -> None:
    found, sound = of_text(tmp_path, HEAD + SOUND + lines)

    assert [place for place in found if "G935" not in place or place in places] == places
    assert sound == rows


def test_a_quoted_text_over_lines_is_one_line(tmp_path: Path) -> None:
    found = items(
        tmp_path / "e.csv", (HEAD + '14-03-2016;1;"to\r\n""linjer""";5;1,00\r\n' + SOUND).encode(), generic()
    )

    assert [(line.row, line.text) for line in lines_of(found)] == [(2, 'to "linjer"'), (4, "Honorar")]


def test_a_lost_quote_swallows_no_line(tmp_path: Path) -> None:
    found, rows = of_text(tmp_path, HEAD + '14-03-2016;1;"x;5;1,00\n' + SOUND * 500)

    assert found == ["e.csv:2:14 G920"]
    assert len(rows) == 500


def test_all_faulty_lines_are_listed(tmp_path: Path) -> None:
    found, rows = of_text(tmp_path, HEAD + (SOUND + "99-99-2016;1;x;5;x\n") * 2_000)

    assert len(found) == 4_000
    assert len(rows) == 2_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "G915"),
        (b"\n\n", "G915"),
        ((HEAD).encode(), "G915"),
        ("Dato;Beløb\rx;y\r".encode(), "G921"),
        (b"Day;Sum\n1;2\n", "G916"),
        ((HEAD + SOUND).encode("utf-16-le"), "G914"),
        ("Dato;Beløb;Beløb\n14-03-2016;1,00;2,00\n".encode(), "G917"),
        (b"%PDF-1.7\n", "G911"),
        (b"<html><table><tr><td>Dato</td></tr></table></html>", "G911"),
        (b"<?xml version='1.0'?><x/>", "G911"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "G911"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "G912"),
        (b"G69000001FLYD\n", "G911"),
        (b"PK\x03\x04 no package", "G911"),
    ],
)
def test_whole_files(content: bytes, code: str, tmp_path: Path) -> None:
    found = items(tmp_path / "e.csv", content, generic())

    assert [finding.code for finding in findings_of(found)] == [code]
    assert lines_of(found) == []


def test_headings_without_lines_are_a_warning(tmp_path: Path) -> None:
    (finding,) = findings_of(items(tmp_path / "e.csv", HEAD.encode(), generic()))

    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_no_file(name: str, tmp_path: Path) -> None:
    assert codes_of(tmp_path / name, None) == ["G910"]


def test_bytes_of_another_encoding_are_placed(tmp_path: Path) -> None:
    found, rows = of_text(
        tmp_path, (HEAD + SOUND).encode() + b"14-03-2016;1;\xe6;5;1,00\n", generic(encoding="utf-8")
    )

    assert (found, rows) == (["e.csv:3:14 G914"], [])


def test_a_month_first_profile_over_a_day_first_file(tmp_path: Path) -> None:
    profile = generic(dates=("mm-dd-yyyy",))
    found = items(
        tmp_path / "e.csv", f"{HEAD}03-04-2024;1;x;5;1,00\n25-04-2024;1;x;5;1,00\n".encode(), profile
    )
    _, first = of_text(tmp_path, f"{HEAD}03-04-2024;1;x;5;1,00\n", profile)

    assert [f.message for f in findings_of(found)] == [
        "'25-04-2024' read as mm-dd-yyyy has the month 25; is the file day-first?"
    ]
    assert first == [2]
    assert of_text(tmp_path, f"{HEAD}03-04-2024;1;x;5;1,00\n", profile)[0] == ["e.csv:1 G936"]


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        ("5,00;6,00", "the line has both debit and credit"),
        (";", "debit and credit are both blank"),
    ],
)
def test_debit_and_credit(amounts: str, message: str, tmp_path: Path) -> None:
    profile = Dialect(sign="columns").profile()
    found = items(tmp_path / "e.csv", f"Dato;Debet;Kredit\n14-03-2016;{amounts}\n".encode(), profile)

    assert [(f.code, f.message) for f in findings_of(found)] == [("G924", message)]


def test_a_total_reports_lines_that_could_not_be_read(tmp_path: Path) -> None:
    found = items(tmp_path / "e.csv", f"{HEAD}{SOUND}x;1;x;5;1,00\nI alt;;;;1.235,56\n".encode(), generic())
    (total,) = totals_of(found)

    assert (total.minor, total.counted, total.of) == (123556, 123456, 1)
    assert "1 lines could not be read" in findings_of(found)[-1].message


def sheet(folder: Path, text: str, profile: Profile | None = None) -> list[tuple[str, str, str]]:
    """Findings on a workbook as place, code and message."""
    write_sheets(folder / "e.xlsx", HEAD + text)
    found = items(folder / "e.xlsx", None, profile or generic())
    return [(str(f.where), f.code, f.message) for f in findings_of(found)]


GOOD = "14-03-2016;17;Honorar;5280;1234.56\n"


@pytest.mark.parametrize(
    ("rows", "place", "code", "message"),
    [
        ("14-03-2016;1;x;5;#REF!\n", "e.xlsx:2:5", "G925", "Ark1!E2: the cell shows the error #REF!"),
        ("14-03-2016;1;#N/A;5;1\n", "e.xlsx:2:3", "G925", "Ark1!C2: the cell shows the error #N/A"),
        ("#REF!;1;x;5;1\n", "e.xlsx:2:1", "G925", "Ark1!A2: the cell shows the error #REF!"),
        ("14-03-2016;1;x;5;=1+1\n", "e.xlsx:2:5", "G926", "Ark1!E2: the formula has no stored value"),
        (GOOD + "14-03-2016;;x;5;1\nmerge B2:B3\n", "e.xlsx:3:2", "G927", "Ark1!B3: the cell is merged"),
        (GOOD + "15-03-2016;1;x;5;1\nhidden row 3\n", "e.xlsx:3", "G928", "Ark1: rows are hidden"),
        ("14-03-2016;1;x;5;1.0051\n", "e.xlsx:2:5", "G929", "Ark1!E2: 1.0051 is rounded to 1.01"),
        ("14-03-2016;1;x;5;\n", "e.xlsx:2:5", "G923", "Ark1!E2: the amount is blank"),
        ("42443;1;x;5;1\n", "e.xlsx:2:1", "G922", "Ark1!A2: 42443 is a bare number"),
        ("03-04;1;x;5;1\n", "e.xlsx:2:1", "G922", "Ark1!A2: '03-04' is no date"),
        ("14-03-2016;1;x;5;1,234.5\n", "e.xlsx:2:5", "G923", "Ark1!E2: '1,234.5' has another decimal mark"),
        (GOOD + "at XFD1048576 x\n", "e.xlsx:1", "G913", "the sheet 'Ark1' reaches to column 16,384"),
        (GOOD + "at A1048576 x\nat ZZ5 x\n", "e.xlsx:1", "G913", "the sheet 'Ark1' reaches to column 702"),
        (GOOD + "[Ark2]\n" + HEAD + GOOD, "e.xlsx:1", "G938", "the headings of the profile are on"),
    ],
)  # fmt: skip
def test_sheets(rows: str, place: str, code: str, message: str, tmp_path: Path) -> None:
    assert any(
        (found[0], found[1]) == (place, code) and found[2].startswith(message)
        for found in sheet(tmp_path, rows)
    ), sheet(tmp_path, rows)


def test_a_sheet_beside_without_headings_is_no_question(tmp_path: Path) -> None:
    assert sheet(tmp_path, GOOD + "[Ark2]\nNotes;to;all\n") == []


def test_day_numbers_are_read_if_the_profile_says_so(tmp_path: Path) -> None:
    write_sheets(tmp_path / "e.xlsx", f"{HEAD}42443;1;x;5;1\n")
    found = items(tmp_path / "e.xlsx", None, generic(dates=("dd-mm-yyyy", "serial")))

    assert [line.date for line in lines_of(found)] == ["2016-03-14"]


def test_binary_floats_are_rounded_once_and_half_up(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    values = [0.1 + 0.2, 1.005, -1.005, 2.675, 1e-9, 1234567890123.45, 0.29]
    page = book.active
    assert page is not None
    page.append(HEAD.strip().split(";"))
    for value in values:
        page.append([dt.datetime(2016, 3, 14), "1", "x", "5", value])  # noqa: DTZ001  # a day of a sheet
    book.save(tmp_path / "e.xlsx")
    found = items(tmp_path / "e.xlsx", None, generic())

    assert [line.minor for line in lines_of(found)] == [30, 101, -101, 268, 0, 123456789012345, 29]
    assert [f.where.line for f in findings_of(found) if f.code == "G929"] == [3, 4, 5]


def rewritten(path: Path, part: str, change: object) -> bytes:
    """The package with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)  # type: ignore[operator]
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def workbook(folder: Path) -> Path:
    """A sound workbook of one entry."""
    write_xlsx(folder / "e.xlsx", [Entry(DAY, 100, "1", "x", "5280")])
    return folder / "e.xlsx"


def codes_of(path: Path, content: bytes | None, profile: Profile | None = None) -> list[str]:
    """The codes of what is found in a file."""
    return [finding.code for finding in findings_of(items(path, content, profile or generic()))]


@pytest.mark.parametrize(
    ("part", "old", "new", "code"),
    [
        (SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet', "G913"),
        ("xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY a "aa">]><workbook', "G913"),
        (SHEET, b'<dimension ref="A1:E2"/>', b'<dimension ref="A1:XFD1048576"/>', None),
        (SHEET, b'<c r="A2"', b'<c r = "XFD1048576"', "G913"),
        (SHEET, b'<c r="A2"', b"<c r='XFD1048576'", "G913"),
        (SHEET, b'<c r="A2"', b'<c\nr="XFD1048576"', "G913"),
        (SHEET, b'<c r="A2"', b'<c r ="XFD1048576"', "G913"),
        (SHEET, b'<c r="A2"', b'<c r= "XFD1048576"', "G913"),
        (SHEET, b'<c r="A2"', b"<c r ='XFD1048576'", "G913"),
        (SHEET, b'<c r="A2"', b'<c\tr\n="XFD1048576"', "G913"),
        (SHEET, b'<row r="2"', b'<row r="1048576"', None),
        (SHEET, b"</sheetData>", b"", "G911"),
    ],
)
def test_hostile_xml(part: str, old: bytes, new: bytes, code: str | None, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    content = rewritten(path, part, lambda text: text.replace(old, new))
    assert content != path.read_bytes()
    found = items(path, content, generic())

    assert [finding.code for finding in findings_of(found)] == ([] if code is None else [code])
    assert len(lines_of(found)) == (1 if code is None else 0)


@pytest.mark.parametrize(
    "written", [b't="e"', b't = "e"', b't ="e"', b't= "e"', b"t='e'", b"t = 'e'", b't\n=\n"e"']
)
def test_an_error_is_found_however_it_is_spelled(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "e.xlsx"
    write_sheets(path, HEAD + GOOD)
    sound, error = b'<c r="E2"><v>1234.56</v>', b'<c r="E2" ' + written + b"><v>#REF!</v>"
    content = rewritten(path, SHEET, lambda xml: xml.replace(sound, error))

    assert codes_of(path, content) == ["G925"]


def test_a_part_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    content = rewritten(path, SHEET, lambda text: text + b" " * (8 << 20))
    (finding,) = findings_of(items(path, content, generic()))

    assert (finding.code, "times its size" in finding.message) == ("G913", True)


def test_a_directory_that_lies_is_noticed(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    place = content.rindex(size.to_bytes(4, "little"))
    content[place : place + 4] = (10).to_bytes(4, "little")
    found = items(path, bytes(content), generic())

    assert [finding.code for finding in findings_of(found)] in (["G911"], ["G913"])
    assert lines_of(found) == []


def test_a_workbook_larger_than_all_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 1_000)
    path = workbook(tmp_path)

    assert codes_of(path, None) == ["G913"]


@pytest.mark.parametrize(
    ("offset", "value", "code"), [(8, 1, "G912"), (8, 0x41, "G912"), (10, zipfile.ZIP_BZIP2, "G911")]
)
def test_a_workbook_that_cannot_be_unpacked_is_refused_by_its_list(
    offset: int, value: int, code: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.start_dir + offset
    content[place : place + 2] = value.to_bytes(2, "little")

    assert codes_of(path, bytes(content)) == [code]


def test_a_workbook_of_too_many_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PARTS", 2)
    path = workbook(tmp_path)
    (finding,) = findings_of(items(path, None, generic()))

    assert (finding.code, finding.message[:16]) == ("G913", "the workbook has")


def test_macros_are_data(tmp_path: Path) -> None:
    path = tmp_path / "e.xlsm"
    write_xlsx(path, [Entry(DAY, 100, "1", "x", "5280")])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")

    assert len(lines_of(items(path, None, generic()))) == 1


def test_a_cut_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path)

    assert codes_of(path, path.read_bytes()[:-300]) == ["G911"]


HIDDEN_SHEET = (
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
    "</style:style>"
)
ROW = ods_row(DAY, "1", "x", "5280", "1.00")
FORMULA = (
    '<table:table-cell table:formula="of:=[.#REF!.A1]" office:value-type="string" '
    'office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
)


NUMBER = 'office:value-type="float" office:value="1.00"/>'
AMOUNT = f"<table:table-cell {NUMBER}"
MANY_ROWS = '<table:table-row table:number-rows-repeated="90000000">'
MANY_CELLS = ods_text("x").replace(" office", ' table:number-columns-repeated="17000" office')


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        (NUMBER, 'table:formula="of:=1"/>', "G926", "Poster!E2: the formula has no stored value"),
        (AMOUNT, FORMULA, "G925", "Poster!E2: the cell shows the error #REF!"),
        ('"1.00"', '"1.0051"', "G929", "Poster!E2: 1.0051 is rounded to 1.01"),
        (ods_text("x"), "<table:covered-table-cell/>", "G927", "Poster!C2: the cell is merged"),
        (AMOUNT, "<table:covered-table-cell/>", "G927", "Poster!E2: the cell is merged"),
        (
            "<table:table-row>",
            '<table:table-row table:visibility="filter">',
            "G928",
            "Poster: rows are hidden",
        ),
        ("<table:table-row>", MANY_ROWS, "G913", "the sheet 'Poster' has more than 40,000,000 cells"),
        (ods_text("x"), MANY_CELLS, "G913", "a row has more than 16,384 columns"),
    ],
)
def test_ods(old: str, new: str, code: str, message: str, tmp_path: Path) -> None:
    found = findings_of(items(tmp_path / "e.ods", ods_of(ODS_HEAD + ROW.replace(old, new)), generic()))

    assert [(f.code, f.message[: len(message)]) for f in found] == [(code, message)]


def test_a_hidden_sheet_of_ods_is_not_read(tmp_path: Path) -> None:
    other = f'<table:table table:name="Gemt" table:style-name="ta2">{ODS_HEAD}{ROW}</table:table>'
    content = ods_of(ODS_HEAD + ROW, styles=HIDDEN_SHEET, sheets=other)
    found = items(tmp_path / "e.ods", content, generic())

    assert [(f.code, "'Gemt'" in f.message) for f in findings_of(found)] == [("G928", True)]
    assert len(lines_of(found)) == 1


def test_an_encrypted_ods(tmp_path: Path) -> None:
    path = tmp_path / "e.ods"
    path.write_bytes(ods_of(ODS_HEAD + ROW))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")

    assert codes_of(path, None) == ["G912"]


BATCH = "000G69000000000001FLYD\n"
DEBIT = "&11020160314&1115280&1120000000000100 &113D&1142016&1161&153x\n"
CREDIT = DEBIT.replace("&113D", "&113K").replace("5280", "9000")


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (DEBIT + CREDIT, []),
        (DEBIT, ["e.g69:1 G932"]),
        (DEBIT + CREDIT.replace("20160314", "20160315"), ["e.g69:1 G932", "e.g69:1 G932"]),
        (DEBIT + CREDIT + DEBIT.replace("&111", "&109"), ["e.g69:4:14 G931"]),
        (DEBIT + CREDIT + DEBIT.replace("20160314", "20161314"), ["e.g69:4:2 G931"]),
        (DEBIT + CREDIT + DEBIT.replace("100 ", "1,0 "), ["e.g69:4:22 G931"]),
        (DEBIT + CREDIT + DEBIT.replace("113D", "113X"), ["e.g69:4:40 G931"]),
        (DEBIT + CREDIT + DEBIT[:20], ["e.g69:4:20 G931"]),
        (DEBIT + CREDIT + "noise\n", ["e.g69:4:1 G931"]),
        ("", ["e.g69:1 G915"]),
    ],
)
def test_batches(lines: str, places: list[str], tmp_path: Path) -> None:
    found = items(tmp_path / "e.g69", (BATCH + lines).encode(), shipped("g69"))

    assert [f"{f.where} {f.code}" for f in findings_of(found)] == places


def test_a_batch_that_is_not_balanced_reports_the_difference(tmp_path: Path) -> None:
    (finding,) = findings_of(items(tmp_path / "e.g69", (BATCH + DEBIT).encode(), shipped("g69")))

    assert finding.message == "batch 1, 2016-03-14: debit 1.00 and credit 0.00 differ by 1.00"


@pytest.mark.parametrize(
    ("last", "code"),
    [
        ("1", "G940"), ("12", "G940"), ("1.234", "G940"), ("1.234,5", "G940"), ('"12"', "G940"),
        ("1.234,56", "G935"), ("1.234,56-", "G935"),
    ],
)  # fmt: skip
def test_a_cut_amount_is_an_error(last: str, code: str, tmp_path: Path) -> None:
    text = HEAD + SOUND * 3 + f"14-03-2016;1;x;5;{last}"

    assert [place.split()[1] for place in of_text(tmp_path, text)[0]] == [code]
    assert of_text(tmp_path, text + "\n")[0] == []
    assert of_text(tmp_path, text, generic(ends_open=True))[0] == []


@pytest.mark.parametrize(
    "text",
    [
        HEAD + SOUND + "14-03-2016;1;x;5;7,5\n14-03-2016;1;x;5;12",  # others are short too
        HEAD + SOUND + "I alt;;;;1.234,56",
        HEAD + "14-03-2016;1;x;5;12",
        "Dato;Beløb;Tekst\n14-03-2016;1,00;x\n14-03-2016;12;x",  # behind the amount there is a field
        HEAD + SOUND.replace("1.234,56", "1.000,00") + "I alt;;;;1.000",  # a total that holds
    ],
)
def test_a_missing_line_end_alone_is_a_note(text: str, tmp_path: Path) -> None:
    assert [place.split()[1] for place in of_text(tmp_path, text)[0]] == ["G935"]


def test_a_cut_amount_is_found_behind_many_lines(tmp_path: Path) -> None:
    found, _ = of_text(tmp_path, HEAD + SOUND * 40_000 + "14-03-2016;1;x;5;12")

    assert found == ["e.csv:40002:18 G940"]


@pytest.mark.parametrize(("mark", "name"), [("\t", "tabs"), (",", "commas"), ("|", "'|'")])
@pytest.mark.parametrize("title", ["", "Rapport 12; udskrevet 14.03.2016\n\n"])
def test_another_delimiter_is_reported_once(mark: str, name: str, title: str, tmp_path: Path) -> None:
    line = '14-03-2016;17;"Hono;rar";5280;"1.234,56"\n'
    found = items(tmp_path / "e.csv", (title + (HEAD + line * 3).replace(";", mark)).encode(), generic())
    (finding,) = findings_of(found)

    assert (finding.code, finding.where.line) == ("G916", 3 if title else 1)
    assert finding.message == f'the fields seem separated by {name}, and the profile says delimiter = ";"'
    assert finding.remedy.startswith(f'write delimiter = "{mark.replace(chr(9), chr(92) + "t")}"')


def test_another_delimiter_is_found_under_unknown_headings(tmp_path: Path) -> None:
    found = items(tmp_path / "e.csv", b"Day\tSum\n14-03-2016\t1,00\n", generic())

    assert ["tabs" in finding.message for finding in findings_of(found)] == [True]


def test_a_title_is_not_taken_for_headings(tmp_path: Path) -> None:
    (finding,) = findings_of(items(tmp_path / "e.csv", b"Report of May\n\nDay;Note;Sum\n1;x;2\n", generic()))

    assert finding.where.line == 3
    assert "known are Day, Note, Sum" in finding.message


def remedies(folder: Path, text: str, **keys: object) -> list[tuple[str, str]]:
    """The codes of findings with what to do."""
    return [(f.code, f.remedy) for f in findings_of(items(folder / "e.csv", text.encode(), generic(**keys)))]


def test_the_remedy_of_a_blank_amount_names_no_marks(tmp_path: Path) -> None:
    ((code, remedy),) = remedies(tmp_path, HEAD + SOUND + "14-03-2016;1;x;5;\n")

    assert code == "G923"
    assert "write the amount in the system" in remedy
    assert "decimal" not in remedy


@pytest.mark.parametrize("amounts", [";", "1,00;2,00"])
def test_the_remedy_of_two_sides_names_no_marks(amounts: str, tmp_path: Path) -> None:
    columns = {"date": "Dato", "debit": "Debet", "credit": "Kredit"}
    text = f"Dato;Debet;Kredit\n14-03-2016;{amounts}\n14-03-2016;1,00;\n"
    ((code, remedy),) = remedies(tmp_path, text, sign="columns", columns=columns)

    assert code == "G924"
    assert "on one side" in remedy
    assert "marks" not in remedy


@pytest.mark.parametrize(
    ("value", "said"), [(True, "a logical value, TRUE"), (DAY, "a day, 2016-03-14"), (None, "blank")]
)
def test_the_remedy_of_a_cell_that_is_no_amount_names_no_marks(
    value: object, said: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Dato", "Tekst", "Beløb"])
    sheet.append([DAY, "x", value])
    book.save(tmp_path / "e.xlsx")
    (finding,) = findings_of(items(tmp_path / "e.xlsx", None, generic()))

    assert finding.code == "G923"
    assert said in finding.message
    assert "write the amount" in finding.remedy
    assert "decimal" not in finding.remedy


def test_a_title_of_ods_may_be_merged_beyond_the_table(tmp_path: Path) -> None:
    covered = '<table:covered-table-cell table:number-columns-repeated="30"/>'
    title = f"<table:table-row>{ods_text('Report')}{covered}</table:table-row>"
    blank = f"<table:table-row>{covered}</table:table-row>"
    note = title.replace("Report", "Side 2 af 3")
    found = items(tmp_path / "e.ods", ods_of(title + blank + ODS_HEAD + ROW + blank + note + ROW), generic())

    assert findings_of(found) == []
    assert [line.row for line in lines_of(found)] == [4, 7]
