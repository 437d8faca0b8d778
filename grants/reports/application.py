"""The budget appendix of an application: by year and in total, and who pays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from grants.figures.comparison import Column as Slot
from grants.figures.comparison import Figures
from grants.ledger import Account
from grants.reports.document import Block, Document, Facts
from grants.reports.financing import in_order, name_of, source_of
from grants.reports.locale import Locale
from grants.reports.parts import letterhead
from grants.reports.speech import Language, Speech
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
        self.say = Speech.of(language)
        self.locale = Locale(language)
        self.comparison = self.ledger.compare(Granularity.YEAR)

    def document(self, as_of: date | None) -> Document:
        say = self.say
        day = None if as_of is None else Period.between(as_of, as_of)
        return Document(
            f"{say('Budget appendix')}: {self.grant.title}",
            self.locale.language,
            (letterhead(self.grant, say, self.locale, day=day), self.facts(), *self.tables()),
            author=self.grant.recipient.name,
            day=as_of,
            page_of=say("Page {page} of {pages}"),
        )

    def facts(self) -> Facts:
        say, application = self.say, self.grant.application
        applied = None
        if application is not None:
            about = application.approximate
            applied = self.locale.money(application.amount, self.grant.currency, approximate=about)
        pairs = (
            (say("Funder"), self.grant.funder.name),
            (say("Recipient"), self.grant.recipient.name),
            (say("On behalf of"), self.grant.recipient.on_behalf_of),
            (say("Period"), self.locale.period(self.grant.period)),
            (say("Amount applied for"), applied),
        )
        return Facts(tuple((label, value) for label, value in pairs if value))

    def tables(self) -> Iterator[Block]:
        if self.grant.budget:
            yield self.by_year()
            yield self.financing()

    def by_year(self) -> Table:
        say, comparison = self.say, self.comparison
        notes = []
        if any(slot.is_unperiodised for slot in comparison.columns):
            notes.append(
                say(
                    "Not periodised: amounts known only for a longer period than one column. They are not "
                    "spread."
                )
            )
        if comparison.total.approximate:
            notes.append(say("c.: the source states the amount as approximate."))
        rows = [
            Row((self.grant.title_of(row.activity), *map(self.cell, (*row.cells, row.total))))
            for row in comparison.rows
            if row.total.budget
        ]
        totals = map(self.cell, (*comparison.column_totals, comparison.total))
        return Table(
            title=say("Budget by year ({currency})", currency=self.locale.currency(self.grant.currency)),
            columns=(
                Column(say("Activity"), wraps=True),
                *(Column(self.heading(slot), Align.RIGHT) for slot in comparison.columns),
                Column(say("Total"), Align.RIGHT),
            ),
            rows=(*rows, Row((say("Total"), *totals), is_total=True)),
            language=self.locale.language,
            notes=tuple(notes),
            show_currency=False,
        )

    def financing(self) -> Table:
        """Who pays how much of the budget; the shares are rounded each on its own."""
        say, currency, whole = self.say, self.grant.currency, self.ledger.budgeted
        rows = []
        lines = self.ledger.approved.lines
        for source in in_order(set(map(source_of, lines))):
            paid = [line for line in lines if source_of(line) == source]
            amount = money.total(line.amount for line in paid)
            cell = Money(amount, currency, any(line.approximate for line in paid))
            rows.append(Row((name_of(source, self.ledger, say), cell, self.share(amount, whole))))
        about = self.comparison.total.approximate
        total = Row((say("Total"), Money(whole, currency, about), self.share(whole, whole)), is_total=True)
        return Table(
            title=say("Financing"),
            columns=(
                Column(say("Financing"), wraps=True),
                Column(say("Amount"), Align.RIGHT),
                Column(say("Share"), Align.RIGHT),
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
        return self.say("Not periodised") if slot.period is None else self.locale.period(slot.period)

    def share(self, part: Amount, whole: Amount) -> Percent | None:
        percent = part.percent_of(whole)
        return None if percent is None else Percent(percent)
