"""What came in by the bank against the instalments of a grant: found, different or missing."""

from collections.abc import Sequence
from datetime import date

from grants.findings.message import terms
from grants.importing.readers.camt053 import Receipt
from grants.records.grant import Grant
from grants.records.payments import Instalment
from grants.reports.speech import Language, Speech
from grants.reports.table import Cell, Column, Money, Row, Table, amount_cell, figures
from grants.values.money import Amount

MAX_DAYS = 10
"""How many days bank and ledger may be apart for the same amount to be taken as the same payment."""


FINDINGS = terms(
    "receipt",
    found="found",
    other_day="found on another day",
    other_amount="found with another amount",
    arrived="has come in; write the day of the bank as received",
    not_in_bank="not in the bank statement",
    not_covered="outside the days of the statement",
    not_in_ledger="in the bank statement, not in the ledger",
    not_yet="not yet received",
)
"""What comes of comparing an instalment with the bank."""


def compare_receipts(
    grant: Grant,
    receipts: Sequence[Receipt],
    *,
    covered: tuple[str, str] | None = None,
    language: Language | None = None,
) -> Table:
    """Each instalment with the receipt that it is, then the receipts that are none.

    The same amount is sought within ten days, nearest first; then the same day with another amount.
    An instalment that is only planned is proposed as received where its amount came in at all.
    `covered` is the first and last day of the statement: what was received outside is not missing.
    Receipts in other currencies than the grant's are reported and match nothing.
    """
    say = Speech.of(language or grant.language)
    matched = _matched(grant, receipts)
    rows: list[Row] = []
    data: list[dict[str, object]] = []

    def add(number: int | None, instalment: Instalment | None, receipt: Receipt | None, kind: str) -> None:
        ledger = None if instalment is None else _amount(instalment)
        bank = None if receipt is None else receipt.amount
        apart = None if ledger is None or bank is None else bank - ledger
        day = None if instalment is None else instalment.received or instalment.planned
        currency = grant.currency if receipt is None else receipt.currency or grant.currency
        cells: tuple[Cell, ...] = (
            "" if number is None else str(number),
            day,
            None if receipt is None else date.fromisoformat(receipt.date),
            amount_cell(ledger, grant.currency),
            amount_cell(bank, currency),
            amount_cell(apart, grant.currency),
            say(FINDINGS[kind]),
        )
        rows.append(Row(cells))
        keys = ("instalment", "ledger_date", "bank_date", "ledger", "bank", "difference")
        plain = [cell.amount if isinstance(cell, Money) else cell for cell in cells[:-1]]
        data.append({**dict(zip(keys, plain, strict=True)), "finding": kind})

    for number, instalment in enumerate(grant.instalments, 1):
        place = matched.get(number)
        receipt = None if place is None else receipts[place]
        add(number, instalment, receipt, _kind(instalment, receipt, covered))
    taken = set(matched.values())
    for place, receipt in enumerate(receipts):
        if place not in taken:
            add(None, None, receipt, "not_in_ledger")
    return Table(
        say("Receipts by the bank and instalments"),
        (
            *figures(say("Instalment")),
            *(Column(heading) for heading in (say("In the ledger"), say("By the bank"))),
            *figures(say("Ledger"), say("Bank"), say("Difference")),
            Column(say("Finding")),
        ),
        tuple(rows),
        language or grant.language,
        subject=grant.title,
        notes=(say("Nothing is written: correct the instalments in grant.toml where the bank is right."),),
        data={"receipts": data},
    )


def _amount(instalment: Instalment) -> Amount:
    return instalment.amount if instalment.received_amount is None else instalment.received_amount


def _matched(grant: Grant, receipts: Sequence[Receipt]) -> dict[int, int]:
    """The place of the receipt of each instalment, by the instalment's number: the surest pairs first."""
    pairs: list[tuple[int, int, int, int]] = []
    for number, instalment in enumerate(grant.instalments, 1):
        for place, receipt in enumerate(receipts):
            if receipt.currency not in ("", grant.currency):
                continue
            is_equal = receipt.amount == _amount(instalment)
            day = instalment.received or instalment.planned
            assert day is not None  # an instalment is planned or received
            apart = abs((date.fromisoformat(receipt.date) - day).days)
            if instalment.received is not None:
                rank = 0 if is_equal and apart <= MAX_DAYS else 1 if apart == 0 else None
            else:
                rank = 2 if is_equal else None
            if rank is not None:
                pairs.append((rank, apart, number, place))
    matched: dict[int, int] = {}
    for _, _, number, place in sorted(pairs):
        if number not in matched and place not in matched.values():
            matched[number] = place
    return matched


def _kind(instalment: Instalment, receipt: Receipt | None, covered: tuple[str, str] | None) -> str:
    if instalment.received is None:
        return "not_yet" if receipt is None else "arrived"
    day = instalment.received.isoformat()
    if receipt is None:
        is_outside = covered is not None and not covered[0] <= day <= covered[1]
        return "not_covered" if is_outside else "not_in_bank"
    if receipt.amount != _amount(instalment):
        return "other_amount"
    return "found" if receipt.date == day else "other_day"
