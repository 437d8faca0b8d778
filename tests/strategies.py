"""What hypothesis draws: amounts, periods, groups, budgets."""

from datetime import date, timedelta

from hypothesis import strategies as st

from grants.figures.postings import Group
from grants.records.budget import BudgetLine
from grants.values import money
from grants.values.periods import Period

ACTIVITIES = ("fees", "salary", "travel")
FIRST, LAST = date(2014, 1, 1), date(2018, 12, 31)

minors = st.integers(-(10**15) + 1, 10**15 - 1)
small_minors = st.integers(-(10**9), 10**9)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A day, month, quarter, year, or a span between two days."""
    start = draw(st.dates(FIRST, LAST))
    kind = draw(st.sampled_from(["day", "month", "quarter", "year", "years", "days"]))
    if kind == "day":
        return Period.parse(start.isoformat())
    if kind == "month":
        return Period.parse(f"{start:%Y-%m}")
    if kind == "quarter":
        return Period.parse(f"{start.year}-Q{(start.month + 2) // 3}")
    if kind == "year":
        return Period.parse(f"{start.year}")
    if kind == "years":
        return Period.parse(f"{start.year}/{start.year + draw(st.integers(0, 3))}")
    return Period.between(start, start + timedelta(days=draw(st.integers(0, 900))))


@st.composite
def groups(draw: st.DrawFn) -> Group:
    return Group(
        str(draw(periods())),
        draw(st.sampled_from(ACTIVITIES)),
        "grant",
        draw(small_minors),
        1,
        2,
    )


@st.composite
def budget_lines(draw: st.DrawFn) -> BudgetLine:
    return BudgetLine(
        activity=draw(st.sampled_from(ACTIVITIES)),
        amount=money.Amount(draw(st.integers(0, 10**9))),
        period=draw(st.none() | periods()),
    )
