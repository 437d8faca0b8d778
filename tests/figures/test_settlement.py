"""Settlement and availability: their identities hold for every grant."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from grants.figures.approved_budget import ApprovedLine, LineKey
from grants.figures.postings import Group
from grants.figures.settlement import availability, received_of, settle
from grants.records.payments import Commitment, Instalment, Repayment
from grants.values import money
from grants.values.money import ZERO, Amount, total
from tests.strategies import ACTIVITIES, groups

amounts = st.integers(0, 10**11).map(money.Amount)
signed = st.integers(-(10**11), 10**11).map(money.Amount)
days = st.dates(date(2014, 1, 1), date(2018, 12, 31))


@st.composite
def instalments(draw: st.DrawFn) -> Instalment:
    received = draw(st.none() | days)
    return Instalment(
        amount=draw(amounts),
        planned=draw(days),
        received=received,
        received_amount=None if received is None else draw(st.none() | amounts),
    )


repayments = st.builds(Repayment, amount=amounts, date=days)
commitments = st.builds(
    Commitment, activity=st.sampled_from(ACTIVITIES), amount=amounts, date=days, posted=st.none() | days
)


@st.composite
def lines(draw: st.DrawFn) -> ApprovedLine:
    key = LineKey(draw(st.sampled_from(ACTIVITIES)), None, "grant", None, in_kind=draw(st.booleans()))
    amount = draw(signed)
    return ApprovedLine(key, amount, amount, (), approximate=False, position=0)


@given(
    amounts,
    signed,
    st.lists(instalments(), max_size=5),
    st.lists(repayments, max_size=3),
    st.none() | days,
)
def test_a_settlement_adds_up(
    award: Amount,
    spent: Amount,
    came: list[Instalment],
    went: list[Repayment],
    as_of: date | None,
) -> None:
    found = settle(award, spent, came, went, as_of=as_of)

    assert found.award == found.eligible + found.unspent
    assert found.spent == found.eligible + found.overspent
    assert found.received - found.repaid + found.receivable == found.eligible + found.to_repay
    assert min(found.receivable, found.to_repay) == ZERO
    assert min(found.receivable, found.to_repay, found.unspent, found.overspent) >= ZERO
    assert found.repayment == found.repaid + found.to_repay


@given(st.lists(instalments(), max_size=5), days)
def test_payments_count_up_to_the_day(came: list[Instalment], day: date) -> None:
    nothing = Amount.parse("0.00")
    early = settle(nothing, nothing, came, [], as_of=day).received
    late = total(received_of(i) for i in came if i.received is not None and i.received > day)

    assert early + late == settle(nothing, nothing, came, []).received


@given(st.lists(lines(), max_size=6), st.lists(groups(), max_size=6), st.lists(commitments, max_size=5))
def test_availability_adds_up_and_loses_nothing(
    budget: list[ApprovedLine], posted: list[Group], ordered: list[Commitment]
) -> None:
    still = [c for c in ordered if c.is_open()]
    left = availability(budget, posted, still, order=("travel",))

    assert left[0].activity == "travel"
    assert len({entry.activity for entry in left}) == len(left)
    for entry in left:
        assert entry.budget == entry.spent + entry.committed + entry.available
    assert total(entry.budget for entry in left) == total(line.amount for line in budget)
    assert sum(entry.spent.minor for entry in left) == sum(group.total for group in posted)
    assert total(entry.committed for entry in left) == total(c.amount for c in still)
