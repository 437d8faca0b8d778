"""Loading: what is a ledger, what is a grant, and what is neither."""

from pathlib import Path

import pytest

import grants
from grants.errors import UnknownGrantError
from tests.support import codes, ledger_of, places, write_example


def test_a_ledger_may_be_named_by_its_folder_a_grant_or_its_file(tmp_path: Path) -> None:
    ledger_of(tmp_path)
    root = tmp_path / "ledgers"

    for path in (root, root / "example", root / "example" / "grant.toml"):
        assert [account.id for account in grants.load(path)] == ["example"]


@pytest.mark.parametrize("name", ["missing", "file"])
def test_no_ledger_is_a_finding(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")

    assert codes(grants.check(grants.load(tmp_path / name))) == ["G001"]


def test_other_folders_are_nobody_s_grants(tmp_path: Path) -> None:
    ledger_of(tmp_path)
    for name in ("profiles", ".git", "_drafts"):
        (tmp_path / "ledgers" / name).mkdir()
    (tmp_path / "ledgers" / "_drafts" / "grant.toml").write_text("not TOML")
    (tmp_path / "ledgers" / "notes.txt").write_text("notes")

    assert grants.check(grants.load(tmp_path / "ledgers")) == []


def test_a_grant_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    ledger_of(tmp_path)
    write_example(tmp_path / "ledgers" / "broken", [])
    (tmp_path / "ledgers" / "broken" / "grant.toml").write_text("id = ")
    (tmp_path / "ledgers" / "broken" / "postings.csv").write_text("date\n")

    ledger = grants.load(tmp_path / "ledgers")

    assert [account.id for account in ledger] == ["example"]
    assert ledger.unread == ("broken",)
    assert {"G005", "G101"} == set(codes(grants.check(ledger)))
    with pytest.raises(UnknownGrantError, match="cannot be read"):
        ledger.grant("broken")


def test_an_unknown_grant_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(UnknownGrantError, match="did you mean 'example'"):
        ledger_of(tmp_path).grant("exemple")


def test_findings_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path,
        toml="[award]\namount = 1.00\n",
        csv="date,activity,amount,voucher,text\n2014,meetings,x,V,t\n2014,meetings,2.00,,t\n",
        report="Fee to 010190-1234\n",
    )

    found = grants.check(ledger)

    assert [(Path(f.where.path).name, f.code) for f in found] == [
        ("postings.csv", "G104"),  # the first cause, then what it kept from being checked
        ("postings.csv", "G025"),
        ("grant.toml", "G201"),
        ("postings.csv", "G304"),
        ("report.md", "G501"),
    ]
    assert places(found, "G501") == [("report.md", 1, 8)]


def test_a_dangling_link_is_said(tmp_path: Path) -> None:
    ledger_of(tmp_path)
    path = tmp_path / "ledgers" / "example" / "postings.csv"
    path.unlink()
    path.symlink_to("nowhere.csv")

    assert "G003" in codes(grants.check(grants.load(tmp_path / "ledgers")))
