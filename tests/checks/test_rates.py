"""Rates: reversed steps, units that are mistyped, dates outside the period, remedies that work."""

from pathlib import Path

import pytest

import grants
from grants import Severity
from tests.support import ledger_of


def found(folder: Path, code: str, **changes: str) -> list[grants.Finding]:
    return [f for f in grants.check(ledger_of(folder, **changes)) if f.code == code]


def rate(step: str, *, shares: str = "") -> str:
    return (
        '[[rate]]\nid = "fee"\ntitle = "Fee"\nunit = "timer"\nsource = "s"\n'
        f"{shares}step = [{step}]\n"
        '[[activity]]\nid = "meetings"\ntitle = "M"\nrate = "fee"\n'
        '[[activity]]\nid = "travel"\ntitle = "T"\n'
    )


def test_a_reversed_step_is_reported_wherever_it_is(tmp_path: Path) -> None:
    reversed_ = "{ from = 2023-12-31, to = 2023-01-01, amount = 5 }"
    after = "{ from = 2024-01-01, amount = 6 }"

    for number, steps in enumerate((f"{reversed_}, {after}", f"{after}, {reversed_}", reversed_)):
        assert [f.message for f in found(tmp_path / str(number), "G208", toml=rate(steps))] == [
            "fee: the step from 2023-12-31 ends before it begins"
        ]


@pytest.mark.parametrize(
    ("unit", "severity", "said"),
    [
        ("hours", None, ""),
        ("tmer", Severity.WARNING, "did you mean 'timer'?"),
        ("", Severity.WARNING, "a quantity and no unit"),
        ("dage", Severity.NOTE, "the unit 'dage'"),
        ("meeting", Severity.NOTE, "the unit 'meeting'"),
    ],
)
def test_a_unit_that_the_rate_is_not_for_is_reported(
    tmp_path: Path, unit: str, severity: Severity | None, said: str
) -> None:
    csv = (
        "date,activity,amount,voucher,text,quantity,unit\n"
        f"2014-05-12,meetings,40000.00,V-1,t,50,{unit}\n2014-05-13,meetings,40000.00,V-2,t,50,{unit}\n"
        "2015-02-03,travel,20000.00,V-3,t,3,tmer\n"
    )
    findings = found(tmp_path, "G307", toml=rate("{ from = 2014-01-01, amount = 800 }"), csv=csv)

    assert [f.severity for f in findings] == ([] if severity is None else [severity])
    assert all(said in f.message and "2 postings have" in f.message for f in findings)


@pytest.mark.parametrize(
    ("day", "severity"),
    [
        ("2013-12-31", Severity.NOTE),
        ("2014-01-01", None),
        ("2015-12-31", None),
        ("2016-01-01", Severity.WARNING),
    ],
)
def test_a_calculation_is_of_a_day_in_the_period(tmp_path: Path, day: str, severity: Severity | None) -> None:
    toml = rate("{ from = 2000-01-01, amount = 800 }") + (
        '[[budget]]\nactivity = "meetings"\namount = 80_000\n'
        'calculation = [{ factors = [{ number = 100, of = "hour" }], rate_table = "fee", '
        f"date = {day} }}]\n"
        '[[budget]]\nactivity = "travel"\namount = 20_000\n'
    )

    assert [f.severity for f in found(tmp_path, "G229", toml=toml)] == (
        [] if severity is None else [severity]
    )


def test_a_share_that_the_table_does_not_know_can_be_added(tmp_path: Path) -> None:
    def budget(shares: str) -> str:
        return rate("{ from = 2014-01-01, amount = 800 }", shares=f"shares = [{shares}]\n") + (
            '[[budget]]\nactivity = "meetings"\namount = 480\n'
            'calculation = [{ rate_table = "fee", date = 2014-05-01, percent = 60 }]\n'
        )

    (finding,) = found(tmp_path / "a", "G209", toml=budget("100, 75, 50"))
    assert finding.remedy.endswith("if the agreement pays 60 % too, add it to the shares of fee")
    assert found(tmp_path / "b", "G209", toml=budget("100, 75, 60, 50")) == []
