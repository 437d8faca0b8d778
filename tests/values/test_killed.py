"""What values promise and only a change of the code made plain: see docs/mutation.md."""

import re
from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from grants.values import money, periods
from grants.values.file_names import why_no_attachment, why_unsafe
from grants.values.financing import Payer, in_words
from grants.values.money import Amount
from grants.values.periods import Granularity, Period, Spread
from grants.values.text import (
    cpr_like,
    did_you_mean,
    is_bare_cpr_like,
    name_with_masked_cpr,
    nearest,
    printable,
    printable_lines,
    twins,
    with_masked_cpr,
)
from grants.values.units import same_unit, work_unit

NO_DAY, TWELFTH = "310245-0000", "010145-0000"


class TestMoney:
    @pytest.mark.parametrize("text", ["1.234,56", "12", "1e3", "(12.50)", "007.00", "1 000.00"])
    def test_a_wrong_amount_is_named_as_it_was_written(self, text: str) -> None:
        with pytest.raises(ValueError, match=re.escape(repr(text))):
            money.parse_amount(text)

    @pytest.mark.parametrize("text", ["\u0661\u0662", "\u0661,\u0662\u0663", "\u2003"])
    def test_digits_and_blanks_of_other_scripts_get_no_advice_as_if_they_were_ascii(self, text: str) -> None:
        with pytest.raises(ValueError, match="is not an amount"):
            money.parse_amount(text)

    def test_the_longest_amount_is_read(self) -> None:
        assert money.parse_amount("9" * 13 + ".99") == int("9" * 15)
        assert money.parse_amount("-0.01") == -1

    @pytest.mark.parametrize("other", [None, 1, "1.00", Decimal(1)])
    def test_only_amounts_are_added(self, other: object) -> None:
        """The answer is Python's own, so that another type may say how it is added to an amount."""
        assert Amount(1).__add__(other) is NotImplemented  # type: ignore[operator]
        assert Amount(1).__sub__(other) is NotImplemented  # type: ignore[operator]

    def test_an_amount_without_a_format_is_written_as_files_have_it(self) -> None:
        assert f"{Amount(-3113800)}" == "-31138.00"

    def test_weights_that_make_no_sense_are_refused_with_a_reason(self) -> None:
        with pytest.raises(ValueError, match=r"^weights must not be negative and not all zero$"):
            money.allocate(100, [3, -1])

    def test_records_hold_amounts_alone_and_write_them_as_text(self) -> None:
        adapter = TypeAdapter(Amount)

        assert adapter.dump_json(Amount(-5)) == b'"-0.05"'
        assert adapter.dump_python(Amount(-5)) == Amount(-5)
        assert adapter.validate_python(Amount(1)) == Amount(1)
        for other in (1, "0.01", Decimal("0.01")):
            with pytest.raises(ValidationError):
                adapter.validate_python(other)

    def test_what_does_not_divide_is_left_to_the_last_of_equal_shares(self) -> None:
        assert money.allocate(100, [1, 1, 1]) == [33, 33, 34]
        assert money.allocate(-100, [1, 1, 1]) == [-33, -33, -34]
        assert money.allocate(7, [0, 1, 0]) == [0, 7, 0]


