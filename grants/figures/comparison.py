"""Budget against actual spend, per activity and period, exact to the minor unit.

A pure calculation over budget lines and groups of postings. Sums known only for a span that no
single column holds have a column of their own, or are spread over the columns on request.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeVar

from grants.figures.approved_budget import ApprovedLine
from grants.figures.postings import Group
from grants.records.budget import BudgetLine
from grants.values import money
from grants.values.html import html_table
from grants.values.money import Amount
from grants.values.periods import Granularity, Period, Spread
from grants.values.schema import RecordSchema

Row = str
"""An activity's id."""

_Key = TypeVar("_Key")

Sums = Mapping[tuple[Row, Period | None], int]
"""Minor units by activity and period; the period is None where a budget line names none."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Budget and actual spend of one cell, row, column or the whole, exact to two places.

    `approximate` says that the budget has a figure which its source itself calls approximate.
    """

    budget: Amount
    actual: Amount
    approximate: bool = False

    @property
    def deviation(self) -> Amount:
        """Actual less budget: positive when more was spent than budgeted."""
        return self.actual - self.budget

    @property
    def percent(self) -> Decimal | None:
        """The deviation in percent of the budget, two places; None without a budget."""
        return self.deviation.percent_of(self.budget)


@dataclass(frozen=True, slots=True)
class ComparisonColumn:
    """A column of a comparison: a period, the whole (`total`), or what no period can be given."""

    period: Period | None = None
    is_total: bool = False

    @property
    def is_unperiodised(self) -> bool:
        """Whether this column holds the sums that no single period of the comparison contains."""
        return self.period is None and not self.is_total


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One activity: a cell for each column of the comparison, and their total."""

    activity: Row
    cells: tuple[Figures, ...]
    total: Figures


@dataclass(frozen=True, slots=True)
class Comparison:
    """Budget against actual: a row per activity, a column per period, totals both ways.

    The totals are summed from the source on their own, not from the cells, so that tests can
    compare both. `left_out` is spend that is known only for a span which `as_of`
    cuts in two, and which is therefore in no figure.
    """

    by: Granularity
    spread: Spread | None
    as_of: date | None
    columns: tuple[ComparisonColumn, ...]
    rows: tuple[ComparisonRow, ...]
    column_totals: tuple[Figures, ...]
    total: Figures
    left_out: Amount

    def __repr__(self) -> str:
        return (
            f"<Comparison by {self.by}: {len(self.rows)} activities, budget {self.total.budget}, "
            f"actual {self.total.actual}>"
        )

    def _repr_html_(self) -> str:
        """Budget and actual of each column, as notebooks show it; every text in it is text."""
        names = [*map(_name, self.columns), *(["total"] if len(self.columns) > 1 else [])]
        figures = [f"{name}, {what}" for name in names for what in ("budget", "actual")]
        headings = ["activity", *figures, "deviation", "%"]
        rows = [((row.activity, *_shown(row.cells, row.total)), False) for row in self.rows]
        totals = (("total", *_shown(self.column_totals, self.total)), True)
        sides = ["left", *["right"] * (len(headings) - 1)]
        return html_table(f"Budget against actual by {self.by}", headings, sides, [*rows, totals])

    SCHEMA: ClassVar[RecordSchema] = RecordSchema(
        activity=str,
        first=date,
        last=date,
        budget=2,
        actual=2,
        deviation=2,
        percent=2,
        approximate=bool,
    )
    """The columns of `records`."""

    def records(self) -> list[dict[str, object]]:
        """Every cell as a flat record of plain values, by row and column, without the totals.

        `first` and `last` are the days of the column, both included, None for a column that is no
        period: the whole of a comparison in total, or what cannot be divided. `budget`, `actual`
        and `deviation` are `Decimal` with two places, `percent` too, None without a budget. The
        sums of the records are the totals of the comparison. `SCHEMA` has the types.
        """
        return [
            {
                "activity": row.activity,
                "first": None if column.period is None else column.period.start,
                "last": None if column.period is None else column.period.last,
                "budget": cell.budget.decimal,
                "actual": cell.actual.decimal,
                "deviation": cell.deviation.decimal,
                "percent": cell.percent,
                "approximate": cell.approximate,
            }
            for row in self.rows
            for column, cell in zip(self.columns, row.cells, strict=True)
        ]

    def row(self, activity: str) -> ComparisonRow:
        """The row of one activity; `KeyError` if the comparison has none."""
        for row in self.rows:
            if row.activity == activity:
                return row
        raise KeyError(activity)

    def column_of(self, period: Period | None) -> ComparisonColumn:
        """The column that has a sum for this period, or for none, as a whole.

        `ValueError` if the comparison spreads sums over several columns.
        """
        if self.spread is not None:
            raise ValueError("a comparison that spreads sums has no single column for one")
        units = [column.period for column in self.columns if column.period is not None]
        return _column_of(period, self.by, units)

    def counts(self, period: Period) -> bool:
        """Whether spend of this period is counted: `as_of` neither comes before it nor cuts it."""
        return self.as_of is None or period.last <= self.as_of


def _name(column: ComparisonColumn) -> str:
    """A column as a notebook heads it."""
    return "total" if column.is_total else "not periodised" if column.period is None else str(column.period)


def _shown(cells: Sequence[Figures], total: Figures) -> list[str]:
    """A row as a notebook shows it."""
    shown = [*cells, *([total] if len(cells) > 1 else [])]
    texts = [f"{amount:,.2f}" for one in shown for amount in (one.budget, one.actual)]
    return [*texts, f"{total.deviation:,.2f}", "" if total.percent is None else str(total.percent)]


def compare(
    budget: Sequence[ApprovedLine | BudgetLine],
    groups: Iterable[Group],
    *,
    order: Sequence[Row],
    whole: Period,
    by: Granularity = Granularity.TOTAL,
    as_of: date | None = None,
    spread: Spread | None = None,
) -> Comparison:
    """Compare budget lines with groups of postings.

    `order` gives the order of the rows; activities that it lacks come last, by name. `whole` is
    the period that a budget line without one covers. `as_of` counts spend up to and with that day;
    the budget stays whole. The result does not depend on the order of lines and groups, nor on how
    a sum is split into postings of the same activity and period.
    """
    planned = _sum_by(((line.activity, line.period), line.amount.minor) for line in budget)
    about = {(line.activity, line.period) for line in budget if line.approximate}
    spent, left_out = _spent_by(groups, as_of, spread, by)

    named = {period for _, period in (*planned, *spent) if period is not None}
    if spread is not None and any(period is None for _, period in planned):
        named.add(whole)
    units = _units(named, by, spread)
    grid = _Grid(by, units, spread, whole)
    plan, spend = grid.place(planned), grid.place(spent)
    vague = {key for cell in about for key in grid.place({cell: planned[cell]})}

    used = {column for _, column in (*plan, *spend)}
    columns = _columns(by, units, ComparisonColumn() in used)
    ranks = {activity: rank for rank, activity in enumerate(order)}
    activities = sorted(
        {activity for activity, _ in (*planned, *spent)}.union(order),
        key=lambda activity: (ranks.get(activity, len(ranks)), activity),
    )
    plan_of = _sum_by((activity, minor) for (activity, _), minor in planned.items())
    spend_of = _sum_by((activity, minor) for (activity, _), minor in spent.items())
    plan_in = _sum_by((column, minor) for (_, column), minor in plan.items())
    spend_in = _sum_by((column, minor) for (_, column), minor in spend.items())
    vague_rows, vague_columns = {activity for activity, _ in about}, {column for _, column in vague}
    rows = [
        ComparisonRow(
            activity,
            tuple(_figures((activity, column), plan, spend, vague) for column in columns),
            _figures(activity, plan_of, spend_of, vague_rows),
        )
        for activity in activities
    ]
    return Comparison(
        by=by,
        spread=spread,
        as_of=as_of,
        columns=columns,
        rows=tuple(rows),
        column_totals=tuple(_figures(column, plan_in, spend_in, vague_columns) for column in columns),
        total=Figures(Amount(sum(planned.values())), Amount(sum(spent.values())), bool(about)),
        left_out=Amount(left_out),
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a comparison, and how a sum for a period finds its place in them."""

    by: Granularity
    units: tuple[Period, ...]
    spread: Spread | None
    whole: Period

    def place(self, sums: Sums) -> dict[tuple[Row, ComparisonColumn], int]:
        """Minor units by activity and column; what is spread keeps its sum to the minor unit."""
        placed: defaultdict[tuple[Row, ComparisonColumn], int] = defaultdict(int)
        column_of = {
            period: _column_of(period, self.by, self.units) for period in {period for _, period in sums}
        }
        for (activity, period), minor in sums.items():
            column = column_of[period]
            if self.spread is None or not column.is_unperiodised:
                placed[activity, column] += minor
                continue
            span = self.whole if period is None else period
            touched = span.units(self.by)
            shares = money.allocate(minor, [span.weight_in(unit, self.spread) for unit in touched])
            for unit, share in zip(touched, shares, strict=True):
                placed[activity, ComparisonColumn(unit)] += share
        return placed


