"""The figures and facts of the source documents are in the ledgers and in their reports."""

from pathlib import Path

import pytest

import grants


@pytest.fixture
def ledger(in_root: Path) -> grants.Ledger:
    return grants.load("ledgers")


def test_the_fees_are_those_of_the_final_report(ledger: grants.Ledger) -> None:
    comparison = ledger.grant("gp-fees-2014").compare()

    assert [
        (
            row.activity,
            str(row.total.budget),
            str(row.total.actual),
            str(row.total.deviation),
            str(row.total.percent),
        )
        for row in comparison.rows
    ] == [
        ("steering-group", "34400.00", "31138.00", "-3262.00", "-9.48"),
        ("laboratories", "156000.00", "204737.00", "48737.00", "31.24"),
        ("theme-days", "74000.00", "28525.00", "-45475.00", "-61.45"),
    ]
    assert (str(comparison.total.budget), str(comparison.total.actual)) == ("264400.00", "264400.00")


def test_spending_is_known_for_the_span_only(ledger: grants.Ledger) -> None:
    account = ledger.grant("gp-fees-2014")

    assert {str(posting.date) for posting in account.postings} == {"2014/2017"}
    assert [column.is_unperiodised for column in account.compare("year").columns] == [True]


def test_the_application_has_no_award_no_actuals_and_says_about(ledger: grants.Ledger) -> None:
    account = ledger.grant("patient-involvement-2018")
    by_year = account.compare("year")

    assert (account.grant.award, account.postings.count, account.grant.status) == (None, 0, "applied")
    assert [str(cell.budget) for cell in by_year.column_totals] == [
        "300000.00",
        "300000.00",
        "300000.00",
        "100000.00",
    ]
    assert by_year.columns[-1].is_unperiodised
    assert all(line.approximate for line in account.grant.budget)
    assert "ca. 1.000.000 kr." in grants.draw(grants.final_report(account), "text")


def test_the_final_report_has_the_order_of_the_source(ledger: grants.Ledger) -> None:
    text = grants.draw(grants.final_report(ledger.grant("gp-fees-2014")), "text")
    parts = [
        "Bevilling og anvendelse",
        "264.400 kr.",
        "Honorar til praktiserende læger",
        "I alt",
        "Beskrivelse og resultater",
        *(f"Laboratorium {number}" for number in range(6, 12)),
        "Formidling",
        "KL's sundhedskonference",
        "Bilag",
        "Rapport fra laboratorium 11",
        "Forklaring på afvigelser",
        "Ledelseserklæring",
        "Underskrift",
    ]

    found = [text.index(part) for part in parts]
    assert found == sorted(found)


def test_the_ledgers_have_no_errors_and_no_warnings(ledger: grants.Ledger) -> None:
    assert {str(finding.severity) for finding in grants.check(ledger)} == {"note"}


def test_the_overrun_is_said_and_answered(ledger: grants.Ledger) -> None:
    (finding,) = grants.check(ledger)

    assert finding.code == "G303"
    assert "explained:" in finding.message


@pytest.mark.parametrize(("of", "percent", "fires"), [("line", 10, 2), ("total", 20, 0), ("total", 18, 1)])
def test_the_transfer_limit_as_each_funder_means_it(
    of: str, percent: int, fires: int, in_folder: Path
) -> None:
    """48.737 kr. moved are 31 and 61 percent of two lines, and 18,43 percent of the whole."""
    source = Path(__file__).parents[2] / "ledgers" / "gp-fees-2014"
    folder = in_folder / "gp-fees-2014"
    folder.mkdir()
    text = (source / "grant.toml").read_text()
    text = text.replace('percent = 10, of = "line"', f'percent = {percent}, of = "{of}"')
    head, _, _ = text.partition("[[explanation]]\nactivity")
    (folder / "grant.toml").write_text(head)
    (folder / "postings.csv").write_text((source / "postings.csv").read_text())

    findings = grants.check(grants.load(folder))

    assert sum(finding.code == "G401" for finding in findings) == fires
