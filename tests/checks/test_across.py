"""Checks across grants: what they find, and that they read rows only where they must."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import grants
from grants import Ledger, Severity
from grants.checks import LEDGER_CHECKS
from tests.support import Block, write_example

HEADER = "date,activity,amount,voucher,text,financing,quantity,unit,person\n"


def ledger(folder: Path, first: str, second: str, *, toml: str = "", other: str = "") -> Ledger:
    blocks = [
        Block("toml", "grant.toml", toml),
        Block("csv", "postings.csv", HEADER + first),
        Block("toml", "other/grant.toml", other),
        Block("csv", "other/postings.csv", HEADER + second),
    ]
    write_example(folder / "ledgers" / "example", blocks)
    return grants.load(folder / "ledgers")


def found(ledger: Ledger, code: str) -> list[grants.Diagnostic]:
    return [finding for finding in grants.check(ledger) if finding.code == code]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("2015-02-03,travel,200.00,V-2,t,,,,\n", Severity.WARNING),
        ("2015-02-03,travel,300.00,V-2,t,,,,\n", Severity.NOTE),
        ("2015-02-04,travel,200.00,V-2,t,,,,\n", None),
        ("2015-02-03,travel,200.00,V-3,t,,,,\n", None),
        ("2015-02-03,travel,200.00,V-2,t,own,,,\n", None),
    ],
)
def test_the_same_voucher_of_the_same_day(tmp_path: Path, line: str, severity: Severity | None) -> None:
    both = ledger(tmp_path, "2015-02-03,travel,200.00,V-2,t,,,,\n", line)

    assert [f.severity for f in found(both, "G701")] == ([] if severity is None else [severity])


def test_another_recipient_has_vouchers_of_its_own(tmp_path: Path) -> None:
    line = "2015-02-03,travel,200.00,V-2,t,,,,\n"
    other = '[recipient]\nname = "Another municipality"\n'

    assert found(ledger(tmp_path, line, line, other=other), "G701") == []


def test_the_larger_account_is_told_of_the_smaller_one_too(tmp_path: Path) -> None:
    line = "2015-02-03,travel,200.00,V-2,t,,,,\n"
    many = "".join(f"2014-05-{day:02},meetings,5.00,W-{day},t,,,,\n" for day in range(1, 20))
    for number, (first, second) in enumerate([(line, many + line), (many + line, line)]):
        findings = found(ledger(tmp_path / str(number), first, second), "G701")

        assert [Path(f.where.path).parent.name for f in findings] == ["other"]


def test_no_row_is_read_where_no_grant_needs_it(tmp_path: Path) -> None:
    def refuse() -> Iterable[Any]:
        raise AssertionError("rows were read")

    line = "2015-02-03,travel,200.00,V-2,t,,,,\n"
    both = ledger(tmp_path, line, line, other='[recipient]\nname = "Another municipality"\n')
    blind = replace(
        both,
        grants=tuple(
            replace(g, postings=replace(g.postings, read_rows=refuse, read_texts=refuse)) for g in both.grants
        ),
    )

    assert [list(run(blind)) for run in LEDGER_CHECKS] == [[], []]
