"""What every source of postings gives, whatever its format: lines, and the totals of its own.

A reader is an iterator in file order of `SourceLine`, `ControlTotal` and `Finding`: a faulty line
becomes a finding and the ones after it are read. A file that cannot be read further is an `UnreadableError`.
"""

from typing import NamedTuple

from grants.findings.finding import Finding
from grants.values import money


class SourceLine(NamedTuple):
    """One line of an export, its texts as they are there, stripped of blanks around them.

    `row` is the line of a text file or the row of a sheet on which it begins, from 1; `sheet` is ''
    but in workbooks. `date` is a day `YYYY-MM-DD`. `minor` is whole minor units, a cost positive and
    a reversal negative, whatever the file's own convention. `line_number` is the system's own number
    of the line within its voucher. `account` and the texts after it are what rules look at. `quantity`
    is a plain number with a point (`-12.5`), of `unit`s. `mark` is `D` or `K` where the file marks debit
    and credit, in one column or in two. What the file does not say is ''.
    """

    row: int
    date: str
    minor: int
    voucher: str = ""
    line_number: str = ""
    text: str = ""
    account: str = ""
    psp: str = ""
    project: str = ""
    cost_centre: str = ""
    supplier: str = ""
    document: str = ""
    currency: str = ""
    quantity: str = ""
    unit: str = ""
    mark: str = ""
    sheet: str = ""

    @property
    def amount(self) -> money.Amount:
        """What the line costs; negative for a reversal."""
        return money.Amount(self.minor)


class ControlTotal(NamedTuple):
    """A total that the file states: `minor` by the file, `counted` by the lines as they were read.

    `of` lines are meant: those since the total before it, or all lines of the file where `is_whole`.
    Both are in whole minor units with costs positive. Where they differ a finding follows at once.
    """

    row: int
    sheet: str
    label: str
    minor: int
    of: int
    counted: int
    is_whole: bool = False

    @property
    def amount(self) -> money.Amount:
        """The total by the file."""
        return money.Amount(self.minor)


class UnreadableError(Exception):
    """A file that cannot be read, or not further; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


Item = SourceLine | ControlTotal | Finding
