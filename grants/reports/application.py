"""The budget appendix of an application: by year and in total, and who pays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from grants.figures.comparison import Column as Slot
from grants.figures.comparison import Figures
from grants.ledger import Account
from grants.reports.document import Block, Document, Facts
from grants.reports.financing import in_order, name_of, source_of
from grants.reports.labels import LABELS
from grants.reports.locale import Language, Locale
from grants.reports.parts import letterhead
from grants.reports.table import Align, Column, Money, Percent, Row, Table
from grants.values import money
from grants.values.money import Amount
from grants.values.periods import Granularity, Period


def application_report(
    account: Account, *, as_of: date | None = None, language: Language | None = None
) -> Document:
    """Assemble the budget appendix. Figures that the application calls about are marked so.

    What the budget does not divide by year stands in a column of its own. `as_of` is the day of the
    letter; without one it has none.
    """
    return _Appendix(account, language or account.grant.language).document(as_of)


class _Appendix:
    def __init__(self, account: Account, language: Language) -> None:
        # What was applied for alone: what is spent or amended since does not belong here.
        record = account.grant.model_copy(update={"amendments": ()})
        self.ledger = replace(account, grant=record, postings=type(account.postings)())
        self.grant = record
        self.labels = LABELS[language]
        self.locale = Locale(language)
        self.comparison = self.ledger.compare(Granularity.YEAR)

    def document(self, as_of: date | None) -> Document:
        labels = self.labels
        day = None if as_of is None else Period.between(as_of, as_of)
        return Document(
            f"{labels.budget_appendix}: {self.grant.title}",
            self.locale.language,
            (letterhead(self.grant, labels, self.locale, day=day), self.facts(), *self.tables()),
            author=self.grant.recipient.name,
            day=as_of,
            page_of=labels.page_of,
        )

    def facts(self) -> Facts:
        labels, application = self.labels, self.grant.application
        applied = None
        if application is not None:
            about = application.approximate
            applied = self.locale.money(application.amount, self.grant.currency, approximate=about)
        pairs = (
            (labels.funder, self.grant.funder.name),
            (labels.recipient, self.grant.recipient.name),
            (labels.on_behalf_of, self.grant.recipient.on_behalf_of),
            (labels.period, self.locale.period(self.grant.period)),
            (labels.applied_amount, applied),
        )
        return Facts(tuple((label, value) for label, value in pairs if value))

    def tables(self) -> Iterator[Block]:
        if self.grant.budget:
            yield self.by_year()
            yield self.financing()

    def by_year(self) -> Table:
        labels, comparison = self.labels, self.comparison
        notes = []
        if any(slot.is_unperiodised for slot in comparison.columns):
            notes.append(labels.not_periodised_note)
        if comparison.total.approximate:
            notes.append(labels.approximate_note)
        rows = [
            Row((self.grant.title_of(row.activity), *map(self.cell, (*row.cells, row.total))))
            for row in comparison.rows
            if row.total.budget
        ]
        totals = map(self.cell, (*comparison.column_totals, comparison.total))
        return Table(
            title=labels.budget_by_year.format(currency=self.locale.currency(self.grant.currency)),
            columns=(
                Column(labels.activity, wraps=True),
                *(Column(self.heading(slot), Align.RIGHT) for slot in comparison.columns),
                Column(labels.total, Align.RIGHT),
            ),
            rows=(*rows, Row((labels.total, *totals), is_total=True)),
            language=self.locale.language,
            notes=tuple(notes),
            show_currency=False,
        )

    def financing(self) -> Table:
        """Who pays how much of the budget; the shares are rounded each on its own."""
        labels, currency, whole = self.labels, self.grant.currency, self.ledger.budgeted
        rows = []
        lines = self.ledger.approved.lines
        for source in in_order(set(map(source_of, lines))):
            paid = [line for line in lines if source_of(line) == source]
            amount = money.total(line.amount for line in paid)
            cell = Money(amount, currency, any(line.approximate for line in paid))
            rows.append(Row((name_of(source, self.ledger, labels), cell, self.share(amount, whole))))
        about = self.comparison.total.approximate
        total = Row((labels.total, Money(whole, currency, about), self.share(whole, whole)), is_total=True)
        return Table(
            title=labels.financing,
            columns=(
                Column(labels.financing, wraps=True),
                Column(labels.amount, Align.RIGHT),
                Column(labels.share, Align.RIGHT),
            ),
            rows=(*rows, total),
            language=self.locale.language,
        )

    def cell(self, figures: Figures) -> Money | None:
        """A budgeted amount; a cell without a budget stays blank."""
        if not figures.budget:
            return None
        return Money(figures.budget, self.grant.currency, figures.approximate)

    def heading(self, slot: Slot) -> str:
        return self.labels.not_periodised if slot.period is None else self.locale.period(slot.period)

    def share(self, part: Amount, whole: Amount) -> Percent | None:
        percent = part.percent_of(whole)
        return None if percent is None else Percent(percent)
