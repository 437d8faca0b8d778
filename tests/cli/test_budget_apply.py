"""A budget that was approved in a workbook becomes an amendment of grant.toml, or nothing at all."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import load_workbook

import grants
from grants.values.money import Amount

Run = Callable[..., Result]
SEED = Path(__file__).parents[2] / "ledgers" / "gain-example"
APPROVED = ("--date", "2022-10-01", "--approved-by", 'Eksempel"fonden \\ Øst', "--document", "D-1")


@pytest.fixture
def toml(in_folder: Path) -> Path:
    """The grant.toml of a copy of the example."""
    shutil.copytree(SEED, in_folder / "ledgers" / "gain-example")
    return in_folder / "ledgers" / "gain-example" / "grant.toml"


@pytest.fixture
def edited(run: Run, toml: Path) -> Callable[..., None]:
    """Export the workbook and change cells of its budget."""

    def edit(delete: int | None = None, **cells: object) -> None:
        assert run("export", "gain-example", "-o", "k.xlsx").exit_code == 0
        book: Any = load_workbook("k.xlsx")
        for place, value in cells.items():
            book["Budget"][place] = value
        if delete is not None:
            book["Budget"].delete_rows(delete)
        book.save("k.xlsx")

    return edit


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["whole", "open"])
def test_an_approved_budget_is_appended_and_nothing_else_changes(
    line_end: str, last: str, run: Run, toml: Path, edited: Callable[..., None]
) -> None:
    text = toml.read_text(encoding="utf-8").rstrip("\n") + ("\n" if last == "whole" else "")
    toml.write_bytes(text.replace("\n", line_end).encode())
    before = toml.read_bytes()
    edited(H5=64_150.10, H6=5_299.90)
    result = run("budget", "apply", "k.xlsx", *APPROVED)
    after = toml.read_bytes()
    [account] = grants.load("ledgers")
    amendment = account.grant.amendments[-1]

    assert result.exit_code == 0, result.output
    assert "grant.toml: amended" in result.stdout
    assert after.startswith(before)
    assert after[len(before) :].count(b"\r\n") == (
        after[len(before) :].count(b"\n") if line_end == "\r\n" else 0
    )
    assert (amendment.approved_by, amendment.document) == ('Eksempel"fonden \\ Øst', "D-1")
    assert [(c.activity, c.amount) for c in amendment.changes] == [
        ("therapists", Amount.parse("100.10")), ("training", Amount.parse("-100.10")),
    ]  # fmt: skip
    assert [line.amount for line in account.approved.lines][:2] == [
        Amount.parse("64150.10"),
        Amount.parse("5299.90"),
    ]
    assert run("check").exit_code == 0
    assert "export the workbook anew" in run("budget", "apply", "k.xlsx", *APPROVED).stderr


def test_lines_of_partners_and_new_ones_are_amended_as_such(
    run: Run, toml: Path, edited: Callable[..., None]
) -> None:
    partner = "Et neurocenter, som stiller en neuropsykolog til rådighed (in natura)"
    edited(H12=23_900, A14=None, B14="training", G14=partner, H14=100)
    result = run("budget", "apply", "k.xlsx", *APPROVED)
    [account] = grants.load("ledgers")
    kept, new = account.grant.amendments[-1].changes

    assert result.exit_code == 0, result.output
    assert (kept.amount, kept.partner, kept.in_kind, kept.new) == (
        Amount.parse("-100.00"),
        "neurocenter",
        True,
        False,
    )
    assert (new.activity, new.amount, new.partner, new.new) == (
        "training",
        Amount.parse("100.00"),
        "neurocenter",
        True,
    )


def test_a_dry_run_shows_and_writes_nothing(run: Run, toml: Path, edited: Callable[..., None]) -> None:
    edited(H5=64_150.10, H6=5_299.90)
    before = toml.read_bytes()
    result = run("budget", "apply", "k.xlsx", *APPROVED, "--dry-run")

    assert result.exit_code == 0
    assert '    { activity = "therapists", amount = 100.10 },' in result.stdout
    assert "would be amended" in result.stdout
    assert toml.read_bytes() == before


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"H5": 70_000}, "error[G214]"),
        ({"H5": 70_000, "J5": "ny tekst"}, "line 1 (therapists) has more changed than its amount"),
        ({"G11": "Bevillingen"}, "line 7 (second-site) has more changed than its amount"),
        ({"delete": 13}, "line 9 is taken out; give it the amount 0 instead"),
        ({"A6": None}, "line 2 is taken out"),
        ({"H5": "meget"}, "Budget!H5: 'meget' is no figure"),
    ],
)
def test_what_is_no_sound_change_of_amounts_is_refused(
    cells: dict[str, Any], message: str, run: Run, toml: Path, edited: Callable[..., None]
) -> None:
    edited(**cells)
    before = toml.read_bytes()
    result = run("budget", "apply", "k.xlsx", *APPROVED)

    assert result.exit_code == 1
    assert message in result.stderr
    assert toml.read_bytes() == before


def test_a_larger_award_comes_with_a_larger_budget(run: Run, toml: Path, edited: Callable[..., None]) -> None:
    edited(H5=65_050)
    result = run("budget", "apply", "k.xlsx", *APPROVED, "--award", "173400.00", "--dry-run")

    assert "award = 173400.00" in result.stdout
    assert "G214" not in result.stderr


def test_an_unchanged_budget_writes_nothing(run: Run, toml: Path, edited: Callable[..., None]) -> None:
    edited()
    before = toml.read_bytes()
    result = run("budget", "apply", "k.xlsx", *APPROVED)

    assert result.exit_code == 0
    assert "Budgettet i projektmappen er det samme" in result.stdout
    assert toml.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--approved-by", "X"), "Missing option '--date'"),
        (("--date", "2022", "--approved-by", "X"), "is not one day"),
        (("--date", "2022-10-01"), "Missing option '--approved-by'"),
        (("--date", "2022-10-01", "--approved-by", "X", "--award", "1,5"), "Invalid value for '--award'"),
    ],
)
def test_an_approval_has_a_day_and_somebody_who_gave_it(
    arguments: tuple[str, ...], message: str, run: Run, edited: Callable[..., None]
) -> None:
    edited(H5=1)
    result = run("budget", "apply", "k.xlsx", *arguments)

    assert result.exit_code == 2
    assert message in result.stderr
