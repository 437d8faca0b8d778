"""No figure comes from an account that was not read whole, unless the caller wants it; then it says so."""

import shutil
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import grants
from grants import Account, Ledger
from tests.conftest import ROOT

DAY = date(2018, 6, 1)
SUMS: dict[str, Callable[[Account], object]] = {
    "spent": lambda account: account.spent,
    "spent_of_grant": lambda account: account.spent_of_grant,
    "compare": lambda account: account.compare("year"),
    "settlement": lambda account: account.settlement(),
    "availability": lambda account: account.availability(),
    "total": lambda account: account.postings.total(),
    "records": lambda account: list(account.postings.records()),
    "fields_of": grants.fields_of,
    "budget_report": grants.budget_report,
    "final_report": grants.final_report,
    "settlement_report": grants.settlement_report,
    "availability_report": grants.availability_report,
    "status_report": lambda account: grants.status_report(account, as_of=DAY),
    "application_report": grants.application_report,
    "grant_overview": grants.grant_overview,
    "postings_table": grants.postings_table,
    "log_table": grants.log_table,
    "ledger_overview": lambda account: grants.ledger_overview(Ledger(grants=(account,))),
    "portfolio_report": lambda account: grants.portfolio_report(Ledger(grants=(account,)), as_of=DAY),
    "export_workbook": lambda account: grants.export_workbook(Ledger(grants=(account,))),
}
REPORTS: dict[str, Callable[..., grants.Table | grants.Document | None]] = {
    "budget": grants.budget_report,
    "final": grants.final_report,
    "settlement": grants.settlement_report,
    "available": grants.availability_report,
    "application": grants.application_report,
    "show": grants.grant_overview,
    "postings": grants.postings_table,
    "log": grants.log_table,
}


@pytest.fixture
def faulty(tmp_path: Path) -> Account:
    """An account of whose postings one line cannot be read."""
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    postings = tmp_path / "ledgers" / "gp-fees-2014" / "postings.csv"
    postings.write_text(postings.read_text(encoding="utf-8") + "2016,laboratories,1.569,V-9,Lost\n", "utf-8")
    return grants.load(tmp_path / "ledgers")["gp-fees-2014"]


@pytest.mark.parametrize("name", SUMS)
def test_a_sum_is_refused_with_its_findings(name: str, faulty: Account) -> None:
    with pytest.raises(grants.UnreadableAccountError, match=r"1\.569") as refusal:
        SUMS[name](faulty)

    assert refusal.value.findings == faulty.faults
    assert [finding.code for finding in faulty.faults] == ["G104"]


@pytest.mark.parametrize("name", SUMS)
def test_the_same_call_answers_where_errors_are_accepted(
    name: str, faulty: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert SUMS[name](faulty.despite_errors())


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_with_errors_says_so(name: str, language: str, faulty: Account) -> None:
    report = REPORTS[name](faulty, language=language, with_errors=True)

    assert report is not None
    mark = {"da": "UFULDSTÆNDIG", "en": "INCOMPLETE"}[language]
    for form in ("text", "markdown", "html"):
        assert mark in grants.draw(report, form)
    page = grants.draw_bytes(report, "pdf")
    assert page.startswith(b"%PDF")
    document = report if isinstance(report, grants.Document) else None
    assert document is None or document.page_of.startswith(mark)


def test_an_archive_never_lacks_lines(faulty: Account, tmp_path: Path) -> None:
    for account in (faulty, faulty.despite_errors()):
        with pytest.raises(grants.ArchiveError, match=r"1\.569"):
            grants.write_archive(account, tmp_path / "a.zip", day=DAY)
    with pytest.raises(grants.ArchiveError, match="lives in memory"):
        grants.write_archive(Account.of(faulty.grant), tmp_path / "a.zip", day=DAY)
    assert not (tmp_path / "a.zip").exists()


def test_every_sheet_says_so(faulty: Account) -> None:
    book = grants.export_workbook(Ledger(grants=(faulty,)), language="en", with_errors=True)

    sheets = openpyxl.load_workbook(BytesIO(book)).worksheets
    assert len(sheets) > 4
    assert all(str(sheet["A1"].value).startswith("INCOMPLETE: ") for sheet in sheets)
    table = grants.draw_bytes(grants.budget_report(faulty, language="en", with_errors=True), "xlsx")
    assert openpyxl.load_workbook(BytesIO(table)).worksheets[0]["A1"].value.startswith("INCOMPLETE: ")


def test_open_errors_are_counted_by_the_report() -> None:
    sound = grants.load(ROOT / "ledgers")["gp-fees-2014"]
    wrong = grants.Posting("2016", "laboratories", "999999.00", "V-9", "Too much")
    account = sound.with_posting(wrong)
    count = sum(f.severity is grants.Severity.ERROR for f in grants.check(Ledger(grants=(account,))))

    table = grants.budget_report(account, language="en")
    letter = grants.final_report(account, language="en")

    assert count > 0
    assert grants.budget_report(sound, language="en").mark == ""
    assert (table.mark, table.data["errors"]) == ("DRAFT", count)
    assert f"DRAFT: checking the account found {count} error" in grants.draw(letter, "text")
    assert letter.page_of.startswith("DRAFT")


def test_a_ledger_with_a_grant_that_cannot_be_read_is_not_summed_up(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    (tmp_path / "ledgers" / "gain-example" / "grant.toml").write_text("no = toml =", encoding="utf-8")
    ledger = grants.load(tmp_path / "ledgers")

    for call in (
        grants.ledger_overview,
        grants.export_workbook,
        lambda ledger: grants.portfolio_report(ledger, as_of=DAY),
    ):
        with pytest.raises(grants.UnreadableAccountError, match="gain-example"):
            call(ledger)
    assert "INCOMPLETE" in grants.draw(
        grants.ledger_overview(ledger, language="en", with_errors=True), "text"
    )


def test_a_fault_in_one_account_leaves_the_others_alone(faulty: Account) -> None:
    ledger = grants.load(Path(faulty.folder).parent)

    assert ledger["gain-example"].spent
    assert grants.check(ledger)
    with pytest.raises(grants.UnreadableAccountError):
        assert ledger["gp-fees-2014"].spent
