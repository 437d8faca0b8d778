"""Spending over time against an evenly spread budget, as a chart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate, count

from grants.ledger import Account
from grants.reports.document import Line, LineChart
from grants.reports.speech import Speech
from grants.values.money import ZERO, Amount
from grants.values.periods import Granularity, Period

_MOST_MARKS = 5
"""Lines across the chart above zero, at most."""


def burn_chart(account: Account, as_of: date, say: Speech) -> LineChart | None:
    """Accumulated spend up to a day, beside the budget spread evenly over the period.

    A sum known only for a span counts on its last day. None where nothing is budgeted, nothing is
    spent, or the day lies before the period.
    """
    period, budget = account.grant.effective_period, account.budgeted
    spent = _accumulated(account, as_of)
    until = period.up_to(as_of)
    if not spent or not budget or until is None:
        return None
    whole = Period.between(min(period.start, spent[0][0]), max(period.last, spent[-1][0]))
    total = spent[-1][1]

    def day(when: date) -> int:
        return (when - whole.start).days

    end = max(min(as_of, whole.last), spent[-1][0])
    spending = [(0, ZERO), *((day(when), amount) for when, amount in spent), (day(end), total)]
    planned = ((day(period.start), ZERO), (day(period.last), budget))
    even = budget.part(until.days, period.days)
    return LineChart(
        title=say("Spending over time ({currency})", currency=say.currency(account.grant.currency)),
        description=say(
            "The line of spending ends at {spent} as of {date}. Even spending of the budget of "
            "{budget} would be {even} on the same day.",
            date=say.date(as_of),
            spent=say.money(total, account.grant.currency),
            budget=say.money(budget, account.grant.currency),
            even=say.money(even, account.grant.currency),
        ),
        days=whole.days - 1,
        lines=(
            _line(say("Budget, spread evenly"), planned),
            _line(say("Spent"), spending, is_stepped=True),
        ),
        time_marks=tuple((max(day(unit.start), 0), say.period(unit)) for unit in _units(whole)),
        amount_marks=tuple(
            (amount.decimal, say.number(amount, decimals=False))
            for amount in round_amounts(max(budget, *(amount for _, amount in spent)))
        ),
    )


def _line(label: str, points: Iterable[tuple[int, Amount]], *, is_stepped: bool = False) -> Line:
    return Line(label, tuple((day, amount.decimal) for day, amount in points), is_stepped=is_stepped)


def round_amounts(highest: Amount) -> Iterator[Amount]:
    """Zero and a few round amounts above it, evenly apart, up to the first that is not lower."""
    steps = (factor * 10**power for power in count(2) for factor in (1, 2, 5))
    step = next(step for step in steps if step * _MOST_MARKS >= highest.minor)
    for amount in count(0, step):
        yield Amount(amount)
        if amount >= highest.minor:
            return


def _accumulated(account: Account, as_of: date) -> list[tuple[date, Amount]]:
    """The sum of spend at the end of each day on which it changed."""
    by_day: defaultdict[date, int] = defaultdict(int)
    for group in account.postings.groups:
        if group.period.last <= as_of:
            by_day[group.period.last] += group.total
    days = sorted(by_day)
    return list(zip(days, map(Amount, accumulate(by_day[day] for day in days)), strict=True))


def _units(whole: Period) -> Iterator[Period]:
    by = Granularity.YEAR if whole.days > 800 else Granularity.QUARTER
    return (unit for unit in whole.units(by) if unit.start >= whole.start)
