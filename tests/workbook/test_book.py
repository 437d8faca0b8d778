import re
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

import grants
from grants.errors import WorkbookError
from grants.ledger import Ledger
from grants.values.money import Amount
from grants.values.periods import Granularity
from grants.workbook import export_workbook, left_out
from tests.support import grant_of, ledger_of, postings


def day(*parts: int) -> datetime:
    """A day as a spreadsheet has it, which knows no time zones."""
    return datetime.combine(date(*parts), datetime.min.time())


Opened = Callable[..., Workbook]


def test_one_grant_has_a_sheet_for_each_question(rich: Ledger, opened: Opened) -> None:
    danish = opened(export_workbook(rich, language="da"))
    english = opened(export_workbook(rich, language="en"))

    assert danish.sheetnames == ["Oversigt", "Budget", "Opfølgning", "Posteringer", "Afstemning", "Kontrol"]
    assert english.sheetnames == [
        "Overview", "Budget", "Follow-up", "Postings", "Reconciliation", "Findings",
    ]  # fmt: skip


def test_several_grants_get_a_portfolio_first(both: Ledger, opened: Opened) -> None:
    book = opened(export_workbook(both, language="da"))
    values = opened(export_workbook(both, language="da"), data_only=True)
    rows = {row[0]: row for row in values["Portefølje"].iter_rows(values_only=True)}

    assert book.sheetnames[:3] == ["Portefølje", "1 Oversigt", "1 Budget"]
    assert rows["applied-2018"][7] == 300
    assert rows["rich-2016"][6:9] == (150000, 155000, 61234.53)
    assert rows["I alt"][7] == 155300


def test_the_follow_up_is_formulas_with_the_values_they_come_to(rich: Ledger, opened: Opened) -> None:
    content = export_workbook(rich)
    formulas, values = opened(content)["Opfølgning"], opened(content, data_only=True)["Opfølgning"]
    row = next(cell.row for cell in formulas["B"] if cell.value == "steering-group")

    assert formulas[f"D{row}"].value == (
        f"=ROUND(SUMIFS(Posteringer[Beløb],Posteringer[Aktivitet],$B{row},Posteringer[Opfølgning],C$4),2)"
    )
    assert values["C4"].value == 2016
    assert (values[f"C{row}"].value, values[f"D{row}"].value) == (50000.10, 29999.75)
    assert values[f"E{row}"].value == -20000.35
    assert values[f"F{row}"].value == pytest.approx(-20000.35 / 50000.10)


def test_what_is_not_periodised_has_a_column_of_its_own(rich: Ledger, opened: Opened) -> None:
    sheet = opened(export_workbook(rich), data_only=True)["Opfølgning"]
    keys = [cell.value for cell in sheet[4] if cell.value]

    assert keys == [2016, 2017, "Ikke periodiseret", "I alt"]


def test_months_are_real_dates_and_quarters_words(rich: Ledger, opened: Opened) -> None:
    months = opened(export_workbook(rich, by=Granularity.MONTH), data_only=True)["Opfølgning"]
    quarters = opened(export_workbook(rich, by=Granularity.QUARTER), data_only=True)["Opfølgning"]

    assert months["C4"].value == day(2016, 1, 1)
    assert quarters["C4"].value == "1. kvartal 2016"


def test_postings_stand_in_a_table_as_they_are(rich: Ledger, opened: Opened) -> None:
    sheet = opened(export_workbook(rich))["Posteringer"]
    table = sheet.tables["Posteringer"]

    assert table.ref == "A4:M11"
    assert table.autoFilter.ref == "A4:M11"
    assert [cell.value for cell in sheet[5]] == [
        2, day(2016, 1, 31), day(2016, 1, 31), 2016, "steering-group", "Styregruppe", "Bevillingen",
        10000.05, "1001", '=HYPERLINK("http://x","y")', None, None, None,
    ]  # fmt: skip
    assert sheet["J5"].quotePrefix
    assert not sheet["I5"].quotePrefix
    assert sheet["I10"].value == "0001006"
    assert sheet["B5"].is_date


