"""Bank statements: what is wrong with them, and their receipts against the instalments of a grant."""

import datetime as dt
from pathlib import Path

import pytest

from grants.importing.readers.camt053 import Receipt, Statement, read_statement
from grants.importing.receipts import compare_receipts
from grants.render import draw
from grants.values.money import Amount
from tests.importing.readers.dialects import Entry, statement
from tests.support import codes, grant_of

SOME = [
    Entry(dt.date(2016, 3, 14), 50_000, "R-1", "Rate 1", ""),
    Entry(dt.date(2016, 3, 20), -1_000, "", "Gebyr", ""),
]


def read(folder: Path, content: bytes) -> Statement:
    (folder / "s.xml").write_bytes(content)
    return read_statement(folder / "s.xml", shown="s.xml")


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        (b"001.02", b"001.14", "G933", "the namespace"),
        (b"camt.053", b"camt.052", "G933", "the namespace"),
        (b"</Stmt>", b"", "G933", "the XML is not sound"),
        (b">500.00<", b">500.001<", "G933", "Ntry: '500.001' is no amount"),
        (b">500.00<", b">5e2<", "G933", "Ntry: '5e2' is no amount"),
        (b">2016-03-14<", b">2016-02-30<", "G933", "Ntry: day is out of range"),
        (b">2016-03-14<", b">14-03-2016<", "G933", "Ntry: '14-03-2016' is no day"),
        (b"<CdtDbtInd>DBIT</CdtDbtInd>", b"", "G933", "Ntry: CdtDbtInd is ''"),
        (b">500.00<", b">500.01<", "G934", "opening 1000.00 and entries 490.01 do not give closing 1490.00"),
        (b"CLBD", b"ITBD", "G934", "the statement lacks its opening or closing balance"),
        (b"<Document", b'<!DOCTYPE x [<!ENTITY a "b">]><Document', "G913", "the file declares entities"),
    ],
)
def test_bad_statements(old: bytes, new: bytes, code: str, message: str, tmp_path: Path) -> None:
    findings = read(tmp_path, statement(SOME).replace(old, new)).findings

    assert any(f.code == code and f.message.startswith(message) for f in findings), findings
    assert all(f.where.path == "s.xml" for f in findings)


def test_a_file_without_a_statement(tmp_path: Path) -> None:
    empty = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>'

    assert codes(read(tmp_path, empty).findings) == ["G933"]


def test_what_is_only_pending_does_not_count(tmp_path: Path) -> None:
    content = statement([]).replace(
        b"</Stmt>",
        b'<Ntry><Amt Ccy="DKK">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts></Ntry></Stmt>',
    )
    found = read(tmp_path, content)

    assert (found.receipts, found.findings) == ([], [])


def test_an_entry_of_several_payments_is_read_as_each_of_them(tmp_path: Path) -> None:
    details = b"".join(
        b"<TxDtls><Refs><EndToEndId>%s</EndToEndId></Refs><Amt Ccy='DKK'>%s</Amt></TxDtls>" % part
        for part in ((b"A", b"200.00"), (b"B", b"300.00"))
    )
    content = statement(SOME[:1])
    first = content.index(b"<TxDtls>")
    last = content.index(b"</TxDtls>") + len(b"</TxDtls>")
    found = read(tmp_path, content[:first] + details + content[last:])

    assert [(r.end_to_end, r.amount.minor) for r in found.receipts] == [("A", 20_000), ("B", 30_000)]
    assert found.findings == []


INSTALMENTS = """
[[instalment]]
amount = 500.00
received = 2016-03-14

[[instalment]]
amount = 300.00
received = 2016-05-01
received_amount = 299.00

[[instalment]]
amount = 400.00
received = 2016-06-01

[[instalment]]
amount = 100.00
received = 2016-07-01

[[instalment]]
amount = 50.00
received = 2019-07-01

[[instalment]]
amount = 70.00
planned = 2016-09-01

[[instalment]]
amount = 80.00
planned = 2016-10-01
"""


def test_receipts_against_instalments(tmp_path: Path) -> None:
    grant = grant_of(tmp_path, toml=INSTALMENTS).grant
    came_in = [
        Receipt("2016-03-14", Amount(50_000), "DKK"),
        Receipt("2016-05-03", Amount(29_900), "DKK"),
        Receipt("2016-06-01", Amount(40_001), "DKK"),
        Receipt("2016-10-09", Amount(7_000), "DKK"),
        Receipt("2016-11-01", Amount(12_300), "DKK"),
        Receipt("2016-10-01", Amount(8_000), "EUR"),
    ]
    table = compare_receipts(grant, came_in, covered=("2016-01-01", "2016-12-31"), language="en")
    found = table.data["receipts"]
    assert isinstance(found, list)

    assert [(row["instalment"], row["finding"]) for row in found] == [
        ("1", "found"), ("2", "other_day"), ("3", "other_amount"), ("4", "not_in_bank"), ("5", "not_covered"),
        ("6", "arrived"), ("7", "not_yet"), ("", "not_in_ledger"), ("", "not_in_ledger"),
    ]  # fmt: skip
    assert found[2]["difference"] == Amount(1)
    assert "in the bank statement, not in the ledger" in draw(table, "text", width=200)
    assert "endnu ikke modtaget" in draw(compare_receipts(grant, came_in, language="da"), "text", width=200)
