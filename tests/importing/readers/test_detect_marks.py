"""Proposing where the sign is: a column of marks is never passed over."""

from pathlib import Path

import pytest

from grants.importing.detection.answers import AnswerError
from grants.importing.detection.detect import detect
from grants.importing.detection.proposal import Detection
from grants.importing.profiles.profile_files import read_profile
from tests.importing.readers.dialects import items, lines_of

HEAD = "Dato;Bilag;Konto;Tekst;Beløb;"
TWO = "25-04-2024;1;51;Løn;100,00;{}\n26-04-2024;2;51;Retur;20,00;{}\n"


def detected(folder: Path, text: str, **answers: str) -> Detection:
    (folder / "e.csv").write_text(text, encoding="utf-8")
    return detect(folder / "e.csv", answers, shown="e.csv")


def signs(folder: Path, detection: Detection) -> list[int]:
    assert detection.profile is not None
    return [line.minor for line in lines_of(items(folder / "e.csv", None, detection.profile))]


@pytest.mark.parametrize(
    ("heading", "debit", "credit"),
    [
        ("D/K", "D", "K"), ("DK", "d", "k"), ("Debet/Kredit", "Debet", "Kredit"), ("Soll/Haben", "S", "H"),
        ("Type", "D", "K"), ("Type", "S", "H"), ("Kode", "D", "C"), ("S/H", "Soll", "Haben"),
    ],
)  # fmt: skip
def test_marks_are_proposed_with_their_sides(heading: str, debit: str, credit: str, tmp_path: Path) -> None:
    detection = detected(tmp_path, f"{HEAD}{heading}\n{TWO.format(debit, credit)}I alt;;;;80,00;\n")

    assert detection.questions == []
    assert detection.columns["mark"] == heading
    assert 'sign = "mark"' in detection.toml
    assert signs(tmp_path, detection) == [10_000, -2_000]


@pytest.mark.parametrize("heading", ["Fortegn", "Type", "+/-"])
def test_plus_and_minus_leave_the_side_of_costs_open(heading: str, tmp_path: Path) -> None:
    text = f"{HEAD}{heading}\n{TWO.format('+', '-')}"

    assert [question.key for question in detected(tmp_path, text).questions] == ["costs"]
    assert signs(tmp_path, detected(tmp_path, text, costs="negative")) == [-10_000, 2_000]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}D/K\n{TWO.format('D', 'K')}".replace("20,00", "-20,00"),  # both say the sign
        f"{HEAD}D/K\n{TWO.format('D', '')}",
        f"{HEAD}D/K\n{TWO.format('Ud', 'Ind')}",
        f"{HEAD}Type\n{TWO.format('D', 'D')}",  # one mark alone under an unknown heading
    ],
)
def test_marks_that_prove_nothing_are_asked(text: str, tmp_path: Path) -> None:
    detection = detected(tmp_path, text)

    assert [question.key for question in detection.questions] == ["sign"]
    assert detection.profile is None


def test_unknown_marks_are_answered(tmp_path: Path) -> None:
    text = f"{HEAD}D/K\n{TWO.format('Ud', 'Ind')}"
    asked = detected(tmp_path, text, sign="mark")
    answered = detected(tmp_path, text, sign="mark", debit_marks="Ud, U", credit_marks="Ind")

    assert [(q.key, q.options) for q in asked.questions] == [
        ("debit_marks", ("Ud", "Ind")),
        ("credit_marks", ("Ud", "Ind")),
    ]
    assert signs(tmp_path, answered) == [10_000, -2_000]


def test_a_mark_is_of_one_side(tmp_path: Path) -> None:
    text = f"{HEAD}D/K\n{TWO.format('Ud', 'Ind')}"

    with pytest.raises(AnswerError, match="it is a mark of debit too"):
        detected(tmp_path, text, sign="mark", debit_marks="Ud", credit_marks="Ind,ud")
    own = 'title = "t"\nextends = "generic-dk"\nsign = "mark"\ncredit_marks = "S"\ncolumns.mark = "D/K"\n'
    assert ["both hold 's'" in finding.message for finding in read_profile(own, "p.toml")[1]] == [True]


def test_the_sign_may_be_answered(tmp_path: Path) -> None:
    text = f"{HEAD}D/K\n{TWO.format('D', 'K')}".replace("20,00", "-20,00")

    assert signs(tmp_path, detected(tmp_path, text, sign="signed", costs="positive")) == [10_000, -2_000]
    assert signs(tmp_path, detected(tmp_path, text, sign="mark")) == [10_000, 2_000]


def test_two_columns_of_marks_are_asked(tmp_path: Path) -> None:
    text = "Dato;Beløb;Type;Kode\n25-04-2024;1,00;D;K\n26-04-2024;2,00;K;D\n"

    assert [(q.key, q.options) for q in detected(tmp_path, text).questions] == [("mark", ("Type", "Kode"))]
    assert signs(tmp_path, detected(tmp_path, text, mark="Kode")) == [-100, 200]


def test_other_columns_are_no_marks(tmp_path: Path) -> None:
    detection = detected(
        tmp_path, "Dato;Beløb;Type;Kode\n25-04-2024;1,00;Faktura;\n26-04-2024;2,00;K;\n", costs="positive"
    )

    assert 'sign = "signed"' in detection.toml
    assert detection.questions == []
