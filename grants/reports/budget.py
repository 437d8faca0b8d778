"""The budget report: budget against actual per activity and period."""

from datetime import date
from functools import partial
from typing import Literal

from grants.figures.comparison import Column as Slot
from grants.figures.comparison import Comparison, Figures
from grants.findings.message import Message, terms
from grants.ledger import Account
from grants.reports.marks import marks_of, readable_account, speech
from grants.reports.speech import Language, Speech
from grants.reports.table import Cell, Column, Money, Row, Table, data_of, figures, percentage, texts
from grants.values.arguments import Day, word_of
from grants.values.money import Amount
from grants.values.periods import Granularity, Spread

_FIGURES = ("budget", "actual", "deviation", "percent", "approximate")

BudgetChoice = Literal["approved", "original", "both"]
"""Which budget a report compares with: the one in force, the first one, or both beside each other."""

UNITS = terms("divided by", "total", "year", "quarter", "month")
"""What a comparison is divided by."""

SPREADS = {
    Spread.DAYS: Message(
        "Amounts known only for a longer period are spread by number of days. The split is calculated, "
        "not posted."
    ),
    Spread.MONTHS: Message(
        "Amounts known only for a longer period are spread by number of months. The split is calculated, "
        "not posted."
    ),
}
"""What is said of amounts that are spread over periods."""


