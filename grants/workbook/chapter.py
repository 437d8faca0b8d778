"""One grant on its way into a workbook: its figures, the names of its sheets, and its formulas.

Every sheet module gets a `Chapter` and asks it for what others have placed where, so that the
sheets can be written in any order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from grants.figures.comparison import Column, Comparison
from grants.findings.finding import Finding
from grants.ledger import Account
from grants.render.spreadsheet import Styles, clean
from grants.reports.financing import source_names
from grants.reports.speech import Language, Speech
from grants.values.financing import Payer
from grants.values.periods import Granularity, Period
from grants.workbook.layout import FollowUpLayout

POSTINGS_HEAD = 4
"""Rows above the first posting of a sheet: title, the two sums, headings of the table."""

SlotKey = int | datetime | str
"""How a column of the comparison is named in cells: a year, the first day of a month, or words."""


@dataclass
class Chapter:
    """What the sheets of one grant are made from.

    `number` distinguishes the grants of one workbook, None if there is only one. `row_limit` is how
    many rows a sheet may have. `progress` is called with the number of postings written since the
    last call.
    """

    book: Workbook
    styles: Styles
    account: Account
    language: Language
    comparison: Comparison
    findings: Sequence[Finding]
    number: int | None
    row_limit: int
    progress: Callable[[int], None]
    files_from: str | None
    mark: str = ""
    """What every sheet says first, such as that it is a draft."""

    @cached_property
    def say(self) -> Speech:
        """The words and figures of the workbook's language."""
        return Speech.of(self.language)

    @property
    def currency(self) -> str:
        """The currency as headings write it."""
        return self.say.currency(self.account.grant.currency)

    @property
    def has_actuals(self) -> bool:
        """Whether there is anything to compare with the budget; an application has a budget only."""
        return self.account.grant.is_awarded or self.account.postings.count > 0

    @cached_property
    def layout(self) -> FollowUpLayout:
        """Which row and column of the follow-up holds what."""
        categories = {activity.id: activity.category for activity in self.account.grant.activities}
        return FollowUpLayout.of(self.comparison, categories, with_actuals=self.has_actuals)

    # Names

    def sheet_name(self, name: str, part: int = 1) -> str:
        """The name of a sheet: the number of the grant before it, the number of the part after."""
        before = "" if self.number is None else f"{self.number} "
        return f"{before}{name}" + (f" {part}" if part > 1 else "")

    def name(self, name: str, part: int = 1) -> str:
        """The name of a table or a figure, which is one word."""
        grant = "" if self.number is None else f"_{self.number}"
        return f"{name}{grant}" + (f"_{self.say.term('name', 'part')}{part}" if part > 1 else "")

    @property
    def parts(self) -> int:
        """Over how many sheets the postings are split: at least one."""
        room = self.row_limit - POSTINGS_HEAD
        return max(1, -(-self.account.postings.count // room))

    @property
    def posting_tables(self) -> list[str]:
        """The names of the tables that together hold every posting."""
        return [self.name(self.say.term("name", "Postings"), part + 1) for part in range(self.parts)]

    @property
    def budget_table(self) -> str:
        """The name of the table of budget lines."""
        return self.name(self.say.term("name", "BudgetLines"))

    # Formulas

    def over_postings(self, formula: Callable[[str], str]) -> str:
        """A formula over every posting: `formula` makes it for one table, the parts are added."""
        return "+".join(formula(table) for table in self.posting_tables)

    def sum_postings(self, *conditions: tuple[str, str]) -> str:
        """The sum of the postings that match: pairs of a column of the table and a criterion."""
        return f"ROUND({self.over_postings(lambda table: self._sum(table, conditions))},2)"

    def sum_budget(self, *conditions: tuple[str, str]) -> str:
        """The sum of the budget lines that match."""
        return f"ROUND({self._sum(self.budget_table, conditions)},2)"

    def _sum(self, table: str, conditions: Sequence[tuple[str, str]]) -> str:
        amount = f"{table}[{self.say('Amount')}]"
        if not conditions:
            return f"SUM({amount})"
        pairs = ",".join(f"{table}[{column}],{criterion}" for column, criterion in conditions)
        return f"SUMIFS({amount},{pairs})"

    @cached_property
    def source_names(self) -> dict[Payer, str]:
        """The words of a cell for who pays; no two are alike."""
        return {source: clean(name) for source, name in source_names(self.account, self.say).items()}

    def over_grant(self, formula: Callable[[tuple[str, str]], str]) -> str:
        """A formula over all that the grant itself pays, in cash and in kind.

        `formula` makes it of a condition on the column of the financing.
        """
        used = {line.payer for line in self.account.approved.lines}
        used |= {group.source for group in self.account.postings.groups}
        chosen = sorted({Payer("grant"), *(source for source in used if source.kind == "grant")}, key=str)
        conditions = [(self.say("Financing"), f'"{self.source_names[source]}"') for source in chosen]
        return "+".join(map(formula, conditions))

    def follow_up(self, row: int, slot: int, measure: int) -> str:
        """A reference to a figure of the follow-up sheet, as `FollowUpLayout` counts it."""
        cell = xl_rowcol_to_cell(row, self.layout.column(slot, measure), row_abs=True, col_abs=True)
        return f"{quote_sheetname(self.sheet_name(self.say.term('sheet', 'Follow-up')))}!{cell}"

    def in_total(self, measure: int) -> str:
        """A reference to the total over all periods and activities."""
        return self.follow_up(self.layout.total_row, self.layout.slots, measure)

    # Columns of the comparison

    def slot_key(self, column: Column) -> SlotKey:
        """A column of the comparison as the cells name it, the same in every sheet.

        A year is a number and a month a date, not words: a spreadsheet would read the name of a month
        as a date in one language and not in another.
        """
        if column.period is None:
            return self.say("Total") if column.is_total else self.say("Not periodised")
        if self.comparison.by is Granularity.YEAR:
            return column.period.start.year
        if self.comparison.by is Granularity.MONTH:
            return datetime.combine(column.period.start, datetime.min.time())
        return self.say.period(column.period)

    @property
    def slot_pattern(self) -> str:
        """The number format of a `slot_key` that is a number or a date."""
        return "mmm yyyy" if self.comparison.by is Granularity.MONTH else "0"

    def key_of(self, period: Period | None) -> SlotKey:
        """The `slot_key` of the column that counts this period."""
        return self.slot_key(self.comparison.column_of(period))


def date_formula(day: date) -> str:
    """A date in a formula."""
    return f"DATE({day.year},{day.month},{day.day})"