def _column_of(period: Period | None, by: Granularity, units: Sequence[Period]) -> ComparisonColumn:
    """The column that has a sum for the period as a whole."""
    if by is Granularity.TOTAL:
        return ComparisonColumn(is_total=True)
    if period is not None:
        after = bisect_right(units, period.start, key=lambda unit: unit.start)
        if after and units[after - 1].covers(period):
            return ComparisonColumn(units[after - 1])
    return ComparisonColumn()


def _sum_by(entries: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    sums: defaultdict[_Key, int] = defaultdict(int)
    for key, minor in entries:
        sums[key] += minor
    return dict(sums)


def _spent_by(
    groups: Iterable[Group], as_of: date | None, spread: Spread | None, by: Granularity
) -> tuple[Sums, int]:
    """Spend up to and with `as_of`, and the sum of the spans that it cuts and nothing spreads.

    A span that is spread becomes a piece for each unit before the day, weighed against the whole
    span, so that a column that has passed keeps its figure whatever the day is.
    """
    spent: Sums = _sum_by(((group.activity, group.period), group.total) for group in groups)
    if as_of is None:
        return spent, 0
    kept: list[tuple[tuple[Row, Period | None], int]] = []
    left_out = 0
    for (activity, period), minor in spent.items():
        assert period is not None  # a group always has a date
        before = period.up_to(as_of)
        if before == period:
            kept.append(((activity, period), minor))
        elif before is not None and spread is not None:
            pieces = [before] if by is Granularity.TOTAL else list(map(before.common, before.units(by)))
            pieces.append(Period(before.end, period.end))
            shares = money.allocate(minor, [period.weight_in(piece, spread) for piece in pieces])
            kept += [((activity, piece), share) for piece, share in zip(pieces[:-1], shares, strict=False)]
        elif before is not None:
            left_out += minor
    return _sum_by(kept), left_out


def _units(named: set[Period], by: Granularity, spread: Spread | None) -> tuple[Period, ...]:
    """The units from the first to the last in which something falls, gaps included.

    A period falls in a unit that covers it, or, when sums are spread, in all that it touches.
    """
    if by is Granularity.TOTAL:
        return ()
    touched = [period.units(by) for period in named]
    reached = [units for units in touched if len(units) == 1 or spread is not None]
    if not reached:
        return ()
    reach = Period(min(u[0].start for u in reached), max(u[-1].end for u in reached))
    return tuple(reach.units(by))


def _columns(by: Granularity, units: tuple[Period, ...], unperiodised: bool) -> tuple[ComparisonColumn, ...]:
    if by is Granularity.TOTAL:
        return (ComparisonColumn(is_total=True),)
    return (*map(ComparisonColumn, units), *([ComparisonColumn()] if unperiodised or not units else []))


def _figures(
    key: _Key, budget: Mapping[_Key, int], actual: Mapping[_Key, int], vague: Container[_Key]
) -> Figures:
    return Figures(Amount(budget.get(key, 0)), Amount(actual.get(key, 0)), key in vague)


Column = ComparisonColumn