class TestPeriods:
    @pytest.mark.parametrize(
        ("text", "shortest"),
        [
            ("2016-03-14/2016-03-14", "2016-03-14"),
            ("2016-02-01/2016-02-29", "2016-02"),
            ("2016-01/2016-03", "2016-Q1"),
            ("2016-10-01/2016-12-31", "2016-Q4"),
            ("2016-02/2016-04", "2016-02/2016-04"),
            ("2016-01/2016-04", "2016-01/2016-04"),
            ("2016-Q1/2016-Q4", "2016"),
            ("2016-01-01/2017-12", "2016/2017"),
            ("2016-01-02/2016-03-31", "2016-01-02/2016-03-31"),
            ("2016-03-15/2016-03-31", "2016-03-15/2016-03-31"),
        ],
    )
    def test_equal_periods_have_one_text_the_shortest(self, text: str, shortest: str) -> None:
        assert str(Period.parse(text)) == shortest

    @pytest.mark.parametrize(
        ("by", "units"),
        [
            (Granularity.YEAR, ["2016", "2017"]),
            (Granularity.QUARTER, ["2016-Q3", "2016-Q4", "2017-Q1"]),
            (Granularity.MONTH, [f"2016-{month:02}" for month in range(8, 13)] + ["2017-01", "2017-02"]),
        ],
    )
    def test_units_are_those_of_the_calendar(self, by: Granularity, units: list[str]) -> None:
        assert list(map(str, Period.parse("2016-08-31/2017-02-01").units(by))) == units

    def test_weights_are_whole_numbers(self) -> None:
        weight = Period.parse("2016-03").weight_in(Period.parse("2016"), Spread.MONTHS)

        assert isinstance(weight, int)
        assert 2 * weight == Period.parse("2016-05/2016-06").weight_in(Period.parse("2016"), Spread.MONTHS)

    def test_what_two_periods_have_in_common(self) -> None:
        one, other = Period.parse("2016-03/2016-05"), Period.parse("2016-05/2016-07")

        assert one.common(other) == other.common(one) == Period.parse("2016-05")
        assert one.common(Period.parse("2016")) == one
        with pytest.raises(ValueError, match="ends before it begins"):
            one.common(Period.parse("2016-06"))

    @pytest.mark.parametrize("number", [1, 2, 3, 4])
    def test_a_quarter_is_three_months(self, number: int) -> None:
        quarter = Period.parse(f"2019-Q{number}")

        assert (quarter.start, quarter.last.month) == (date(2019, 3 * number - 2, 1), 3 * number)
        assert len(quarter.units(Granularity.MONTH)) == 3

    def test_the_first_and_the_last_year_are_read_and_their_neighbours_are_not(self) -> None:
        assert str(Period.parse("1900/2999")) == "1900/2999"
        for text in ("1899", "3000"):
            with pytest.raises(ValueError, match=f"^'{text}': the year must be from 1900 to 2999$"):
                Period.parse(text)

    def test_a_period_covers_itself_and_what_ends_with_it(self) -> None:
        year = Period.parse("2016")

        assert year.covers(year)
        assert year.covers(Period.parse("2016-Q4"))
        assert not year.covers(Period.parse("2016-12/2017-01"))
        assert not year.covers(Period.parse("2015-12/2016-01"))

    @pytest.mark.parametrize("spread", Spread)
    @pytest.mark.parametrize("other", ["2015", "2017", "2020"])
    def test_nothing_of_a_period_lies_in_its_neighbours(self, other: str, spread: Spread) -> None:
        assert Period.parse("2016").weight_in(Period.parse(other), spread) == 0

    def test_a_period_has_a_day(self) -> None:
        with pytest.raises(ValueError, match=r"^the period from 2016-01-01 ends before it begins$"):
            Period(date(2016, 1, 1), date(2016, 1, 1))

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "^the date is blank$"),
            ("12/12/2016", "write 2016-12-12 if the day comes first$"),
            ("12/13/2016", "has the month first and the year last; write 2016-12-13$"),
            ("2015/2014", "write 2014/2015\\?$"),
        ],
    )
    def test_advice_is_a_text_that_can_be_read(self, text: str, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            Period.parse(text)

    def test_a_total_has_no_units(self) -> None:
        with pytest.raises(ValueError, match=r"^a total has no units$"):
            Period.parse("2016").units(Granularity.TOTAL)

    def test_a_day_of_several_is_not_one_day(self) -> None:
        with pytest.raises(ValueError, match=r"^'2018-04' is not one day such as 2018-04-24$"):
            periods.parse_date("2018-04")


class TestNamesOfFiles:
    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("/etc/passwd", "it is an absolute path"),
            ("C:report.md", "it is an absolute path"),
            ("a\\b", "it holds a backslash, which parts folders on some computers"),
            ("a\nb", "it holds a line feed or another control character"),
            ("a\x07b", "it holds a line feed or another control character"),
            ("a\u202eb", "it holds a line feed or another control character"),
            ("a\udcffb", "it is not UTF-8"),
            ("a/../b", "it leads out of its folder"),
            ("a//b", "a part of it has no name"),
            ("./a", "a part of it has no name"),
            ("", "a part of it has no name"),
            ("a/nul.txt", "on Windows a part of it is the name of a device"),
        ],
    )
    def test_an_unsafe_name_is_explained(self, name: str, why: str) -> None:
        assert why_unsafe(name) == why

    def test_an_attachment_may_be_named_as_people_write_paths(self) -> None:
        for name in ("./a.pdf", "a//b.pdf", "a.pdf"):
            assert why_no_attachment(name) is None
        for name, why in (
            ("../a.pdf", "it leads out"),
            ("./con", "the name of a device"),
            ("/a", "absolute"),
        ):
            assert why in (why_no_attachment(name) or "")

    def test_names_that_differ_in_capitals_or_accents_are_one_file_elsewhere(self) -> None:
        assert twins(["\u00c5rsregnskab.pdf", "a\u030arsregnskab.pdf", "b.pdf"]) == [
            ["\u00c5rsregnskab.pdf", "a\u030arsregnskab.pdf"]
        ]


