"""The budget appendix of an application: by year and in total, and who pays."""

from dataclasses import replace
from datetime import date

from grants.figures.comparison import Column as Slot
from grants.figures.comparison import Figures
from grants.ledger import Account
from grants.reports.budget import budget_notes
from grants.reports.document import Document
from grants.reports.financing import in_order, name_of
from grants.reports.marks import marks_of, readable_account, speech
from grants.reports.parts import Letter
from grants.reports.speech import Language
from grants.reports.table import Money, Row, Table, figures, percentage, texts
from grants.values import money
from grants.values.arguments import Day, optional_day
from grants.values.periods import Granularity, Period


def application_report(
    account: Account,
    *,
    as_of: Day | None = None,
    language: Language | None = None,
    open_errors: int | None = None,
    with_errors: bool = False,
) -> Document:
    """Assemble the budget appendix. Figures that the application calls approximate are marked so.

    What the budget does not divide by year stands in a column of its own. `as_of` is the day of the
    letter; without one it has none. Errors that the check finds mark it as a draft with their number, which
    `open_errors` gives where it is known already.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    say = speech(language, account.grant.language)
    document = _Appendix(account, say.language).document(optional_day("as_of", as_of))
    return marks_of(account, open_errors).put_on(document, say)


class _Appendix(Letter):
    def __init__(self, account: Account, language: Language) -> None:
        # What was applied for alone: what is spent or amended since does not belong here.
        record = account.grant.model_copy(update={"amendments": ()})
        super().__init__(replace(account, grant=record, postings=type(account.postings)()), language)
        self.comparison = self.account.compare(Granularity.YEAR)

    def document(self, as_of: date | None) -> Document:
        say, application = self.say, self.grant.application
        applied = None
        if application is not None:
            applied = self.money(application.amount, approximate=application.approximate)
        tables = (self.by_year(), self.financing()) if self.grant.budget else ()
        blocks = (self.facts(self.grant.period, (say("Amount applied for"), applied)), *tables)
        day = None if as_of is None else Period.between(as_of, as_of)
        return self.letter(say("Budget appendix"), blocks, day=day)

    def by_year(self) -> Table:
        say, comparison = self.say, self.comparison
        rows = [
            Row((self.grant.title_of(row.activity), *map(self.cell, (*row.cells, row.total))))
            for row in comparison.rows
            if row.total.budget
        ]
        totals = map(self.cell, (*comparison.column_totals, comparison.total))
        return Table(
            title=say("Budget by year ({currency})", currency=self.say.currency(self.grant.currency)),
            columns=(*texts(say("Activity")), *figures(*map(self.heading, comparison.columns), say("Total"))),
            rows=(*rows, Row((say("Total"), *totals), is_total=True)),
            language=self.say.language,
            notes=budget_notes(comparison, say),
            show_currency=False,
        )

    def financing(self) -> Table:
        """Who pays how much of the budget; the shares are rounded each on its own."""
        say, currency, whole = self.say, self.grant.currency, self.account.budgeted
        rows = []
        lines = self.account.approved.lines
        for source in in_order({line.payer for line in lines}):
            paid = [line for line in lines if line.payer == source]
            amount = money.total(line.amount for line in paid)
            cell = Money(amount, currency, any(line.approximate for line in paid))
            share = percentage(amount.percent_of(whole))
            rows.append(Row((name_of(source, self.account, say), cell, share)))
        cell = Money(whole, currency, self.comparison.total.approximate)
        total = Row((say("Total"), cell, percentage(whole.percent_of(whole))), is_total=True)
        return Table(
            title=say("Financing"),
            columns=(*texts(say("Financing")), *figures(say("Amount"), say("Share"))),
            rows=(*rows, total),
            language=self.say.language,
        )

    def cell(self, figures: Figures) -> Money | None:
        """A budgeted amount; a cell without a budget stays blank."""
        if not figures.budget:
            return None
        return Money(figures.budget, self.grant.currency, figures.approximate)

    def heading(self, slot: Slot) -> str:
        return self.say("Not periodised") if slot.period is None else self.say.period(slot.period)
