"""Flat records go into polars and pandas as they are, and add up to the same totals."""

from decimal import Decimal

import pandas as pd
import polars as pl
import pytest

import grants
from grants import Account
from tests.conftest import ROOT


@pytest.fixture
def account() -> Account:
    return grants.load(ROOT / "ledgers").grant("gain-example")


@pytest.mark.parametrize("by", grants.Granularity)
def test_the_records_of_a_comparison_add_up_to_its_total(account: Account, by: grants.Granularity) -> None:
    comparison = account.compare(by)
    records = comparison.records()

    assert len(records) == len(comparison.rows) * len(comparison.columns)
    for name in ("budget", "actual", "deviation"):
        total = getattr(comparison.total, name)
        assert pl.DataFrame(records)[name].sum() == total.decimal
        assert pd.DataFrame.from_records(records)[name].sum() == total.decimal


def test_postings_keep_their_amounts_and_days(account: Account) -> None:
    records = list(account.postings.records())

    wide, frame = pl.DataFrame(records), pd.DataFrame.from_records(records)

    assert isinstance(wide.schema["amount"], pl.Decimal)
    assert wide.schema["first"] == wide.schema["last"] == pl.Date()
    assert wide["amount"].sum() == frame["amount"].sum() == account.spent.decimal
    assert [type(value) for value in frame["amount"]] == [Decimal] * account.postings.count
    assert frame["last"].max() == account.postings.period.last  # type: ignore[union-attr]  # there are some
    assert list(frame["line"]) == [posting.line for posting in account.postings]


def test_findings_are_a_table_too() -> None:
    findings = grants.check(grants.load(ROOT / "ledgers"))

    frame = pl.DataFrame([finding.record() for finding in findings])

    assert list(frame["code"]) == [finding.code for finding in findings]
    assert set(frame["severity"]) <= set(map(str, grants.Severity))
