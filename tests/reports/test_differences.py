"""Differences in words: every part has its name in both languages, and each is one line."""

from decimal import Decimal

import pytest

from grants.figures.postings import COLUMNS
from grants.history.differences import Change, Difference, Kind
from grants.records.grant import Grant
from grants.render import draw
from grants.reports.differences import FIELDS, PARTS, differences_table, sentence
from grants.values.money import ZERO, Amount
from grants.values.periods import Period

ONE = Amount.parse("1234.50")
CASES = [
    (
        Difference("posting", Kind.CHANGED, "V-1", (Change("amount", ONE, Amount.parse("-2.00")),), 3, 3),
        "Posting V-1 (line 3) changed: amount from 1,234.50 to -2.00",
        "Postering V-1 (linje 3) ændret: beløb fra 1.234,50 til -2,00",
    ),
    (
        Difference(
            "posting",
            Kind.VANISHED,
            "V-1",
            (
                Change("date", Period.parse("2016-03"), None),
                Change("amount", ONE, None),
                Change("text", "A\nb", None),
                Change("financing", "grant", None),
            ),
            3,
        ),
        "Posting V-1 (line 3 before) vanished: 2016-03, 1,234.50, A b",
        "Postering V-1 (tidligere linje 3) fjernet: 2016-03, 1.234,50, A b",
    ),
    (
        Difference("posting", Kind.ADDED, "", (), count=5),
        "Posting: 5 more added",
        "Postering: 5 flere tilføjet",
    ),
    (
        Difference("in-force", Kind.CHANGED, "fees 2016", (Change("budget", ONE, ZERO),)),
        "Budget in force fees 2016 changed: budget from 1,234.50 to 0.00",
        "Gældende budget fees 2016 ændret: budget fra 1.234,50 til 0,00",
    ),
    (
        Difference("words", Kind.CHANGED, "", (Change("words", None, "new"), Change("more", None, 7)), 1, 1),
        "Section of the report before the first heading (line 1) changed: words new added; 7 more passages",
        "Rapportens afsnit før den første overskrift (linje 1) ændret: ord new tilføjet; 7 steder mere",
    ),
    (
        Difference("partner", Kind.ADDED, "x", (Change("id", None, "x"), Change("name", None, "X")), None, 9),
        "Partner x (line 9) added: id: x; name: X",
        "Partner x (linje 9) tilføjet: id: x; navn: X",
    ),
    (
        Difference("commitment", Kind.CHANGED, "x", (Change("quantity", Decimal("7.5"), None),), 2, 2),
        "Commitment x (line 2) changed: quantity 7.5 removed",
        "Disponering x (linje 2) ændret: antal 7,5 fjernet",
    ),
    (
        Difference("budget", Kind.CHANGED, "x", (Change("in_kind", None, after=True),), 2, 2),
        "Budget line x (line 2) changed: in_kind yes added",
        "Budgetlinje x (linje 2) ændret: in_kind ja tilføjet",
    ),
]


@pytest.mark.parametrize(("difference", "english", "danish"), CASES)
def test_a_difference_is_one_sentence(difference: Difference, english: str, danish: str) -> None:
    assert sentence(difference, "en") == english
    assert sentence(difference, "da") == danish


def test_everything_has_a_name() -> None:
    declared = {info.alias or name for name, info in Grant.model_fields.items()}
    assert declared | {"posting", "words"} <= set(PARTS)
    assert set(COLUMNS) <= set(FIELDS)


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json", "html"])
def test_a_table_of_differences_is_drawn_in_every_format(form: str) -> None:
    hostile = Difference("posting", Kind.ADDED, "=1+1", (Change("text", None, "<b>|\x1b[1m"),), None, 2)
    table = differences_table(
        [*(case[0] for case in CASES), hostile], before="a", after="b", subject="Grant", language="en"
    )

    drawn = draw(table, form)

    assert "V-1" in drawn
    assert form == "csv" or "\x1b" not in drawn
    assert form not in ("html", "markdown") or "<b>" not in drawn


def test_a_long_value_is_cut() -> None:
    long = Difference("title", Kind.CHANGED, "", (Change("title", "x" * 1_000, "y"),), 1, 1)

    assert len(sentence(long, "en")) < 400
