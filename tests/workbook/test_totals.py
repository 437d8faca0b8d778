"""For any ledger, every total in the workbook is the ledger's, cached and recalculated."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from grants.figures.postings import Posting, Postings
from grants.ledger import Account, Ledger
from grants.records.grant import Grant
from grants.values import money
from grants.values.periods import Granularity, Period
from grants.workbook import export_workbook
from tests.strategies import ACTIVITIES, budget_lines, periods, small_minors

Opened = Callable[..., Workbook]


def ledger_with(budget: list[Any], spent: list[tuple[Period, str, int]]) -> Ledger:
    """One grant with this budget and these postings."""
    record = Grant.model_validate(
        {
            "id": "drawn",
            "title": "Drawn",
            "status": "awarded",
            "period": Period.parse("2014/2018"),
            "funder": {"name": "F", "kind": "public"},
            "recipient": {"name": "R"},
            "activity": [{"id": "fees", "title": "Fees", "category": "pay"}, {"id": "salary", "title": "S"}],
            "budget": budget,
        }
    )
    postings = [
        Posting(period, activity, money.Amount(minor), str(line), "", line=line)
        for line, (period, activity, minor) in enumerate(spent, 2)
    ]
    return Ledger(".", (Account(record, Postings().plus_all(postings)),))


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    spent = st.tuples(periods(), st.sampled_from(ACTIVITIES), small_minors)
    return ledger_with(draw(st.lists(budget_lines(), max_size=5)), draw(st.lists(spent, max_size=12)))


def totals_agree(ledger: Ledger, book: Workbook, by: Granularity, as_of: date | None) -> None:
    """Rows, columns, corner and controls of a workbook against the ledger's own comparison."""
    [account] = ledger.grants
    comparison = account.compare(by, as_of=as_of)
    sheet: Any = book["Opfølgning"]
    rows = {row[1]: row for row in sheet.iter_rows(min_row=6, values_only=True) if row[1]}
    [corner] = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[0] == "I alt"]
    at = 2 + 4 * len(comparison.columns)
    for row in comparison.rows:
        cells = [figure for cell in (*row.cells, row.total) for figure in (cell.budget, cell.actual)]
        shown = [rows[row.activity][place] for slot in range(2, at + 1, 4) for place in (slot, slot + 1)]
        assert [money.Amount(round(value * 100)) for value in shown] == cells
    totals = (*comparison.column_totals, comparison.total)
    for slot, figures in enumerate(totals):
        shown = corner[2 + 4 * slot : 5 + 4 * slot]
        exact = [figures.budget, figures.actual, figures.deviation]
        assert [money.Amount(round(value * 100)) for value in shown] == exact
    statuses = {row[4] for row in book["Afstemning"].iter_rows(min_row=5, values_only=True)}
    assert statuses == {"OK"}


@settings(max_examples=40, deadline=None)
@given(
    ledger=ledgers(),
    by=st.sampled_from([Granularity.YEAR, Granularity.QUARTER]),
    as_of=st.none() | st.dates(date(2014, 1, 1), date(2018, 12, 31)),
)
def test_cached_totals_are_the_ledgers(
    ledger: Ledger, by: Granularity, as_of: date | None, opened: Opened
) -> None:
    book = opened(export_workbook(ledger, by=by, as_of=as_of, row_limit=9), data_only=True)

    totals_agree(ledger, book, by, as_of)


def test_recalculated_totals_are_the_ledgers(
    saved_by_libreoffice: Callable[[Mapping[str, bytes]], dict[str, Path]],
    read_saved: Callable[[Path], Workbook],
) -> None:
    random = Random(20_140_601)  # noqa: S311  # the same ledgers at every run
    drawn = {f"drawn-{number}": random_ledger(random) for number in range(10)}
    ways = {
        name: (list(Granularity)[1 + number % 3], date(2016, 5, 17) if number % 2 else None)
        for number, name in enumerate(drawn)
    }
    books = {
        name: export_workbook(ledger, by=ways[name][0], as_of=ways[name][1], row_limit=20)
        for name, ledger in drawn.items()
    }

    for name, path in saved_by_libreoffice(books).items():
        totals_agree(drawn[name], read_saved(path), *ways[name])


def random_ledger(random: Random) -> Ledger:
    def period() -> Period:
        year, month = random.randint(2014, 2018), random.randint(1, 12)
        return Period.parse(
            random.choice([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-28", f"{year}/{year + 1}"])
        )

    budget = [
        {
            "activity": random.choice(ACTIVITIES),
            "amount": money.Amount(random.randint(0, 10**8)),
            "period": p,
        }
        for p in (random.choice([None, period()]) for _ in range(6))
    ]
    spent = [
        (period(), random.choice(ACTIVITIES), random.randint(-(10**6), 10**8))
        for _ in range(random.randint(0, 50))
    ]
    return ledger_with(budget, spent)
