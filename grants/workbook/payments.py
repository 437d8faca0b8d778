"""The instalments sheet: money between funder and recipient, the settlement, and what is available."""

from collections.abc import Callable, Sequence
from datetime import date

from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from grants.figures.settlement import Settlement, received_of
from grants.reports.settlement import has_payments
from grants.values import money
from grants.values.money import Amount
from grants.workbook.chapter import Chapter, date_formula
from grants.workbook.page import Heading, Page

FIRST_ROW = 3
WIDTHS = (48, 18, 18, 18, 20, 48)


def is_wanted(chapter: Chapter) -> bool:
    """Whether there are payments or orders to show."""
    return has_payments(chapter.account) or bool(chapter.account.grant.commitments)


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet: instalments, repayments, the settlement, what is available; what there is of them."""
    _Payments(chapter, sheet).write()


class _Payments(Page):
    def write(self) -> None:
        record, until = self.chapter.account.grant, self.chapter.comparison.as_of
        self.head(self.say.term("sheet", "Instalments"))
        self.widen(WIDTHS)
        self.row = FIRST_ROW
        received = self._instalments() if record.instalments else "0"
        repaid = self._repayments() if record.repayments else "0"
        settlement = self.chapter.account.settlement(until)
        if settlement is not None and has_payments(self.chapter.account):
            self._settlement(settlement, received, repaid)
        if record.commitments:
            self._availability()
        self.sheet.freeze_panes(FIRST_ROW, 0)
        self.set_up()

    def _part(self, title: str, words: Sequence[str], figures: Sequence[str] = ()) -> int:
        """The name of a part and the headings of its columns, the `figures` right; gives its first row."""
        self.section(title, len(words))
        self.headings(
            [
                Heading(word, align="right") if word in figures else Heading(word, indent=int(column > 0))
                for column, word in enumerate(words)
            ]
        )
        return self.row

    def _instalments(self) -> str:
        """The payments by date; gives the formula of what was received."""
        say = self.say
        instalments = sorted(
            self.chapter.account.grant.instalments, key=lambda i: i.planned or i.received or date.min
        )
        figures = (say("Amount"), say("Received"))
        words = (say("Planned"), figures[0], say("Received on"), figures[1], say("Voucher"), say("Text"))
        first = self._part(say("Instalments"), words, figures)
        for instalment in instalments:
            self.day(0, instalment.planned)
            self.amount(1, instalment.amount)
            self.day(2, instalment.received, indent=1)
            if instalment.received is not None:
                self.amount(3, received_of(instalment))
            self._texts(4, instalment.voucher, instalment.text)
            self.row += 1
        last = self.row - 1
        planned = money.total(instalment.amount for instalment in instalments)
        received = money.total(map(received_of, instalments))
        self._sums(6, first, {1: planned, 3: received})
        return self._counted(xl_range(first, 3, last, 3), xl_range(first, 2, last, 2))

    def _repayments(self) -> str:
        """What was paid back, by date; gives the formula of its sum."""
        say = self.say
        repayments = sorted(self.chapter.account.grant.repayments, key=lambda repayment: repayment.date)
        words = (say("Date"), say("Amount"), say("Document"), say("Text"))
        first = self._part(say("Paid back"), words, (say("Amount"),))
        for repayment in repayments:
            self.day(0, repayment.date)
            self.amount(1, repayment.amount)
            self._texts(2, repayment.document, repayment.text)
            self.row += 1
        last = self.row - 1
        self._sums(4, first, {1: money.total(repayment.amount for repayment in repayments)})
        return self._counted(xl_range(first, 1, last, 1), xl_range(first, 0, last, 0))

    def _counted(self, amounts: str, days: str) -> str:
        """The sum of the payments up to the day of the statement."""
        until = self.chapter.comparison.as_of
        if until is None:
            return f"SUM({amounts})"
        return f'SUMIFS({amounts},{days},">0",{days},"<="&{date_formula(until)})'

    def _settlement(self, settlement: Settlement, received: str, repaid: str) -> None:
        """The settlement as formulas over the award, the postings and the payments above."""
        say, record, until = self.say, self.chapter.account.grant, self.chapter.comparison.as_of
        is_over = until is None or until >= record.effective_period.last
        self._part(say("Received and spent"), (say("Text"), say("Amount")), (say("Amount"),))
        award = self._line(say("Awarded"), self._award(settlement), settlement.award)
        came = self._line(say("Received"), f"ROUND({received},2)", settlement.received)
        spent = self._line(say("Of which paid by the grant"), self._spent(), settlement.spent)
        eligible = self._line(say("Spent of the award"), f"MIN({spent},{award})", settlement.eligible)
        self._line(say("Not spent"), f"ROUND({award}-{eligible},2)", settlement.unspent)
        self._line(say("Spent beyond the award"), f"ROUND({spent}-{eligible},2)", settlement.overspent)
        went = self._line(say("Paid back"), f"ROUND({repaid},2)", settlement.repaid)
        held = f"ROUND({came}-{went}-{eligible},2)"
        self._line(say("Receivable from the funder"), f"MAX(-{held},0)", settlement.receivable, total=True)
        is_due = is_over and record.is_final
        to_repay = say("To be repaid") if is_due else say("Received and not yet spent")
        self._line(to_repay, f"MAX({held},0)", settlement.to_repay, total=True)
        self.row += 1

    def _award(self, settlement: Settlement) -> str:
        """The award of the overview; the one of an earlier day as a figure, where it was another."""
        if settlement.award == self.chapter.account.award:
            return self.chapter.name(self.say.term("name", "Awarded"))
        return str(settlement.award)

    def _spent(self) -> str:
        """What the grant has paid for, up to the day of the statement."""
        chapter, until = self.chapter, self.chapter.comparison.as_of
        in_time = () if until is None else ((self.say("To"), f'"<="&{date_formula(until)}'),)
        return chapter.over_grant(lambda condition: chapter.sum_postings(condition, *in_time))

    def _line(self, label: str, formula: str, value: Amount, *, total: bool = False) -> str:
        """A line of the settlement; gives its cell."""
        self.text(0, label, total=total)
        self.formula(1, formula, value, what=label, total=total)
        self.row += 1
        return self.cell(1, self.row - 1)

    def _availability(self) -> None:
        """Budget, spent, ordered and available of each activity, and what is ordered."""
        chapter, say = self.chapter, self.say
        ordered = self._orders()
        figures = (say("Budget"), say("Actual"), say("Ordered"), say("Available"))
        first = self._part(say("Availability"), (say("Activity"), *figures), figures)
        entries = chapter.account.availability()
        for entry in entries:
            self.text(0, chapter.account.grant.title_of(entry.activity), wrap=True)
            of_activity = (say("Activity"), f'"{entry.activity}"')
            self.formula(1, chapter.sum_budget(of_activity), entry.budget)
            self.formula(2, chapter.sum_postings(of_activity), entry.spent)
            self.formula(3, ordered(entry.activity), entry.committed)
            budget, spent, bound = map(self.cell, (1, 2, 3))
            self.formula(4, f"ROUND({budget}-{spent}-{bound},2)", entry.available)
            self.row += 1
        names = ("budget", "spent", "committed", "available")
        totals = [money.total(getattr(entry, name) for entry in entries) for name in names]
        self._sums(5, first, dict(enumerate(totals, 1)))

    def _orders(self) -> Callable[[str], str]:
        """What is ordered; gives the formula of what of an activity is not yet posted."""
        say = self.say
        commitments = sorted(self.chapter.account.grant.commitments, key=lambda commitment: commitment.date)
        words = (
            say("Activity"), say("Amount"), say("Date"), say("Posted on"), say("Document"), say("Text")
        )  # fmt: skip
        first = self._part(say("Ordered"), words, (say("Amount"),))
        for commitment in commitments:
            self.text(0, commitment.activity)
            self.amount(1, commitment.amount)
            self.day(2, commitment.date, indent=1)
            self.day(3, commitment.posted, indent=1)
            self._texts(4, commitment.document, commitment.text)
            self.row += 1
        last = self.row - 1
        self.row += 1
        activities, amounts, posted = (xl_range_abs(first, column, last, column) for column in (0, 1, 3))
        return lambda activity: f'ROUND(SUMIFS({amounts},{activities},"{activity}",{posted},""),2)'

    def _texts(self, column: int, *texts: str | None) -> None:
        for at, text in enumerate(texts, column):
            self.text(at, text or "", wrap=True, indent=1)

    def _sums(self, width: int, first: int, sums: dict[int, Amount]) -> None:
        """The row of sums of a part whose rows begin at `first`."""
        self.total(width)
        for column, value in sums.items():
            cells = xl_range(first, column, self.row - 1, column)
            self.formula(column, f"ROUND(SUM({cells}),2)", value, what=self.say("Total"), total=True)
        self.row += 2
