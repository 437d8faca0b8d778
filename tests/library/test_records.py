"""A record that can be made can be dumped, read back, copied, compared, written to disk and checked."""

import copy
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import grants
from grants import Account, Amount, BudgetLine, Grant, Ledger, Period, Posting, Terms
from grants.records.types import Record
from tests.conftest import ROOT
from tests.library.records import accounts, postings, records

PATIENT = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def name_of(kind: Any) -> str:
    return str(kind.__name__)


def kinds(base: type[Record] = Record) -> Iterator[type[Record]]:
    for kind in base.__subclasses__():
        if not kind.__name__.startswith("_") and kind.__module__.startswith("grants.records."):
            yield kind
        yield from kinds(kind)


@pytest.mark.parametrize("kind", sorted(set(kinds()), key=name_of))
@given(data=st.data())
@PATIENT
def test_a_record_comes_back_as_it_was(kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(records(kind))

    again = [
        kind.model_validate(record.model_dump()),
        kind.model_validate(record.model_dump(by_alias=True)),
        kind.model_validate_json(record.model_dump_json()),
        kind.model_validate_json(record.model_dump_json(by_alias=True)),
        pickle.loads(pickle.dumps(record)),  # noqa: S301  # our own
        copy.deepcopy(record),
        record.model_copy(update={}),
    ]

    assert again == [record] * len(again)
    assert {hash(one) for one in again} == {hash(record)}
    assert record.model_dump() == again[0].model_dump()


@given(posting=postings())
@PATIENT
def test_a_posting_comes_back_as_it_was(posting: Posting) -> None:
    assert pickle.loads(pickle.dumps(posting)) == copy.deepcopy(posting) == replace(posting) == posting  # noqa: S301
    assert hash(copy.deepcopy(posting)) == hash(posting)


@given(account=accounts())
@PATIENT
def test_a_grant_is_written_and_read_back(account: Account) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = grants.write_grant(root, account)
        read = grants.load(root)

        assert read.findings == () or not read.faults
        assert read[account.id].grant == account.grant
        assert list(read[account.id].postings) == list(account.postings)
        assert read[account.id].report_text == account.report_text or not account.report_text
        assert folder.name == account.id


@given(account=accounts())
@PATIENT
def test_a_check_never_fails_on_what_a_record_allows(account: Account) -> None:
    found = grants.check(Ledger(grants=(account,)))

    assert all(isinstance(finding, grants.Finding) for finding in found)
    account.compare("year")
    account.settlement()
    account.availability()


LINE: dict[str, Any] = {"activity": "fees"}


@pytest.mark.parametrize(
    ("value", "minor"),
    [
        (Amount(1250), 1250),
        (Decimal("12.5"), 1250),
        (Decimal(12), 1200),
        ("12.50", 1250),
        ("12", 1200),
        (12, 1200),
    ],
)
def test_a_declared_amount_is_given_as_the_file_writes_it_or_exactly(value: Any, minor: int) -> None:
    assert BudgetLine(**LINE, amount=value).amount == Amount(minor)


@pytest.mark.parametrize(
    "value", [12.5, True, None, "12,50", "1e3", Decimal("0.001"), Decimal("NaN"), Amount(10**17)]
)
def test_a_wrong_amount_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="amount"):
        BudgetLine(**LINE, amount=value)
    with pytest.raises(ValueError, match="amount"):
        Posting("2016", "fees", value)


@pytest.mark.parametrize("value", [Amount(1250), 1250, Decimal("12.5"), "12.50"])
def test_a_posting_takes_each_form_of_an_amount(value: Any) -> None:
    day = date(2016, 3, 14)
    posting = Posting(day, "fees", value, quantity=2, reverses="2016-Q1")

    assert (posting.amount, posting.date) == (Amount(1250), Period.between(day, day))
    assert posting == Posting(
        "2016-03-14", "fees", "12.50", quantity=Decimal(2), reverses=Period.parse("2016-Q1")
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "14-03-2016"},
        {"date": 2016},
        {"date": Period.parse("2999").start.replace(year=3000)},
        {"activity": "Fees"},
        {"activity": None},
        {"voucher": 7},
        {"text": "a\x00b"},
        {"text": "a\ud800b"},
        {"financing": "nobody"},
        {"financing": None},
        {"quantity": 1.5},
        {"quantity": Decimal("0.00001")},
        {"person": "Jens Hansen"},
        {"voucher_line": "a b"},
        {"imported": "7"},
        {"line": -1},
        {"reverses": "soon"},
    ],
    ids=str,
)
def test_a_posting_holds_nothing_that_a_file_could_not(wrong: dict[str, Any]) -> None:
    with pytest.raises(grants.ArgumentError):
        Posting(**{"date": "2016-03-14", "activity": "fees", "amount": "1.00", **wrong})


def test_what_a_grant_does_not_write_gives_way_to_its_terms_after_a_round_trip() -> None:
    terms = Terms(use="danmark", management_statement=False)
    again = Terms.model_validate(terms.model_dump())

    assert again.stated == Terms.model_validate_json(terms.model_dump_json()).stated == terms.stated
    assert terms != Terms.model_validate({"use": "danmark"})
    assert Terms(use="danmark", retention=None) == Terms(use="danmark")


def test_a_copy_with_other_values_is_proved() -> None:
    line = BudgetLine(**LINE, amount=Amount(1200))

    assert line.model_copy(update={"amount": "13.00"}).amount == Amount(1300)
    with pytest.raises(ValueError, match="negative"):
        line.model_copy(update={"amount": Amount(-1)})


def test_a_folder_that_is_there_is_not_written_over(tmp_path: Any) -> None:
    grant = next(iter(grants.load(ROOT / "ledgers"))).grant
    folder = grants.write_grant(tmp_path, grant)
    before = (folder / "grant.toml").read_bytes()

    for call in (grants.write_grant, grants.start_grant):
        with pytest.raises(grants.WriteError, match="is there already"):
            call(tmp_path, grant)
    assert (folder / "grant.toml").read_bytes() == before
    assert isinstance(grant, Grant)
