"""What figures promise and only a change of the code made plain: see docs/mutation.md."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.figures.approved_budget import ApprovedBudget, approved_budget
from grants.figures.comparison import Column, compare
from grants.figures.postings import COLUMNS, AsWritten, Group, Posting, Postings
from grants.figures.rates import calculated, payable_hours
from grants.figures.reversals import costs, matched, unmatched
from grants.figures.settlement import Settlement, availability, planned_amounts, received_of, settle
from grants.figures.terms import (
    day_of_terms,
    due_day,
    effective_terms,
    foreign_amounts,
    names,
    satisfies,
    term_set,
    tier_of,
)
from grants.findings.finding import Where
from grants.findings.reading import BLANK_LINE
from grants.records.budget import Amendment, BudgetLine, Calculation, LineChange, Rounding
from grants.records.grant import Grant
from grants.records.payments import Instalment, Repayment
from grants.records.terms import AuditorTier, ReportDeadline
from grants.values.financing import Payer
from grants.values.money import ZERO, Amount
from grants.values.periods import Granularity, Period, Spread
from tests.strategies import small_minors
from tests.support import grant_of

DAY = Period.parse("2016-03-14")
FAULT = BLANK_LINE.at(Where("postings.csv", 3), "the line is blank")
COST = Posting(DAY, "fees", Amount(10000), "V-1", "A fee", line=2)


def kr(text: str) -> Amount:
    return Amount.parse(text)


def reversal(of: Posting, on: str, line: int) -> Posting:
    return replace(of, date=Period.parse(on), amount=-of.amount, reverses=of.date, line=line)


class TestPostings:
    def test_a_posting_has_a_text_for_every_column(self) -> None:
        posting = replace(COST, quantity=Decimal("1E+2"), unit="hours", reverses=Period.parse("2016-01"))

        assert tuple(posting.fields()) == COLUMNS
        assert {name: text for name, text in posting.fields().items() if text} == {
            "date": "2016-03-14",
            "activity": "fees",
            "amount": "100.00",
            "voucher": "V-1",
            "text": "A fee",
            "financing": "grant",
            "quantity": "100",
            "unit": "hours",
            "reverses": "2016-01",
        }

    def test_a_record_has_plain_values_under_names_of_their_own(self) -> None:
        posting = replace(
            COST,
            document="v.pdf",
            quantity=Decimal("1.5"),
            unit="hour",
            person="nurse-1",
            voucher_line="3",
            imported="1:7",
            reverses=Period.parse("2016-02"),
        )

        assert posting.record() == {
            "line": 2,
            "first": date(2016, 3, 14),
            "last": date(2016, 3, 14),
            "activity": "fees",
            "amount": Decimal("100.00"),
            "voucher": "V-1",
            "voucher_line": "3",
            "text": "A fee",
            "financing": "grant",
            "document": "v.pdf",
            "quantity": Decimal("1.5"),
            "unit": "hour",
            "person": "nurse-1",
            "imported": "1:7",
            "reverses_first": date(2016, 2, 1),
            "reverses_last": date(2016, 2, 29),
        }
        assert (COST.record()["reverses_first"], COST.record()["reverses_last"]) == (None, None)

    def test_postings_in_memory_have_the_lines_of_a_file(self) -> None:
        found = Postings.of([replace(COST, line=0), replace(COST, line=9), replace(COST, line=0)])

        assert [posting.line for posting in found] == [2, 9, 4]
        assert (found.count, found.total(), found.groups[0].first_line) == (3, kr("300.00"), 2)
        with pytest.raises(ValueError, match="is no payer"):
            Postings.of([replace(COST, financing="nobody")])

    def test_conditions_of_a_total_are_all_to_be_met(self) -> None:
        april = replace(
            COST, date=Period.parse("2016-04"), activity="travel", financing="partner:hammel/in-kind"
        )
        found = Postings.of([COST, april])

        assert found.total() == kr("200.00")
        assert found.total(activity="travel") == found.total(financing="partner") == kr("100.00")
        assert found.total(within=Period.parse("2016-03")) == found.total(activity="fees")
        assert found.total(activity="travel", financing="grant") == ZERO
        assert found.total(activity="fees", within=Period.parse("2016-04")) == ZERO
        assert found.period == Period.parse("2016-03-14/2016-04-30")
        assert Postings().period is None

    def test_a_part_has_the_same_postings_as_groups_rows_and_texts(self) -> None:
        found = Postings.of([COST, replace(COST, date=Period.parse("2016-04"), line=3)])
        part = found.within(Period.parse("2016-04"))

        assert [posting.line for posting in part] == [text.line for text in part.texts()] == [3]
        assert (part.count, part.is_whole, part.may_reverse) == (1, True, found.may_reverse)
        assert not replace(found, faults=(FAULT,)).within(DAY).is_whole
        assert not replace(found, may_reverse=False).within(DAY).may_reverse

    def test_a_text_says_what_its_posting_says(self) -> None:
        posting = replace(
            COST,
            quantity=Decimal("1E+1"),
            unit="hour",
            person="nurse-1",
            voucher_line="3",
            imported="1:7",
            reverses=Period.parse("2016-02"),
        )
        (text,) = Postings.of([posting]).texts()

        fields = posting.fields()
        assert text._asdict() == {
            "line": 2,
            **{name: fields[name] for name in text._fields if name != "line"},
        }
        (plain,) = Postings.of([COST]).texts()
        assert (plain.quantity, plain.reverses) == ("", "")

    def test_more_postings_join_their_groups(self) -> None:
        found = Postings.of([COST])
        group = Group("2016-03-14", "fees", "grant", 500, 2, 7)
        other = Group("2016-03-15", "fees", "grant", 1, 1, 8)
        more = found.plus_groups([group, other], lambda: Postings.of([COST]).texts(), may_reverse=False)

        assert more.groups == (Group("2016-03-14", "fees", "grant", 10500, 3, 2), other)
        assert len(list(more.texts())) == 2
        assert [found.plus_groups([], tuple, may_reverse=may).may_reverse for may in (True, False)] == [
            True,
            found.may_reverse,
        ]
        assert not replace(found, may_reverse=False).plus_groups([], tuple, may_reverse=False).may_reverse
        assert replace(found, may_reverse=False).plus_all([reversal(COST, "2016-04-01", 3)]).may_reverse
        assert not replace(found, may_reverse=False).plus_all([COST]).may_reverse

    def test_more_postings_come_after_those_that_are_there(self) -> None:
        file = replace(Postings.of([COST]), read_texts=Postings.of([COST]).texts)
        more = file.plus_all([replace(COST, line=3)])

        assert [posting.line for posting in more] == [text.line for text in more.texts()] == [2, 3]

    def test_what_is_added_is_no_file_any_more(self) -> None:
        written = AsWritten(tuple, lambda _: ())
        file = replace(Postings.of([COST]), read_digest=lambda: "x", as_written=written)

        assert file.is_same_file_as(file)
        for other in (Postings(), replace(file, read_digest=lambda: "y"), file.plus_all([COST])):
            assert not file.is_same_file_as(other)
            assert not other.is_same_file_as(file)
        for more in (file.plus_all([COST]), file.plus_groups([], tuple, may_reverse=False)):
            assert (more.read_digest, more.as_written) == (None, None)
        unreadable = replace(file, read_digest=lambda: None)
        assert not unreadable.is_same_file_as(unreadable)

    def test_texts_are_made_of_the_rows_where_nothing_else_gives_them(self) -> None:
        assert list(Postings(read_rows=lambda: [COST]).texts()) == list(Postings.of([COST]).texts())


class TestApprovedBudget:
    YEARS = tuple(
        BudgetLine(activity="fees", amount=kr("100.00"), period=Period.parse(year), text=f"of {year}")
        for year in ("2014", "2015")
    )

    def budget(self, tmp_path: Path, lines: tuple[BudgetLine, ...], *amendments: Amendment) -> ApprovedBudget:
        grant = grant_of(tmp_path).grant
        return approved_budget(grant.model_copy(update={"budget": lines, "amendments": amendments}))

    def approved(self, amount: str, **more: object) -> Amendment:
        change = LineChange(activity="fees", amount=kr(amount), period=Period.parse("2015"))
        return Amendment.model_validate(
            {"date": date(2014, 5, 1), "approved_by": "The fund", "change": [change], **more}
        )

    def test_a_change_is_of_the_line_of_its_period(self, tmp_path: Path) -> None:
        first, second = self.budget(tmp_path, self.YEARS, self.approved("7.00")).lines

        assert (first.amount, second.amount) == (kr("100.00"), kr("107.00"))
        assert (first.text, second.text) == ("of 2014", "of 2015")

    def test_lines_of_two_partners_are_two(self, tmp_path: Path) -> None:
        lines = tuple(
            BudgetLine(
                activity="fees", amount=kr("1.00"), financing="partner", partner=name, in_kind=is_in_kind
            )
            for name, is_in_kind in (("school", False), ("museum", True))
        )
        change = LineChange(
            activity="fees", amount=kr("7.00"), financing="partner", partner="museum", in_kind=True
        )
        amendment = Amendment.model_validate(
            {"date": date(2014, 5, 1), "approved_by": "The fund", "change": [change]}
        )
        found = self.budget(tmp_path, lines, amendment).lines

        assert [line.amount for line in found] == [kr("1.00"), kr("8.00")]
        assert [line.payer for line in found] == [
            Payer("partner", "school", in_kind=False),
            Payer("partner", "museum", in_kind=True),
        ]

    def test_changes_of_one_day_have_one_order(self, tmp_path: Path) -> None:
        """By amount, document and text, whichever comes first in the file; what is blank comes first."""
        changes = [
            self.approved("7.00", document=document, text=text)
            for document, text in ((None, None), (None, "A"), (None, "B"), ("A", None), ("B", None))
        ]
        for given_changes in (changes, changes[::-1], changes[2:] + changes[:2]):
            line = self.budget(tmp_path, self.YEARS, *given_changes).lines[1]
            assert [(step.document, step.text) for step in line.history] == [
                (change.document, change.text) for change in changes
            ]


class TestReversals:
    SECOND = reversal(COST, "2016-04-01", 3)
    THIRD = reversal(SECOND, "2016-05-01", 4)

    def test_a_reversal_of_a_reversal_restores_the_cost(self) -> None:
        one, two = Postings.of([COST, self.SECOND]), Postings.of([COST, self.SECOND, self.THIRD])

        assert [(m.depth, m.is_reversed, m.is_cost) for m in matched(two.texts())] == [
            (0, True, False),
            (1, True, False),
            (2, False, True),
        ]
        assert [text.line for text in costs(one)] == []
        assert [text.line for text in costs(two)] == [4]
        assert unmatched(two) == []

    def test_other_vouchers_stay_costs(self) -> None:
        other = replace(COST, voucher="V-2", line=5)

        assert [text.line for text in costs(Postings.of([COST, self.SECOND, other]))] == [5]
        assert [text.line for text in costs(Postings.of([COST, other]))] == [2, 5]

    @pytest.mark.parametrize(
        "change",
        [
            {"date": Period.parse("2016-03-15")},
            {"activity": "travel"},
            {"voucher": "V-2"},
            {"voucher_line": "2"},
            {"financing": "own"},
            {"amount": Amount(9999)},
        ],
    )
    def test_a_reversal_shares_all_that_names_a_posting(self, change: dict[str, object]) -> None:
        other = replace(COST, **change)  # type: ignore[arg-type]

        assert [text.line for text in unmatched(Postings.of([other, self.SECOND]))] == [3]

    def test_the_last_of_too_many_reversals_are_unmatched_in_the_order_of_the_file(self) -> None:
        of_another = replace(self.SECOND, voucher="V-0", line=5)
        again = replace(self.SECOND, line=4)

        found = unmatched(Postings.of([COST, self.SECOND, again, of_another]))
        assert [text.line for text in found] == [4, 5]

    def test_a_reversal_does_not_reverse_itself(self) -> None:
        nothing = replace(COST, amount=ZERO, reverses=DAY, line=2)
        (alone,) = matched(Postings.of([nothing]).texts())

        assert (alone.depth, alone.is_reversed) == (0, False)
        others = [replace(COST, amount=ZERO, line=line) for line in (3, 4)]
        found = matched(Postings.of([nothing, *others]).texts())
        assert [one.is_reversed for one in found] == [False, True, False], "the first one that fits"


@given(*[small_minors] * 4)
def test_each_figure_follows_from_four(award: int, received: int, repaid: int, spent: int) -> None:
    found = Settlement(*map(Amount, (award, received, repaid, spent)))

    assert found.eligible == min(found.spent, found.award)
    assert found.unspent == found.award - found.eligible
    assert found.overspent == found.spent - found.eligible >= ZERO
    assert found.received - found.repaid + found.receivable == found.eligible + found.to_repay
    assert min(found.receivable, found.to_repay) == ZERO
    assert found.due == max(found.received - found.eligible, ZERO)
    assert found.repayment == found.repaid + found.to_repay


class TestSettlement:
    def test_payments_of_the_day_itself_count(self) -> None:
        came = [
            Instalment(planned=date(2016, 1, 1), amount=kr("50.00"), received=date(2016, 1, 2)),
            Instalment(planned=date(2016, 6, 1), amount=kr("70.00")),
        ]
        went = [Repayment(date=date(2016, 1, 3), amount=kr("5.00"))]

        def settled(day: date | None) -> tuple[str, str]:
            found = settle(kr("100.00"), ZERO, came, went, as_of=day)
            return str(found.received), str(found.repaid)

        assert [settled(date(2016, 1, day)) for day in (1, 2, 3)] == [
            ("0.00", "0.00"),
            ("50.00", "0.00"),
            ("50.00", "5.00"),
        ]
        assert settled(None) == ("50.00", "5.00")

    def test_the_rest_of_a_planned_payment_is_no_payment_more(self) -> None:
        day = date(2016, 1, 1)
        planned = Instalment(planned=day, amount=kr("100.00"), received=day, received_amount=kr("60.00"))
        rest = Instalment(amount=kr("40.00"), received=day)
        beyond = Instalment(amount=kr("15.00"), received=day)

        assert list(map(received_of, (planned, rest))) == [kr("60.00"), kr("40.00")]
        assert planned_amounts([planned, rest, beyond]) == [kr("100.00"), ZERO, kr("15.00")]
        assert planned_amounts([planned, replace_amount(rest, "50.00")]) == [kr("100.00"), kr("10.00")]
        later = Instalment(planned=day, amount=kr("30.00"))
        assert received_of(later) == ZERO
        assert planned_amounts([later, beyond]) == [kr("30.00"), kr("15.00")]

    def test_what_is_left_is_listed_in_the_given_order_then_by_name(self) -> None:
        groups = [Group("2016", name, "grant", 100, 1, 2) for name in ("b", "a", "z")]

        found = availability([], groups, [], order=("z", "y", "z"))
        assert [(one.activity, str(one.available)) for one in found] == [
            ("z", "-1.00"),
            ("y", "0.00"),
            ("a", "-1.00"),
            ("b", "-1.00"),
        ]


def replace_amount(instalment: Instalment, text: str) -> Instalment:
    return instalment.model_copy(update={"amount": kr(text)})


class TestComparison:
    BUDGET = (
        BudgetLine(activity="fees", amount=kr("120.00"), period=Period.parse("2016"), approximate=True),
        BudgetLine(activity="travel", amount=kr("10.00")),
    )
    SPENT = (
        Group("2016-03-14", "fees", "grant", 4000, 1, 2),
        Group("2016-12/2017-01", "fees", "grant", 6200, 1, 3),
        Group("2018-05", "food", "grant", 100, 1, 4),
    )

    def test_records_have_days_amounts_and_what_is_approximate(self) -> None:
        found = compare(
            self.BUDGET, self.SPENT, order=["travel"], whole=Period.parse("2016/2018"), by=Granularity.YEAR
        )
        records = found.records()

        assert [row.activity for row in found.rows] == ["travel", "fees", "food"]
        assert [column.period and str(column.period) for column in found.columns] == [
            "2016",
            "2017",
            "2018",
            None,
        ]
        assert records[4] == {
            "activity": "fees",
            "first": date(2016, 1, 1),
            "last": date(2016, 12, 31),
            "budget": Decimal("120.00"),
            "actual": Decimal("40.00"),
            "deviation": Decimal("-80.00"),
            "percent": Decimal("-66.67"),
            "approximate": True,
        }
        assert (records[7]["first"], records[7]["last"], records[7]["actual"]) == (
            None,
            None,
            Decimal("62.00"),
        )
        assert [figures.approximate for figures in found.column_totals] == [True, False, False, False]
        assert [row.total.approximate for row in found.rows] == [False, True, False]
        assert found.total.approximate
        assert [column.is_unperiodised for column in found.columns] == [False, False, False, True]

    def test_a_row_is_found_by_its_activity(self) -> None:
        found = compare(self.BUDGET, self.SPENT, order=(), whole=Period.parse("2016/2018"))

        assert found.row("fees").total.actual == kr("102.00")
        assert Column(period=DAY, is_total=False).is_unperiodised is False
        assert (found.left_out, found.spread, found.by, found.as_of) == (ZERO, None, Granularity.TOTAL, None)
        with pytest.raises(KeyError, match="rent"):
            found.row("rent")

    @pytest.mark.parametrize("by", Granularity)
    def test_a_column_is_that_of_the_sum(self, by: Granularity) -> None:
        found = compare(self.BUDGET, self.SPENT, order=(), whole=Period.parse("2016/2018"), by=by)
        row = found.row("fees")
        place = found.columns.index(found.column_of(Period.parse("2016-12/2017-01")))

        assert row.cells[place].actual >= kr("62.00")
        if by is Granularity.TOTAL:
            assert found.column_of(None) == Column(is_total=True)
            assert not found.columns[0].is_unperiodised
        else:
            assert found.column_of(None) == Column()
            assert found.column_of(Period.parse("2016-03-14")).period in Period.parse("2016").units(by)

    def test_a_spread_sum_has_no_single_column(self) -> None:
        found = compare(
            self.BUDGET,
            self.SPENT,
            order=(),
            whole=Period.parse("2016/2018"),
            by=Granularity.YEAR,
            spread=Spread.MONTHS,
        )

        assert [str(cell.actual) for cell in found.row("fees").cells] == ["71.00", "31.00", "0.00"]
        assert [str(cell.budget) for cell in found.row("travel").cells] == ["3.33", "3.33", "3.34"]
        with pytest.raises(
            ValueError, match=r"^a comparison that spreads sums has no single column for one$"
        ):
            found.column_of(Period.parse("2016"))

    @pytest.mark.parametrize(
        ("as_of", "actual", "left_out"),
        [
            (date(2016, 3, 13), "0.00", "0.00"),
            (date(2016, 3, 14), "40.00", "0.00"),
            (date(2016, 12, 1), "40.00", "62.00"),
            (date(2017, 1, 30), "40.00", "62.00"),
            (date(2017, 1, 31), "102.00", "0.00"),
        ],
    )
    def test_a_span_counts_from_its_last_day_on(self, as_of: date, actual: str, left_out: str) -> None:
        found = compare(self.BUDGET, self.SPENT, order=(), whole=Period.parse("2016/2018"), as_of=as_of)

        assert (str(found.total.actual), str(found.left_out)) == (actual, left_out)
        assert found.total.budget == kr("130.00")
        assert found.counts(Period.parse("2016-12/2017-01")) == (as_of >= date(2017, 1, 31))

    def test_a_line_for_the_whole_makes_no_columns_unless_it_is_spread(self) -> None:
        def years(spread: Spread | None, budget: tuple[BudgetLine, ...] = self.BUDGET) -> list[str]:
            whole = Period.parse("2015/2018")
            found = compare(budget, self.SPENT[:1], order=[], whole=whole, by=Granularity.YEAR, spread=spread)
            return [str(column.period) for column in found.columns]

        assert years(None) == ["2016", "None"]
        assert years(Spread.DAYS) == ["2015", "2016", "2017", "2018"]
        assert years(Spread.DAYS, self.BUDGET[:1]) == ["2016"]

    def test_spread_spend_counts_up_to_the_day(self) -> None:
        for by in Granularity:
            found = compare(
                (),
                self.SPENT[1:2],
                order=(),
                whole=Period.parse("2016/2018"),
                by=by,
                as_of=date(2016, 12, 31),
                spread=Spread.DAYS,
            )
            assert (str(found.total.actual), found.left_out) == ("31.00", ZERO), by


class TestDeadlinesAndTerms:
    @pytest.mark.parametrize(
        ("given", "due"),
        [
            ({"months": 3}, date(2018, 3, 31)),
            ({"days": 1}, date(2018, 1, 1)),
            ({"days": 0}, date(2017, 12, 31)),
            ({"date": date(2018, 5, 5)}, date(2018, 5, 5)),
        ],
    )
    def test_a_deadline_is_counted_from_the_last_day(self, given: dict[str, object], due: date) -> None:
        assert due_day(ReportDeadline.model_validate(given), Period.parse("2016/2017")) == due

    def test_the_strictest_tier_that_the_award_is_above(self) -> None:
        tiers = [
            AuditorTier(above=kr(above), requires=requires)
            for above, requires in (("0.00", "declaration"), ("100.00", "approved-auditor"))
        ]

        assert [
            getattr(tier_of(tiers, award), "requires", None)
            for award in (None, ZERO, kr("100.00"), kr("100.01"))
        ] == [
            None,
            None,
            "declaration",
            "approved-auditor",
        ]
        assert satisfies(tiers, tiers[0], "approved-auditor")
        assert satisfies(tiers, tiers[1], "approved-auditor")
        assert satisfies(tiers, tiers[0], "declaration")
        assert not satisfies(tiers, tiers[1], "declaration")
        assert not satisfies(tiers, tiers[0], None)

    def test_the_sets_are_those_of_the_files_and_no_others(self) -> None:
        assert names() == sorted(names())
        assert all(term_set(name).title for name in names())
        with pytest.raises(KeyError, match="nobody"):
            term_set("nobody")

    def test_the_day_is_that_of_the_award_then_of_the_application(self, tmp_path: Path) -> None:
        def day(folder: str, toml: str) -> date | None:
            return day_of_terms(grant_of(tmp_path / folder, toml=toml).grant)

        application = "[application]\namount = 1.00\ndate = 2013-02-03\n"
        assert day("a", f"{application}[award]\namount = 1.00\ndate = 2014-05-06\n") == date(2014, 5, 6)
        assert day("b", f"{application}[award]\namount = 1.00\nyear = 2014\n") == date(2014, 12, 31)
        assert day("c", f"{application}[award]\namount = 1.00\n") in {date(2013, 2, 3), None}

    def test_amounts_in_another_currency_are_left_out_and_listed(self, tmp_path: Path) -> None:
        toml = '[terms]\ncurrency = "EUR"\n[terms.transfer_limit]\namount = 100.00\n{}'
        alone = grant_of(tmp_path / "a", toml=toml.format("")).grant
        with_percent = grant_of(tmp_path / "b", toml=toml.format("percent = 10\n")).grant
        same = grant_of(tmp_path / "c", toml=toml.replace("EUR", "DKK").format("")).grant

        (foreign,) = foreign_amounts(alone)
        assert (foreign.field, foreign.currency, foreign.amounts, foreign.is_own) == (
            "transfer_limit",
            "EUR",
            (kr("100.00"),),
            True,
        )
        assert effective_terms(alone).transfer_limit is None
        kept = effective_terms(with_percent).transfer_limit
        assert kept is not None
        assert (kept.percent, kept.amount) == (Decimal(10), None)
        assert foreign_amounts(same) == []
        assert effective_terms(same).transfer_limit is not None


def test_a_line_that_an_amendment_adds_has_no_place_in_the_original_budget(tmp_path: Path) -> None:
    account = grant_of(
        tmp_path,
        toml='[[amendment]]\ndate = 2014-06-01\napplied = 2014-05-01\napproved_by = "The board"\n'
        'document = "b.pdf"\n'
        'text = "more"\n[[amendment.change]]\nactivity = "travel"\namount = 5.00\nnew = true\n'
        'financing = "own"\n',
    )
    found = approved_budget(account.grant)
    added = found.lines[-1]

    assert (added.position, added.original, added.amount, added.approximate) == (
        None,
        ZERO,
        kr("5.00"),
        False,
    )
    assert [line.position for line in found.lines[:-1]] == list(range(len(found.lines) - 1))
    (step,) = added.history
    assert (step.approved_by, step.document, step.text) == ("The board", "b.pdf", "more")
    assert found.total("own") == kr("5.00")
    assert found.total() == found.total("own") + found.total("grant")


@given(st.lists(small_minors, max_size=5))
def test_totals_of_postings_are_sums(minors: list[int]) -> None:
    found = Postings.of([replace(COST, amount=Amount(minor), line=0) for minor in minors])

    assert (found.total().minor, found.count) == (sum(minors), len(minors))


class TestRates:
    @pytest.mark.parametrize(
        ("rounding", "minutes", "hours"),
        [
            ("begun-hour", 60, "1"),
            ("begun-hour", 61, "2"),
            ("begun-half-hour", 1, "1"),
            ("begun-half-hour", 61, "3/2"),
            ("none", 61, "61/60"),
        ],
    )
    def test_a_meeting_is_paid_with_the_hours_agreed(
        self, rounding: Rounding, minutes: int, hours: str
    ) -> None:
        assert payable_hours(minutes, rounding) == Fraction(hours)

    def test_minutes_without_a_rate_table_are_paid_as_they_are(self) -> None:
        part = Calculation.model_validate({"minutes": 61, "rate": Decimal("60.00")})

        assert calculated([part], {}) == kr("61.00")


class TestTermsInForce:
    YEARS = "[award]\namount = 1_000.00\nyear = {}\n"
    DATED = "[[terms.dated]]\nfrom = 2015-01-01\n[terms.dated.transfer_limit]\npercent = 20\n"
    OWN = "[terms.transfer_limit]\npercent = 10\n"

    def grant(self, folder: Path, year: int, terms: str) -> Grant:
        return grant_of(folder, toml=self.YEARS.format(year) + terms).grant

    def test_dated_rules_override_the_others_from_their_day_on(self, tmp_path: Path) -> None:
        for year, percent in ((2014, 10), (2015, 20)):
            found = effective_terms(self.grant(tmp_path / str(year), year, self.OWN + self.DATED))
            assert found.transfer_limit is not None
            assert found.transfer_limit.percent == percent

    @pytest.mark.parametrize("span", ["from = 2015-01-01", "to = 2014-12-31"])
    def test_an_auditor_of_other_days_is_not_asked_for(self, tmp_path: Path, span: str) -> None:
        tier = f'[[terms.auditor]]\nabove = 0.00\nrequires = "declaration"\n{span}\n'
        asked = {
            year: [
                one.requires for one in effective_terms(self.grant(tmp_path / str(year), year, tier)).auditor
            ]
            for year in (2014, 2015)
        }

        assert asked == {
            2014: ["declaration"] if "to" in span else [],
            2015: ["declaration"] if "from" in span else [],
        }

    def test_amounts_of_a_set_in_another_currency_are_not_the_grants_own(self, tmp_path: Path) -> None:
        grant = self.grant(tmp_path, 2014, '[terms]\nuse = "eu-flat-rate"\n')

        (foreign,) = foreign_amounts(grant)
        assert (foreign.field, foreign.currency, foreign.is_own) == ("auditor", "EUR", False)
        found = effective_terms(grant)
        assert (found.use, found.auditor) == ("eu-flat-rate", ())
        assert found.overhead is not None
        assert found.overhead.percent == 25

    def test_a_set_that_is_not_shipped_leaves_the_grants_own_rules(self, tmp_path: Path) -> None:
        grant = self.grant(tmp_path, 2014, f'[terms]\nuse = "nobody"\n{self.OWN}')

        found = effective_terms(grant)
        assert found.transfer_limit is not None
        assert found.transfer_limit.percent == 10

    def test_tiers_with_foreign_amounts_are_left_out_together(self, tmp_path: Path) -> None:
        tier = '[[terms.auditor]]\nabove = {}\nrequires = "{}"\n'
        first, second = tier.format("0.00", "declaration"), tier.format("100.00", "approved-auditor")
        euro = '[terms]\ncurrency = "EUR"\n'
        both = self.grant(tmp_path / "both", 2015, euro + first + second)
        one = self.grant(tmp_path / "one", 2015, euro + first)

        assert effective_terms(both).auditor == ()
        assert [found.amounts for found in foreign_amounts(both)] == [(ZERO, kr("100.00"))]
        assert [found.requires for found in effective_terms(one).auditor] == ["declaration"]
        assert foreign_amounts(one) == []

    def test_an_entry_of_a_set_is_given_on_its_days(self) -> None:
        ended, open_ended = term_set("overhead-2018-gts"), term_set("bek-614-2020")

        assert ended.on(date(2018, 12, 31)) == {"overhead": {"percent": 20}}
        assert ended.on(date(2019, 1, 1)) == ended.on(None) == {}
        assert set(open_ended.on(None)) == {term.field for term in open_ended.terms}
        assert open_ended.on(date(2019, 12, 31)) == {}
