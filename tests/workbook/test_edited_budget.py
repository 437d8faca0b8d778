from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from grants.errors import UnknownGrantError, WorkbookError
from grants.ledger import Account, Ledger
from grants.reports.budget_changes import ProposedLine, budget_changes
from grants.reports.table import Money
from grants.values.money import Amount
from grants.workbook import export_workbook
from grants.workbook.edited_budget import grants_in, read_edited_budget

Edit = Callable[[Any], None]


@pytest.fixture
def edited(rich: Ledger, tmp_path: Path) -> Callable[[Edit], str]:
    """The path of the rich grant's workbook after an edit."""

    def edit(change: Edit, ledger: Ledger = rich) -> str:
        path = tmp_path / "konto.xlsx"
        path.write_bytes(export_workbook(ledger))
        book = load_workbook(path)
        change(book)
        book.save(path)
        return str(path)

    return edit


def refusal(path: str, account: Account) -> str:
    with pytest.raises(WorkbookError) as refused:
        read_edited_budget(path, account)
    return str(refused.value)


def test_an_unedited_budget_is_the_same(rich: Ledger, both: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "both.xlsx"
    path.write_bytes(export_workbook(both))
    for account in both:
        lines = read_edited_budget(str(path), account)
        assert tuple(line.line for line in lines) == tuple(map(ProposedLine.of, account.approved.lines))
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))
        assert budget_changes(account, lines).data["changes"] == []
    assert grants_in(str(path)) == ("applied-2018", "rich-2016")


def test_changes_become_a_proposal(rich: Ledger, edited: Callable[[Edit], str]) -> None:
    def change(book: Workbook) -> None:
        sheet: Any = book["Budget"]
        sheet["H5"] = 45000.1
        sheet["E5"] = 2017
        sheet.delete_rows(9)
        sheet.insert_rows(6)
        sheet["B6"], sheet["H6"], sheet["G6"], sheet["J6"] = "theme-days", 5000, "partner", "Ny"

    account = rich.grants[0]
    lines = read_edited_budget(edited(change), account)
    table = budget_changes(account, lines)
    rows = [row.cells for row in table.rows]

    assert [line.number for line in lines] == [1, None, 2, 3, 4]
    assert lines[1].line.amount == Amount.parse("5000.00")
    assert (1, "steering-group", "Periode", "2016", "2017", None) in rows
    assert (5, "evaluation", "linje fjernet", Money(Amount.parse("5000.00"), "DKK"), None,
            Money(Amount.parse("-5000.00"), "DKK")) in rows  # fmt: skip
    assert (None, "theme-days", "ny linje", None, Money(Amount.parse("5000.00"), "DKK"),
            Money(Amount.parse("5000.00"), "DKK")) in rows  # fmt: skip
    assert (table.data["before"], table.data["after"]) == (
        Amount.parse("155000.00"),
        Amount.parse("150000.00"),
    )
    assert any("145.000 kr." in note and "150.000 kr." in note for note in table.notes)


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("H5", "firs", "Budget!H5: 'firs' is no figure"),
        ("H5", None, "Budget!H5: the amount is blank"),
        ("H5", -1, "Budget!H5: -1 is not an amount from 0"),
        ("H5", 1.005, "Budget!H5: 1.005 is not exact in hundredths"),
        ("H5", 10**15, "Budget!H5: 1000000000000000 is not an amount from 0"),
        ("B5", "steering-grup", "did you mean 'steering-group'"),
        ("E5", "2016-13", "'2016-13' is no date"),
        ("E5", datetime.fromisoformat("2016-03-01"), "Budget!E5: the spreadsheet has made a date of it"),
        ("G5", "banken", "Budget!G5: 'banken' is none of Bevillingen, Bevillingen (in natura), Egne midler"),
        ("A5", 99, "Budget!A5: the budget has no line 99"),
        ("A5", 2, "Budget: line 2 is used twice"),
        ("A5", "x", "Budget!A5: 'x' is no number of a budget line"),
    ],
)
def test_every_doubt_is_refused_with_its_cell(
    cell: str, value: object, message: str, rich: Ledger, edited: Callable[[Edit], str]
) -> None:
    def change(book: Any) -> None:
        book["Budget"][cell] = value

    assert message in refusal(edited(change), rich.grants[0])


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("H5", 10000.06, "Posteringer!H5: 10000.06 here, 10000.05 in the ledger"),
        ("E5", "theme-days", "Posteringer!E5: 'theme-days' here, 'steering-group' in the ledger"),
        ("A6", 77, "the ledger has no posting on line 77"),
        ("B7", datetime.fromisoformat("2016-12-30"), "'2016-12-30' here, '2016-12-31' in the ledger"),
        ("H8", "0,10", "Posteringer!H8: '0,10' here, 0.10 in the ledger"),
    ],
)
def test_edited_postings_are_refused_with_the_way_to_correct(
    cell: str, value: object, message: str, rich: Ledger, edited: Callable[[Edit], str]
) -> None:
    def change(book: Any) -> None:
        book["Posteringer"][cell] = value

    said = refusal(edited(change), rich.grants[0])

    assert message in said
    assert "`grants post rich-2016 DATE ACTIVITY -AMOUNT`" in said


