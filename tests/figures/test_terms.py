"""The shipped sets: sound, dated, sourced, and overridden by a grant's own keys."""

from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest

from grants.figures.terms import Term, day_of_terms, effective_terms, names, term_set
from grants.records.terms import Terms
from grants.values.money import Amount
from tests.support import grant_of


@pytest.mark.parametrize("name", names())
def test_a_set_is_sound(name: str) -> None:
    found = term_set(name)

    assert found.terms
    for term in found.terms:
        assert Terms.model_validate({term.field: term.value})
        assert all(text.strip() for text in (term.title, term.unit, term.source))
        assert term.from_ is None or term.to is None or term.from_ <= term.to
        assert term.from_ is not None or found.note is not None


@pytest.mark.parametrize("name", names())
def test_no_two_entries_of_a_key_hold_on_one_day(name: str) -> None:
    for one, other in combinations(term_set(name).terms, 2):
        if one.key == other.key:
            first, second = sorted((one, other), key=lambda term: term.from_ or date.min)
            assert first.to is not None
            assert second.from_ is not None
            assert first.to < second.from_


def test_an_entry_holds_from_its_first_to_its_last_day() -> None:
    term = Term(
        key="overhead",
        title="t",
        unit="u",
        source="s",
        from_=date(2018, 1, 1),
        to=date(2018, 12, 31),
        value={},
    )

    assert [term.holds(date(year, 12, 31)) for year in (2017, 2018, 2019)] == [False, True, False]
    assert not term.holds(None)


def test_a_set_is_taken_as_of_the_award(tmp_path: Path) -> None:
    use = '[terms]\nuse = "overhead-2018-gts"\n'
    of_2018 = grant_of(tmp_path / "a", toml=f"{use}\n[award]\namount = 100_000.00\nyear = 2018\n")
    of_2014 = grant_of(tmp_path / "b", toml=use)

    assert of_2018.terms.overhead is not None
    assert of_2018.terms.overhead.percent == 20
    assert of_2014.terms.overhead is None


def test_own_keys_override_the_set(tmp_path: Path) -> None:
    toml = '[terms]\nuse = "social-og-boligstyrelsen"\ntransfer_limit = { percent = 5 }\n'
    terms = effective_terms(grant_of(tmp_path, toml=toml).grant)

    assert terms.transfer_limit is not None
    assert (terms.transfer_limit.percent, terms.transfer_limit.amount) == (Decimal(5), None)
    assert [tier.above for tier in terms.auditor] == [Amount(100 * above) for above in (0, 100_000, 500_000)]


def test_the_day_is_that_of_the_award_or_the_end_of_its_year(tmp_path: Path) -> None:
    dated = grant_of(tmp_path / "a", toml="[award]\namount = 100_000.00\ndate = 2014-03-01\n")
    applied = grant_of(
        tmp_path / "b",
        toml='# the whole file\nid = "example"\ntitle = "t"\nstatus = "applied"\nperiod = "2014"\n'
        '[funder]\nname = "F"\nkind = "public"\n[recipient]\nname = "R"\n',
    )

    assert day_of_terms(dated.grant) == date(2014, 3, 1)
    assert day_of_terms(grant_of(tmp_path / "c").grant) == date(2014, 12, 31)
    assert day_of_terms(applied.grant) is None


def test_a_set_that_is_not_shipped_gives_nothing() -> None:
    with pytest.raises(KeyError):
        term_set("../../etc")
