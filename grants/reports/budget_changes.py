"""Changes of a budget: the lines that somebody proposes against those in force."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from grants.figures.approved_budget import ApprovedLine, LineKey
from grants.ledger import Account
from grants.reports.financing import source_names
from grants.reports.locale import Locale
from grants.reports.speech import Language, Speech
from grants.reports.table import Column, Row, Table, amounts, figures, texts
from grants.values import money
from grants.values.financing import Payer
from grants.values.money import Amount

Names = Mapping[Payer, str]
"""What each source of money is called."""


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A budget line as somebody wants it."""

    key: LineKey
    amount: Amount
    approximate: bool = False
    text: str | None = None

    @classmethod
    def of(cls, line: ApprovedLine) -> "ProposedLine":
        """A line in force, as the proposal that changes nothing."""
        return cls(line.key, line.amount, line.approximate, line.text)

    @property
    def source(self) -> Payer:
        """Who pays."""
        return Payer(self.key.financing, self.key.partner, self.key.in_kind)


@dataclass(frozen=True, slots=True)
class EditedLine:
    """A proposed budget line: its place in the budget in force from 1 on, None if it is new."""

    number: int | None
    line: ProposedLine


def budget_changes(
    account: Account,
    proposed: Sequence[EditedLine],
    *,
    language: Language | None = None,
    is_proposal: bool = True,
) -> Table:
    """A row for each field of a line that differs, for each line that is new or gone; sums last.

    Nothing is written anywhere. `data` has every change with both lines, amounts as `Amount`.
    """
    spoken = language or account.grant.language
    say = Speech.of(spoken)
    changes = changed_lines(account, proposed)
    currency, names = account.grant.currency, source_names(account, say)
    rows = [row for change in changes for row in _rows(change, say, names, currency)]
    before, after = account.budgeted, money.total([edited.line.amount for edited in proposed])
    apart = after - before
    totals = amounts(currency, before, after, apart)
    rows.append(Row((None, say("Total"), say("Budget"), *totals), is_total=True))
    notes = []
    if not changes:
        notes.append(say("The budget in the workbook is the same as in the ledger."))
    elif is_proposal:
        notes.append(say("A proposal: nothing is written to grant.toml."))
    ceiling = account.approved.award
    amount = partial(Locale(spoken).money, currency=currency)
    of_grant = money.total([e.line.amount for e in proposed if e.line.key.financing == "grant"])
    if ceiling is not None and of_grant != ceiling:
        notes.append(
            say(
                "The budget paid by the grant is {budget}; awarded or applied for is {award}.",
                budget=amount(of_grant),
                award=amount(ceiling),
            )
        )
    return Table(
        title=say("Changes of the budget"),
        columns=(
            *figures(say("No.")),
            *texts(say("Activity")),
            Column(say("Change")),
            *figures(say("Before"), say("After"), say("Difference")),
        ),
        rows=tuple(rows),
        language=spoken,
        subject=account.grant.title,
        notes=tuple(notes),
        data={
            "grant": account.id,
            "currency": currency,
            "changes": [_change_data(change) for change in changes],
            "before": before,
            "after": after,
            "difference": apart,
        },
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the budget in force and what is proposed for it; None where it is new or gone."""

    number: int | None
    before: ProposedLine | None
    after: ProposedLine | None


def changed_lines(account: Account, proposed: Sequence[EditedLine]) -> list[Change]:
    """The lines that a proposal changes or takes away, then those that it adds."""
    kept = {edited.number: edited.line for edited in proposed if edited.number is not None}
    changes = []
    for number, line in enumerate(map(ProposedLine.of, account.approved.lines), 1):
        if kept.get(number) != line:
            changes.append(Change(number, line, kept.get(number)))
    return changes + [Change(None, None, edited.line) for edited in proposed if edited.number is None]


def _rows(change: Change, say: Speech, names: Names, currency: str) -> Iterator[Row]:
    before, after, number = change.before, change.after, change.number
    if before is not None and after is not None:
        if before.amount != after.amount:
            cells = amounts(currency, before.amount, after.amount, after.amount - before.amount)
            yield Row((number, after.key.activity, say("Amount"), *cells))
        yield from _words(number, after, _texts(before, say, names), say, names)
    elif after is not None:
        cells = amounts(currency, None, after.amount, after.amount)
        yield Row((number, after.key.activity, say("new line"), *cells))
        yield from _words(number, after, ("", "", names[Payer("grant")], "", ""), say, names)
    elif before is not None:
        cells = amounts(currency, before.amount, None, -before.amount)
        yield Row((number, before.key.activity, say("line removed"), *cells))


def _words(
    number: int | None, after: ProposedLine, old: tuple[str, ...], say: Speech, names: Names
) -> Iterator[Row]:
    """A row for each field but the amount that differs from what it was."""
    fields = zip(_names(say), old, _texts(after, say, names), strict=True)
    for position, (name, was, becomes) in enumerate(fields):
        if was != becomes and (position or was):
            yield Row((number, after.key.activity, name, was, becomes, None))


def _names(say: Speech) -> tuple[str, ...]:
    return (say("Activity"), say("Period"), say("Financing"), say("Approximate"), say("Text"))


def _texts(line: ProposedLine, say: Speech, names: Names) -> tuple[str, ...]:
    return (
        line.key.activity,
        "" if line.key.period is None else str(line.key.period),
        names[line.source],
        say("yes") if line.approximate else "",
        line.text or "",
    )


def _change_data(change: Change) -> dict[str, object]:
    return {
        "line": change.number,
        "before": None if change.before is None else _line_data(change.before),
        "after": None if change.after is None else _line_data(change.after),
    }


def _line_data(line: ProposedLine) -> dict[str, object]:
    return {
        "activity": line.key.activity,
        "amount": line.amount,
        "period": None if line.key.period is None else str(line.key.period),
        "financing": line.key.financing,
        "partner": line.key.partner,
        "in_kind": line.key.in_kind,
        "approximate": line.approximate,
        "text": line.text,
    }
