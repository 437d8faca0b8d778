"""Are the postings of a workbook that comes back still those of the ledger?

An edit there would be lost: the books are corrected by further postings, never in a workbook.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from grants.figures.postings import Posting
from grants.ledger import Account
from grants.render.spreadsheet import clean
from grants.reports.financing import source_names
from grants.values import money
from grants.workbook.written import WrittenBook, WrittenSheet

MAX_FAULTS = 20
"""Faults that are listed one by one."""

Fields = tuple[object, ...]


def posting_faults(book: WrittenBook, number: int, account: Account) -> list[str]:
    """Where the postings of the workbook are not those of the ledger."""
    say = book.say
    headings = (
        say("From"), say("To"), say("Activity"), say("Financing"), say("Amount"), say("Voucher"), say("Text"),
        say("Document"), say("Quantity"), say("Unit"),
    )  # fmt: skip
    named = source_names(account, book.say)
    financings = {group.financing: clean(named[group.source]) for group in account.postings.groups}
    exported = islice(account.postings, book.posting_count(number))
    prints: dict[object, int] = {posting.line: hash(_fields_of(posting, financings)) for posting in exported}
    faults: list[str] = []
    changed: list[tuple[WrittenSheet, int, int, Fields]] = []
    for sheet in book.sheets(say.term("name", "AllPostings"), number, (say("Line"), *headings)):
        for row, values in sheet.rows:
            line = values[sheet.columns[say("Line")]]
            fields = _fields_in(values, [sheet.columns[heading] for heading in headings])
            if line is None and not any(fields):
                continue
            known = prints.pop(line, None)
            if known is None:
                faults.append(f"{sheet.place(row, say('Line'))}: the ledger has no posting on line {line}")
            elif known != hash(fields):
                changed.append((sheet, row, int(line), fields))
    faults += [f"line {line} of postings.csv is missing among the postings" for line in prints]
    faults += _changes(changed, account, financings, headings)
    if faults:
        faults = faults[: MAX_FAULTS - 1]
        faults.append(
            f"postings are corrected in the ledger: `grants post {account.id} DATE ACTIVITY -AMOUNT` "
            "reverses one, and another posts the right one; then export the workbook anew"
        )
    return faults


def _changes(
    changed: Sequence[tuple[WrittenSheet, int, int, Fields]],
    account: Account,
    financings: Mapping[str, str],
    headings: Sequence[str],
) -> Iterator[str]:
    wanted = {line: (sheet, row, fields) for sheet, row, line, fields in changed[:MAX_FAULTS]}
    for posting in account.postings if wanted else ():
        if posting.line in wanted:
            sheet, row, fields = wanted[posting.line]
            truth = _fields_of(posting, financings)
            for heading, there, here in zip(headings, fields, truth, strict=True):
                if there != here:
                    yield f"{sheet.place(row, heading)}: {_shown(there)} here, {_shown(here)} in the ledger"


def _shown(value: object) -> str:
    return money.format_amount(value) if isinstance(value, int) else repr(str(value))


def _fields_of(posting: Posting, financings: Mapping[str, str]) -> Fields:
    """What a posting of the ledger says, in the order of the headings."""
    voucher, text, document, unit = (
        _plain(clean(word)) for word in (posting.voucher, posting.text, posting.document, posting.unit)
    )
    return (
        posting.date.start, posting.date.last, posting.activity, financings[posting.financing],
        posting.amount.minor, voucher, text, document,
        "" if posting.quantity is None else f"{float(posting.quantity):g}", unit,
    )  # fmt: skip


def _fields_in(values: tuple[Any, ...], places: Sequence[int]) -> Fields:
    """The same of a row of the workbook; what has another kind stays as it is, and so differs."""
    found = [values[place] if place < len(values) else None for place in places]
    starts, ends, activity, financing, amount, voucher, text, document, quantity, unit = found
    minor: object = amount
    if isinstance(amount, int | float) and not isinstance(amount, bool):
        minor = round(Decimal(repr(amount)) * 100)
    return (
        _day(starts), _day(ends), activity or "", financing or "", minor if minor is not None else "",
        _word(voucher), _word(text), _word(document),
        f"{float(quantity):g}" if isinstance(quantity, int | float) else quantity or "", _word(unit),
    )  # fmt: skip


def _day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value or ""


def _word(value: object) -> object:
    return "" if value is None else _plain(str(value))


def _plain(text: str) -> str:
    """The text without escapes such as `_x0041_`, which not every program writes and reads alike."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    plain = unescape(text)
    return text if plain == text else _plain(plain)
