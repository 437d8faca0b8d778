import random
from collections.abc import Iterable
from datetime import date
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from grants import Account
from grants.figures.comparison import Comparison, Figures, compare
from grants.figures.postings import Group, Postings
from grants.records.budget import Activity, Amendment, BudgetLine, LineChange
from grants.records.grant import Funder, Grant, Recipient
from grants.values import money
from grants.values.money import ZERO, Amount
from grants.values.periods import Granularity, Period, Spread
from tests.strategies import ACTIVITIES, budget_lines, groups

WHOLE = Period.parse("2014/2015")

some_groups = st.lists(groups(), max_size=12)
some_lines = st.lists(budget_lines(), max_size=6)
ways = st.sampled_from(Granularity)
spreads = st.sampled_from([None, *Spread])
changed = st.integers(-(10**9), 10**9).map(money.Amount)
days = st.none() | st.dates(date(2014, 1, 1), date(2019, 12, 31))


def compared(
    lines: list[BudgetLine],
    spent: list[Group],
    by: Granularity,
    spread: Spread | None = None,
    as_of: date | None = None,
) -> Comparison:
    return compare(lines, spent, order=ACTIVITIES, whole=WHOLE, by=by, spread=spread, as_of=as_of)


payers = st.sampled_from(["grant", "own"])


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """An account with any budget, amendments of it, and any groups of postings, by two payers."""
    lines = [line.model_copy(update={"financing": draw(payers)}) for line in draw(some_lines)]
    keys = [(line.activity, line.period, line.financing, False) for line in lines]
    keys += [(activity, None, "grant", True) for activity in ACTIVITIES]
    changes = [
        LineChange(activity=activity, period=period, financing=payer, new=new, amount=draw(changed))
        for activity, period, payer, new in draw(st.lists(st.sampled_from(keys), max_size=4))
    ]
    amendments: tuple[Amendment, ...] = ()
    if changes:
        amendments = (Amendment(date=date(2014, 6, 1), changes=tuple(changes), approved_by="The fund"),)
    grant = Grant(
        id="example",
        title="Example",
        funder=Funder(name="The fund", kind="public"),
        recipient=Recipient(name="A municipality"),
        period=WHOLE,
        status="applied",
        activities=tuple(Activity(id=name, title=name) for name in ACTIVITIES),
        budget=tuple(lines),
        amendments=amendments,
    )
    spent = [group._replace(financing=draw(payers)) for group in draw(some_groups)]
    return Account(grant=grant, postings=Postings(tuple(spent)))


def assert_sum(parts: Iterable[Figures], whole: Figures) -> None:
    """Parts give a whole, budget and actual alike."""
    parts = list(parts)
    assert money.total(part.budget for part in parts) == whole.budget
    assert money.total(part.actual for part in parts) == whole.actual


@given(
    accounts(),
    ways,
    spreads,
    days,
    st.sampled_from(["approved", "original"]),
    st.none() | payers,
)
def test_rows_columns_and_corner_add_up(
    account: Account,
    by: Granularity,
    spread: Spread | None,
    as_of: date | None,
    budget: Literal["approved", "original"],
    financing: str | None,
) -> None:
    comparison = account.compare(by, as_of=as_of, allocate=spread, budget=budget, financing=financing)

    for row in comparison.rows:
        assert_sum(row.cells, row.total)
    for cells, total in zip(
        zip(*(row.cells for row in comparison.rows), strict=True), comparison.column_totals, strict=True
    ):
        assert_sum(cells, total)
    assert_sum((row.total for row in comparison.rows), comparison.total)
    assert_sum(comparison.column_totals, comparison.total)


@given(some_lines, some_groups, ways, spreads, days)
def test_nothing_budgeted_is_lost(
    lines: list[BudgetLine], spent: list[Group], by: Granularity, spread: Spread | None, as_of: date | None
) -> None:
    comparison = compared(lines, spent, by, spread, as_of)

    assert comparison.total.budget == money.total([line.amount for line in lines])


@given(some_lines, some_groups, ways, spreads)
def test_nothing_spent_is_lost(
    lines: list[BudgetLine], spent: list[Group], by: Granularity, spread: Spread | None
) -> None:
    comparison = compared(lines, spent, by, spread)

    assert comparison.total.actual == money.Amount(sum(group.total for group in spent))
    assert comparison.left_out == ZERO


@given(some_lines, some_groups, ways, spreads, days, st.randoms())
def test_the_order_does_not_matter(
    lines: list[BudgetLine],
    spent: list[Group],
    by: Granularity,
    spread: Spread | None,
    as_of: date | None,
    rng: random.Random,
) -> None:
    expected = compared(lines, spent, by, spread, as_of)
    rng.shuffle(lines)
    rng.shuffle(spent)

    assert compared(lines, spent, by, spread, as_of) == expected


