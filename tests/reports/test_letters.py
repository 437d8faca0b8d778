"""Status, application and portfolio: what they count, what they say, and the same in every format."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import grants
from grants.checks import check
from grants.reports.application import application_report
from grants.reports.document import Document, LineChart, PageBreak
from grants.reports.fields import fields_of, slug
from grants.reports.final import final_report
from grants.reports.overview import ledger_overview
from grants.reports.portfolio import portfolio_report
from grants.reports.progress import deadlines, progress
from grants.reports.speech import Speech
from grants.reports.status import status_report
from grants.reports.table import Money, Table
from grants.store import checksums, ledger_files
from grants.values import money
from grants.values.money import ZERO, Amount, total
from tests.support import grant_of, ledger_of, postings

SUFFIXES = {"text": "txt", "json": "json"}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("form", SUFFIXES)
def test_the_letters_word_for_word(
    language: str, form: str, in_root: Path, golden: Callable[[str, str], None]
) -> None:
    ledger = grants.load("ledgers")
    day = date(2015, 6, 30)
    fees, application = ledger.grant("gp-fees-2014"), ledger.grant("patient-involvement-2018")
    gain, midway = ledger.grant("gain-example"), date(2022, 8, 31)
    reports: dict[str, Document] = {
        "gp-fees-2014-status": status_report(fees, as_of=date(2018, 1, 1), language=language),  # type: ignore[arg-type]
        "gp-fees-2014-status-early": status_report(fees, as_of=day, language=language),  # type: ignore[arg-type]
        "patient-involvement-2018-application": application_report(application, language=language),  # type: ignore[arg-type]
        "gain-example-status": status_report(gain, as_of=midway, language=language),  # type: ignore[arg-type]
        "gain-example-application": application_report(gain, language=language),  # type: ignore[arg-type]
        "portfolio-2022-08": portfolio_report(ledger, as_of=midway, language=language),  # type: ignore[arg-type]
        "portfolio": portfolio_report(ledger, as_of=day, findings=check(ledger), language=language),  # type: ignore[arg-type]
    }
    for name, report in reports.items():
        golden(f"{name}-{language}.{SUFFIXES[form]}", grants.draw(report, form))


@given(st.integers(-(10**12), 10**12).map(Amount), st.integers(0, 5000), st.integers(1, 5000))
def test_a_proportion_is_within_half_a_unit(amount: Amount, part: int, whole: int) -> None:
    share = amount.part(part, whole).minor

    assert abs(share * whole - amount.minor * part) * 2 <= whole
    assert (-amount).part(part, whole) == money.Amount(-share)


def test_progress_counts_what_the_day_has_seen(tmp_path: Path) -> None:
    account = grant_of(
        tmp_path,
        toml='period = "2014"\n[award]\namount = 80000.00\nyear = 2014\n',
        csv=postings(
            "2014-02-01,meetings,1000.00,V-1,x",
            "2014-Q1,meetings,2000.00,V-2,x",
            "2014-03-31,meetings,-500.00,V-3,x",
            "2014-04-01,meetings,9000.00,V-4,x",
        ),
    )
    on = progress(account, date(2014, 3, 31))
    before = progress(account, date(2014, 3, 30))

    assert (on.spent, on.left_out, on.rest) == (
        Amount.parse("2500.00"),
        Amount.parse("0.00"),
        Amount.parse("77500.00"),
    )
    assert (before.spent, before.left_out) == (Amount.parse("1000.00"), Amount.parse("2000.00"))
    assert (on.elapsed, on.days, on.time_gone) == (90, 365, Decimal("24.66"))
    assert on.forecast == Amount.parse("2500.00").part(365, 90) == Amount.parse("10138.89")
    assert progress(account, date(2013, 12, 31)).forecast is None
    assert progress(account, date(2015, 1, 1)).forecast == Amount.parse("11500.00")


def test_a_status_has_a_forecast_only_while_the_period_runs(tmp_path: Path) -> None:
    account = grant_of(tmp_path)
    last = account.grant.effective_period.last
    running = grants.draw(status_report(account, as_of=last - timedelta(1), language="en"), "text")
    over = grants.draw(status_report(account, as_of=last, language="en"), "text")

    assert "Forecast" in running
    assert "Forecast" not in over


def test_the_burn_chart_ends_at_what_is_spent(tmp_path: Path) -> None:
    csv = postings("2014-02-01,meetings,1000.00,V-1,x", "2014-05-01,meetings,500.50,V-2,x")
    report = status_report(grant_of(tmp_path, csv=csv), as_of=date(2014, 6, 30), language="en")
    (chart,) = [block for block in report.blocks if isinstance(block, LineChart)]

    assert chart.lines[1].points[-1][1] == Decimal("1500.50")
    assert "DKK 1,500.50" in chart.description
    assert all(0 <= day <= chart.days for line in chart.lines for day, _ in line.points)


def test_an_application_adds_up_both_ways(in_root: Path) -> None:
    report = application_report(grants.load("ledgers").grant("patient-involvement-2018"))
    by_year, financing = (block for block in report.blocks if isinstance(block, Table))
    amounts = [
        [cell.amount if isinstance(cell, Money) else ZERO for cell in row.cells[1:]] for row in by_year.rows
    ]

    *lines, totals = amounts
    assert [total(column) for column in zip(*lines, strict=True)] == totals
    assert all(total(line[:-1]) == line[-1] for line in amounts)
    assert totals[-1] == Amount.parse("1000000.00")
    assert all(cell.approximate for row in by_year.rows for cell in row.cells if isinstance(cell, Money))
    assert financing.rows[-1].cells[1] == Money(Amount.parse("1000000.00"), "DKK", approximate=True)


def test_an_application_shows_no_spending(in_root: Path) -> None:
    text = grants.draw(application_report(grants.load("ledgers").grant("gp-fees-2014")), "text")

    assert "204.737" not in text
    assert "156.000" in text


def test_a_portfolio_has_totals_per_currency(tmp_path: Path) -> None:
    ledger_of(tmp_path)
    folder = tmp_path / "ledgers"
    base = (folder / "example" / "grant.toml").read_text(encoding="utf-8")
    for name, currency in (("euro", "EUR"), ("kroner", "DKK")):
        (folder / name).mkdir()
        text = base.replace('id = "example"', f'id = "{name}"').replace('"DKK"', f'"{currency}"')
        text = text if currency in text else f'currency = "{currency}"\n{text}'
        (folder / name / "grant.toml").write_text(text, encoding="utf-8")
    ledger = grants.load(folder)
    report = portfolio_report(ledger, as_of=date(2014, 6, 30), findings=check(ledger), language="en")
    (table,) = [block for block in report.blocks if isinstance(block, Table)]

    totals = {str(row.cells[0]): row.cells[1:4] for row in table.rows if row.is_total}
    assert set(totals) == {"Total DKK", "Total EUR"}
    for currency in ("DKK", "EUR"):
        rows = [r for r in table.rows if not r.is_total and r.cells[2].currency == currency]  # type: ignore[union-attr]
        for column in (1, 2, 3):
            cells = [row.cells[column] for row in rows]
            amount = money.total([cell.amount for cell in cells if isinstance(cell, Money)])
            assert totals[f"Total {currency}"][column - 1] == Money(amount, currency)


def test_a_final_report_names_changes_checksums_and_the_auditor(tmp_path: Path) -> None:
    toml = """
