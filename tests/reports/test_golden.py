"""The reports of both real grants, word for word."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import grants
from grants.reports.overview import grant_overview, ledger_overview, postings_table
from grants.values.periods import Granularity, Spread

Compare = Callable[[str, str], None]
SUFFIXES = {"text": "txt", "markdown": "md", "csv": "csv", "json": "json"}
IDS = ("gp-fees-2014", "patient-involvement-2018")


@pytest.mark.parametrize("grant_id", IDS)
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_final_report(grant_id: str, language: str, form: str, in_root: Path, golden: Compare) -> None:
    report = grants.final_report(grants.load("ledgers").grant(grant_id), language=language)  # type: ignore[arg-type]

    golden(f"{grant_id}-final-{language}.{SUFFIXES[form]}", grants.draw(report, form))


@pytest.mark.parametrize("grant_id", IDS)
@pytest.mark.parametrize("by", Granularity)
@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_budget_report(grant_id: str, by: Granularity, form: str, in_root: Path, golden: Compare) -> None:
    report = grants.budget_report(grants.load("ledgers").grant(grant_id), by=by)

    golden(f"{grant_id}-budget-{by}.{SUFFIXES[form]}", grants.draw(report, form))


@pytest.mark.parametrize("grant_id", IDS)
@pytest.mark.parametrize("allocate", Spread)
def test_budget_report_spread(grant_id: str, allocate: Spread, in_root: Path, golden: Compare) -> None:
    report = grants.budget_report(
        grants.load("ledgers").grant(grant_id), by=Granularity.YEAR, allocate=allocate, language="en"
    )

    golden(f"{grant_id}-budget-year-{allocate}-en.txt", grants.draw(report, "text"))


@pytest.mark.parametrize("allocate", [None, Spread.MONTHS])
def test_budget_report_as_of_a_day(allocate: Spread | None, in_root: Path, golden: Compare) -> None:
    report = grants.budget_report(
        grants.load("ledgers").grant("gp-fees-2014"), as_of=date(2016, 6, 30), allocate=allocate
    )

    golden(f"gp-fees-2014-budget-as-of-{allocate or 'plain'}.txt", grants.draw(report, "text"))


def test_overviews(in_root: Path, golden: Compare) -> None:
    ledger = grants.load("ledgers")
    account = ledger.grant("gp-fees-2014")

    golden("list-en.txt", grants.draw(ledger_overview(ledger, language="en"), "text"))
    golden("list.json", grants.draw(ledger_overview(ledger), "json"))
    golden("show.txt", grants.draw(grant_overview(account), "text"))
    golden("show-postings.txt", grants.draw(postings_table(account), "text"))
    golden("show-postings.json", grants.draw(postings_table(account), "json"))
