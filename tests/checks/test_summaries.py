"""Checks of several accounts read summaries, which can be made apart and merged in any order."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.checks import hours, shared_vouchers
from grants.figures.postings import Group, Posting, Postings
from grants.findings.finding import Finding, in_file_order
from grants.ledger import Account, Ledger
from grants.records.grant import Grant
from grants.values.money import Amount
from grants.values.periods import Period

NORMS = [
    None,
    {"per_year": 10},
    {"per_year": 12, "hours_per_day": Decimal("7.4")},
    {"per_year": 2, "unit": "day"},
    {"per_year": 3, "unit": "day", "hours_per_day": 5},
]

rows = st.builds(
    Posting,
    date=st.sampled_from(["2014-05-12", "2014", "2014/2015", "2015-02", "2015/2017"]).map(Period.parse),
    activity=st.just("a"),
    amount=st.sampled_from(["1.00", "-1.00", "2.00", "0.00"]).map(Amount.parse),
    voucher=st.sampled_from(["V-1", "v-1", "V-2", ""]),
    text=st.just("t"),
    financing=st.sampled_from(["grant", "own"]),
    quantity=st.sampled_from([None, *map(Decimal, ("1", "5.5", "-2", "9"))]),
    unit=st.sampled_from(["hour", "timer", "day", "meeting", ""]),
    person=st.sampled_from(["p", "q", ""]),
)


def account(number: int, norm: dict[str, Any] | None, recipient: str, postings: list[Posting]) -> Account:
    record = {
        "id": f"g{number}",
        "title": "t",
        "status": "awarded",
        "period": "2014/2019",
        "currency": "EUR" if number == 3 else "DKK",
        "funder": {"name": "f", "kind": "public"},
        "recipient": {"name": recipient},
        "terms": {} if norm is None else {"hours": norm},
    }
    groups = (Group("2014", "a", "grant", 0, len(postings), 2),) if postings else ()
    lines = tuple(replace(posting, line=number) for number, posting in enumerate(postings, 2))
    read = Postings(groups, lambda: lines)
    return Account(Grant.model_validate(record), read, folder=f"ledger/g{number}")


ledgers = st.lists(
    st.tuples(st.sampled_from(NORMS), st.sampled_from(["r", "R ", "other"]), st.lists(rows, max_size=8)),
    min_size=1,
    max_size=4,
).map(lambda each: Ledger("ledger", tuple(account(number, *one) for number, one in enumerate(each))))


@pytest.mark.parametrize(
    ("family", "of_ledger"),
    [(hours, hours.hours_within_norm), (shared_vouchers, shared_vouchers.no_voucher_twice)],
)
@given(ledger=ledgers, data=st.data())
def test_merging_in_any_order_gives_the_same_findings(
    family: Any, of_ledger: Any, ledger: Ledger, data: st.DataObject
) -> None:
    expected = in_file_order(list(of_ledger(ledger)))
    left = [family.summary(account) for account in data.draw(st.permutations(list(ledger)))]
    while len(left) > 1:  # merge some that are next to each other, until one is left
        first = data.draw(st.integers(0, len(left) - 2))
        last = data.draw(st.integers(first + 2, len(left)))
        left[first:last] = [family.merge(left[first:last])]
    found: list[Finding] = in_file_order(list(family.findings(left[0])))

    assert found == expected
