"""Changes of a budget: the lines that somebody proposes against those in force."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from grants.figures.approved_budget import ApprovedLine, LineKey
from grants.ledger import Account
from grants.reports.financing import source_names
from grants.reports.speech import Language, Speech
from grants.reports.table import Column, Row, Table, amounts, data_of, figures, texts
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
    say = Speech.of(language or account.grant.language)
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
    amount = partial(say.money, currency=currency)
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
        language=say.language,
        subject=account.grant.title,
        notes=tuple(notes),
        data={
            "grant": account.id,
            "currency": currency,
            "changes": [
                {"line": one.number, "before": _line_data(one.before), "after": _line_data(one.after)}
                for one in changes
            ],
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
    if after is None:
        assert before is not None  # one of the two is there
        cells = amounts(currency, before.amount, None, -before.amount)
        yield Row((number, before.key.activity, say("line removed"), *cells))
        return
    activity = after.key.activity
    if before is None:
        yield Row((number, activity, say("new line"), *amounts(currency, None, after.amount, after.amount)))
        before = ProposedLine(LineKey(activity, None, "grant", None, in_kind=False), after.amount)
    elif before.amount != after.amount:
        cells = amounts(currency, before.amount, after.amount, after.amount - before.amount)
        yield Row((number, activity, say("Amount"), *cells))
    old, new = _texts(before, say, names), _texts(after, say, names)
    yield from (
        Row((number, activity, name, old[name], new[name], None)) for name in new if old[name] != new[name]
    )


def _texts(line: ProposedLine, say: Speech, names: Names) -> dict[str, str]:
    """What a line says besides its amount, by the names of the fields."""
    return {
        say("Activity"): line.key.activity,
        say("Period"): "" if line.key.period is None else str(line.key.period),
        say("Financing"): names[line.key.payer],
        say("Approximate"): say("yes") if line.approximate else "",
        say("Text"): line.text or "",
    }


def _line_data(line: ProposedLine | None) -> dict[str, object] | None:
    if line is None:
        return None
    return {
        "activity": line.key.activity,
        "amount": line.amount,
        **data_of(line.key, "period", "financing", "partner", "in_kind"),
        **data_of(line, "approximate", "text"),
    }
