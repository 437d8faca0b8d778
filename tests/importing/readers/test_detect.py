"""Proposing a profile: proved by the file, or asked, never guessed; marks of sides are not missed."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings

from grants.importing.detection.detect import detect
from grants.importing.detection.evidence import dates_of, decimal_of, thousands_of
from grants.importing.detection.proposal import AnswerError, Detection
from grants.importing.profiles.profile_files import read_profile
from grants.importing.readers.delimited import delimiter_of
from tests.importing.readers.dialects import (
    ENTRIES,
    Dialect,
    Entry,
    entries_of,
    items,
    law,
    lines_of,
    statement,
    write_g69,
    write_ods,
    write_xlsx,
)

HEAD = "Dato;Bilagsnr;Tekst;Beløb\n"


def of_text(folder: Path, text: str, **answers: str) -> Detection:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return detect(path, answers, shown="export.csv")


def asked(detection: Detection) -> list[str]:
    return [question.key for question in detection.questions]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("25-04-2024;1;x;1.234,56\n", ["costs"]),
        ("25-04-2024;1;x;1.234\n", ["decimal", "costs"]),
        ("25-04-2024;1;x;1.234\n25-04-2024;1;x;2.500\n", ["decimal", "costs"]),
        ("25-04-2024;1;x;12\n", ["decimal", "costs"]),
        ("25-04-2024;1;x;1,50\n25-04-2024;1;x;1.50\n", ["decimal", "costs"]),
        ("03-04-2024;1;x;1,50\n", ["dates", "costs"]),
        ("25-04-2024;1;x;1,50\n04-25-2024;1;x;1,50\n", ["dates", "costs"]),
        ("never;1;x;1,50\n", ["dates", "costs"]),
    ],
)
def test_what_the_file_leaves_open_is_asked(text: str, keys: list[str], tmp_path: Path) -> None:
    detection = of_text(tmp_path, HEAD + text)

    assert asked(detection) == keys
    assert detection.profile is None
    assert all(f"#   {key}: " in detection.text() for key in keys)


def test_answers_settle_it(tmp_path: Path) -> None:
    detection = of_text(
        tmp_path, HEAD + "03-04-2024;1;x;1.234\n", costs="negative", dates="dd-mm-yyyy", decimal=","
    )
    profile = detection.profile

    assert asked(detection) == []
    assert profile is not None
    assert (profile.decimal, profile.thousands, profile.costs) == (",", ".", "negative")


def test_no_heading_is_guessed(tmp_path: Path) -> None:
    text = "Day;Sum;Note\n25-04-2024;1,50;x\n"
    detection = of_text(tmp_path, text)
    answered = of_text(tmp_path, text, date="Day", amount="Sum", costs="positive")

    assert asked(detection)[:2] == ["date", "amount"]
    assert answered.columns == {"date": "Day", "amount": "Sum"}
    assert answered.profile is not None


def test_an_answer_to_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'colour' cannot be answered"):
        of_text(tmp_path, HEAD, colour="red")


def test_the_reasons_count_the_evidence(tmp_path: Path) -> None:
    text = "".join(f"{day}-04-2024;1;x;1.234,5{day % 10}\n" for day in range(10, 28))
    detection = of_text(tmp_path, HEAD + text + "I alt;;;22.221,00\n", costs="positive")
    why = {reason.key: reason.why for reason in detection.reasons}

    assert why["dates"] == "15 of 18 dates have a day above 12 first"
    assert why["decimal"] == "19 amounts can be read with ',' only, none otherwise"
    assert why["thousands"] == "19 amounts have '.' between thousands"
    assert why["delimiter"] == "20 of 20 lines have 4 fields"
    assert why["total"] == "1 rows begin so"


@pytest.mark.parametrize(
    "dialect",
    [Dialect(), Dialect(encoding="cp1252", delimiter="\t"), Dialect(encoding="utf-16", quotes_all=True),
     Dialect(delimiter=",", decimal=".", thousands=",", date="yyyy-mm-dd"), Dialect(sign="columns"),
     Dialect(costs="negative", below="trailing", date="dd.mm.yyyy")],
    ids=str,
)  # fmt: skip
@settings(law, max_examples=15)
@given(entries=ENTRIES)
def test_what_is_proposed_reads_the_file(dialect: Dialect, entries: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(dialect.write(entries))
    detection = detect(path, {"costs": dialect.costs, "dates": dialect.date, "decimal": dialect.decimal})
    profile = detection.profile

    assert asked(detection) == []
    assert profile is not None
    assert read_profile(detection.text(), "p.toml") == (profile, [])
    assert entries_of(items(path, None, profile)) == entries


SOME = [Entry(dt.date(2016, 3, day), day * 111, str(day), "Honorar", "5280") for day in range(10, 20)]


def workbook(folder: Path, suffix: str, entries: list[Entry]) -> Path:
    path = folder / f"export.{suffix}"
    if suffix == "ods":
        path.write_bytes(write_ods(entries))
    else:
        write_xlsx(path, entries)
    return path


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_workbooks(suffix: str, tmp_path: Path) -> None:
    path = workbook(tmp_path, suffix, SOME)
    profile = detect(path, {"costs": "positive"}).profile

    assert asked(detect(path)) == ["costs"]
    assert profile is not None
    assert entries_of(items(path, None, profile)) == SOME


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_numbers_of_workbooks_are_counted(suffix: str, tmp_path: Path) -> None:
    (question,) = detect(workbook(tmp_path, suffix, [*SOME, SOME[0]._replace(minor=-500)])).questions

    assert question.text.startswith("10 amounts are zero or more and 1 are negative; ")


def test_batches_and_statements(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(write_g69(SOME))
    (tmp_path / "s").write_bytes(statement(SOME))

    assert [d.profile and d.profile.format for d in map(detect, (tmp_path / "b", tmp_path / "s"))] == [
        "g69",
        "camt053",
    ]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    detection = detect(tmp_path / "x.pdf", shown="x.pdf")

    assert detection.profile is None
    assert detection.text().startswith("x.pdf:1: error[G911]: the file is a PDF")


def test_text_of_the_file_is_no_toml(tmp_path: Path) -> None:
    text = 'Dato;Beløb;"No""x\nt = 1 ] # "\n25-04-2024;1,50;x\n'
    detection = of_text(tmp_path, text, costs="positive")

    assert read_profile(detection.text(), "p.toml")[1] == []


@pytest.mark.parametrize(
    ("texts", "value"),
    [(["1,5"], ","), (["1.5"], "."), (["1.234"], None), (["1,234"], None), (["1.234,5"], ","),
     (["1,234.5"], "."), (["(1,25)", "1.000,00-"], ","), (["12"], None), ([], None), (["1 234,50"], ",")],
)  # fmt: skip
def test_decimal_marks(texts: list[str], value: str | None) -> None:
    assert decimal_of(texts).value == value


@pytest.mark.parametrize(
    ("texts", "forms"),
    [(["2024-03-04"], ("yyyy-mm-dd",)), (["20240304"], ("yyyymmdd",)), (["25.03.24"], ("dd.mm.yy",)),
     (["3/25/2024", "12/13/2024"], ("m/d/yyyy",)), (["25-03-2024 12:30"], ("dd-mm-yyyy",)),
     (["03-04-2024"], ()), (["x"], ())],
)  # fmt: skip
def test_dates(texts: list[str], forms: tuple[str, ...]) -> None:
    assert dates_of(texts).forms == forms


def test_a_tie_of_delimiters_is_open() -> None:
    assert delimiter_of(["a;b,c", "d;e,f"])[0] is None
    assert delimiter_of(["abc"])[0] is None
    assert delimiter_of(["a;b;c", '"x;y";1,5;z'])[0] == ";"


def test_mixed_marks_of_thousands_are_open() -> None:
    assert thousands_of(["1.234,5", "1 234,5"], ",").value is None


SIDES = "Dato;Bilag;Konto;Tekst;Beløb;"
TWO = "25-04-2024;1;51;Løn;100,00;{}\n26-04-2024;2;51;Retur;20,00;{}\n"


def signs(folder: Path, detection: Detection) -> list[int]:
    assert detection.profile is not None
    return [line.minor for line in lines_of(items(folder / "export.csv", None, detection.profile))]


@pytest.mark.parametrize(
    ("heading", "debit", "credit"),
    [
        ("D/K", "D", "K"), ("DK", "d", "k"), ("Debet/Kredit", "Debet", "Kredit"), ("Soll/Haben", "S", "H"),
        ("Type", "D", "K"), ("Type", "S", "H"), ("Kode", "D", "C"), ("S/H", "Soll", "Haben"),
    ],
)  # fmt: skip
def test_marks_are_proposed_with_their_sides(heading: str, debit: str, credit: str, tmp_path: Path) -> None:
    detection = of_text(tmp_path, f"{SIDES}{heading}\n{TWO.format(debit, credit)}I alt;;;;80,00;\n")

    assert detection.questions == []
    assert detection.columns["mark"] == heading
    assert 'sign = "mark"' in detection.toml
    assert signs(tmp_path, detection) == [10_000, -2_000]


@pytest.mark.parametrize("heading", ["Fortegn", "Type", "+/-"])
def test_plus_and_minus_leave_the_side_of_costs_open(heading: str, tmp_path: Path) -> None:
    text = f"{SIDES}{heading}\n{TWO.format('+', '-')}"

    assert [question.key for question in of_text(tmp_path, text).questions] == ["costs"]
    assert signs(tmp_path, of_text(tmp_path, text, costs="negative")) == [-10_000, 2_000]


@pytest.mark.parametrize(
    "text",
    [
        f"{SIDES}D/K\n{TWO.format('D', 'K')}".replace("20,00", "-20,00"),  # both say the sign
        f"{SIDES}D/K\n{TWO.format('D', '')}",
        f"{SIDES}D/K\n{TWO.format('Ud', 'Ind')}",
        f"{SIDES}Type\n{TWO.format('D', 'D')}",  # one mark alone under an unknown heading
    ],
)
def test_marks_that_prove_nothing_are_asked(text: str, tmp_path: Path) -> None:
    detection = of_text(tmp_path, text)

    assert asked(detection) == ["sign"]
    assert detection.profile is None


def test_unknown_marks_are_answered(tmp_path: Path) -> None:
    text = f"{SIDES}D/K\n{TWO.format('Ud', 'Ind')}"
    open_ones = of_text(tmp_path, text, sign="mark").questions
    answered = of_text(tmp_path, text, sign="mark", debit_marks="Ud, U", credit_marks="Ind")

    assert [(q.key, q.options) for q in open_ones] == [
        ("debit_marks", ("Ud", "Ind")),
        ("credit_marks", ("Ud", "Ind")),
    ]
    assert signs(tmp_path, answered) == [10_000, -2_000]


def test_a_mark_is_of_one_side(tmp_path: Path) -> None:
    text = f"{SIDES}D/K\n{TWO.format('Ud', 'Ind')}"

    with pytest.raises(AnswerError, match="it is a mark of debit too"):
        of_text(tmp_path, text, sign="mark", debit_marks="Ud", credit_marks="Ind,ud")
    own = 'title = "t"\nextends = "generic-dk"\nsign = "mark"\ncredit_marks = "S"\ncolumns.mark = "D/K"\n'
    assert ["both hold 's'" in finding.message for finding in read_profile(own, "p.toml")[1]] == [True]


def test_the_sign_may_be_answered(tmp_path: Path) -> None:
    text = f"{SIDES}D/K\n{TWO.format('D', 'K')}".replace("20,00", "-20,00")

    assert signs(tmp_path, of_text(tmp_path, text, sign="signed", costs="positive")) == [10_000, -2_000]
    assert signs(tmp_path, of_text(tmp_path, text, sign="mark")) == [10_000, 2_000]


def test_two_columns_of_marks_are_asked(tmp_path: Path) -> None:
    text = "Dato;Beløb;Type;Kode\n25-04-2024;1,00;D;K\n26-04-2024;2,00;K;D\n"

    assert [(q.key, q.options) for q in of_text(tmp_path, text).questions] == [("mark", ("Type", "Kode"))]
    assert signs(tmp_path, of_text(tmp_path, text, mark="Kode")) == [-100, 200]


def test_other_columns_are_no_marks(tmp_path: Path) -> None:
    detection = of_text(
        tmp_path, "Dato;Beløb;Type;Kode\n25-04-2024;1,00;Faktura;\n26-04-2024;2,00;K;\n", costs="positive"
    )

    assert 'sign = "signed"' in detection.toml
    assert detection.questions == []