def test_a_posting_taken_out_is_missed(rich: Ledger, edited: Callable[[Edit], str]) -> None:
    def change(book: Any) -> None:
        book["Posteringer"].delete_rows(6)

    assert "line 3 of postings.csv is missing" in refusal(edited(change), rich.grants[0])


def test_sorted_postings_and_later_ones_are_no_edit(rich: Ledger, edited: Callable[[Edit], str]) -> None:
    def change(book: Any) -> None:
        sheet = book["Posteringer"]
        first, last = ([cell.value for cell in sheet[row]] for row in (6, 7))
        for column, (one, other) in enumerate(zip(first, last, strict=True), 1):
            sheet.cell(6, column).value, sheet.cell(7, column).value = other, one

    path = edited(change)
    account = rich.grants[0]
    later = next(iter(account.postings))

    assert len(read_edited_budget(path, account.with_posting(later))) == 5


def test_a_budget_that_changed_meanwhile_is_refused(
    rich: Ledger, tmp_path: Path, edited: Callable[[Edit], str]
) -> None:
    path = edited(lambda _: None)
    record = rich.grants[0].grant
    names = ("id", "title", "funder", "recipient", "period", "status")
    kept = {name: getattr(record, name) for name in names}
    fewer = type(record).model_validate({**kept, "budget": record.budget[:2]})

    assert "is not the one that this workbook was written from" in refusal(path, Account(fewer))


def test_a_workbook_that_unpacks_to_far_more_than_its_size_is_not_opened(
    tmp_path: Path, rich: Ledger
) -> None:
    path = tmp_path / "bomb.xlsx"
    with ZipFile(BytesIO(export_workbook(rich))) as book, ZipFile(path, "w", ZIP_DEFLATED) as bomb:
        for name in book.namelist():
            more = b" " * (300 << 20) if name == "xl/styles.xml" else b""
            bomb.writestr(name, book.read(name) + more)

    assert "it is not opened" in refusal(str(path), rich.grants[0])


def test_what_export_did_not_write_is_refused(tmp_path: Path, rich: Ledger, both: Ledger) -> None:
    text, other, mine = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    text.write_text("no workbook")
    Workbook().save(other)
    mine.write_bytes(export_workbook(rich))

    assert "is damaged or is no .xlsx file" in refusal(str(text), rich.grants[0])
    assert "was not written by `grants export`" in refusal(str(other), rich.grants[0])
    assert "cannot be read" in refusal(str(tmp_path / "none.xlsx"), rich.grants[0])
    with pytest.raises(UnknownGrantError, match="has no grant 'applied-2018'"):
        read_edited_budget(str(mine), both.grant("applied-2018"))


def test_a_sheet_that_was_taken_out_is_missed(rich: Ledger, edited: Callable[[Edit], str]) -> None:
    def change(book: Any) -> None:
        book["Budget"].delete_rows(4)

    assert "lacks a row with the headings" in refusal(edited(change), rich.grants[0])
