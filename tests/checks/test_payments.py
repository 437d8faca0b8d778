"""Payments: parts of a planned one, what is repaid, dates that cannot be, and fondsmoms of whom."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import grants
from grants import Severity
from grants.figures.settlement import planned_amounts, received_of
from grants.findings.message import Message
from grants.records.payments import Instalment
from grants.reports.settlement import instalments_table
from grants.values.money import Amount
from tests.figures.test_settlement import instalments
from tests.support import grant_of, ledger_of, postings


def found(folder: Path, code: str, **changes: str) -> list[grants.Finding]:
    return [f for f in grants.check(ledger_of(folder, **changes)) if f.code == code]


def messages(folder: Path, code: str, **changes: str) -> list[str]:
    return [finding.message for finding in found(folder, code, **changes)]


SHORT = (
    "[[instalment]]\nplanned = 2014-03-01\namount = 50_000\nreceived = 2014-03-05\nreceived_amount = 37_500\n"
    "[[instalment]]\nplanned = 2015-03-01\namount = 50_000\nreceived = 2015-03-05\n"
)


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("12_500.00", []),
        ("12_500.01", ["with this one 100000.01 is planned of an award of 100000.00"]),
        ("12_499.99", []),
    ],
)
def test_the_rest_of_a_planned_payment_is_no_payment_more(tmp_path: Path, rest: str, said: list[str]) -> None:
    toml = f"{SHORT}[[instalment]]\namount = {rest}\nreceived = 2015-04-01\n"

    assert messages(tmp_path, "G601", toml=toml) == said


def test_an_instalment_that_was_not_planned_is_in_no_plan(tmp_path: Path) -> None:
    toml = f"{SHORT}[[instalment]]\namount = 12_500\nreceived = 2015-04-01\n"
    table = instalments_table(grant_of(tmp_path, toml=toml), language="en")

    last, total = table.rows[-2], table.rows[-1]
    assert last.cells[1] is None
    assert [cell.amount for cell in (total.cells[1], total.cells[3])] == [Amount.parse("100000.00")] * 2  # type: ignore[union-attr]


@given(st.lists(instalments(), max_size=6))
def test_a_plan_without_parts_is_the_sum_of_its_instalments(
    planned: list[Instalment],
) -> None:
    assert planned_amounts(planned) == [instalment.amount for instalment in planned]
    unplanned = [i.model_copy(update={"planned": None}) for i in planned if i.received is not None]
    assert planned_amounts(unplanned) == [received_of(instalment) for instalment in unplanned]


CAME = "[[instalment]]\nplanned = 2014-03-01\namount = 100_000\nreceived = 2014-03-05\n"
SPENT = postings("2014-05-12,meetings,80000.00,V-1,t", "2015-02-03,travel,10000.00,V-2,t")


def repaid(amount: str, day: str = "2016-02-01") -> str:
    return f"[[repayment]]\namount = {amount}\ndate = {day}\n"


def test_a_repayment_beyond_what_is_due_is_reported_at_its_line(tmp_path: Path) -> None:
    stated = CAME + "[settlement]\nrepayment = 10_000\n" + repaid("12_000")

    assert messages(tmp_path / "a", "G602", toml=stated, csv=SPENT) == []
    (finding,) = found(tmp_path / "b", "G607", toml=stated, csv=SPENT)
    assert finding.message == (
        "with this one 12000.00 is repaid; 100000.00 received less 90000.00 spent of the award gives "
        "10000.00: 2000.00 too much"
    )
    assert isinstance(finding.said, Message)
    assert finding.said.values["repaid"] == Amount(1_200_000)
    assert finding.said.values["known"].values["spent"] == Amount(9_000_000)
    text = Path(finding.where.path).read_text(encoding="utf-8").splitlines()
    assert text[finding.where.line - 1] == "amount = 12_000"
    assert messages(tmp_path / "c", "G602", toml=stated.replace("= 10_000", "= 12_000"), csv=SPENT) == [
        "100000.00 received less 90000.00 spent of the award gives 10000.00 to repay, stated is 12000.00"
    ]


@pytest.mark.parametrize(
    ("toml", "count"),
    [
        (CAME + repaid("10_000"), 0),
        (CAME + repaid("10_000.01"), 1),
        (CAME + repaid("6_000") + repaid("4_001", "2016-03-01"), 1),
        (CAME + repaid("4_000"), 0),
        (repaid("10_000"), 0),
        (repaid("10_001"), 1),
        ('status = "awarded"\n' + CAME + repaid("50_000"), 0),
    ],
)
def test_no_more_is_repaid_than_is_due(tmp_path: Path, toml: str, count: int) -> None:
    assert len(found(tmp_path, "G607", toml=toml, csv=SPENT)) == count


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (CAME + repaid("1", "2014-03-05"), []),
        (
            CAME + repaid("1", "2014-03-04"),
            ["1.00 was repaid on 2014-03-04, but the first payment came in on 2014-03-05"],
        ),
        (
            "[[instalment]]\nplanned = 2014-03-01\namount = 5\n" + repaid("1"),
            ["1.00 was repaid on 2016-02-01, but no payment is received"],
        ),
        (repaid("1"), []),
        (
            CAME.replace("2014-03-05", "2013-12-31"),
            ["100000.00 was received on 2013-12-31, but the award is of 2014"],
        ),
        (
            "[award]\namount = 100_000\ndate = 2014-03-06\n" + CAME,
            ["100000.00 was received on 2014-03-05, but the award is of 2014-03-06"],
        ),
        ("[award]\namount = 100_000\ndate = 2014-03-05\n" + CAME, []),
        ("[award]\namount = 100_000\n" + CAME, []),
        ("[settlement]\nrepayment = 0\ndate = 2015-12-31\n", []),
        (
            "[settlement]\nrepayment = 0\ndate = 2015-12-30\n",
            ["the settlement is of 2015-12-30, but the period ends on 2015-12-31"],
        ),
    ],
)
def test_dates_of_payments_go_together(tmp_path: Path, toml: str, said: list[str]) -> None:
    assert messages(tmp_path, "G608", toml=toml) == said


def private(kind: str) -> str:
    return f'[funder]\nname = "F"\nkind = "private"\n[recipient]\nname = "R"\n{kind}\n'


def test_fondsmoms_depends_on_what_the_recipient_is(tmp_path: Path) -> None:
    (finding,) = found(tmp_path / "a", "G410", toml=private(""))

    assert finding.severity is Severity.WARNING
    assert "the kind of the recipient is not stated" in finding.message
    assert finding.remedy.startswith("write what the recipient is: [recipient] kind")
    assert found(tmp_path / "b", "G410", toml=private('kind = "other"')) == []
    exempt = private("") + '[terms]\nfondsmoms = { percent = 17.5, exempt = "A letter" }\n'
    assert found(tmp_path / "c", "G410", toml=exempt) == []
    assert found(tmp_path / "d", "G410", toml='[funder]\nname = "F"\nkind = "public"\n') == []


def test_too_much_fondsmoms_has_another_remedy_than_too_little(tmp_path: Path) -> None:
    def budget(amount: str) -> str:
        return private('kind = "region"') + (
            '[[activity]]\nid = "meetings"\ntitle = "M"\n'
            '[[activity]]\nid = "travel"\ntitle = "F"\ncategory = "fondsmoms"\n'
            f'[[budget]]\nactivity = "travel"\namount = {amount}\n'
        )

    (much,) = found(tmp_path / "a", "G410", toml=budget("20_000"))
    (little,) = found(tmp_path / "b", "G410", toml=budget("10_000"))
    assert much.remedy.startswith("lower the line of category fondsmoms")
    assert little.remedy.startswith("add a line of category fondsmoms")