class TestPersonalNumbers:
    def test_all_are_found_in_their_order_with_or_without_a_hyphen(self) -> None:
        text = f"CPR 0101450000 and {TWELFTH}, cpr: 311245 0000"

        assert [text[place : place + 6] for place in cpr_like(text)] == ["010145", "010145", "311245"]
        assert with_masked_cpr(text) == ("CPR 0101**-**** and 0101**-****, cpr: 3112**-****", 3)

    def test_a_day_that_no_calendar_has_is_no_number(self) -> None:
        assert list(cpr_like(NO_DAY)) == []
        assert with_masked_cpr(NO_DAY) == (NO_DAY, 0)
        for day in ("3112", "2902", "3004", "0101"):
            assert is_bare_cpr_like(f"{day}450000"), day
        for day in ("3202", "3002", "3104", "0001", "0113", "0100"):
            assert not is_bare_cpr_like(f"{day}450000"), day

    def test_a_bare_number_is_ten_ascii_digits(self) -> None:
        for text in ("010145000", "01014500000", "010145000x", "\uff10\uff1101450000"):
            assert not is_bare_cpr_like(text)

    @pytest.mark.parametrize("text", ["01.01.45-0000", "01 01 45-0000", "010145\u20130000"])
    def test_each_way_to_write_one_is_masked_whole(self, text: str) -> None:
        assert with_masked_cpr(f"to {text}.") == ("to 0101**-****.", 1)

    def test_names_of_files_keep_all_but_the_numbers(self) -> None:
        assert name_with_masked_cpr("x 0101450000 y_3112450000.pdf") == ("x 0101**-**** y_3112**-****.pdf", 2)
        assert name_with_masked_cpr("9901450000.pdf") == ("9901450000.pdf", 0)


class TestTexts:
    def test_what_a_terminal_would_obey_is_replaced(self) -> None:
        assert printable("a\x1b[2J\udcff\r") == "a\ufffd[2J\ufffd\ufffd"
        assert printable_lines("a\x1b\nb\r\n") == "a\ufffd\nb\ufffd\n"

    def test_the_name_that_was_meant(self) -> None:
        assert nearest("slary", ["fees", "salary", "salaries"]) == "salary"
        assert nearest("x", ["fees", "salary"]) is None
        assert nearest("abcde", ["abcxyz"]) is None, "half of a name is not near it"
        assert did_you_mean("slary", ["fees", "salary"]) == "; did you mean 'salary'?"

    def test_a_few_names_are_listed_and_many_are_not(self) -> None:
        names = [f"n{number:02}" for number in range(13)]

        assert did_you_mean("?", []) == ""
        assert did_you_mean("?", ["fees"]) == "; known are fees"
        assert did_you_mean("?", ["travel", "fees"]) == "; known are fees, travel"
        assert did_you_mean("?", names[:12]) == f"; known are {', '.join(names[:12])}"
        assert did_you_mean("?", names) == ""


class TestPayersAndUnits:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("grant", "the grant"),
            ("own/in-kind", "own money in kind"),
            ("partner", "a partner"),
            ("partner:hammel/in-kind", "the partner hammel in kind"),
        ],
    )
    def test_who_pays_in_words(self, text: str, words: str) -> None:
        assert in_words(Payer.parse(text)) == words

    def test_a_wrong_payer_is_named_with_all_that_may_be_written(self) -> None:
        advice = "write grant, own, partner or partner:ID, with /in-kind behind it if it is no money"
        with pytest.raises(ValueError, match=f"^'x' is no payer; known are .*; {advice}$"):
            Payer.parse("x")
        with pytest.raises(ValueError, match=r"^'own:x' names a partner, so it begins with partner:$"):
            Payer.parse("own:x")

    def test_units_have_names_in_two_languages_and_a_point(self) -> None:
        assert [work_unit(name) for name in (" Timer ", "hrs.", "DAGE", "meeting")] == [
            "hour",
            "hour",
            "day",
            None,
        ]
        assert same_unit("hr.", "timer")
        assert same_unit("Meeting.", "meeting")
        assert same_unit("x", "x.")
        assert not same_unit("hour", "day")
        assert not same_unit("meeting", "none")
        assert not same_unit("hour", ".hour")
        assert not same_unit("FAX", "FA")
        assert work_unit("hourX") is None


def test_a_line_feed_is_not_printable_but_lines_may_keep_theirs() -> None:
    assert printable("a\nb") == "a\N{REPLACEMENT CHARACTER}b"
    assert printable_lines("a\x1b\nb") == "a\N{REPLACEMENT CHARACTER}\nb"
