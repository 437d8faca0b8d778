"""A grant as a revision of git has it, read by the library."""

import shutil
import subprocess
from pathlib import Path

import pytest

import grants
from tests.conftest import ROOT

ID = "gp-fees-2014"


@pytest.fixture
def ledgers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that has a grant, whose postings were then changed in the folder."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    shutil.copytree(ROOT / "ledgers" / ID, tmp_path / "ledgers" / ID)
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    postings = tmp_path / "ledgers" / ID / "postings.csv"
    postings.write_text(postings.read_text().replace("31138.00", "31137.00"), encoding="utf-8")
    return tmp_path / "ledgers"


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "A state")


def test_a_grant_is_read_as_a_revision_has_it(ledgers: Path) -> None:
    now = grants.load(ledgers).grant(ID)

    with grants.load_grant_at(ledgers, ID, "HEAD") as then:
        before = then.grant(ID)
        found = grants.differences(before, now)

    assert now.spent - before.spent == grants.Amount.parse("-1.00")
    assert [difference.part for difference in found] == ["posting"]
    assert not then.findings


def test_a_fault_of_that_time_names_the_revision(ledgers: Path) -> None:
    (ledgers / ID / "grant.toml").write_text("title = 1", encoding="utf-8")
    commit(ledgers)

    with grants.load_grant_at(ledgers, ID, "HEAD") as then:
        assert then.unread == (ID,)
        assert {finding.where.path for finding in then.findings} == {f"HEAD:{ID}/grant.toml"}
        with pytest.raises(grants.UnknownGrantError, match="cannot be read"):
            then.grant(ID)


def test_a_revision_without_the_grant_gives_an_empty_ledger(ledgers: Path) -> None:
    with grants.load_grant_at(ledgers, "new", "HEAD") as then:
        assert (then.grants, then.unread) == ((), ())
        with pytest.raises(grants.UnknownGrantError, match="at HEAD"):
            then.grant("new")


@pytest.mark.parametrize("revision", ["nothing", "--help"])
def test_an_unknown_revision_is_an_error(ledgers: Path, revision: str) -> None:
    with (
        pytest.raises(grants.RevisionError, match="is no revision"),
        grants.load_grant_at(ledgers, ID, revision),
    ):
        pass