@given(some_lines, some_groups, ways, spreads, days, st.integers(-(10**9), 10**9))
def test_a_sum_may_be_split_into_postings(
    lines: list[BudgetLine],
    spent: list[Group],
    by: Granularity,
    spread: Spread | None,
    as_of: date | None,
    part: int,
) -> None:
    split = [
        piece
        for group in spent
        for piece in (group._replace(total=part), group._replace(total=group.total - part))
    ]

    assert compared(lines, split, by, spread, as_of) == compared(lines, spent, by, spread, as_of)


@given(some_groups, st.sampled_from(Spread), days.filter(bool), ways)
def test_a_column_that_has_passed_keeps_its_figure(
    spent: list[Group], spread: Spread, as_of: date, by: Granularity
) -> None:
    """Moving the day changes no column before it, and dividing finer changes no total."""
    until = compared([], spent, by, spread, as_of)
    whole = compared([], spent, by, spread)
    figures = {
        (r.activity, c): f.actual for r in whole.rows for c, f in zip(whole.columns, r.cells, strict=True)
    }
    nothing = Amount.parse("0.00")

    for row in until.rows:
        for column, cell in zip(until.columns, row.cells, strict=True):
            if column.period is not None and column.period.last <= as_of:
                assert cell.actual == figures.get((row.activity, column), nothing)
    assert until.total == compared([], spent, Granularity.TOTAL, spread, as_of).total


@given(some_groups, st.sampled_from(Spread))
def test_months_give_their_quarters_and_quarters_their_years(spent: list[Group], spread: Spread) -> None:
    def by_year(by: Granularity) -> dict[tuple[str, int], int]:
        sums: dict[tuple[str, int], int] = {}
        comparison = compared([], spent, by, spread)
        for row in comparison.rows:
            for column, cell in zip(comparison.columns, row.cells, strict=True):
                if column.period is not None:
                    key = (row.activity, column.period.start.year)
                    sums[key] = sums.get(key, 0) + cell.actual.minor
        return {key: total for key, total in sums.items() if total}

    assert by_year(Granularity.MONTH) == by_year(Granularity.QUARTER) == by_year(Granularity.YEAR)


@given(some_groups, days.filter(bool))
def test_what_a_date_cuts_is_counted_or_left_out(spent: list[Group], as_of: date) -> None:
    comparison = compared([], spent, Granularity.TOTAL, None, as_of)
    begun = sum(group.total for group in spent if group.period.start <= as_of)

    assert comparison.total.actual.minor + comparison.left_out.minor == begun


def test_a_span_stands_in_a_column_of_its_own() -> None:
    spent = [Group("2014/2017", "fees", "grant", 400, 1, 2), Group("2015-05-01", "fees", "grant", 7, 1, 3)]

    comparison = compared([], spent, Granularity.YEAR)

    assert [str(column.period) for column in comparison.columns] == ["2015", "None"]
    assert [str(cell.actual) for cell in comparison.row("fees").cells] == ["0.07", "4.00"]
    assert comparison.columns[1].is_unperiodised


def test_a_span_is_spread_over_all_its_years() -> None:
    spent = [Group("2014/2017", "fees", "grant", 1001, 1, 2)]

    by_months = compared([], spent, Granularity.YEAR, Spread.MONTHS)
    by_days = compared([], spent, Granularity.YEAR, Spread.DAYS)

    assert [str(cell.actual) for cell in by_months.row("fees").cells] == ["2.50", "2.50", "2.50", "2.51"]
    assert [str(cell.actual) for cell in by_days.row("fees").cells] == ["2.50", "2.50", "2.50", "2.51"]


def test_a_budget_without_a_period_is_spread_over_the_grant() -> None:
    line = BudgetLine(activity="fees", amount=Amount.parse("100.01"))

    comparison = compared([line], [], Granularity.YEAR, Spread.MONTHS)

    assert [str(cell.budget) for cell in comparison.row("fees").cells] == ["50.00", "50.01"]


def test_a_quarter_fits_into_its_year_but_not_into_a_month() -> None:
    spent = [Group("2016-Q1", "fees", "grant", 900, 1, 2)]

    by_year = compared([], spent, Granularity.YEAR)
    by_month = compared([], spent, Granularity.MONTH)

    assert [str(column.period) for column in by_year.columns] == ["2016"]
    assert [column.is_unperiodised for column in by_month.columns] == [True]


def test_equal_periods_in_other_words_are_one_sum() -> None:
    """1 øre and 1 øre over two years are 2 øre over two years: one for each."""
    spent = [Group("2014/2015", "fees", "grant", 1, 1, 2), Group("2014-01/2015-12", "fees", "grant", 1, 1, 3)]

    comparison = compared([], spent, Granularity.YEAR, Spread.MONTHS)

    assert [str(cell.actual) for cell in comparison.row("fees").cells] == ["0.01", "0.01"]
