"""The instalments sheet: money between funder and recipient, the settlement, and what is available."""

from collections.abc import Callable, Sequence
from datetime import date

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.figures.settlement import Settlement, received_of
from grants.render.spreadsheet import DAY, float_of
from grants.reports.settlement import has_payments
from grants.values import money
from grants.values.money import Amount
from grants.workbook.chapter import Chapter, put_day
from grants.workbook.page import fit_row, head, set_up

FIRST_ROW = 3
WIDTHS = (48, 18, 18, 18, 20, 48)


def is_wanted(chapter: Chapter) -> bool:
    """Whether there are payments or orders to show."""
    return has_payments(chapter.account) or bool(chapter.account.grant.commitments)


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet: instalments, repayments, the settlement, what is available; what there is of them."""
    _Payments(chapter, sheet).write()


class _Payments:
    def __init__(self, chapter: Chapter, sheet: Worksheet) -> None:
        self.chapter = chapter
        self.sheet = sheet
        self.row = FIRST_ROW
        self.until = chapter.comparison.as_of

    def write(self) -> None:
        chapter, record = self.chapter, self.chapter.account.grant
        head(chapter, self.sheet, chapter.say.term("sheet", "Instalments"))
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        received = self._instalments() if record.instalments else "0"
        repaid = self._repayments() if record.repayments else "0"
        settlement = chapter.account.settlement(self.until)
        if settlement is not None and has_payments(chapter.account):
            self._settlement(settlement, received, repaid)
        if record.commitments:
            self._availability()
        self.sheet.freeze_panes(FIRST_ROW, 0)
        set_up(chapter, self.sheet)

    def _headings(self, title: str, headings: Sequence[tuple[str, bool]]) -> None:
        """The name of a part, and the headings of its columns: each with whether it is of figures."""
        styles = self.chapter.styles
        self.sheet.write_string(self.row, 0, title, styles.section)
        for column in range(1, len(headings)):
            self.sheet.write_blank(self.row, column, None, styles.section)
        for column, (heading, is_figure) in enumerate(headings):
            form = styles.heading("right" if is_figure else "left", indent=int(column > 0 and not is_figure))
            self.sheet.write_string(self.row + 1, column, heading, form)
        self.row += 2

    def _instalments(self) -> str:
        """The payments by date; gives the formula of what was received."""
        say = self.chapter.say
        instalments = sorted(
            self.chapter.account.grant.instalments, key=lambda i: i.planned or i.received or date.min
        )
        self._headings(
            say("Instalments"),
            ((say("Planned"), False), (say("Amount"), True), (say("Received on"), False),
             (say("Received"), True), (say("Voucher"), False), (say("Text"), False)),
        )  # fmt: skip
        first = self.row
        for instalment in instalments:
            self._day(0, instalment.planned)
            self._amount(1, instalment.amount)
            self._day(2, instalment.received)
            if instalment.received is not None:
                self._amount(3, received_of(instalment))
            self._texts(4, instalment.voucher, instalment.text)
            self.row += 1
        last = self.row - 1
        planned = money.total(instalment.amount for instalment in instalments)
        received = money.total(map(received_of, instalments))
        self._total(6, {1: (first, last, planned), 3: (first, last, received)})
        return self._counted(xl_range(first, 3, last, 3), xl_range(first, 2, last, 2))

    def _repayments(self) -> str:
        """What was paid back, by date; gives the formula of its sum."""
        say, record = self.chapter.say, self.chapter.account.grant
        repayments = sorted(record.repayments, key=lambda repayment: repayment.date)
        say = self.chapter.say
        self._headings(
            say("Paid back"),
            ((say("Date"), False), (say("Amount"), True), (say("Document"), False), (say("Text"), False)),
        )
        first = self.row
        for repayment in repayments:
            self._day(0, repayment.date)
            self._amount(1, repayment.amount)
            self._texts(2, repayment.document, repayment.text)
            self.row += 1
        last = self.row - 1
        self._total(4, {1: (first, last, money.total(repayment.amount for repayment in repayments))})
        return self._counted(xl_range(first, 1, last, 1), xl_range(first, 0, last, 0))

    def _counted(self, amounts: str, days: str) -> str:
        """The sum of the payments up to the day of the statement."""
        if self.until is None:
            return f"SUM({amounts})"
        day = f"DATE({self.until.year},{self.until.month},{self.until.day})"
        return f'SUMIFS({amounts},{days},">0",{days},"<="&{day})'

    def _settlement(self, settlement: Settlement, received: str, repaid: str) -> None:
        """The settlement as formulas over the award, the postings and the payments above."""
        chapter, say = self.chapter, self.chapter.say
        is_over = self.until is None or self.until >= chapter.account.grant.effective_period.last
        self._headings(say("Received and spent"), ((say("Text"), False), (say("Amount"), True)))
        award = self._line(say("Awarded"), self._award(settlement), settlement.award)
        came = self._line(say("Received"), f"ROUND({received},2)", settlement.received)
        spent = self._line(chapter.say("Of which paid by the grant"), self._spent(), settlement.spent)
        eligible = self._line(say("Spent of the award"), f"MIN({spent},{award})", settlement.eligible)
        self._line(say("Not spent"), f"ROUND({award}-{eligible},2)", settlement.unspent)
        self._line(say("Spent beyond the award"), f"ROUND({spent}-{eligible},2)", settlement.overspent)
        went = self._line(say("Paid back"), f"ROUND({repaid},2)", settlement.repaid)
        held = f"ROUND({came}-{went}-{eligible},2)"
        self._line(say("Receivable from the funder"), f"MAX(-{held},0)", settlement.receivable, total=True)
        to_repay = (
            say("To be repaid")
            if is_over and chapter.account.grant.is_final
            else say("Received and not yet spent")
        )
        self._line(to_repay, f"MAX({held},0)", settlement.to_repay, total=True)
        self.row += 1

    def _award(self, settlement: Settlement) -> str:
        """The award of the overview; the one of an earlier day as a figure, where it was another."""
        if settlement.award == self.chapter.account.award:
            return self.chapter.name(self.chapter.say.term("name", "Awarded"))
        return str(settlement.award)

    def _spent(self) -> str:
        """What the grant has paid for, up to the day of the statement."""
        chapter, say = self.chapter, self.chapter.say
        if self.until is None:
            return chapter.over_grant(chapter.sum_postings)
        day = f'"<="&DATE({self.until.year},{self.until.month},{self.until.day})'
        return chapter.over_grant(lambda condition: chapter.sum_postings(condition, (say("To"), day)))

    def _line(self, label: str, formula: str, value: Amount, *, total: bool = False) -> str:
        """A line of the settlement; gives its cell."""
        styles = self.chapter.styles
        self.sheet.write_string(self.row, 0, label, styles.text(total=total))
        self.sheet.write_formula(
            self.row, 1, f"={formula}", styles.amount(total=total), float_of(value, label)
        )
        self.row += 1
        return str(xl_rowcol_to_cell(self.row - 1, 1))

    def _availability(self) -> None:
        """Budget, spent, ordered and available of each activity, and what is ordered."""
        chapter, say = self.chapter, self.chapter.say
        ordered = self._orders()
        self._headings(
            say("Availability"),
            ((say("Activity"), False), (say("Budget"), True), (say("Actual"), True),
             (say("Ordered"), True), (say("Available"), True)),
        )  # fmt: skip
        first = self.row
        entries = chapter.account.availability()
        for entry in entries:
            title = chapter.account.grant.title_of(entry.activity)
            fit_row(self.sheet, self.row, (title, WIDTHS[0]))
            chapter.styles.put(self.sheet, self.row, 0, title, chapter.styles.text(wrap=True))
            of_activity = (say("Activity"), f'"{entry.activity}"')
            self._formula(1, chapter.sum_budget(of_activity), entry.budget)
            self._formula(2, chapter.sum_postings(of_activity), entry.spent)
            self._formula(3, ordered(entry.activity), entry.committed)
            budget, spent, bound = (xl_rowcol_to_cell(self.row, column) for column in (1, 2, 3))
            self._formula(4, f"ROUND({budget}-{spent}-{bound},2)", entry.available)
            self.row += 1
        last = self.row - 1
        names = ("budget", "spent", "committed", "available")
        sums = (money.total(getattr(entry, name) for entry in entries) for name in names)
        self._total(5, {column: (first, last, value) for column, value in enumerate(sums, 1)})

    def _orders(self) -> Callable[[str], str]:
        """What is ordered; gives the formula of what of an activity is not yet posted."""
        say = self.chapter.say
        commitments = sorted(self.chapter.account.grant.commitments, key=lambda commitment: commitment.date)
        self._headings(
            say("Ordered"),
            ((say("Activity"), False), (say("Amount"), True), (say("Date"), False), (say("Posted on"), False),
             (say("Document"), False), (say("Text"), False)),
        )  # fmt: skip
        first = self.row
        for commitment in commitments:
            self.sheet.write_string(self.row, 0, commitment.activity, self.chapter.styles.text())
            self._amount(1, commitment.amount)
            self._day(2, commitment.date)
            self._day(3, commitment.posted)
            self._texts(4, commitment.document, commitment.text)
            self.row += 1
        last = self.row - 1
        self.row += 1
        activities, amounts, posted = (xl_range_abs(first, column, last, column) for column in (0, 1, 3))
        return lambda activity: f'ROUND(SUMIFS({amounts},{activities},"{activity}",{posted},""),2)'

    def _formula(self, column: int, formula: str, value: Amount) -> None:
        self.sheet.write_formula(
            self.row, column, f"={formula}", self.chapter.styles.amount(), float_of(value)
        )

    def _amount(self, column: int, amount: Amount) -> None:
        self.sheet.write_number(self.row, column, float_of(amount), self.chapter.styles.amount())

    def _day(self, column: int, day: date | None) -> None:
        if day is not None:
            form = self.chapter.styles.get(num_format=DAY, align="left", indent=int(column > 0))
            put_day(self.sheet, self.row, column, day, form)

    def _texts(self, column: int, *texts: str | None) -> None:
        styles = self.chapter.styles
        fit_row(self.sheet, self.row, *((text or "", WIDTHS[at]) for at, text in enumerate(texts, column)))
        for at, text in enumerate(texts, column):
            styles.put(self.sheet, self.row, at, text or "", styles.text(wrap=True, indent=1))

    def _total(self, width: int, sums: dict[int, tuple[int, int, Amount]]) -> None:
        """The row of sums of a part, each of its column from the first to the last row."""
        styles, total = self.chapter.styles, self.chapter.say("Total")
        for column in range(width):
            self.sheet.write_blank(self.row, column, None, styles.text(total=True))
        self.sheet.write_string(self.row, 0, total, styles.text(total=True))
        for column, (first, last, value) in sums.items():
            formula = f"=ROUND(SUM({xl_range(first, column, last, column)}),2)"
            self.sheet.write_formula(
                self.row, column, formula, styles.amount(total=True), float_of(value, total)
            )
        self.row += 2
