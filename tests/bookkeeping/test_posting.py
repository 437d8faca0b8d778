"""Posting several postings: all of them in one write, or none."""

from pathlib import Path

import pytest

from grants.bookkeeping.post import post, post_all
from grants.figures.postings import Posting
from grants.store import load_grant
from grants.values.money import Amount
from grants.values.periods import Period
from tests.support import ledger_of

ID = "example"
LINES = (
    "date,activity,amount,voucher,text,quantity,unit",
    "2014-05-12,meetings,8000.00,V-1,Fees,7.5,hour",
    "2014-05-13,travel,1500.00,V-2,Trains,,",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    ledger_of(tmp_path, toml='language = "en"\n', csv="\n".join(LINES) + "\n")
    return tmp_path / "ledgers"


def a_posting(root: Path, amount: str, voucher: str) -> Posting:
    """A posting like the last one of the account, which is sound."""
    *_, last = load_grant(root, ID).grants[0].postings
    return Posting(last.date, last.activity, Amount.parse(amount), voucher, "One more", last.financing)


def test_postings_and_fields_are_written_together(root: Path) -> None:
    before = load_grant(root, ID).grants[0]
    more = [a_posting(root, "1.00", "N-1"), a_posting(root, "2.50", "N-2")]

    posted = post_all(root, ID, [more[0], more[1].fields()])

    after = load_grant(root, ID).grants[0]
    assert len(posted.lines) == 2
    assert posted.line == posted.lines[0]
    assert after.spent - before.spent == Amount.parse("3.50")
    assert [p.voucher for p in after.postings if p.line in posted.lines] == ["N-1", "N-2"]


def test_one_row_at_fault_and_none_is_written(root: Path) -> None:
    path = root / ID / "postings.csv"
    before = path.read_bytes()
    sound = a_posting(root, "1.00", "N-1").fields()

    posted = post_all(root, ID, [sound, sound | {"amount": "1,00"}, sound | {"activity": "nothing"}])

    assert (posted.lines, posted.line) == ((), 0)
    assert [finding.code for finding in posted.findings] == ["G104"]
    assert posted.findings[0].where.line == before.count(b"\n") + 2
    assert path.read_bytes() == before


def test_no_rows_write_nothing(root: Path) -> None:
    path = root / ID / "postings.csv"
    before = path.read_bytes()

    assert post_all(root, ID, []).lines == ()
    assert path.read_bytes() == before


def test_one_posting_alone(root: Path) -> None:
    posted = post(root, ID, a_posting(root, "1.00", "N-1"))

    assert posted.lines == (posted.line,)


def test_the_fields_of_a_posting_read_back_as_it(root: Path) -> None:
    [posting] = [p for p in load_grant(root, ID).grants[0].postings if p.quantity is not None][:1]

    line = post(root, ID, posting).line

    assert [
        p.fields() for p in load_grant(root, ID).grants[0].postings if p.line in (line, posting.line)
    ] == [posting.fields()] * 2
    assert Period.parse(posting.fields()["date"]) == posting.date
