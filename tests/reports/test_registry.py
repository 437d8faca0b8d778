"""Every report has one name, under which the command line and the library find it."""

from datetime import date

import pytest

import grants
from grants.cli.commands.report import command
from grants.reports import REPORTS


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_made_by_its_name(name: str, in_root: object) -> None:
    ledger = grants.load("ledgers")
    report = REPORTS[name]
    days = {"as_of": date(2022, 8, 1)} if report.needs_day else {}

    made = report.make(
        ledger if report.of == "ledger" else ledger.grant("gain-example"), **days, language="en"
    )

    assert grants.draw(made, "json")
    assert {"language", *days} <= set(report.options)


def test_every_command_that_writes_a_report_has_its_report() -> None:
    assert set(command.commands) <= set(REPORTS)