[[amendment]]
date = 2014-11-01
period = "2014/2016"
approved_by = "The fund"
document = "D-7"

[[attachment]]
title = "Report"
file = "report.pdf"
"""
    account = grant_of(tmp_path, toml=toml)
    report = final_report(
        account, language="en", as_of=date(2016, 5, 1), checksums={"report.pdf": "ab" * 32}, auditor=True
    )
    text = grants.draw(report, "text")

    assert "The fund" in text
    assert "D-7" in text
    assert f"SHA-256: {'ab' * 32}" in text
    assert "1 May 2016" in text
    assert "Auditor's statement" in text
    assert PageBreak() in report.blocks
    assert "Auditor's statement" not in grants.draw(final_report(account, language="en"), "text")


def test_fields_have_names_that_a_tag_can_have(in_root: Path) -> None:
    for account in grants.load("ledgers"):
        for name in fields_of(account).values:
            assert all(part.isidentifier() for part in name.split(".")), name


@pytest.mark.parametrize(
    ("text", "name"),
    [("Mål og midler", "maal_og_midler"), ("2. Ærø", "_2_aeroe"), ("gp-fees", "gp_fees"), ("!", "")],
)
def test_slugs(text: str, name: str) -> None:
    assert slug(text) == name


def test_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    toml = "".join(f'[[attachment]]\ntitle = "A"\nfile = "{name}"\n' for name in ("report.pdf", "no.pdf"))
    grant_of(tmp_path, toml=toml)
    folder = tmp_path / "ledgers" / "example"
    (folder / "report.pdf").write_bytes(b"abc")
    account = grants.load(folder.parent).grant("example")

    assert checksums(account) == {
        "report.pdf": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }
    assert dict(ledger_files(account))["grant.toml"] == (folder / "grant.toml").read_bytes()
    assert [name for name, _ in ledger_files(account)] == ["grant.toml", "postings.csv", "report.md"]


RULES = """
status = "awarded"
period = "2014"

