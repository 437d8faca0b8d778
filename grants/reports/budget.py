"""The budget report: budget against actual per activity and period."""

from datetime import date

from grants.compare import Column as Slot
from grants.compare import Comparison, Figures
from grants.ledger import GrantLedger
from grants.periods import Granularity, Spread
from grants.reports.labels import LABELS, Labels
from grants.reports.locale import Language, Locale, unit_name
from grants.reports.table import Align, Cell, Column, Money, Percent, Row, Table


def budget_report(
    grant: GrantLedger,
    *,
    by: Granularity | str = Granularity.TOTAL,
    as_of: date | None = None,
    allocate: Spread | str | None = None,
    language: Language | None = None,
) -> Table:
    """Lay out a comparison: budget, actual and deviation per activity and period, totals last.

    In total, a row per activity. By year, quarter or month, four rows per activity (budget,
    actual, deviation, deviation in percent) and a column per period, then what is not periodised,
    then the total. An application without postings has a budget and nothing to hold against it,
    so only that is drawn. `data` has a row per activity and period and the totals both ways.
    """
    spoken = language or grant.grant.language
    comparison = grant.compare(by, as_of=as_of, allocate=allocate)
    layout = _Layout(grant, comparison, LABELS[spoken], Locale(spoken))
    title = layout.title
    if comparison.by is Granularity.TOTAL:
        columns, rows = layout.in_total()
    else:
        title += f" ({layout.labels.by_unit.format(unit=unit_name(comparison.by, spoken))})"
        columns, rows = layout.by_period()
    return Table(
        title=title,
        columns=columns,
        rows=rows,
        language=spoken,
        subject=grant.grant.title,
        notes=layout.notes(),
        show_currency=comparison.by is Granularity.TOTAL,
        data=comparison_data(grant, comparison),
    )


class _Layout:
    """A comparison on its way to a table in one language."""

    def __init__(self, grant: GrantLedger, comparison: Comparison, labels: Labels, locale: Locale) -> None:
        self.grant = grant
        self.comparison = comparison
        self.labels = labels
        self.locale = locale
        self.currency = grant.grant.currency
        self.has_actuals = grant.grant.is_awarded or grant.postings.count > 0
        self.title = labels.budget_against_actual if self.has_actuals else labels.budget

    def measures(self) -> tuple[str, ...]:
        """The names of what is told of each activity, in the order of `cells`."""
        labels = self.labels
        if not self.has_actuals:
            return (labels.budget,)
        return (labels.budget, labels.actual, labels.deviation, labels.deviation_percent)

    def in_total(self) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        labels = self.labels
        rows = [
            Row((self.grant.grant.title_of(row.activity), *self.cells(row.total)))
            for row in self.comparison.rows
        ]
        rows.append(Row((labels.total, *self.cells(self.comparison.total)), is_total=True))
        figures = (Column(measure, Align.RIGHT) for measure in self.measures())
        return (Column(labels.activity, wraps=True), *figures), tuple(rows)

    def by_period(self) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        labels = self.labels
        columns = (
            Column(labels.activity, wraps=True, once=True),
            Column(f"{labels.figure} ({self.locale.currency(self.currency)})"),
            *(Column(self.heading(slot), Align.RIGHT) for slot in self.comparison.columns),
            Column(labels.total, Align.RIGHT),
        )
        rows = [
            row
            for line in self.comparison.rows
            for row in self.rows_of(
                self.grant.grant.title_of(line.activity), (*line.cells, line.total), is_total=False
            )
        ]
        totals = (*self.comparison.column_totals, self.comparison.total)
        return columns, (*rows, *self.rows_of(labels.total, totals, is_total=True))

    def rows_of(self, title: str, figures: tuple[Figures, ...], *, is_total: bool) -> list[Row]:
        """A row for each measure, with a cell for each of the figures."""
        turned = zip(self.measures(), zip(*map(self.cells, figures), strict=True), strict=True)
        return [Row((title, name, *cells), is_total) for name, cells in turned]

    def cells(self, figures: Figures) -> tuple[Cell, ...]:
        """A cell for each measure; what follows from an approximate budget is so too."""
        percent, about = figures.percent, figures.approximate
        budget = Money(figures.budget, self.currency, about)
        if not self.has_actuals:
            return (budget,)
        return (
            budget,
            Money(figures.actual, self.currency),
            Money(figures.deviation, self.currency, about),
            None if percent is None else Percent(percent),
        )

    def heading(self, slot: Slot) -> str:
        if slot.period is not None:
            return self.locale.short_period(slot.period)
        return self.labels.total if slot.is_total else self.labels.not_periodised

    def notes(self) -> tuple[str, ...]:
        labels, comparison = self.labels, self.comparison
        notes = []
        if comparison.as_of is not None and self.has_actuals:
            notes.append(labels.as_of_note.format(date=self.locale.date(comparison.as_of)))
        if comparison.left_out:
            amount = self.locale.money(comparison.left_out, self.currency)
            notes.append(labels.left_out_note.format(amount=amount))
        if comparison.by is not Granularity.TOTAL or comparison.as_of is not None:
            if comparison.spread is Spread.DAYS:
                notes.append(labels.spread_days_note)
            if comparison.spread is Spread.MONTHS:
                notes.append(labels.spread_months_note)
        if any(slot.is_unperiodised for slot in comparison.columns):
            notes.append(labels.not_periodised_note)
        if comparison.total.approximate:
            notes.append(labels.approximate_note)
        return tuple(notes)


def comparison_data(grant: GrantLedger, comparison: Comparison) -> dict[str, object]:
    """A comparison for programs: a row per activity and period, and totals both ways.

    The period is ISO 8601, `total` where the comparison is not divided, and None for what is not
    periodised.
    """
    return {
        "grant": grant.id,
        "currency": grant.grant.currency,
        "by": str(comparison.by),
        "as_of": comparison.as_of,
        "allocate": None if comparison.spread is None else str(comparison.spread),
        "rows": [
            {
                "activity": row.activity,
                "title": grant.grant.title_of(row.activity),
                "period": _period_name(column),
                **_figures_data(figures),
            }
            for row in comparison.rows
            for column, figures in zip(comparison.columns, row.cells, strict=True)
        ],
        "totals": {
            **_figures_data(comparison.total),
            "activities": [{"activity": row.activity, **_figures_data(row.total)} for row in comparison.rows],
            "periods": [
                {"period": _period_name(column), **_figures_data(figures)}
                for column, figures in zip(comparison.columns, comparison.column_totals, strict=True)
            ],
        },
        "left_out": comparison.left_out,
    }


def _period_name(column: Slot) -> str | None:
    return "total" if column.is_total else None if column.period is None else str(column.period)


def _figures_data(figures: Figures) -> dict[str, object]:
    return {
        "budget": figures.budget,
        "actual": figures.actual,
        "deviation": figures.deviation,
        "percent": figures.percent,
        "approximate": figures.approximate,
    }
