"""The approved budget: the original one with every approved amendment, and how each line came to be.

Pure: records in, values out. Changes of a line add up, and of period and award the latest counts,
so that the order of amendments in the file means nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from grants.records.budget import Amendment, BudgetLine, LineChange
from grants.records.grant import Grant
from grants.values import money
from grants.values.financing import Payer
from grants.values.money import Amount
from grants.values.periods import Period


class LineKey(NamedTuple):
    """What makes two budget lines the same one."""

    activity: str
    period: Period | None
    financing: str
    partner: str | None
    in_kind: bool

    @property
    def payer(self) -> Payer:
        """Who pays."""
        return Payer(self.financing, self.partner, self.in_kind)


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a line: by how much, when, who approved it, and where that is written."""

    date: date
    amount: Amount
    approved_by: str
    document: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class ApprovedLine:
    """A budget line as it is in force.

    `original` is its first amount, `history` every approved change by date, `amount` their sum;
    `position` is its place in the original budget, None for a line that an amendment added.
    """

    key: LineKey
    original: Amount
    amount: Amount
    history: tuple[Step, ...]
    approximate: bool
    position: int | None
    text: str | None = None

    @property
    def activity(self) -> str:
        """The id of the activity that the line is for."""
        return self.key.activity

    @property
    def period(self) -> Period | None:
        """The part of the grant's period that the line is for."""
        return self.key.period

    @property
    def financing(self) -> str:
        """The kind of source that pays: grant, own or partner."""
        return self.key.financing

    @property
    def payer(self) -> Payer:
        """Who pays, in cash or in kind."""
        return self.key.payer


@dataclass(frozen=True, slots=True)
class ApprovedBudget:
    """The budget, award and period in force.

    `unknown` are the changes of lines that the budget does not have, by the position of their
    amendment and their own; they are in no line.
    """

    lines: tuple[ApprovedLine, ...]
    award: Amount | None
    period: Period
    unknown: tuple[tuple[int, int], ...] = ()

    def total(self, financing: str | None = None) -> Amount:
        """The sum of all lines, or of those that one source pays for."""
        return money.total(line.amount for line in self.lines if financing in (None, line.financing))


def approved_budget(grant: Grant, as_of: date | None = None) -> ApprovedBudget:
    """Derive the budget in force, now or on a day, from the original one and all approved amendments."""
    known = {key_of(line) for line in grant.budget}
    governing = grant.approved_amendments(as_of)
    approved = [(number, a) for number, a in enumerate(grant.amendments) if a in governing]
    known |= {key_of(change) for amendment in governing for change in amendment.changes if change.new}
    steps: dict[LineKey, list[Step]] = {}
    unknown = []
    for number, amendment in approved:
        for place, change in enumerate(amendment.changes):
            key = key_of(change)
            if key in known:
                steps.setdefault(key, []).append(_step(amendment, change))
            else:
                unknown.append((number, place))
    lines = []
    for position, line in enumerate(grant.budget):
        key = key_of(line)
        changes = steps.pop(key, [])  # of lines that are alike the first one is changed
        lines.append(_line(key, line.amount, changes, line, position))
    lines += [_line(key, money.ZERO, steps[key]) for key in sorted(steps, key=lambda key: [*map(str, key)])]
    changed = grant.award_changed_to(as_of)
    award = grant.ceiling if changed is None else changed
    return ApprovedBudget(tuple(lines), award, grant.period_on(as_of), tuple(unknown))


def key_of(line: BudgetLine | LineChange) -> LineKey:
    """The key of a line, or of the line that a change is about."""
    return LineKey(line.activity, line.period, line.financing, line.partner, line.in_kind)


def _step(amendment: Amendment, change: LineChange) -> Step:
    return Step(
        amendment.date, change.amount, amendment.approved_by or "", amendment.document, amendment.text
    )


def _line(
    key: LineKey,
    original: Amount,
    changes: list[Step],
    line: BudgetLine | None = None,
    position: int | None = None,
) -> ApprovedLine:
    history = tuple(
        sorted(changes, key=lambda s: (s.date, s.amount, s.approved_by, s.document or "", s.text or ""))
    )
    return ApprovedLine(
        key=key,
        original=original,
        amount=money.total([original, *(step.amount for step in history)]),
        history=history,
        approximate=line is not None and line.approximate,
        position=position,
        text=None if line is None else line.text,
    )
