"""The approved budget: sums, history, and that the order of amendments means nothing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from grants.figures.approved_budget import approved_budget
from grants.records.budget import Amendment, BudgetLine, LineChange
from grants.records.grant import Funder, Grant, Recipient
from grants.records.payments import Award
from grants.values import money
from grants.values.money import Amount
from grants.values.periods import Period

ACTIVITIES = ("fees", "salary", "travel")
days = st.dates(date(2014, 1, 1), date(2017, 12, 31))
amounts = st.integers(-(10**9), 10**9).map(money.Amount)


@st.composite
def changes(draw: st.DrawFn) -> LineChange:
    return LineChange(
        activity=draw(st.sampled_from((*ACTIVITIES, "unknown"))),
        amount=draw(amounts),
        period=draw(st.sampled_from([None, Period.parse("2014")])),
        financing=draw(st.sampled_from(["grant", "own"])),
        new=draw(st.booleans()),
    )


@st.composite
def amendments(draw: st.DrawFn) -> Amendment:
    return Amendment(
        date=draw(days),
        period=draw(st.none() | days.map(lambda day: Period.between(date(2014, 1, 1), day))),
        award=draw(st.none() | st.integers(0, 10**9).map(money.Amount)),
        changes=tuple(draw(st.lists(changes(), min_size=1, max_size=4))),
        approved_by=draw(st.sampled_from(["The fund", None])),
        text=draw(st.sampled_from([None, "why"])),
    )


def grant(changed: list[Amendment], lines: tuple[BudgetLine, ...] | None = None) -> Grant:
    usual = tuple(BudgetLine(activity=name, amount=Amount.parse("100.00")) for name in ACTIVITIES)
    return Grant(
        id="example",
        title="Example",
        funder=Funder(name="The fund", kind="public"),
        recipient=Recipient(name="A municipality"),
        period=Period.parse("2014/2015"),
        status="awarded",
        award=Award(amount=Amount.parse("300.00")),
        budget=usual if lines is None else lines,
        amendments=tuple(changed),
    )


@given(st.lists(amendments(), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_amendments_means_nothing(changed: list[Amendment], random: object) -> None:
    before = approved_budget(grant(changed))
    random.shuffle(changed)  # type: ignore[attr-defined]
    after = approved_budget(grant(changed))

    assert (after.lines, after.award, after.period) == (before.lines, before.award, before.period)
    assert len(after.unknown) == len(before.unknown)


@given(st.lists(amendments(), max_size=6))
def test_every_approved_change_is_in_a_line_or_told(changed: list[Amendment]) -> None:
    given_ = grant(changed)
    budget = approved_budget(given_)
    lost = [given_.amendments[number].changes[place].amount for number, place in budget.unknown]
    approved = [c.amount for a in changed if a.approved_by for c in a.changes]

    assert money.total([budget.total(), *lost]) == money.total([Amount.parse("300.00"), *approved])
    for line in budget.lines:
        assert line.amount == money.total([line.original, *(step.amount for step in line.history)])
        assert [step.date for step in line.history] == sorted(step.date for step in line.history)


def test_what_is_only_applied_for_governs_nothing() -> None:
    asked = Amendment(
        date=date(2014, 5, 1),
        period=Period.parse("2014/2016"),
        award=Amount.parse("400.00"),
        changes=(LineChange(activity="fees", amount=Amount.parse("100.00")),),
    )
    budget = approved_budget(grant([asked]))

    assert budget == approved_budget(grant([]))
    assert budget.award == Amount.parse("300.00")
    assert budget.period == Period.parse("2014/2015")


def test_a_change_goes_to_one_of_two_lines_that_are_alike() -> None:
    line = BudgetLine(activity="fees", amount=Amount.parse("100.00"))
    change = Amendment(
        date=date(2014, 5, 1),
        approved_by="The fund",
        changes=(LineChange(activity="fees", amount=Amount.parse("-10.00")),),
    )
    budget = approved_budget(grant([change], (line, line)))

    assert [found.amount for found in budget.lines] == [Amount.parse("90.00"), Amount.parse("100.00")]


def test_the_latest_period_and_award_govern() -> None:
    first = Amendment(date=date(2014, 5, 1), approved_by="The fund", period=Period.parse("2014/2018"))
    second = Amendment(date=date(2015, 5, 1), approved_by="The fund", award=Amount.parse("250.00"))
    third = Amendment(date=date(2015, 6, 1), approved_by="The fund", period=Period.parse("2014/2016"))
    budget = approved_budget(grant([third, second, first]))

    assert budget.period == Period.parse("2014/2016")
    assert budget.award == Amount.parse("250.00")


def test_a_budget_is_as_of_a_day() -> None:
    change = LineChange(activity="fees", amount=Amount.parse("50.00"))
    raised = Amendment(
        date=date(2015, 5, 1),
        approved_by="The fund",
        award=Amount.parse("350.00"),
        period=Period.parse("2014/2016"),
        changes=(change,),
    )
    before = approved_budget(grant([raised]), date(2015, 4, 30))
    after = approved_budget(grant([raised]), date(2015, 5, 1))

    assert (before.award, before.total(), before.period) == (
        Amount(300_00),
        Amount(300_00),
        Period.parse("2014/2015"),
    )
    assert (after.award, after.total(), after.period) == (
        Amount(350_00),
        Amount(350_00),
        Period.parse("2014/2016"),
    )
