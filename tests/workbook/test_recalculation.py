from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import grants
from grants.ledger import Ledger
from grants.reports.budget_changes import ProposedLine
from grants.values.periods import Granularity
from grants.workbook import export_workbook
from grants.workbook.edited_budget import read_edited_budget

EXAMPLE = grants.load(Path(__file__).parents[2] / "ledgers" / "gain-example")
Saved = Callable[[Mapping[str, bytes]], dict[str, Path]]


@pytest.fixture(scope="module")
def books(rich: Ledger, both: Ledger, paid: Ledger) -> dict[str, bytes]:
    return {
        "gain": export_workbook(EXAMPLE),
        "gain-as-of": export_workbook(EXAMPLE, as_of=date(2022, 6, 30), language="en"),
        "paid": export_workbook(paid),
        "by-year": export_workbook(rich),
        "by-quarter": export_workbook(rich, by=Granularity.QUARTER, language="en"),
        "by-month": export_workbook(rich, by=Granularity.MONTH),
        "as-of": export_workbook(rich, as_of=date(2016, 12, 31)),
        "split": export_workbook(rich, row_limit=7),
        "both": export_workbook(both),
        "edited": edited(export_workbook(rich)),
    }


def edited(content: bytes) -> bytes:
    """The same workbook after somebody has added a krone to a posting in it."""
    book = load_workbook(BytesIO(content))
    book["Posteringer"]["H5"] = 10_001.05
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def saved(books: dict[str, bytes], saved_by_libreoffice: Saved) -> dict[str, Path]:
    return saved_by_libreoffice(books)


@pytest.fixture(scope="module")
def recalculated(saved: dict[str, Path], read_saved: Callable[[Path], Workbook]) -> dict[str, Workbook]:
    return {name: read_saved(path) for name, path in saved.items()}


@pytest.mark.parametrize(
    "name", ["gain", "gain-as-of", "paid", "by-year", "by-quarter", "by-month", "as-of", "split", "both"]
)
def test_libreoffice_computes_every_formula_to_its_cached_value(
    name: str,
    books: dict[str, bytes],
    recalculated: dict[str, Workbook],
    opened: Callable[..., Workbook],
    cells_of: Callable[[Workbook], dict[tuple[str, str], Any]],
) -> None:
    formulas = cells_of(opened(books[name]))
    cached = cells_of(opened(books[name], data_only=True))
    computed = cells_of(recalculated[name])

    places = [place for place, value in formulas.items() if str(value).startswith("=") and place in cached]
    wrong = {
        place: (formulas[place], cached[place], computed.get(place))
        for place in places
        if not same(cached[place], computed.get(place))
        # a text that begins with "=" is no formula: it stands in both as it is
        and formulas[place] != cached[place]
    }

    assert wrong == {}
    assert len(places) > 80


def same(cached: Any, computed: Any) -> bool:
    if isinstance(cached, int | float) and isinstance(computed, int | float):
        return abs(cached - computed) < 1e-9 * max(1, abs(cached))
    return (cached or "") == (computed or "")


def test_the_settlement_is_computed_from_what_stands_in_the_workbook(
    recalculated: dict[str, Workbook],
) -> None:
    [account] = EXAMPLE
    settlement = account.settlement()
    early = account.settlement(date(2022, 6, 30))
    assert settlement is not None
    assert early is not None
    danish = figures(recalculated["gain"]["Indbetalinger"])
    english = figures(recalculated["gain-as-of"]["Instalments"])

    assert danish["Bevilget"] == float(settlement.award.decimal)
    assert danish["Modtaget"] == float(settlement.received.decimal)
    assert danish["Anvendt af bevillingen"] == float(settlement.eligible.decimal)
    assert danish["Tilbagebetalt"] == float(settlement.repaid.decimal)
    assert danish["Til tilbagebetaling"] == float(settlement.to_repay.decimal)
    assert english["Awarded"] == float(early.award.decimal) == 162_400
    assert english["Received"] == float(early.received.decimal) == 162_400
    assert english["Spent of the award"] == float(early.eligible.decimal)
    assert english["Paid back"] == 0


def test_what_is_ordered_leaves_less_available(recalculated: dict[str, Workbook], paid: Ledger) -> None:
    [account] = paid
    sheet = recalculated["paid"]["Indbetalinger"]
    rows = {row[0]: row[1:5] for row in sheet.iter_rows(values_only=True)}

    assert rows["Møder"] == (1000, 300.10, 50, 649.90)
    assert [float(entry.available.decimal) for entry in account.availability()] == [649.90]


def figures(sheet: Any) -> dict[str, Any]:
    """The last figure beside each label of a sheet."""
    return {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if isinstance(row[1], int | float)}


def test_an_edited_posting_is_caught_by_the_reconciliation(recalculated: dict[str, Workbook]) -> None:
    sheet = recalculated["edited"]["Afstemning"]
    wrong = {row[0]: row[3] for row in sheet.iter_rows(values_only=True) if row[4] == "FEJL"}

    assert wrong["Alle posteringer, sum"] == 1
    assert wrong["Aktivitet: Styregruppe"] == 1
    assert wrong["Periode: 2016"] == 1
    assert "Aktivitet: Temadage" not in wrong
    overview = recalculated["edited"]["Oversigt"]
    assert any(cell.value == "FEJL" for row in overview.iter_rows() for cell in row)


def test_what_libreoffice_saved_finds_its_way_back(saved: dict[str, Path], both: Ledger) -> None:
    for account in both:
        lines = read_edited_budget(str(saved["both"]), account)
        assert tuple(line.line for line in lines) == tuple(map(ProposedLine.of, account.approved.lines))
