"""The example with every kind of record: its reports word for word, and what they must add up to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import grants
from grants import Account
from grants.reports.changes import history_table
from grants.reports.financing import sources_table
from grants.reports.settlement import availability_table, settlement_table
from grants.values.money import Amount, total
from tests.support import grant_of

Golden = Callable[[str, str], None]
Run = Callable[..., Result]


@pytest.fixture
def gain(in_root: Path) -> Account:
    return grants.load("ledgers").grant("gain-example")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("show.txt", ["show", "gain-example"]),
        ("history.txt", ["show", "gain-example", "--history"]),
        ("history.csv", ["show", "gain-example", "--history", "--format", "csv"]),
        ("history.json", ["show", "gain-example", "--history", "--format", "json"]),
        ("both.txt", ["report", "budget", "gain-example", "--budget", "both"]),
        ("both-year.txt", ["report", "budget", "gain-example", "--budget", "both", "--by", "year"]),
        ("both.json", ["report", "budget", "gain-example", "--budget", "both", "--format", "json"]),
        ("original.txt", ["report", "budget", "gain-example", "--budget", "original"]),
        ("settlement.txt", ["report", "settlement", "gain-example"]),
        ("settlement-2022-07.txt", ["report", "settlement", "gain-example", "--as-of", "2022-07-31"]),
        ("settlement.json", ["report", "settlement", "gain-example", "--format", "json"]),
        ("available.csv", ["report", "available", "gain-example", "--format", "csv"]),
        ("final-da.txt", ["report", "final", "gain-example"]),
        ("final-en.md", ["report", "final", "gain-example", "--language", "en", "--format", "markdown"]),
    ],
)
def test_the_example_word_for_word(
    in_root: Path, run: Run, golden: Golden, name: str, arguments: list[str]
) -> None:
    result = run(*arguments)

    assert result.exit_code == 0
    golden(f"gain-example-{name}", result.stdout)


def test_the_history_ends_in_the_approved_budget(gain: Account) -> None:
    data = json.loads(grants.draw(history_table(gain), "json"))
    lines = {line["activity"]: line for line in data["lines"]}

    assert Amount.parse(data["approved"]) == gain.approved.total() == Amount.parse("213500.00")
    assert [step["amount"] for step in lines["therapists"]["history"]] == ["55800.00", "64050.00"]
    assert (lines["rooms"]["original"], lines["rooms"]["approved"]) == ("0.00", "7500.00")


def test_both_budgets_stand_beside_each_other(in_root: Path, run: Run) -> None:
    report = run("report", "budget", "gain-example", "--budget", "both", "--format", "json", "--by", "year")
    data = json.loads(report.stdout)
    totals = data["totals"]

    assert (totals["original_budget"], totals["budget"]) == ("191200.00", "213500.00")
    for what in ("original_budget", "budget"):
        assert total(Amount.parse(row[what]) for row in data["rows"]) == Amount.parse(totals[what])
        assert total(Amount.parse(row[what]) for row in totals["periods"]) == Amount.parse(totals[what])


def test_the_tables_tie_to_the_account(gain: Account) -> None:
    settlement = gain.settlement()
    assert settlement is not None
    settled = settlement_table(gain, settlement, language="da").data
    left = availability_table(gain, language="da").data["activities"]
    sources = sources_table(gain, language="da").data["sources"]

    assert isinstance(left, list)
    assert isinstance(sources, list)
    assert settled["spent"] == gain.spent_of_grant
    assert settled["to_repay"] == Amount.parse("0.00")
    assert total(entry["spent"] for entry in left) == gain.spent
    assert total(entry["budget"] for entry in left) == gain.budgeted
    assert total(entry["actual"] for entry in sources) == gain.spent
    assert [(entry["source"], entry["in_kind"]) for entry in sources] == [
        ("grant", False),
        ("own", False),
        ("own", True),
        ("partner", True),
    ]


def test_what_is_available_is_as_of_a_day(in_root: Path, run: Run) -> None:
    arguments = ("report", "available", "gain-example", "--as-of", "2022-06-30", "--language", "en")
    shown = run(*arguments).stdout
    data = json.loads(run(*arguments, "--format", "json").stdout)

    assert "Spent up to and including 30 June 2022." in shown
    assert "DKK 23,000 is known only for a period that goes beyond the date" in shown
    assert (data["as_of"], data["left_out"]) == ("2022-06-30", "23000.00")
    assert total(Amount.parse(entry["spent"]) for entry in data["activities"]) == Amount.parse("134257.64")
    assert run("report", "available", "gain-example", "--as-of", "soon").exit_code == 2


def test_the_settlement_is_as_of_a_day(gain: Account) -> None:
    early = gain.settlement(gain.grant.amendments[0].date)

    assert early is not None
    assert (early.received, early.spent) == (Amount.parse("81200.00"), Amount.parse("36458.82"))
    assert early.to_repay == Amount.parse("44741.18")


def test_a_change_that_is_only_applied_for_says_so(tmp_path: Path) -> None:
    toml = (
        'status = "awarded"\n'
        '[[amendment]]\ndate = 2015-05-01\nperiod = "2014/2016"\n'
        "[[commitment]]\nactivity = 'travel'\namount = 500\ndate = 2015-05-01\n"
    )
    account = grant_of(tmp_path, toml=toml)
    text = grants.draw(grants.final_report(account, language="en"), "text")

    assert "The period is changed to 2014-2016 (not approved)." in text
    assert "Settlement with the funder" not in text
    assert "Ordered" not in text


def test_the_open_orders_of_a_running_grant_are_shown(tmp_path: Path, run: Run) -> None:
    toml = 'status = "awarded"\n[[commitment]]\nactivity = "travel"\namount = 500\ndate = 2015-05-01\n'
    grant_of(tmp_path, toml=toml)
    shown = run("show", "example", "--ledgers", str(tmp_path / "ledgers"), "--language", "en").stdout

    assert [line.split() for line in shown.splitlines() if line.startswith("Travel")][1] == (
        ["Travel", "DKK", "20,000", "DKK", "20,000", "DKK", "500", "DKK", "-500"]
    )


def test_history_and_postings_are_two_lists(in_root: Path, run: Run) -> None:
    result = run("show", "gain-example", "--history", "--postings")

    assert result.exit_code == 2
    assert "two different lists" in result.stderr


def test_an_application_has_nothing_to_settle(in_root: Path, run: Run) -> None:
    result = run("report", "settlement", "patient-involvement-2018")

    assert result.exit_code == 1
    assert "only applied for" in result.stderr
    assert run("report", "settlement", "gain-example", "--as-of", "2022").exit_code == 2


def test_the_example_uses_every_kind_of_record(gain: Account) -> None:
    record = gain.grant
    unused = {name for name in type(record).model_fields if not getattr(record, name)}
    terms = {name for name in type(gain.terms).model_fields if not getattr(gain.terms, name)}
    report = record.report

    assert unused == set()
    assert terms == {"currency", "dated"}  # the terms in force are of one day and in the grant's currency
    assert record.terms.dated
    assert report is not None
    assert report.auditor is not None
    assert report.statement is not None
    assert {line.financing for line in record.budget} == {"grant", "own", "partner"}
    assert any(change.new for amendment in record.amendments for change in amendment.changes)
    parts = [part for line in record.budget for part in line.calculation]
    assert all(
        any(getattr(part, name) for part in parts) for name in ("minutes", "on_top", "percent", "rate")
    )


def test_own_money_that_is_left_hides_no_overspending_of_the_grant(tmp_path: Path) -> None:
    toml = (
        '[[budget]]\nactivity = "meetings"\namount = 80_000\n'
        '[[budget]]\nactivity = "travel"\namount = 20_000\n'
        '[[budget]]\nactivity = "travel"\namount = 20_000\nfinancing = "own"\n'
    )
    csv = "date,activity,amount,voucher,text\n2015-02-03,travel,25000.00,V-1,t\n"
    account = grant_of(tmp_path, toml=toml, csv=csv)
    table = availability_table(account, language="en")

    assert [column.label for column in table.columns][-2:] == ["Available", "Of the grant"]
    travel = table.data["activities"][1]  # type: ignore[index]
    assert (travel["available"], travel["available_of_grant"]) == (
        Amount.parse("15000.00"),
        Amount.parse("-5000.00"),
    )
    by_kind = [account.availability(financing=kind) for kind in ("grant", "own", "partner")]
    for whole, *parts in zip(account.availability(), *by_kind, strict=True):
        assert whole.available == total(part.available for part in parts)
    rows = [str(row.cells[0]) for row in history_table(account, language="en").rows]
    assert rows == ["Fees for meetings", "Travel", "Travel: Own money", "Total"]