def budget_report(
    account: Account,
    *,
    by: Granularity | str = Granularity.TOTAL,
    as_of: Day | None = None,
    allocate: Spread | str | None = None,
    language: Language | None = None,
    budget: BudgetChoice = "approved",
    open_errors: int | None = None,
    with_errors: bool = False,
) -> Table:
    """Lay out a comparison: budget, actual and deviation per activity and period, totals last.

    In total, a row per activity. By year, quarter or month, four rows per activity (budget,
    actual, deviation, deviation in percent) and a column per period, then what is not periodised,
    then the total. `budget` is the approved one, the original one, or both: then the original
    budget stands before the approved one, which the deviation is from. An application without
    postings has a budget and nothing to compare it with, so only that is drawn. `data` has a
    row per activity and period and the totals both ways.

    Errors that the check finds mark the report as a draft with their number, which `open_errors` gives where
    it is known already. Raises `ArgumentError`, a `ValueError`, for words that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    word_of("budget", budget, ("approved", "original", "both"))
    say = speech(language, account.grant.language)
    table = comparison_table(account, by=by, as_of=as_of, allocate=allocate, say=say, budget=budget)
    return marks_of(account, open_errors).put_on(table, say)


def comparison_table(
    account: Account,
    *,
    say: Speech,
    by: Granularity | str = Granularity.TOTAL,
    as_of: Day | None = None,
    allocate: Spread | str | None = None,
    budget: BudgetChoice = "approved",
) -> Table:
    """The same as a part of another report, which has the marks."""
    compare = partial(account.compare, by, as_of=as_of, allocate=allocate)
    comparison = compare(budget="original" if budget == "original" else "approved")
    original = compare(budget="original") if budget == "both" else None
    layout = _Layout(account, comparison, say, original)
    title = layout.title
    if comparison.by is Granularity.TOTAL:
        columns, rows = layout.in_total()
    else:
        title += f" ({layout.say('by {unit}', unit=layout.say(UNITS[comparison.by]))})"
        columns, rows = layout.by_period()
    return Table(
        title=title,
        columns=columns,
        rows=rows,
        language=say.language,
        subject=account.grant.title,
        notes=tuple(layout.notes()),
        show_currency=comparison.by is Granularity.TOTAL,
        data={**comparison_data(account, comparison, original), "budget": budget, "errors": 0},
    )


class _Layout:
    """A comparison on its way to a table in one language."""

    def __init__(
        self, account: Account, comparison: Comparison, say: Speech, original: Comparison | None
    ) -> None:
        self.account = account
        self.comparison = comparison
        self.original = comparison if original is None else original
        self.shows_both = original is not None
        self.say = say
        self.currency = account.grant.currency
        self.has_actuals = account.grant.is_awarded or account.postings.count > 0
        self.title = say("Budget against actual") if self.has_actuals else say("Budget")

    def measures(self) -> tuple[str, ...]:
        """The names of what is reported of each activity, in the order of `cells`."""
        say = self.say
        budgets = (say("Original budget"), say("Approved budget")) if self.shows_both else (say("Budget"),)
        if not self.has_actuals:
            return budgets
        return (*budgets, say("Actual"), say("Deviation"), say("Deviation in %"))

    def in_total(self) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        say = self.say
        rows = [
            Row((self.account.grant.title_of(row.activity), *self.cells(row.total, first.total)))
            for row, first in zip(self.comparison.rows, self.original.rows, strict=True)
        ]
        total = self.cells(self.comparison.total, self.original.total)
        rows.append(Row((say("Total"), *total), is_total=True))
        return (*texts(say("Activity")), *figures(*self.measures())), tuple(rows)

    def by_period(self) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        say = self.say
        columns = (
            Column(say("Activity"), wraps=True, once=True),
            Column(f"{say('Figure')} ({self.say.currency(self.currency)})"),
            *figures(*map(self.heading, self.comparison.columns), say("Total")),
        )
        rows = [
            row
            for line, first in zip(self.comparison.rows, self.original.rows, strict=True)
            for row in self.rows_of(
                self.account.grant.title_of(line.activity),
                (*line.cells, line.total),
                (*first.cells, first.total),
                is_total=False,
            )
        ]
        totals = (*self.comparison.column_totals, self.comparison.total)
        first_totals = (*self.original.column_totals, self.original.total)
        return columns, (*rows, *self.rows_of(say("Total"), totals, first_totals, is_total=True))

    def rows_of(
        self, title: str, current: tuple[Figures, ...], original: tuple[Figures, ...], *, is_total: bool
    ) -> list[Row]:
        """A row for each measure, with a cell for each of the figures."""
        cells = map(self.cells, current, original)
        turned = zip(self.measures(), zip(*cells, strict=True), strict=True)
        return [Row((title, name, *cells), is_total) for name, cells in turned]

    def cells(self, current: Figures, original: Figures) -> tuple[Cell, ...]:
        """A cell for each measure; what follows from an approximate budget is so too."""
        about = current.approximate
        budgets = [Money(current.budget, self.currency, about)]
        if self.shows_both:
            budgets.insert(0, Money(original.budget, self.currency, original.approximate))
        if not self.has_actuals:
            return tuple(budgets)
        deviation = Money(current.deviation, self.currency, about)
        return (*budgets, Money(current.actual, self.currency), deviation, percentage(current.percent))

    def heading(self, slot: Slot) -> str:
        if slot.period is not None:
            return self.say.short_period(slot.period)
        return self.say("Total") if slot.is_total else self.say("Not periodised")

    def notes(self) -> tuple[str, ...]:
        say, comparison = self.say, self.comparison
        notes = []
        if comparison.as_of is not None and self.has_actuals:
            notes.append(spent_until(comparison.as_of, self.say))
        if comparison.left_out:
            notes.append(left_out(comparison.left_out, self.currency, self.say))
        is_divided = comparison.by is not Granularity.TOTAL or comparison.as_of is not None
        if comparison.spread is not None and is_divided:
            notes.append(say(SPREADS[comparison.spread]))
        return (*notes, *budget_notes(comparison, say))


def budget_notes(comparison: Comparison, say: Speech) -> tuple[str, ...]:
    """What is to be known of the budget: amounts without a period, and approximate ones."""
    notes = []
    if any(slot.is_unperiodised for slot in comparison.columns):
        notes.append(
            say(
                "Not periodised: amounts known only for a longer period than one column. They are not spread."
            )
        )
    if comparison.total.approximate:
        notes.append(say("c.: the source states the amount as approximate."))
    return tuple(notes)


def spent_until(day: date, say: Speech) -> str:
    """The note on figures that are those of a day."""
    return say("Spent up to and including {date}. The budget is for the whole period.", date=say.date(day))


def left_out(amount: Amount, currency: str, say: Speech) -> str:
    """The note on postings of a span that the day cuts in two."""
    return say(
        "{amount} is known only for a period that goes beyond the date, and is not counted.",
        amount=say.money(amount, currency),
    )


def comparison_data(
    account: Account, comparison: Comparison, original: Comparison | None = None
) -> dict[str, object]:
    """A comparison for programs: a row per activity and period, and totals both ways.

    The period is ISO 8601, `total` where the comparison is not divided, and None for what is not
    periodised. With the `original` comparison each figure has its original budget too.
    """
    first = comparison if original is None else original

    def data(figures: Figures, before: Figures) -> dict[str, object]:
        budget = {} if original is None else {"original_budget": before.budget}
        return budget | data_of(figures, *_FIGURES)

    columns = list(map(_period_name, comparison.columns))
    rows = list(zip(comparison.rows, first.rows, strict=True))
    return {
        "grant": account.id,
        "currency": account.grant.currency,
        "by": str(comparison.by),
        "as_of": comparison.as_of,
        "allocate": None if comparison.spread is None else str(comparison.spread),
        "rows": [
            {
                "activity": row.activity,
                "title": account.grant.title_of(row.activity),
                "period": period,
                **data(figures, before),
            }
            for row, old in rows
            for period, figures, before in zip(columns, row.cells, old.cells, strict=True)
        ],
        "totals": {
            **data(comparison.total, first.total),
            "activities": [{"activity": row.activity, **data(row.total, old.total)} for row, old in rows],
            "periods": [
                {"period": period, **data(figures, before)}
                for period, figures, before in zip(
                    columns, comparison.column_totals, first.column_totals, strict=True
                )
            ],
        },
        "left_out": comparison.left_out,
    }


def _period_name(column: Slot) -> str | None:
    return "total" if column.is_total else None if column.period is None else str(column.period)