[award]
amount = 80000.00
year = 2014

[terms]
report_deadline = { months = 3 }
retention = { years = 5 }
auditor = [
    { above = 0, requires = "declaration" },
    { above = 50000.00, requires = "approved-auditor" },
]

[[instalment]]
planned = 2014-04-01
amount = 30000.00
received = 2014-04-03

[[instalment]]
planned = 2014-07-01
amount = 50000.00

[[commitment]]
activity = "meetings"
amount = 9000.00
date = 2014-03-01
posted = 2014-05-01

[[commitment]]
activity = "meetings"
amount = 400.00
date = 2014-03-01
financing = "own"

[[commitment]]
activity = "meetings"
amount = 70000.00
date = 2014-04-01

[[amendment]]
date = 2014-06-01
award = 90000.00
approved_by = "The fund"
change = [{ activity = "meetings", amount = 10000.00 }]
"""
CASH = "2014-02-01,meetings,1000.00,V-1,x,grant"


def ruled(tmp_path: Path, toml: str = RULES) -> grants.Account:
    """A grant with terms, payments, orders, a larger award, and three who pay."""
    rows = (CASH, "2014-02-02,meetings,250.00,V-2,x,own", "2014-02-03,meetings,50.00,V-3,x,partner/in-kind")
    return grant_of(
        tmp_path, toml=toml, csv="date,activity,amount,voucher,text,financing\n" + "\n".join(rows) + "\n"
    )


def test_progress_follows_the_approved_award_and_the_orders(tmp_path: Path) -> None:
    account = ruled(tmp_path)
    early, late = progress(account, date(2014, 3, 31)), progress(account, date(2014, 6, 30))

    assert early.award == late.award == Amount.parse("90000.00")
    assert (early.spent, early.others) == (Amount.parse("1000.00"), Amount.parse("300.00"))
    assert (early.committed, late.committed) == (Amount.parse("9000.00"), Amount.parse("70000.00"))
    assert (early.rest, early.available) == (Amount.parse("89000.00"), Amount.parse("80000.00"))
    assert late.run_rate == Amount.parse("1000.00").part(365, 181)
    assert late.forecast == late.bound == Amount.parse("71000.00")
    assert account.availability(date(2014, 3, 31))[0].committed == Amount.parse("9400.00")


def test_orders_alone_are_a_forecast(tmp_path: Path) -> None:
    account = grant_of(tmp_path, toml=RULES, csv="")

    assert progress(account, date(2014, 6, 30)).forecast == Amount.parse("70000.00")
    assert "DKK 70,000 is spent or ordered" in grants.draw(
        status_report(account, as_of=date(2014, 6, 30), language="en", with_errors=True), "text"
    )


def test_deadlines_come_from_the_rules(tmp_path: Path) -> None:
    account = ruled(tmp_path)

    def days(day: date) -> list[str]:
        return [str(one.day) for one in deadlines(account, day, say=Speech.of("en"))]

    assert days(date(2014, 4, 1)) == ["2014-04-01", "2014-07-01", "2014-12-31", "2015-03-31"]
    assert days(date(2014, 4, 2)) == ["2014-07-01", "2014-12-31", "2015-03-31"]
    assert days(date(2015, 4, 1)) == []
    assert account.retention_end == date(2019, 12, 31)


def test_a_written_report_is_no_deadline(tmp_path: Path) -> None:
    toml = RULES.replace('"awarded"', '"reported"') + '\n[report]\ndate = "2015-02-01"\n'
    account = ruled(tmp_path, toml)
    found = {
        day: [one.day for one in deadlines(account, day, say=Speech.of("da"))]
        for day in (date(2015, 1, 31), date(2015, 2, 1))
    }

    assert found == {date(2015, 1, 31): [date(2015, 3, 31)], date(2015, 2, 1): []}


def test_where_others_pay_the_rest_is_explained(tmp_path: Path) -> None:
    account = ruled(tmp_path)
    ledger = grants.load(tmp_path / "ledgers")
    day = date(2014, 6, 30)
    texts = [
        grants.draw(status_report(account, as_of=day, language="en"), "text"),
        grants.draw(portfolio_report(ledger, as_of=day, language="en"), "text"),
        grants.draw(ledger_overview(ledger, language="en"), "text"),
    ]

    said = "own money and partners have paid dkk 300 on top of that"
    assert all(said in " ".join(text.lower().split()) for text in texts)
    data = ledger_overview(ledger).data["grants"][0]  # type: ignore[index]
    assert data["award"] - data["spent"] == data["rest"]
    assert data["spent_by_others"] == Amount.parse("300.00")
    final = grants.draw(final_report(account, language="en"), "markdown")
    assert "DKK 1,300 is spent in all, of which the grant pays DKK 1,000, and DKK 300 is own money" in final


@pytest.mark.parametrize(("kind", "asks"), [(None, True), ("declaration", True), ("approved-auditor", False)])
def test_the_auditors_page_comes_when_the_terms_ask(kind: str | None, asks: bool, tmp_path: Path) -> None:
    named = "" if kind is None else f'\n[report]\nauditor = {{ kind = "{kind}" }}\n'
    account = ruled(tmp_path, RULES + named)
    text = grants.draw(final_report(account, language="en"), "text")

    assert ("Auditor's statement" in text) is asks
    assert ("above DKK 50,000 ask for: approved auditor" in " ".join(text.split())) is asks
    assert ("Audited by" in text) is (kind is not None)
    assert PageBreak() in final_report(account, auditor=True).blocks


def test_an_application_is_what_was_applied_for(in_root: Path) -> None:
    gain = grants.load("ledgers").grant("gain-example")
    by_year, financing = (b for b in application_report(gain, language="en").blocks if isinstance(b, Table))

    assert by_year.rows[-1].cells[-1] == Money(Amount.parse("191200.00"), "DKK")
    assert len(by_year.rows) - 1 == len({line.activity for line in gain.grant.budget})
    names = [str(row.cells[0]) for row in financing.rows]
    assert names[:2] == ["The grant", "Own money"]
    assert names[2].startswith("Et neurocenter")
    assert names[2].endswith("(in kind)")


def test_fields_hold_payments_and_both_budgets(in_root: Path) -> None:
    gain = grants.load("ledgers").grant("gain-example")
    fields = fields_of(gain)
    values = fields.values

    def amount(name: str) -> str:
        cell = values[name]
        assert isinstance(cell, Money), name
        return str(cell.amount)

    assert (amount("award.original"), amount("award.amount")) == ("162400.00", "172400.00")
    assert (amount("total.original_budget"), amount("total.budget")) == ("191200.00", "213500.00")
    assert (amount("financing.grant.budget"), amount("financing.own.budget")) == ("172400.00", "17100.00")
    assert (amount("settlement.received"), amount("settlement.repaid")) == ("172400.00", "1360.00")
    assert (amount("settlement.to_repay"), amount("settlement.receivable")) == ("0.00", "0.00")
    assert (amount("rest"), amount("spent_by_others")) == ("1360.00", "41220.00")
    assert values["auditor.kind"] == "godkendt revisor"
    assert values["report.due"] == date(2023, 3, 31)
    assert [row["voucher"] for row in fields.lists["instalments"]] == ["I-1", "I-2", "I-3"]
    application = fields_of(grants.load("ledgers").grant("patient-involvement-2018")).values
    assert application["settlement.received"] is None
