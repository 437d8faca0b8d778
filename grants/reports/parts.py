"""What the reports that are sent as letters have in common: their head, their charts."""

from collections.abc import Sequence

from grants.figures.comparison import Comparison
from grants.records import Grant
from grants.reports.document import BarChart, Letterhead, Series
from grants.reports.labels import Labels
from grants.reports.locale import Locale
from grants.values.money import Amount
from grants.values.periods import Period


def letterhead(
    grant: Grant, labels: Labels, locale: Locale, *, day: Period | None, document_number: str | None = None
) -> Letterhead:
    """The recipient of the grant writes to its funder, under the numbers of the case."""
    sender = grant.recipient
    details = (
        (labels.date, None if day is None else locale.period(day)),
        (labels.case_number, grant.case_number),
        (labels.document_number, document_number),
    )
    return Letterhead(
        sender=tuple(part for part in (sender.name, sender.unit, *sender.address) if part),
        recipient=(grant.funder.name,),
        details=tuple((label, value) for label, value in details if value),
    )


def budget_chart(comparison: Comparison, grant: Grant, labels: Labels, locale: Locale) -> BarChart:
    """Budget and actual spend of each activity as bars, and the same in words."""
    decimals = any(
        not amount.is_whole for row in comparison.rows for amount in (row.total.budget, row.total.actual)
    )
    categories = tuple(grant.title_of(row.activity) for row in comparison.rows)

    def series(label: str, values: Sequence[Amount]) -> Series:
        texts = tuple(locale.money(value, grant.currency, decimals=decimals) for value in values)
        return Series(label, tuple(value.decimal for value in values), texts)

    both = (
        series(labels.budget, [row.total.budget for row in comparison.rows]),
        series(labels.actual, [row.total.actual for row in comparison.rows]),
    )
    return BarChart(labels.chart_title, in_words(categories, both, labels), categories, both)


def in_words(categories: tuple[str, ...], series: tuple[Series, ...], labels: Labels) -> str:
    """What bars show, a sentence for each category."""
    sentences = []
    for position, category in enumerate(categories):
        values = ", ".join(f"{one.label.lower()} {one.texts[position]}" for one in series)
        sentences.append(labels.chart_bar.format(category=category, values=values))
    return "; ".join(sentences).rstrip(".") + "."
