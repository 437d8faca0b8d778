"""Hours per person: over all grants, the strictest norm, spans of years, units and their names."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants import Severity
from grants.checks.hours import hours_within_norm
from grants.figures.postings import Posting, Postings
from grants.ledger import Account, Ledger
from grants.records.grant import Grant
from grants.values.money import Amount
from grants.values.periods import Period
from grants.values.units import UNIT_OF_NAME, same_unit, work_unit
from tests.checks.test_shared_vouchers import found, ledger

HOURS = "2014-05-12,meetings,5.00,{voucher},t,,{hours},{unit},doctor-1\n"
NORM = "[terms]\nhours = { per_year = 1_500 }\n"


def hours(voucher: str, number: str, unit: str = "hour") -> str:
    return HOURS.format(voucher=voucher, hours=number, unit=unit)


ERROR, NOTE = Severity.ERROR, Severity.NOTE


@pytest.mark.parametrize(
    ("second", "norm", "other", "severities"),
    [
        (hours("B", "600"), NORM, "", []),
        (hours("B", "600.5"), NORM, "", [ERROR]),
        (hours("B", "600.5"), "", "", []),
        (hours("B", "900", "day"), NORM, "", [NOTE]),
        (hours("B", "600.5").replace("doctor-1", "doctor-2"), NORM, "", []),
        (hours("B", "600.5").replace("2014-05-12", "2015-05-12"), NORM, "", []),
        (hours("B", "600.5").replace("2014-05-12", "2014-11/2015-01"), NORM, "", [NOTE]),
        (hours("B", "600").replace("2014-05-12", "2014/2015"), NORM, "", []),
        (hours("B", "2_101".replace("_", "")).replace("2014-05-12", "2014/2015"), NORM, NORM, [ERROR]),
        (hours("B", "-600.5"), NORM, "", []),
        (hours("B", "600.5", "Timer"), NORM, "", [ERROR]),
        (hours("B", "600.5", "h."), NORM, "", [ERROR]),
        (hours("B", "600.5", "meeting"), NORM, "", [NOTE]),
        (hours("B", "600.5", ""), NORM, "", [NOTE]),
    ],
)
def test_hours_are_added_up_over_all_grants(
    tmp_path: Path, second: str, norm: str, other: str, severities: list[Severity]
) -> None:
    both = ledger(tmp_path, hours("A", "900"), second, toml=norm, other=other)

    assert [finding.severity for finding in found(both, "G702")] == severities


@pytest.mark.parametrize(("first", "second"), [("1_500", "1_600"), ("1_600", "1_500")])
def test_the_strictest_norm_counts_and_is_named(tmp_path: Path, first: str, second: str) -> None:
    norms = [f"[terms]\nhours = {{ per_year = {number} }}\n" for number in (first, second)]
    both = ledger(tmp_path, hours("A", "900"), hours("B", "600.5"), toml=norms[0], other=norms[1])
    strict = "example" if first == "1_500" else "other"
    (finding,) = found(both, "G702")

    assert finding.message == (
        f"doctor-1 has 1500.5 hours in 2014 (900 in example, 600.5 in other); the norm of {strict} is "
        "1500 hours"
    )
    assert Path(finding.where.path).parent.name == strict


def test_a_norm_counts_in_the_years_of_its_grant_alone(tmp_path: Path) -> None:
    strict = "[terms]\nhours = { per_year = 500 }\n"
    later = hours("B", "400").replace("2014-05-12", "2015-05-12")
    both = ledger(tmp_path, hours("A", "900"), later, toml=NORM, other=strict)

    assert found(both, "G702") == []


def test_what_is_unclear_is_a_note(tmp_path: Path) -> None:
    span = hours("B", "700").replace("2014-05-12", "2014-11/2015-01")
    (note,) = found(ledger(tmp_path, hours("A", "900"), span, toml=NORM), "G702")

    assert note.message == (
        "doctor-1 has 700 hours for 2014/2015, known for these years together; 2014 has 900 hours without "
        "them and at most 1600 with them, and the norm of example is 1500 hours, so it is "
        "unclear whether the norm is kept"
    )


def test_years_that_cannot_hold_the_hours_are_an_error_together(tmp_path: Path) -> None:
    span = hours("B", "2100.5").replace("2014-05-12", "2014/2015")
    (error,) = found(ledger(tmp_path, hours("A", "900"), span, toml=NORM, other=NORM), "G702")

    assert error.message == (
        "doctor-1 has 3000.5 hours in 2014 to 2015 together (900 in example, 2100.5 in other); the norm of "
        "example is 1500 hours a year"
    )


def test_a_norm_in_days_counts_days(tmp_path: Path) -> None:
    norm = '[terms]\nhours = { per_year = 215, unit = "dage" }\n'
    both = ledger(tmp_path, hours("A", "200", "day"), hours("B", "20", "dage"), toml=norm)

    assert [f.message for f in found(both, "G702")] == [
        "doctor-1 has 220 days in 2014 (200 in example, 20 in other); the norm of example is 215 days"
    ]


def test_hours_and_days_are_added_up_once_the_terms_say_how(tmp_path: Path) -> None:
    norm = '[terms]\nhours = { per_year = 215, unit = "day"%s }\n'
    both = [
        ledger(tmp_path / name, hours("A", "200", "day"), hours("B", "112", "timer"), toml=norm % length)
        for name, length in (("a", ""), ("b", ", hours_per_day = 7.4"), ("c", ", hours_per_day = 8"))
    ]

    assert [f.message for f in found(both[0], "G702")] == [
        (
            "doctor-1 has 112 hours that cannot be compared with a norm in days, since it is not stated how "
            "many hours a day has; the norm of example is 215 days"
        )
    ]
    assert [f.message for f in found(both[1], "G702")] == [
        (
            "doctor-1 has 1592 hours in 2014 (200 days in example, 112 in other); the norm of example is 215 "
            "days of 7.4 hours"
        )
    ]
    assert found(both[2], "G702") == []


def test_a_quantity_in_the_unit_of_a_rate_is_no_time(tmp_path: Path) -> None:
    rate = (
        '[[rate]]\nid = "fee"\ntitle = "Fee"\nunit = "Meeting"\nsource = "s"\n'
        "step = [{ from = 2014-01-01, amount = 5 }]\n"
    )
    line = hours("A", "2", "meeting")

    assert found(ledger(tmp_path / "a", line, "", toml=NORM + rate), "G702") == []
    assert [f.message for f in found(ledger(tmp_path / "b", line + line, "", toml=NORM), "G702")] == [
        (
            "2 postings with a person and a quantity have the unit 'meeting', and cannot be counted "
            "towards the norm of hours"
        )
    ]


@pytest.mark.parametrize("norm", ["0", "-1", "0.0"])
def test_a_norm_of_nothing_is_refused(tmp_path: Path, norm: str) -> None:
    toml = f"[terms]\nhours = {{ per_year = {norm} }}\n"
    (finding,) = found(ledger(tmp_path, hours("A", "1"), "", toml=toml), "G012")

    assert "above 0" in finding.message or "from 0 upwards" in finding.message


def test_names_of_units_are_in_one_table() -> None:
    assert {work_unit(name) for name in ("hours", "Timer", "h", " t. ", "time")} == {"hour"}
    assert {work_unit(name) for name in ("day", "Days", "dage", "dag")} == {"day"}
    assert work_unit("month") is work_unit("") is None
    assert all(same_unit(name, unit) for name, unit in UNIT_OF_NAME.items())
    assert same_unit("Meeting", "meeting")
    assert not same_unit("meeting", "hour")


works = st.lists(
    st.tuples(st.integers(2014, 2017), st.integers(0, 2), st.integers(1, 20)), min_size=1, max_size=6
)


@given(works)
def test_an_error_is_what_no_division_over_the_years_could_mend(work: list[tuple[int, int, int]]) -> None:
    """An error where no division fits, silence where every division does, else a note; norm: 10 a year."""
    spans = [(first, first + more, hours) for first, more, hours in work]
    severities = {finding.severity for finding in hours_within_norm(_ledger(spans))}
    years = range(2014, 2020)

    left = {number: quantity for number, (_, _, quantity) in enumerate(spans)}
    for year in years:  # what must be done first is done first
        room = 10
        for number in sorted(left, key=lambda n: spans[n][1]):
            if spans[number][0] <= year <= spans[number][1]:
                done = min(room, left[number])
                left[number] -= done
                room -= done
    fits = not any(left.values())
    worst = max(sum(q for first, last, q in spans if first <= year <= last) for year in years)

    assert (ERROR in severities) is not fits
    assert (severities == set()) is (worst <= 10)


def _ledger(spans: list[tuple[int, int, int]]) -> Ledger:
    rows = tuple(
        Posting(
            Period.parse(f"{a}/{b}"),
            "x",
            Amount.parse("1.00"),
            "V",
            "t",
            quantity=Decimal(q),
            unit="h",
            person="p",
        )
        for a, b, q in spans
    )
    record = Grant.model_validate(
        {
            "id": "g",
            "title": "t",
            "status": "awarded",
            "period": "2014/2019",
            "funder": {"name": "f", "kind": "public"},
            "recipient": {"name": "r"},
            "terms": {"hours": {"per_year": 10}},
        }
    )
    return Ledger(".", (Account(record, Postings(read_rows=lambda: rows)),))
