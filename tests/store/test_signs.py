"""Amounts and quantities of opposite signs are reported, whichever way a line is read."""

from pathlib import Path

import pytest

import grants
from tests.support import ledger_of


@pytest.mark.parametrize(
    ("amount", "quantity", "is_told"),
    [
        ("100.00", "2", False),
        ("-100.00", "-2", False),
        ("100.00", "-2", True),
        ("-100.00", "0.5", True),
        ("100.00", "", False),
        ("-100.00", "0", False),
        ("0.00", "-2", False),
    ],
)
@pytest.mark.parametrize("text", ["t", '"t, u"'])
def test_opposite_signs(tmp_path: Path, amount: str, quantity: str, is_told: bool, text: str) -> None:
    csv = (
        "date,activity,amount,voucher,text,quantity,unit,person\n"
        "2014-05-12,meetings,80000.00,V-1,t,100,hour,doctor-1\n"
        f"2014-05-12,meetings,{amount},V-2,{text},{quantity},hour,doctor-1\n"
    )
    ledger = ledger_of(tmp_path, csv=csv)
    found = [f for f in grants.check(ledger) if f.code == "G315"]

    assert [(f.where.line, f.message.partition(":")[0]) for f in found] == (
        [(3, f"the amount is {amount} and the quantity {quantity} hour")] if is_told else []
    )
    assert ledger.grant("example").postings.count == 2
