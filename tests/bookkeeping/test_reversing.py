"""A posting is reversed by another, once, and what is reversed is no cost."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grants
from grants.bookkeeping.close import close
from grants.bookkeeping.reverse import reverse
from grants.errors import ClosingError
from grants.figures.postings import Postings, PostingText
from grants.figures.reversals import costs, matched, unmatched
from grants.values import money
from grants.values.money import ZERO, Amount
from grants.values.periods import Period, parse_date
from tests.support import codes, ledger_of, postings

WIDE = "date,activity,amount,voucher,text,quantity,unit,voucher_line,person,document,imported"
LINES = (
    "2014-05-12,meetings,80000.00,V-1,Fees,7.5,hour,1,therapist-1,D-1,",
    '2014-05-13,travel,15000.00,V-1,"Trains, and buses",,,2,,,',
    "2014-05-13,travel,5000.00,V-2,Taxi,,,,,,",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    ledger_of(tmp_path, toml='language = "en"\n', csv="\n".join([WIDE, *LINES]) + "\n")
    return tmp_path / "ledgers"


def lines_of(root: Path) -> list[str]:
    return (root / "example/postings.csv").read_text(encoding="utf-8").splitlines()


def test_every_line_of_a_voucher_is_reversed_in_one_write(root: Path) -> None:
    outcome = reverse(root, "example", "V-1")

    assert [posting.line for posting in outcome.postings] == [5, 6]
    assert lines_of(root) == [
        f"{WIDE},reverses",
        *(f"{line}," for line in LINES),
        "2014-05-12,meetings,-80000.00,V-1,Reversed: Fees,-7.5,hour,1,therapist-1,D-1,,2014-05-12",
        '2014-05-13,travel,-15000.00,V-1,"Reversed: Trains, and buses",,,2,,,,2014-05-13',
    ]
    assert grants.load(root).grant("example").spent == Amount.parse("5000.00")
    with pytest.raises(ClosingError, match="every posting of 'V-1' is reversed already"):
        reverse(root, "example", "V-1")


def test_a_line_is_picked_with_a_date_and_words_of_its_own(root: Path) -> None:
    outcome = reverse(root, "example", "V-1", line=3, date="2015-01-02", text="Belongs to another grant")

    assert len(outcome.postings) == 1
    assert lines_of(root)[-1] == (
        "2015-01-02,travel,-15000.00,V-1,Belongs to another grant,,,2,,,,2014-05-13"
    )
    with pytest.raises(ClosingError, match="line 3 is reversed already"):
        reverse(root, "example", "V-1", line=3)
    assert [posting.amount for posting in reverse(root, "example", "V-1").postings] == [
        Amount.parse("-80000.00")
    ]


def test_danish_accounts_have_danish_words(tmp_path: Path) -> None:
    ledger_of(tmp_path, toml='language = "da"\n')

    (posting,) = reverse(tmp_path / "ledgers", "example", "V-2").postings

    assert posting.text == "Tilbageført: Train tickets"


@pytest.mark.parametrize(
    ("voucher", "line", "why"),
    [
        ("V-9", None, "no posting of example has the voucher 'V-9'"),
        ("V-1", 4, "no posting with the voucher 'V-1' is on line 4"),
    ],
)
def test_nothing_to_be_reversed(root: Path, voucher: str, line: int | None, why: str) -> None:
    with pytest.raises(ClosingError, match=why):
        reverse(root, "example", voucher, line=line)


def test_a_wrong_date_writes_nothing(root: Path) -> None:
    before = lines_of(root)

    outcome = reverse(root, "example", "V-1", date="01-02-2015")

    assert outcome.postings == ()
    assert codes(list(outcome.findings)) == ["G105", "G105"]
    assert lines_of(root) == before


def test_what_is_closed_is_corrected_in_the_open_period(root: Path) -> None:
    close(root, "example", on=parse_date("2015-01-20"), period=Period.parse("2014"))

    refused = reverse(root, "example", "V-2")
    assert refused.postings == ()
    (finding,) = refused.findings
    assert finding.code == "G802"
    assert finding.message == "2014-05-13 lies in 2014, which was closed on 2015-01-20"
    assert "--date" in finding.remedy

    assert reverse(root, "example", "V-2", date="2015-01-21").postings
    assert codes(grants.check(grants.load(root))) == []


def test_a_control_total_is_reported_and_does_not_refuse(tmp_path: Path) -> None:
    ledger_of(tmp_path, toml="[[control]]\ntotal = 100_000.00\n")
    root = tmp_path / "ledgers"

    outcome = reverse(root, "example", "V-2")
    assert codes(list(outcome.findings)) == ["G211"]
    assert outcome.postings

    fields = {
        "date": "2015-02-03",
        "activity": "travel",
        "amount": "20000.00",
        "voucher": "V-2b",
        "text": "t",
    }
    assert grants.post(root, "example", fields).line
    assert codes(grants.check(grants.load(root))) == []


def test_a_reversal_can_be_reversed_and_so_on(root: Path) -> None:
    """The cost is there after every second one; the voucher alone reverses what is a cost."""
    spent = [grants.load(root).grant("example").spent]
    for day in ("2015-01-01", "2015-01-02", "2015-01-03", "2015-01-04"):
        (posting,) = reverse(root, "example", "V-2", line=len(lines_of(root)), date=day).postings
        assert codes(grants.check(grants.load(root))) == []
        spent.append(grants.load(root).grant("example").spent)
    assert spent == [
        Amount.parse("100000.00"),
        Amount.parse("95000.00"),
        Amount.parse("100000.00"),
        Amount.parse("95000.00"),
        Amount.parse("100000.00"),
    ]

    (posting,) = reverse(root, "example", "V-2", date="2015-01-05").postings
    assert (posting.amount, str(posting.reverses)) == (Amount.parse("-5000.00"), "2015-01-04")


def test_reversals_are_no_duplicates(tmp_path: Path) -> None:
    twice = "2014-05-13,travel,10000.00,V-2,Taxi"
    ledger_of(tmp_path, csv=postings("2014-05-12,meetings,80000.00,V-1,Fees", twice, twice))
    root = tmp_path / "ledgers"

    outcome = reverse(root, "example", "V-2")

    assert len(outcome.postings) == 2
    assert lines_of(root)[-1] == lines_of(root)[-2]
    assert codes(list(outcome.findings)) == []
    assert [(f.code, f.where.line) for f in grants.load(root).findings] == [("G305", 4)]


def test_a_voucher_that_moved_to_another_grant_is_paid_once(tmp_path: Path) -> None:
    other = "2015-02-03,travel,20000.00,V-2,Train tickets"
    ledger_of(tmp_path)
    root = tmp_path / "ledgers"
    toml = (root / "example/grant.toml").read_text(encoding="utf-8").replace('"example"', '"other"', 1)
    (root / "other").mkdir()
    (root / "other/grant.toml").write_text(toml, encoding="utf-8")
    (root / "other/postings.csv").write_text(postings(other), encoding="utf-8")
    (root / "other/report.md").write_text("Words", encoding="utf-8")
    assert "G701" in codes(grants.check(grants.load(root)))

    reverse(root, "example", "V-2")

    assert "G701" not in codes(grants.check(grants.load(root)))


def test_a_file_without_the_column_is_not_searched(root: Path) -> None:
    assert not grants.load(root).grant("example").postings.may_reverse
    reverse(root, "example", "V-2")
    assert grants.load(root).grant("example").postings.may_reverse


DAYS = ("2014-05-01", "2014-05-02", "2014-05")


@st.composite
def texts(draw: st.DrawFn) -> list[PostingText]:
    """A file of postings, each of which may reverse an earlier one that is part of the costs."""
    rows: list[PostingText] = []
    for line in range(2, 2 + draw(st.integers(0, 12))):
        free = [row.text for row in matched(rows) if not row.is_reversed]
        original = draw(st.none() | st.sampled_from(free)) if free else None
        day = draw(st.sampled_from(DAYS))
        if original is None:
            amount = money.format_amount(draw(st.integers(-3, 3)) * 100)
            row = PostingText(
                line, day, "travel", amount, draw(st.sampled_from(["V", "W"])), "grant", "", "", ""
            )
        else:
            amount = money.format_amount(-money.parse_amount(original.amount))
            row = original._replace(line=line, date=day, amount=amount, reverses=original.date)
        rows.append(row)
    return rows


def of(rows: list[PostingText]) -> Postings:
    return Postings(read_texts=lambda: rows)


def minor(rows: list[PostingText]) -> int:
    return sum(money.parse_amount(row.amount) for row in rows)


@given(texts())
def test_what_is_not_reversed_adds_up_to_everything(rows: list[PostingText]) -> None:
    """A posting and its reversal are nothing together, however they are matched."""
    assert minor(list(costs(of(rows)))) == minor(rows)
    assert unmatched(of(rows)) == []


@given(texts(), st.data())
def test_a_reversal_too_many_is_found(rows: list[PostingText], data: st.DataObject) -> None:
    reversals = [row for row in rows if row.reverses and row.amount != "0.00"]
    if not reversals:
        return
    once_more = data.draw(st.sampled_from(reversals))._replace(line=99, date="2015-01-01")
    free = [m for m in matched(rows) if not m.is_reversed and m.text.date == once_more.reverses]

    if not any(money.parse_amount(m.text.amount) == -money.parse_amount(once_more.amount) for m in free):
        assert [row.line for row in unmatched(of([*rows, once_more]))] == [99]


@settings(max_examples=15)
@given(st.lists(st.sampled_from(["V-1", "V-2"]), max_size=4))
def test_reversing_leaves_the_rest_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, vouchers: list[str]
) -> None:
    home = tmp_path_factory.mktemp("any")
    ledger_of(home, csv="\n".join([WIDE, *LINES]) + "\n")
    root = home / "ledgers"
    worth = {"V-1": Amount.parse("95000.00"), "V-2": Amount.parse("5000.00")}
    expected = Amount.parse("100000.00")
    for voucher in vouchers:
        before = lines_of(root)
        if worth[voucher]:
            reverse(root, "example", voucher)
            expected -= worth.pop(voucher)
            worth[voucher] = ZERO
        else:
            with pytest.raises(ClosingError):
                reverse(root, "example", voucher)
        assert [line.rstrip(",") for line in lines_of(root)[1 : len(before)]] == [
            line.rstrip(",") for line in before[1:]
        ]
    account = grants.load(root).grant("example")
    assert account.spent == expected
    assert sum(group.total for group in account.postings.groups) == expected.minor
