"""Tables of records have the same types whatever their rows hold, late, mixed or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pytest

import grants
from grants import Account, Posting, RecordSchema
from tests.conftest import ROOT

LEDGER = grants.load(ROOT / "ledgers")
ACCOUNT = LEDGER["gain-example"]
PLAIN = Posting("2016-03-14", "fees", "1.00", "V", "A fee")


def rows(*quantities: Decimal | None) -> list[dict[str, object]]:
    postings = [replace(PLAIN, quantity=quantity) for quantity in quantities]
    return list(grants.Postings.of(postings).records())


@pytest.mark.parametrize(
    "quantities",
    [
        [Decimal(2)] * 109 + [Decimal("7.25")],
        [None] * 150 + [Decimal("1.5")],
        [Decimal("0.0001"), None, Decimal(3)],
        [None] * 3,
        [],
    ],
    ids=["late", "after-none", "mixed", "none", "empty"],
)
def test_quantities_are_exact_wherever_they_come(quantities: Sequence[Decimal | None]) -> None:
    frame = pl.DataFrame(rows(*quantities), schema=Posting.SCHEMA.polars())

    assert list(frame["quantity"]) == list(quantities)
    assert frame.schema == Posting.SCHEMA.polars()
    assert list(pd.DataFrame.from_records(rows(*quantities), columns=list(Posting.SCHEMA))) == list(
        Posting.SCHEMA
    )


def test_a_guess_of_types_from_the_first_row_is_right_too() -> None:
    frame = pl.DataFrame(rows(*[Decimal(2)] * 109, Decimal("7.25")))

    assert frame["quantity"][-1] == Decimal("7.25")


def test_a_late_reversal_is_kept() -> None:
    postings = [PLAIN] * 150 + [replace(PLAIN, reverses="2016-01-01")]  # type: ignore[arg-type]  # a text is taken
    frame = pl.DataFrame(list(grants.Postings.of(postings).records()), schema=Posting.SCHEMA.polars())

    assert frame["reverses_first"].drop_nulls().len() == 1


CASES: dict[str, tuple[RecordSchema, list[dict[str, Any]]]] = {
    "postings": (Posting.SCHEMA, list(ACCOUNT.postings.records())),
    "comparison": (grants.Comparison.SCHEMA, ACCOUNT.compare("year").records()),
    "comparison in total": (grants.Comparison.SCHEMA, ACCOUNT.compare().records()),
    "findings": (grants.Finding.SCHEMA, [finding.record() for finding in grants.check(LEDGER)]),
    "availability": (grants.Availability.SCHEMA, [one.record() for one in ACCOUNT.availability()]),
    "settlement": (
        grants.Settlement.SCHEMA,
        [settlement.record() for settlement in [ACCOUNT.settlement()] if settlement is not None],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_every_record_keeps_to_its_schema(name: str) -> None:
    schema, records = CASES[name]

    assert records
    for record in records:
        assert list(record) == list(schema)
        for column, value in record.items():
            assert value is None or type(value) is schema[column]
            if column in schema.places and value is not None:
                assert Decimal(str(value)).as_tuple().exponent == -schema.places[column]
    assert pl.DataFrame(records, schema=schema.polars()).height == len(records)
    assert pl.DataFrame([], schema=schema.polars()).columns == list(schema)


def test_values_show_themselves_in_a_line_and_in_notebooks() -> None:
    grant = ACCOUNT.grant.model_copy(update={"title": "<script>alert(1)</script>"})
    account = Account.of(grant, ACCOUNT.postings)
    table, comparison = grants.budget_report(account), account.compare("year")

    for value in (LEDGER, account, account.postings, comparison, table, grants.final_report(account)):
        assert "\n" not in repr(value)
        assert len(repr(value)) < 200
    for html in (table._repr_html_(), comparison._repr_html_()):
        assert html.startswith("<table>")
        assert "<script>" not in html
    assert "&lt;script&gt;" in table._repr_html_()


def test_a_ledger_is_asked_by_id() -> None:
    assert len(LEDGER) == 3
    assert LEDGER["gain-example"] is LEDGER.grant("gain-example")
    assert "gain-example" in LEDGER
    assert "gain" not in LEDGER
    with pytest.raises(grants.UnknownGrantError, match="did you mean 'gain-example'"):
        LEDGER["gain-exmple"]
