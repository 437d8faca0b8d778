"""Folders that OneDrive, Dropbox, the Finder or Explorer keep, and documents that are open in Office."""

from pathlib import Path

import pytest

import grants
from grants import archive
from grants.store.files.synchronised import is_clutter
from tests.support import codes, ledger_of

CLUTTER = ("~$report.docx", ".DS_Store", "Thumbs.db", "desktop.ini", "._grant.toml")


@pytest.mark.parametrize(
    "name",
    [
        "postings-DESKTOP-ABC.csv",
        "postings-DESKTOP-ABC-2.csv",
        "postings (1).csv",
        "grant (Konfliktkopi).toml",
        "postings (Anna's conflicted copy 2026-05-01).csv",
        "report - Kopi.md",
        "report - Copy (2).md",
        "closing.sync-conflict-20260501-101112-ABCDEFG.toml",
        "imports (1).toml",
    ],
)
def test_a_conflict_copy_is_found_with_both_names(tmp_path: Path, name: str) -> None:
    ledger_of(tmp_path)
    folder = tmp_path / "ledgers" / "example"
    (folder / name).write_text("what another computer wrote", encoding="utf-8")

    (finding,) = grants.check(grants.load(tmp_path / "ledgers"))

    assert (finding.code, finding.where.path) == ("G007", str(folder / name))
    assert name in finding.message.replace('"', "'")
    assert "second version of" in finding.message


@pytest.mark.parametrize(
    "name", ["postings-2015.csv", "report-da.md", "grants.toml", "postings.csv.bak", *CLUTTER]
)
def test_other_files_are_no_copies(tmp_path: Path, name: str) -> None:
    ledger_of(tmp_path)
    (tmp_path / "ledgers" / "example" / name).write_text("x", encoding="utf-8")

    assert codes(grants.check(grants.load(tmp_path / "ledgers"))) == []


def test_an_attachment_that_is_called_like_a_copy_is_none(tmp_path: Path) -> None:
    (tmp_path / "ledgers" / "example").mkdir(parents=True)
    (tmp_path / "ledgers" / "example" / "report (1).md").write_text("x", encoding="utf-8")
    ledger = ledger_of(tmp_path, toml='[[attachment]]\ntitle = "Other"\nfile = "report (1).md"\n')

    assert codes(grants.check(ledger)) == []


def test_clutter_is_neither_archived_nor_named(tmp_path: Path) -> None:
    account = ledger_of(tmp_path).grant("example")
    attachments = Path(account.folder) / "attachments"
    attachments.mkdir()
    for name in (*CLUTTER, "voucher.pdf"):
        (attachments / name).write_text("x", encoding="utf-8")
        (Path(account.folder) / name).write_text("x", encoding="utf-8")

    names = archive.contents.files_of(account)

    assert [name for name in names if name.startswith("attachments/")] == ["attachments/voucher.pdf"]
    assert archive.contents.left_out(account, names) == ["voucher.pdf"]
    assert all(is_clutter(name) for name in CLUTTER)
