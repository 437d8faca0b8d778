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


def found(ledger: Ledger, code: str) -> list[grants.Finding]:
    return [finding for finding in grants.check(ledger) if finding.code == code]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("2015-02-03,travel,200.00,V-2,t,,,,\n", Severity.WARNING),
        ("2015-02-03,travel,300.00,V-2,t,,,,\n", Severity.NOTE),
        ("2015-02-04,travel,200.00,V-2,t,,,,\n", None),
        ("2015-02-03,travel,200.00,V-3,t,,,,\n", None),
        ("2015-02-03,travel,200.00,V-2,t,own,,,\n", Severity.WARNING),
        ("2015-02-03,travel,200.00,v - 2,t,partner:p/in-kind,,,\n", Severity.WARNING),
        ("2015-02-03,travel,200.00,V-2,t,,,,\n2015-02-03,travel,-200.00,V-2,wrong grant,,,,\n", None),
        ("2015-02-03,travel,50.00,V-2,t,,,,\n2015-02-03,travel,200.00,V-2,t,own,,,\n", Severity.WARNING),
        ("2015-02-03,travel,0.00,V-2,t,,,,\n", None),
    ],
)
def test_the_same_voucher_of_the_same_day(tmp_path: Path, line: str, severity: Severity | None) -> None:
    both = ledger(tmp_path, "2015-02-03,travel,200.00,V-2,t,,,,\n", line)

    assert [f.severity for f in found(both, "G701")] == ([] if severity is None else [severity])


def test_another_recipient_has_vouchers_of_its_own(tmp_path: Path) -> None:
    line = "2015-02-03,travel,200.00,V-2,t,,,,\n"
    other = '[recipient]\nname = "Another municipality"\n'

    assert found(ledger(tmp_path, line, line, other=other), "G701") == []


def test_the_larger_account_names_the_smaller_one_too(tmp_path: Path) -> None:
    line = "2015-02-03,travel,200.00,V-2,t,,,,\n"
    many = "".join(f"2014-05-{day:02},meetings,5.00,W-{day},t,,,,\n" for day in range(1, 20))
    for number, (first, second) in enumerate([(line, many + line), (many + line, line)]):
        findings = found(ledger(tmp_path / str(number), first, second), "G701")

        assert [Path(f.where.path).parent.name for f in findings] == ["other"]


def test_the_message_says_who_pays_on_either_side(tmp_path: Path) -> None:
    first = "2015-02-03,travel,200.00,V-2,t,,,,\n"
    both = ledger(tmp_path, first, "2015-02-03,travel,200.00,v2-,t,own,,,\n".replace("v2-", "v-2"))

    assert [f.message for f in found(both, "G701")] == [
        (
            "the voucher 'v-2' of 2015-02-03 is also in example, line 2: the same 200.00, paid by the grant "
            "there and by own money here"
        )
    ]


def test_own_contribution_counts_once(tmp_path: Path) -> None:
    line = "2015-01/2015-12,travel,200.00,V-2,t,own,,,\n"
    both = ledger(tmp_path, line, line.replace("2015-01/2015-12", "2015"))

    assert [f.severity for f in found(both, "G701")] == [Severity.WARNING]


def test_a_recipient_is_the_same_however_it_is_spelled(tmp_path: Path) -> None:
    line = "2015-02-03,travel,200.00,V-2,t,,,,\n"

    assert (
        len(found(ledger(tmp_path, line, line, other='[recipient]\nname = "A  MUNICIPALITY"\n'), "G701")) == 1
    )


def test_the_same_figure_in_two_currencies_is_not_the_same_amount(tmp_path: Path) -> None:
    line = "2015-02-03,travel,200.00,V-2,t,,,,\n"
    (note,) = found(ledger(tmp_path, line, line, other='currency = "EUR"\n'), "G701")

    assert note.severity is Severity.NOTE
    assert note.message.endswith("line 2: 200.00 DKK there and 200.00 EUR here")


def setting(code: str, severity: str) -> str:
    return f'[checks.{code}]\nseverity = "{severity}"\nreason = "Agreed"\n'


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("off", "off", [("other", Severity.NOTE, "1 finding is waived")]),
        ("off", "", [("example", Severity.NOTE, "no effect"), ("other", Severity.WARNING, "V-2")]),
        ("", "off", [("other", Severity.NOTE, "no effect"), ("other", Severity.WARNING, "V-2")]),
        ("error", "", [("other", Severity.ERROR, "([checks] of example makes this an error: Agreed)")]),
        ("error", "off", [("other", Severity.ERROR, "[checks] of example")]),
        ("off", "warn", [("other", Severity.WARNING, "[checks] of other makes this a warning")]),
    ],
)
def test_a_setting_holds_if_all_grants_concerned_have_it(
    tmp_path: Path, first: str, second: str, expected: list[tuple[str, Severity, str]]
) -> None:
    toml, other = (setting("G701", severity) if severity else "" for severity in (first, second))
    lines = ["2015-02-03,travel,200.00,V-2,t,,,,\n", "2015-02-03,travel,200.00,V-2,t,,,,\n"]
    findings = found(ledger(tmp_path, *lines, toml=toml, other=other), "G701")

    assert [(Path(f.where.path).parent.name, f.severity) for f in findings] == [e[:2] for e in expected]
    assert all(said in f.message for f, (_, _, said) in zip(findings, expected, strict=True))


def test_the_hours_of_two_grants_are_weighed_by_both(tmp_path: Path) -> None:
    norm = "[terms]\nhours = { per_year = 1_500 }\n"
    line = "2014-05-12,meetings,5.00,{},t,,900,hour,doctor-1\n"
    toml = norm + setting("G702", "off")
    one = ledger(tmp_path / "a", line.format("A"), line.format("B"), toml=toml)
    both = ledger(tmp_path / "b", line.format("A"), line.format("B"), toml=toml, other=setting("G702", "off"))

    assert [f.severity for f in found(one, "G702")] == [Severity.NOTE, Severity.ERROR]
    assert [f.message for f in found(both, "G702")] == ["1 finding is waived by [checks]: Agreed"]


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
