"""Changes of a budget: the lines that somebody proposes against those in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from grants import money
from grants.ledger import GrantLedger
from grants.records import BudgetLine
from grants.reports.labels import LABELS, Labels
from grants.reports.locale import Language, Locale
from grants.reports.table import Align, Cell, Column, Money, Row, Table


@dataclass(frozen=True, slots=True)
class EditedLine:
    """A proposed budget line: its place in the budget in force from 1 on, None if it is new."""

    number: int | None
    line: BudgetLine


def budget_changes(
    grant: GrantLedger, proposed: Sequence[EditedLine], *, language: Language | None = None
) -> Table:
    """A row for each field of a line that differs, for each line that is new or gone; sums last.

    Nothing is written anywhere. `data` has every change with both lines, amounts as `Decimal`.
    """
    spoken = language or grant.grant.language
    labels = LABELS[spoken]
    words = labels.workbook
    changes = list(_changes(grant.grant.budget, proposed))
    currency = grant.grant.currency
    rows = [row for change in changes for row in _rows(change, labels, currency)]
    before, after = grant.budgeted, money.total([edited.line.amount for edited in proposed])
    apart = money.from_minor(money.to_minor(after) - money.to_minor(before))
    rows.append(
        Row(
            (None, labels.total, labels.budget, *(Money(a, currency) for a in (before, after, apart))),
            is_total=True,
        )
    )
    notes = [words.proposal_note if changes else words.no_differences]
    ceiling = grant.grant.ceiling
    amount = partial(Locale(spoken).money, currency=currency)
    of_grant = money.total([e.line.amount for e in proposed if e.line.financing == "grant"])
    if ceiling is not None and of_grant != ceiling:
        notes.append(words.not_award_note.format(budget=amount(of_grant), award=amount(ceiling)))
    return Table(
        title=words.budget_differences,
        columns=(
            Column(words.number, Align.RIGHT),
            Column(labels.activity, wraps=True),
            Column(words.change),
            Column(words.before, Align.RIGHT),
            Column(words.after, Align.RIGHT),
            Column(words.difference, Align.RIGHT),
        ),
        rows=tuple(rows),
        language=spoken,
        subject=grant.grant.title,
        notes=tuple(notes),
        data={
            "grant": grant.id,
            "currency": currency,
            "changes": [_change_data(change) for change in changes],
            "before": before,
            "after": after,
            "difference": apart,
        },
    )


@dataclass(frozen=True, slots=True)
class _Change:
    number: int | None
    before: BudgetLine | None
    after: BudgetLine | None


def _changes(budget: Sequence[BudgetLine], proposed: Sequence[EditedLine]) -> Iterator[_Change]:
    kept = {edited.number: edited.line for edited in proposed if edited.number is not None}
    for number, line in enumerate(budget, 1):
        if kept.get(number) != line:
            yield _Change(number, line, kept.get(number))
    for edited in proposed:
        if edited.number is None:
            yield _Change(None, None, edited.line)


def _rows(change: _Change, labels: Labels, currency: str) -> Iterator[Row]:
    words = labels.workbook
    before, after = change.before, change.after
    if before is None or after is None:
        line = before or after
        assert line is not None  # one of the two is there
        amounts: tuple[Cell, ...] = (
            Money(before.amount, currency) if before else None,
            Money(after.amount, currency) if after else None,
            Money(line.amount if after else money.from_minor(-money.to_minor(line.amount)), currency),
        )
        yield Row((change.number, line.activity, words.line_added if after else words.line_removed, *amounts))
        if after is not None:
            yield from _words(change.number, after, ("", "", words.financings["grant"], "", ""), labels)
        return
    if before.amount != after.amount:
        apart = money.from_minor(money.to_minor(after.amount) - money.to_minor(before.amount))
        amounts = tuple(Money(amount, currency) for amount in (before.amount, after.amount, apart))
        yield Row((change.number, after.activity, labels.amount, *amounts))
    yield from _words(change.number, after, _texts(before, labels), labels)


def _words(number: int | None, after: BudgetLine, old: tuple[str, ...], labels: Labels) -> Iterator[Row]:
    """A row for each field but the amount that differs from what it was."""
    fields = zip(_names(labels), old, _texts(after, labels), strict=True)
    for position, (name, was, becomes) in enumerate(fields):
        if was != becomes and (position or was):
            yield Row((number, after.activity, name, was, becomes, None))


def _names(labels: Labels) -> tuple[str, ...]:
    words = labels.workbook
    return (labels.activity, labels.period, words.financing, words.approximate, labels.text)


def _texts(line: BudgetLine, labels: Labels) -> tuple[str, ...]:
    words = labels.workbook
    return (
        line.activity,
        "" if line.period is None else str(line.period),
        words.financings[line.financing],
        words.yes if line.approximate else "",
        line.text or "",
    )


def _change_data(change: _Change) -> dict[str, object]:
    return {
        "line": change.number,
        "before": None if change.before is None else _line_data(change.before),
        "after": None if change.after is None else _line_data(change.after),
    }


def _line_data(line: BudgetLine) -> dict[str, object]:
    return {
        "activity": line.activity,
        "amount": line.amount,
        "period": None if line.period is None else str(line.period),
        "financing": line.financing,
        "approximate": line.approximate,
        "text": line.text,
    }
