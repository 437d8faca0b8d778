"""An account built in memory answers as one that was read from files."""

from datetime import date
from pathlib import Path

import grants
from grants import Account, Amount, Ledger, Posting
from tests.conftest import ROOT


def from_memory(account: Account) -> Account:
    """The same account, of its records and postings alone."""
    return Account.of(account.grant, account.postings, account.report_text)


def test_the_answers_are_those_of_the_files() -> None:
    for read in grants.load(ROOT / "ledgers"):
        built = from_memory(read)

        assert built.compare("year") == read.compare("year")
        assert (built.spent, built.award, built.budgeted) == (read.spent, read.award, read.budgeted)
        assert built.settlement() == read.settlement()
        assert built.availability(date(2018, 1, 1)) == read.availability(date(2018, 1, 1))
        assert grants.budget_report(built) == grants.budget_report(read)
        assert list(built.postings.texts()) == list(read.postings.texts())


def test_several_accounts_in_memory_are_checked_apart() -> None:
    read = grants.load(ROOT / "ledgers")
    built = Ledger(grants=tuple(map(from_memory, read)))

    files = [
        (f.code, Path(f.where.path).name) for f in grants.check(read) if f.rule.name != "attachment-missing"
    ]
    found = [(f.code, Path(f.where.path).name) for f in grants.check(built)]

    assert set(files) <= set(found)


def test_reversals_in_memory_are_matched() -> None:
    account = grants.load(ROOT / "ledgers").grant("gp-fees-2014")
    first, *rest = account.postings
    cost = Posting(first.date, first.activity, Amount(100), "N-1", "")
    reversal = Posting(first.date, first.activity, Amount(-100), "N-1", "", reverses=first.date)

    built = Account.of(account.grant, [first, *rest, cost, reversal])

    assert built.spent == account.spent
    assert [posting.line for posting in built.postings] == [2, 3, 4, 5, 6]
    assert not [f for f in grants.check(Ledger(grants=(built,))) if f.severity is grants.Severity.ERROR]
