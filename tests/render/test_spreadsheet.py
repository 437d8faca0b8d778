import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import grants
from grants.errors import UnknownFormatError, WorkbookError
from grants.render import draw_bytes
from grants.render.spreadsheet import MAX_MINOR, MAX_TEXT, clean, float_of
from grants.reports.document import Document
from grants.reports.table import Align, Column, Money, Percent, Row, Table
from grants.values.money import Amount

FORMULAS = ("=1+1", "+45 12345678", "-1", "@sum", '=HYPERLINK("http://x")')


def table(*cells: Any, language: str = "da") -> Table:
    columns = tuple(Column(f"C{number}", Align.RIGHT) for number, _ in enumerate(cells))
    rows = (Row(cells), Row(cells, is_total=True))
    return Table("A title", columns, rows, language, subject="all", notes=("A note",))


def sheet_of(report: Table) -> Any:
    return load_workbook(io.BytesIO(draw_bytes(report, "xlsx"))).active


def test_cells_have_their_types() -> None:
    about = Money(Amount.parse("1000.50"), "DKK", approximate=True)
    sheet = sheet_of(table("text", 7, date(2016, 3, 14), about, Percent(Decimal("-9.48")), None))
    cells = sheet[4]

    assert [cell.value for cell in cells[:2]] == ["text", 7]
    assert cells[2].is_date
    assert (cells[3].value, cells[3].number_format) == (
        1000.5, '"ca. "#,##0.00 "kr.";[Red]"ca. "-#,##0.00 "kr."',
    )  # fmt: skip
    assert (cells[4].value, cells[4].number_format) == (pytest.approx(-0.0948), "0.0%;[Red]-0.0%")
    assert cells[5].value is None
    assert (sheet["A1"].value, sheet["A7"].value) == ("A title: all", "A note")
    assert sheet["A5"].font.bold
    assert not sheet["A4"].font.bold
    assert (sheet.freeze_panes, sheet.page_setup.orientation) == ("B4", "landscape")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_is_text(text: str) -> None:
    report = table(text)
    cell = sheet_of(report)["A4"]
    first = draw_bytes(report, "csv-excel").decode("utf-8-sig").splitlines()[1]

    assert (cell.value, cell.quotePrefix) == (text, True)
    assert next(csv.reader([first], delimiter=";")) == [f"'{text}"]


def test_csv_for_excel_has_the_marks_of_its_language() -> None:
    cells = (Money(Amount.parse("-1234.50"), "DKK"), Percent(Decimal("9.48")), "a;b", date(2016, 3, 14))

    assert draw_bytes(table(*cells), "csv-excel").startswith(b"\xef\xbb\xbfC0;C1;C2;C3\r\n")
    assert '-1234,50;9,48;"a;b";2016-03-14' in grants.draw(table(*cells), "csv-excel")
    assert "-1234.50;9.48;" in grants.draw(table(*cells, language="en"), "csv-excel")


def test_the_same_table_gives_the_same_bytes() -> None:
    assert draw_bytes(table("x"), "xlsx") == draw_bytes(table("x"), "xlsx")


def test_formats_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UnknownFormatError, match="no format 'xlsx' of text"):
        grants.draw(table("x"), "xlsx")
    with pytest.raises(UnknownFormatError, match="no format 'xlsx'"):
        draw_bytes(Document("T", "da", ()), "xlsx")
    assert draw_bytes(table("x"), "json") == grants.draw(table("x"), "json").encode()


@given(minor=st.integers(-MAX_MINOR + 1, MAX_MINOR - 1))
def test_fifteen_digits_come_back_to_the_minor_unit(minor: int) -> None:
    assert round(Decimal(repr(float_of(Amount(minor)))) * 100) == minor
    assert Decimal(f"{float_of(Amount(minor)):.15g}") * 100 == minor


def test_sixteen_digits_are_refused() -> None:
    with pytest.raises(WorkbookError, match=r"the sum is -10000000000000\.00, which has more than the 15"):
        float_of(Amount(-MAX_MINOR), "the sum")


@given(text=st.text(max_size=50))
def test_clean_text_is_what_xml_can_hold(text: str) -> None:
    kept = clean(text)

    assert clean(kept) == kept
    assert all(character == "\n" or character.isprintable() or ord(character) > 0x9F for character in kept)


def test_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    long = clean("\N{GRINNING FACE}" * MAX_TEXT)

    assert len(long.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert long.endswith("…")
    assert clean("x" * MAX_TEXT) == "x" * MAX_TEXT