def test_text_is_text_whatever_it_begins_with(rich: Ledger) -> None:
    with ZipFile(BytesIO(export_workbook(rich))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    formulas = [f for text in parts.values() for f in re.findall(r"<f>(.*?)</f>", text)]
    postings_sheet = parts["xl/worksheets/sheet4.xml"]

    assert formulas
    assert not any("HYPERLINK" in formula for formula in formulas)
    assert "<t>=HYPERLINK(" in postings_sheet
    assert "_x005F_x0041_ &lt;b&gt;&amp;amp;" in postings_sheet
    assert not any("externalLink" in name or "vba" in name.lower() for name in parts)
    assert not any('TargetMode="External"' in text for text in parts.values())


def test_the_same_ledger_gives_the_same_bytes(rich: Ledger) -> None:
    assert export_workbook(rich) == export_workbook(rich)
    assert export_workbook(rich, as_of=date(2017, 1, 1)) == export_workbook(rich, as_of=date(2017, 1, 1))


def test_no_clock_stands_in_the_file(rich: Ledger, opened: Opened) -> None:
    assert opened(export_workbook(rich)).properties.created == day(2000, 1, 1)
    dated = export_workbook(rich, as_of=date(2017, 6, 30))
    assert opened(dated).properties.created == day(2017, 6, 30)


def test_postings_after_the_day_are_there_and_not_counted(rich: Ledger, opened: Opened) -> None:
    book = opened(export_workbook(rich, as_of=date(2016, 12, 31)), data_only=True)
    slots = [row[3] for row in book["Posteringer"].iter_rows(min_row=5, values_only=True)]

    assert slots == [2016, 2016, 2016, *["Ikke medregnet"] * 4]
    assert statuses(book) == {"OK"}


def statuses(book: Workbook) -> set[Any]:
    return {row[4] for row in book["Afstemning"].iter_rows(min_row=5, values_only=True)}


def test_a_control_that_fails_is_an_error_in_the_workbook(tmp_path: Path, opened: Opened) -> None:
    ledger = ledger_of(tmp_path, toml='[[control]]\ntotal = 1.00\nsource = "ERP"\n')
    book = opened(export_workbook(ledger, language="en"), data_only=True)
    wrong = [row for row in book["Reconciliation"].iter_rows(values_only=True) if row[4] == "ERROR"]

    assert [(row[0], row[1], row[5]) for row in wrong] == [("Control total: Total", 1, "ERP")]
    assert any(cell.value == "ERROR" for row in book["Overview"].iter_rows() for cell in row)


def test_rows_are_split_over_sheets(rich: Ledger, opened: Opened) -> None:
    content = export_workbook(rich, row_limit=7)
    book = opened(content)
    rows = [
        list(book[name].iter_rows(min_row=5, values_only=True)) for name in book.sheetnames if "Post" in name
    ]
    total = book["Afstemning"]["C5"].value

    assert book.sheetnames[3:6] == ["Posteringer", "Posteringer 2", "Posteringer 3"]
    assert [len(part) for part in rows] == [3, 3, 1]
    assert [row[0] for part in rows for row in part] == list(range(2, 9))
    assert total == (
        "=ROUND(SUM(Posteringer[Beløb])+SUM(Posteringer_del2[Beløb])+SUM(Posteringer_del3[Beløb]),2)"
    )
    with pytest.raises(ValueError, match="more than 4"):
        export_workbook(rich, row_limit=4)


def test_more_than_fifteen_digits_are_refused(tmp_path: Path) -> None:
    lines = [f"2016-01-{day:02},meetings,9999999999999.99,{day},big" for day in (1, 2)]
    ledger = ledger_of(tmp_path, csv=postings(*lines))

    with pytest.raises(WorkbookError, match=r"19999999999999\.98.*15 digits"):
        export_workbook(ledger)


def test_sums_that_drift_in_binary_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = [
        line
        for n in range(300)
        for line in (
            f"2016-01-01,meetings,9999999999999.99,{n},x",
            f"2016-01-01,meetings,0.01,{n},y",
            f"2016-01-01,meetings,-9999999999999.98,{n},z",
        )
    ]
    ledger = ledger_of(tmp_path, csv=postings(*big))
    assert ledger.grants[0].spent == Amount(600)

    with pytest.raises(WorkbookError, match=r"binary figures"):
        export_workbook(ledger)


def test_control_characters_go_with_a_finding(tmp_path: Path, opened: Opened) -> None:
    account = grant_of(tmp_path, toml='title = "A\\u0007B"\n')
    found = list(left_out(account))
    book = opened(export_workbook(grants.load(tmp_path / "ledgers")))

    assert [(finding.code, finding.severity) for finding in found] == [("G107", "warning")]
    assert "U+0007" in found[0].message
    assert book.worksheets[0]["A1"].value == "AB"
    assert any(row[1] == "G107" for row in book.worksheets[-1].iter_rows(values_only=True))


def test_a_document_that_is_there_becomes_a_link(tmp_path: Path, opened: Opened) -> None:
    folder = tmp_path / "ledgers" / "example"
    csv = (
        "date,activity,amount,voucher,text,document\n"
        "2016-01-01,meetings,1.00,1,x,attachments/invoice 1.pdf\n"
        "2016-01-02,meetings,1.00,2,x,attachments/lost.pdf\n"
    )
    toml = '[[attachment]]\ntitle = "I"\nfile = "attachments/invoice 1.pdf"\n'
    ledger_of(tmp_path, toml=toml, csv=csv)
    (folder / "attachments").mkdir()
    (folder / "attachments" / "invoice 1.pdf").write_bytes(b"%PDF")
    ledger = grants.load(tmp_path / "ledgers")

    linked = opened(export_workbook(ledger, files_from=str(tmp_path)))[_postings(ledger)]
    alone = opened(export_workbook(ledger))[_postings(ledger)]

    assert linked["K5"].hyperlink.target.replace("\\", "/") == "ledgers/example/attachments/invoice%201.pdf"
    assert linked["K5"].value == "attachments/invoice 1.pdf"
    assert linked["K6"].hyperlink is None
    assert alone["K5"].hyperlink is None


def _postings(ledger: Ledger) -> str:
    return "Posteringer" if ledger.grants[0].grant.language == "da" else "Postings"


def test_a_workbook_of_nothing_is_refused() -> None:
    with pytest.raises(WorkbookError, match="no grant"):
        export_workbook(Ledger("nowhere"))


def test_sheets_print_and_freeze(rich: Ledger, opened: Opened) -> None:
    book: Any = opened(export_workbook(rich))
    for name in ("Budget", "Opfølgning", "Posteringer", "Afstemning"):
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape"
        assert name == "Opfølgning" or sheet.page_setup.fitToHeight == 0
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert "&P" in str(sheet.oddFooter.right.text)
    assert [page.id for page in book["Opfølgning"].col_breaks.brk] == [14]
    names = set(book.defined_names)
    assert {"Bevilget", "Budgetteret", "Anvendt", "Rest", "Grænse", "Afstemt", "AllePosteringer"} <= names
    assert book["Opfølgning"].row_dimensions[7].outlineLevel == 1
    assert len(book["Oversigt"]._charts) == 1  # noqa: SLF001


def test_the_budget_in_force_stands_beside_the_original_one(seeds: Ledger, opened: Opened) -> None:
    content = export_workbook(seeds)
    formulas, values = opened(content)["Budget"], opened(content, data_only=True)["Budget"]
    rows: dict[Any, Any] = {row[1]: row for row in values.iter_rows(min_row=5, values_only=True)}

    assert [cell.value for cell in values[4]][10:] == ["Oprindeligt", "Ændret", "Godkendelser"]
    assert (rows["therapists"][7], rows["therapists"][10:12]) == (64_050, (52_800, 11_250))
    assert rows["therapists"][12].count("Eksempelfonden") == 2
    assert (rows["rooms"][7], rows["rooms"][10:12]) == (7_500, (0, 7_500))
    assert formulas["L5"].value == "=ROUND(H5-K5,2)"
    assert rows["supervision"][6] == "Et neurocenter, som stiller en neuropsykolog til rådighed (in natura)"


def test_who_pays_is_told_apart_whatever_partners_are_called(paid: Ledger, opened: Opened) -> None:
    content = export_workbook(paid)
    postings_sheet = opened(content)["Posteringer"]
    controls = {
        row[0]: row for row in opened(content, data_only=True)["Afstemning"].iter_rows(values_only=True)
    }

    assert [postings_sheet[f"G{row}"].value for row in (5, 6, 7)] == [
        "Bevillingen", "Bevillingen (own)", '=1+1 "partner" * (in natura)',
    ]  # fmt: skip
    assert postings_sheet["G7"].quotePrefix
    assert controls["Posteringer betalt af bevillingen"][1:5] == (200.10, 200.10, 0, "OK")


def test_payments_have_a_sheet_where_there_are_any(paid: Ledger, rich: Ledger, opened: Opened) -> None:
    sheet = opened(export_workbook(paid), data_only=True)["Indbetalinger"]
    rows = list(sheet.iter_rows(values_only=True))

    assert "Indbetalinger" not in opened(export_workbook(rich)).sheetnames
    assert (day(2020, 2, 1), 450, day(2020, 2, 3), 449.5) in [row[:4] for row in rows]
    assert (day(2020, 9, 1), 450, None, None) in [row[:4] for row in rows]


@pytest.fixture(scope="module")
def seeds() -> Ledger:
    """The example of every kind of record."""
    return grants.load(Path(__file__).parents[2] / "ledgers" / "gain-example")
