"""Sheets for a person to fill in: the lines that no rule knew, or the accounts that they are booked on."""

from collections.abc import Iterator
from dataclasses import dataclass

from grants.importing.plan import ImportPlan
from grants.importing.preview import currency_of
from grants.importing.review.decisions import COLUMNS, account_key, accounts_of
from grants.importing.source_line import SourceLine
from grants.reports.speech import Language
from grants.reports.table import Align, Column, Money, Row, Table
from grants.values import money
from grants.values.text import with_masked_cpr

ACCOUNTS = ("account", "psp", "project", "cost_centre")


def review_sheet(plan: ImportPlan, *, language: Language) -> Table:
    """A row for each unmatched line, with `activity` and `ignore` to be filled in."""
    shown = ("row", "date", "amount", "voucher", "line_number", *ACCOUNTS, "supplier", "text")
    currency = currency_of(plan)
    rows = []
    for line in plan.to_decide:
        filled = (line.key, line.grant, "", "", "", "")
        said = [
            _amount(line.source.minor, currency) if name == "amount" else _clean(getattr(line.source, name))
            for name in shown
        ]
        rows.append(Row((*filled, *said)))
    return _table("Review", shown, rows, language)


@dataclass
class _Account:
    line: SourceLine
    count: int = 0
    minor: int = 0


def mapping_sheet(plan: ImportPlan, *, language: Language) -> Table:
    """A row for each account with unmatched lines: their number, their sum and a text of one of them."""
    found: dict[tuple[str, ...], _Account] = {}
    for source in (line.source for line in plan.to_decide):
        account = found.setdefault(accounts_of(source), _Account(source))
        account.count += 1
        account.minor += source.minor
    currency = currency_of(plan)
    rows = [
        Row(
            (
                *(account_key(account.line), "", "", "", "", ""),
                *map(_clean, accounts),
                account.count,
                _amount(account.minor, currency),
                account.line.text,
            )
        )
        for accounts, account in sorted(found.items())
    ]
    return _table("Mapping", (*ACCOUNTS, "lines", "amount", "text"), rows, language)


def _table(title: str, shown: tuple[str, ...], rows: list[Row], language: Language) -> Table:
    return Table(title, tuple(_columns(shown)), tuple(rows), language, show_currency=False)


def _columns(shown: tuple[str, ...]) -> Iterator[Column]:
    for name in (*COLUMNS, *shown):
        yield Column(name, Align.RIGHT if name in ("amount", "lines", "row") else Align.LEFT)


def _clean(value: str | int) -> str | int:
    """A value without personal numbers, in the columns of accounts too."""
    return with_masked_cpr(value)[0] if isinstance(value, str) else value


def _amount(minor: int, currency: str) -> Money:
    return Money(money.Amount(minor), currency)
