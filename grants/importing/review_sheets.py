"""Sheets for a person to fill in: the lines that no rule knew, or the accounts that they are booked on."""

from collections.abc import Sequence

from grants.importing.lines import Tally
from grants.importing.plan import ImportPlan
from grants.importing.preview import currency_of
from grants.importing.review.decisions import COLUMNS, account_key, accounts_of
from grants.importing.source_line import SourceLine
from grants.reports.speech import Language
from grants.reports.table import Align, Cell, Column, Money, Row, Table
from grants.values.money import Amount
from grants.values.text import with_masked_cpr

ACCOUNTS = ("account", "psp", "project", "cost_centre")


def review_sheet(plan: ImportPlan, *, language: Language) -> Table:
    """A row for each unmatched line, with `activity` and `ignore` to be filled in."""
    shown = ("row", "date", "amount", "voucher", "line_number", *ACCOUNTS, "supplier", "text")
    rows = []
    for line in plan.to_decide:
        values = line.source._asdict() | {"amount": Amount(line.source.minor)}
        rows.append(_row(plan, line.key, line.grant, [values[name] for name in shown]))
    return _table("Review", shown, rows, language)


def mapping_sheet(plan: ImportPlan, *, language: Language) -> Table:
    """A row for each account with unmatched lines: their number, their sum and a text of one of them."""
    found: dict[tuple[str, ...], tuple[SourceLine, Tally]] = {}
    for source in (line.source for line in plan.to_decide):
        _, tally = found.setdefault(accounts_of(source), (source, Tally()))
        tally.add(source.minor)
    rows = [
        _row(plan, account_key(line), "", (*accounts, tally.lines, Amount(tally.minor), line.text))
        for accounts, (line, tally) in sorted(found.items())
    ]
    return _table("Mapping", (*ACCOUNTS, "lines", "amount", "text"), rows, language)


def _row(plan: ImportPlan, key: str, grant: str, shown: Sequence[str | int | Amount]) -> Row:
    """What is to be filled in, then what is shown: no personal number, in the columns of accounts neither."""
    cells: list[Cell] = [key, grant, *[""] * (len(COLUMNS) - 2)]
    for value in shown:
        if isinstance(value, Amount):
            cells.append(Money(value, currency_of(plan)))
        else:
            cells.append(with_masked_cpr(value)[0] if isinstance(value, str) else value)
    return Row(tuple(cells))


def _table(title: str, shown: tuple[str, ...], rows: list[Row], language: Language) -> Table:
    right = ("amount", "lines", "row")
    columns = (Column(name, Align.RIGHT if name in right else Align.LEFT) for name in (*COLUMNS, *shown))
    return Table(title, tuple(columns), tuple(rows), language, show_currency=False)
