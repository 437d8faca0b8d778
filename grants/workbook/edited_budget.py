"""The way back: the budget of a workbook that somebody edited, read with every doubt refused."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from grants.errors import WorkbookError
from grants.figures.approved_budget import LineKey
from grants.ledger import Account
from grants.render.spreadsheet import clean
from grants.reports.budget_changes import EditedLine, ProposedLine
from grants.reports.financing import source_names
from grants.reports.speech import Speech
from grants.values import money
from grants.values.financing import Payer
from grants.values.periods import Period
from grants.values.text import did_you_mean
from grants.workbook.edited_postings import MAX_FAULTS, posting_faults
from grants.workbook.written import CellError, WrittenBook, WrittenSheet, budget_print

RESIDUE = Decimal("0.000001")
"""How far the decimal that a float shows may lie from a whole minor unit."""


def grants_in(path: str) -> tuple[str, ...]:
    """The ids of the grants in a workbook; `WorkbookError` if `grants export` did not write it."""
    with WrittenBook(path) as book:
        return tuple(book.grants)


def read_edited_budget(path: str, account: Account) -> tuple[EditedLine, ...]:
    """The budget lines of a grant as the workbook has them.

    Raises `WorkbookError`, naming every fault with its cell: for cells that are no amount, period
    or known activity, for postings that differ from the ledger's, and for a workbook that was
    written before the budget in grant.toml changed. `UnknownGrantError` if it lacks the grant.
    """
    with WrittenBook(path) as book:
        number = book.number_of(account)
        if book.budget_print(number) != budget_print(account):
            raise WorkbookError(
                f"{path}: the budget in grant.toml is not the one that this workbook was written from; "
                "export the workbook anew and edit that one"
            )
        _refuse(path, posting_faults(book, number, account))
        lines, faults = _budget_lines(book, number, account)
        _refuse(path, faults)
    return tuple(lines)


def _refuse(path: str, faults: Sequence[str]) -> None:
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults[:MAX_FAULTS])
        more = f"\n  and {len(faults) - MAX_FAULTS} more" if len(faults) > MAX_FAULTS else ""
        raise WorkbookError(f"{path} is not taken over:\n{listed}{more}")


def _budget_lines(book: WrittenBook, number: int, account: Account) -> tuple[list[EditedLine], list[str]]:
    say = book.say
    headings = (say("No."), say("Activity"), say("Period"), say("Financing"), say("Amount"), say("Text"))
    [sheet] = book.sheets(say.term("name", "Budgeted"), number, headings)
    lines: list[EditedLine] = []
    faults: list[str] = []
    for row, values in sheet.rows:
        first = values[sheet.columns[say("No.")]]
        if first == book.say("Total"):
            break
        if any(values[sheet.columns[heading]] not in (None, "") for heading in headings):
            line, found = _budget_line(book.say, sheet, row, values, account)
            faults += found
            if line is not None:
                lines.append(line)
    for line in lines:
        if line.number is not None and sum(other.number == line.number for other in lines) > 1:
            faults.append(
                f"{sheet.name}: line {line.number} is used twice; leave the number of a new one empty"
            )
    return lines, list(dict.fromkeys(faults))


def _budget_line(
    say: Speech, sheet: WrittenSheet, row: int, values: tuple[Any, ...], account: Account
) -> tuple[EditedLine | None, list[str]]:
    faults: list[str] = []

    def read(heading: str, parse: Callable[[Any], Any]) -> Any:
        place = sheet.columns.get(heading)
        try:
            return parse(None if place is None else values[place])
        except ValueError as why:
            faults.append(f"{sheet.place(row, heading)}: {why}")
            return None

    sources = _sources(say, account)
    number = read(say("No."), lambda value: _number(value, len(account.approved.lines)))
    activity = read(say("Activity"), lambda value: _activity(value, account))
    period = read(say("Period"), _period)
    source = read(say("Financing"), lambda value: _source(value, sources))
    amount = read(say("Amount"), _amount)
    approximate = read(say("Approximate"), lambda value: str(value or "").strip().lower() == say("yes"))
    text = read(say("Text"), lambda value: str(value).strip() or None if value is not None else None)
    if faults:
        return None, faults
    key = LineKey(activity, period, *source)
    return EditedLine(number, ProposedLine(key, amount, approximate, text)), []


def _number(value: Any, count: int) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise CellError(f"{value!r} is no number of a budget line; leave it empty for a new one")
    if not 1 <= value <= count:
        raise CellError(f"the budget has no line {value}; leave the number of a new one empty")
    return int(value)


def _activity(value: Any, account: Account) -> str:
    known = [activity.id for activity in account.grant.activities]
    if value in known:
        return str(value)
    hint = did_you_mean(str(value or ""), known)
    raise CellError(f"{value!r} is no activity of the grant{hint}; a new one is added in grant.toml first")


def _period(value: Any) -> Period | None:
    if value in (None, ""):
        return None
    if isinstance(value, date):
        raise CellError(f"the spreadsheet has made a date of it ({value:%Y-%m-%d}); write it as text")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Period.parse(str(value).strip())


def _sources(say: Speech, account: Account) -> dict[str, Payer]:
    """Every word for who pays, as the workbook and as grant.toml write it."""
    named = source_names(account, say)
    return {str(source): source for source in named} | {clean(name): source for source, name in named.items()}


def _source(value: Any, words: Mapping[str, Payer]) -> Payer:
    if value in (None, ""):
        return Payer("grant")
    if value not in words:
        names = list(dict.fromkeys({source: word for word, source in words.items()}.values()))
        raise CellError(f"{value!r} is none of {', '.join(names)}")
    return words[value]


def _amount(value: Any) -> money.Amount:
    """A binary float as an amount, rounded once from the shortest decimal that shows it."""
    if value in (None, ""):
        raise CellError("the amount is blank, or a formula without a value; open and save it in Excel")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CellError(f"{value!r} is no figure; write the amount as a number")
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    minor = round(exact * 100)
    if not 0 <= minor < 10 ** (money.MAX_DIGITS + 2):
        raise CellError(f"{value} is not an amount from 0 to {money.MAX_DIGITS} digits")
    if abs(exact * 100 - minor) > RESIDUE * 100:
        raise CellError(f"{value} is not exact in hundredths; round it in the workbook")
    return money.Amount(minor)
