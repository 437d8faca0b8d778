"""What the reports that are sent as letters have in common: their head, their charts."""

from collections.abc import Sequence

from grants.figures.comparison import Comparison
from grants.findings.message import terms
from grants.records import Grant
from grants.reports.document import BarChart, Letterhead, Series
from grants.reports.locale import Locale
from grants.reports.speech import Speech
from grants.values.money import Amount
from grants.values.periods import Period

AUDITOR_KINDS = terms(
    "auditor",
    "declaration",
    **{
        "competent-person": "competent person",
        "approved-auditor": "approved auditor",
        "performance-audit": "audit with performance audit",
    },
)
"""What those are called who audit an account; other words stay as they are."""


def auditor_kind(kind: str, say: Speech) -> str:
    """What a kind of auditor or of audit is called."""
    return say(AUDITOR_KINDS[kind]) if kind in AUDITOR_KINDS else kind


def letterhead(
    grant: Grant, say: Speech, locale: Locale, *, day: Period | None, document_number: str | None = None
) -> Letterhead:
    """The recipient of the grant writes to its funder, under the numbers of the case."""
    sender = grant.recipient
    details = (
        (say("Date"), None if day is None else locale.period(day)),
        (say("Case no."), grant.case_number),
        (say("Document no."), document_number),
    )
    return Letterhead(
        sender=tuple(part for part in (sender.name, sender.unit, *sender.address) if part),
        recipient=(grant.funder.name,),
        details=tuple((label, value) for label, value in details if value),
    )


def budget_chart(comparison: Comparison, grant: Grant, say: Speech, locale: Locale) -> BarChart:
    """Budget and actual spend of each activity as bars, and the same in words."""
    decimals = any(
        not amount.is_whole for row in comparison.rows for amount in (row.total.budget, row.total.actual)
    )
    categories = tuple(grant.title_of(row.activity) for row in comparison.rows)

    def series(label: str, values: Sequence[Amount]) -> Series:
        texts = tuple(locale.money(value, grant.currency, decimals=decimals) for value in values)
        return Series(label, tuple(value.decimal for value in values), texts)

    both = (
        series(say("Budget"), [row.total.budget for row in comparison.rows]),
        series(say("Actual"), [row.total.actual for row in comparison.rows]),
    )
    return BarChart(
        say("Budget and actual spending by activity"), in_words(categories, both), categories, both
    )


def in_words(categories: tuple[str, ...], series: tuple[Series, ...]) -> str:
    """What bars show, a sentence for each category."""
    sentences = []
    for position, category in enumerate(categories):
        values = ", ".join(f"{one.label.lower()} {one.texts[position]}" for one in series)
        sentences.append(f"{category}: {values}")
    return "; ".join(sentences).rstrip(".") + "."
