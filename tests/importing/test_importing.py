"""Cases of importing: refusals, personal numbers, reviews, several grants, two writers, odd files."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import grants
from grants.bookkeeping.close import close
from grants.closing.verification import verify_folder
from grants.errors import WriteError
from grants.importing.decisions import read_decisions
from grants.importing.importer import Reader, apply, import_file
from grants.importing.preview import mapping_sheet, preview, review_sheet
from grants.importing.profiles.profile_files import load_profile, read_profile
from grants.importing.source_line import SourceLine
from grants.render import draw_bytes
from grants.reports.table import Table
from grants.store.postings.csv_records import Block
from grants.values.periods import Period
from grants.values.text import cpr_like, with_masked_cpr
from tests.importing.conftest import DAY, GENERIC, Ledgers, Line, new_ledger
from tests.support import codes

FEE, TRIP = Line("2014-05-12", 4000, "100"), Line("2014-05-13", 150, "101", "travel", "Train")
OPEN = Line("2014-05-14", 700, "102", "", "Coffee")
SPLIT = GENERIC.profile.model_validate(
    {
        "title": "split",
        "costs": "positive",
        "columns": GENERIC.profile.columns,
        "rule": [
            {"psp": "P-1", "grant": "example", "activity": "meetings"},
            {"psp": "P-2", "grant": "other", "activity": "travel"},
        ],
    },
    strict=False,
)


def found(outcome: Any) -> list[str]:
    return codes(list(outcome.plan.findings))


def test_a_late_error_leaves_the_ledger_as_it_was_and_all_are_listed(ledgers: Ledgers) -> None:
    before = ledgers.files()
    content = GENERIC.content([FEE] * 5000) + b"12-05-2014;1;;x;P-1;1.2.3\n31-02-2014;2;;x;P-1;1,00\n"

    outcome = ledgers.take(content)

    assert ledgers.files() == before
    assert [(f.code, f.where.line) for f in outcome.plan.findings] == [("G923", 5002), ("G922", 5003)]
    with pytest.raises(WriteError, match="has errors"):
        apply(outcome.plan)


def test_what_a_check_would_call_an_error_refuses_all(ledgers: Ledgers) -> None:
    before = ledgers.files()

    outcome = ledgers.take([FEE, Line("2014-05-13", 90_000_000_000, "101")])

    assert found(outcome) == ["G205"]
    assert ledgers.files() == before


def test_an_error_in_the_ledger_prevents_the_import(ledgers: Ledgers) -> None:
    (ledgers.folder / "postings.csv").write_text("date,activity,amount,voucher,text\n2014,meetings,1,V,x\n")

    outcome = ledgers.take([FEE])

    assert found(outcome) == ["G104"]
    assert not outcome.is_written


@pytest.mark.parametrize("place", ["text", "voucher"])
def test_a_personal_number_is_never_stored(place: str, ledgers: Ledgers, tmp_path: Path) -> None:
    number: dict[str, Any] = {place: "Fee 010190-1234"}
    lines = [FEE._replace(**number), OPEN._replace(**number)]

    outcome = ledgers.take(lines, allow_unmatched=True)

    assert found(outcome) == ["G956"]
    assert grants.load(ledgers.root).grant("example").imports[0].masked == 2
    sheets = [
        draw_bytes(make(outcome.plan, language="da"), "csv-excel") for make in (review_sheet, mapping_sheet)
    ]
    stored = [*ledgers.files().values(), *sheets]
    assert not any(b"010190-1234" in content or b"0101901234" in content for content in stored)
    assert sum(b"0101**-****" in content for content in stored) >= 2
    assert not ledgers.take(lines, allow_unmatched=True).is_written


def test_a_personal_number_can_refuse_the_file(ledgers: Ledgers) -> None:
    outcome = ledgers.take([FEE, FEE._replace(text="cpr 0101901234")], cpr="refuse")

    assert "--cpr mask" in outcome.plan.findings[0].remedy

    assert [(f.code, f.where.line, str(f.severity)) for f in outcome.plan.findings] == [("G956", 3, "error")]
    assert "0190" not in outcome.plan.findings[0].message
    assert not outcome.is_written


def test_lines_that_no_rule_knows_stop_the_import_unless_they_are_reviewed(ledgers: Ledgers) -> None:
    assert found(ledgers.take([FEE, OPEN])) == ["G957"]

    outcome = ledgers.take([FEE, OPEN], allow_unmatched=True)

    assert found(outcome) == []
    assert ledgers.net().total() == 1
    [record] = grants.load(ledgers.root).grant("example").imports
    assert (record.rows, record.new, record.unmatched) == (2, 1, 1)


def filled(sheet: bytes, path: Path, **values: str) -> Path:
    """The sheet with these columns filled in on every line."""
    head, *rows = sheet.decode("utf-8-sig").splitlines()
    names = head.split(";")
    lines = [head]
    for row in rows:
        cells = row.split(";")
        for name, value in values.items():
            cells[names.index(name)] = value
        lines.append(";".join(cells))
    path.write_text("\r\n".join(lines), encoding="cp1252")
    return path


def test_a_review_is_read_again_and_holds_for_the_next_export(ledgers: Ledgers, tmp_path: Path) -> None:
    plan = ledgers.take([FEE, OPEN], allow_unmatched=True).plan
    sheet = draw_bytes(review_sheet(plan, language="da"), "csv-excel")
    decisions = read_decisions((filled(sheet, tmp_path / "r.csv", activity="travel"),))

    ledgers.sound([FEE, OPEN], decisions=decisions)

    both = [FEE, OPEN._replace(activity="travel")]
    assert ledgers.net() == {line.net: 1 for line in both}
    postings = list(grants.load(ledgers.root).grant("example").postings)
    assert [posting.imported for posting in postings] == ["1:2", "2:3"]
    later = Line("2014-06-01", 99, "200")
    outcome = ledgers.take([later, OPEN, FEE])
    assert found(outcome) == []
    assert (outcome.plan.grant_imports[0].new.lines, outcome.plan.grant_imports[0].known.lines) == (1, 2)


def test_a_mapping_decides_all_lines_of_an_account(ledgers: Ledgers, tmp_path: Path) -> None:
    lines = [OPEN, OPEN._replace(voucher="103", minor=1), FEE]
    plan = ledgers.plan(lines)
    sheet = mapping_sheet(plan, language="en")
    [row] = sheet.rows
    assert row.cells[10] == 2

    path = filled(draw_bytes(sheet, "csv-excel"), tmp_path / "m.csv", ignore="Not ours")
    outcome = ledgers.sound(lines, decisions=read_decisions((path,)))

    assert outcome.plan.ignored["Not ours"].lines == 2
    assert ledgers.net().total() == 1


def test_a_review_may_be_saved_as_a_workbook_or_as_unicode_text(ledgers: Ledgers, tmp_path: Path) -> None:
    """As Excel saves it under "Save as"."""
    plan = ledgers.take([FEE, OPEN], allow_unmatched=True).plan
    text = draw_bytes(review_sheet(plan, language="da"), "csv-excel")
    content = filled(text, tmp_path / "r.csv", activity="travel").read_text("cp1252")
    book = Workbook()
    for row in content.splitlines():
        book.worksheets[0].append(row.split(";"))
    book.save(tmp_path / "r.xlsx")
    (tmp_path / "r.txt").write_text(content.replace(";", "\t"), "utf-16")

    for name in ("r.xlsx", "r.txt"):
        decided = read_decisions((tmp_path / name,))
        assert not decided.findings
        assert [decision.activity for decision in decided.by_key.values()] == ["travel"]


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("key;activity\nx;travel", "'x' is no key"),
        ("key;activity\nL-0123456789abcdef;Travel to", "'Travel to' is no id"),
        ("key;activity;ignore\nL-0123456789abcdef;a;b", "not both"),
        ("key;activity;financing\nL-0123456789abcdef;a;me", "'me' is no payer"),
        ("key;activity\nL-0123456789abcdef;a\nL-0123456789abcdef;b", "is decided otherwise"),
        ("one;two\n1;2", "names no column key and no column activity"),
        ('key;activity\n"L-0', "the row cannot be read"),
    ],
)
def test_a_sheet_that_is_filled_in_wrongly_is_explained(
    sheet: str, message: str, ledgers: Ledgers, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text(sheet)

    outcome = ledgers.take([FEE], decisions=read_decisions((path,)))

    assert found(outcome) == ["G953"]
    assert message in outcome.plan.findings[0].message
    assert not outcome.is_written


def test_one_export_is_split_over_the_grants_of_its_rules(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path, other=True)
    ledger.grant_id = None

    outcome = ledger.take([FEE, TRIP, FEE], profile=SPLIT)

    assert outcome.plan.is_sound, outcome.plan.findings
    assert ledger.net("example") == {FEE.net: 2}
    assert ledger.net("other") == {TRIP.net: 1}
    assert len(outcome.files) == 4
    assert not ledger.take([FEE, TRIP, FEE], profile=SPLIT).is_written


def test_a_line_that_moves_to_another_grant_is_reversed_in_the_first(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path, other=True)
    ledger.grant_id = None
    ledger.take([FEE], profile=SPLIT)

    outcome = ledger.take([TRIP, FEE._replace(activity="travel")], profile=SPLIT)

    assert ledger.net("example") == {}
    assert ledger.net("other").total() == 2
    postings = list(grants.load(ledger.root).grant("example").postings)
    assert [posting.imported for posting in postings] == ["1:2", "2:3"]
    shown = draw_bytes(preview(outcome.plan, language="en"), "text").decode()
    assert re.search("example/meetings +40 +other/travel +40", shown)


def test_the_new_day_of_a_line_is_shown(ledgers: Ledgers) -> None:
    ledgers.sound([FEE, TRIP])

    outcome = ledgers.sound([FEE, TRIP._replace(date="2014-05-12")])

    shown = draw_bytes(preview(outcome.plan, language="en"), "text").decode()
    assert re.search("2014-05-13 +travel +1.50 +2014-05-12 travel", shown)


def test_an_error_in_one_grant_keeps_all_as_they_were(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path, other=True)
    ledger.grant_id = None
    before = ledger.files()

    outcome = ledger.take([FEE, TRIP._replace(minor=90_000_000_001)], profile=SPLIT)

    assert not outcome.plan.is_sound
    assert ledger.files() == before


def test_a_grant_that_a_rule_names_must_be_there(ledgers: Ledgers) -> None:
    ledgers.grant_id = None

    outcome = ledgers.take([FEE, TRIP], profile=SPLIT)

    assert found(outcome) == ["G954"]
    assert "'other'" in outcome.plan.findings[0].message


def test_lines_of_other_grants_are_left_out_where_one_is_named(ledgers: Ledgers) -> None:
    outcome = ledgers.sound([FEE, TRIP], profile=SPLIT)

    assert outcome.plan.ignored_lines == 1
    assert ledgers.net() == {FEE.net: 1}


def reader_of(*lines: SourceLine) -> Reader:
    return lambda _path, _profile: lines


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "EUR"}, "G955"),
        ({"minor": 10**15}, "G958"),
        ({"text": "x" * 10_001}, "G958"),
        ({"line_number": "a b"}, "G958"),
        ({"quantity": "1.23456"}, "G958"),
        ({"text": "a\tb"}, "G958"),
        ({"voucher": "a\nb"}, "G958"),
    ],
)
def test_a_line_that_no_ledger_can_hold_is_refused(
    changes: dict[str, Any], code: str, ledgers: Ledgers
) -> None:
    lines = [SourceLine(2, "2014-05-12", 100, psp="P-1"), SourceLine(3, "2014-05-12", 100, psp="P-1")]

    outcome = ledgers.take([], reader=reader_of(lines[0], lines[1]._replace(**changes)))

    assert [(f.code, f.where.line) for f in outcome.plan.findings] == [(code, 3)]
    assert not outcome.is_written


def test_every_field_that_a_ledger_has_comes_over(ledgers: Ledgers) -> None:
    line = SourceLine(
        7, "2014-05-12", -5, "V,1", "0010", 'A "fast" track day', psp="P-2", document="D-1",
        quantity="-2.5", unit="hour", currency="DKK",
    )  # fmt: skip

    outcome = ledgers.take(
        [], reader=reader_of(line, SourceLine(8, "2014-05-12", 5, supplier="A shop", psp="P-1"))
    )

    assert found(outcome) == []
    first, second = grants.load(ledgers.root).grant("example").postings
    assert str(first.amount) == "-0.05"
    assert (first.voucher, first.text, first.document) == ("V,1", 'A "fast" track day', "D-1")
    assert (first.voucher_line, str(first.quantity), first.unit, first.imported) == (
        "0010",
        "-2.5",
        "hour",
        "1:7",
    )
    assert (second.text, second.voucher_line, second.imported) == ("A shop", "", "1:8")


def test_a_reversal_has_hours_and_payer_too(ledgers: Ledgers) -> None:
    profile, _ = read_profile(
        'title = "t"\nextends = "generic-dk"\n[[rule]]\npsp = "P-1"\nactivity = "meetings"\n'
        'financing = "own"\nperson = "therapist-1"\n',
        "p",
    )
    line = SourceLine(2, "2014-05-12", 100, "V", "1", psp="P-1", quantity="2", unit="hour", document="D")
    ledgers.take([], profile=profile, reader=reader_of(line))

    ledgers.take([], profile=profile, reader=reader_of(line._replace(minor=150, quantity="3")))

    old, new, back = grants.load(ledgers.root).grant("example").postings
    assert (str(back.amount), str(back.quantity), back.unit, back.person) == (
        "-1.00",
        "-2",
        "hour",
        "therapist-1",
    )
    assert (back.financing, back.document, back.reverses, back.imported) == ("own", "D", old.date, "2:2")
    assert str(new.amount) == "1.50"


def test_a_partial_export_takes_nothing_back_but_numbered_lines(ledgers: Ledgers) -> None:
    first, second = FEE._replace(number="1"), FEE._replace(number="2", minor=5)
    ledgers.take([first, second])

    ledgers.take([first._replace(minor=1)], is_partial=True)

    assert ledgers.net() == {first._replace(minor=1).net: 1, second.net: 1}


def test_a_voucher_of_another_year_is_left_alone(ledgers: Ledgers) -> None:
    old = FEE._replace(number="1")
    ledgers.take([old])

    ledgers.take([old._replace(date="2015-05-12", minor=7)])

    assert ledgers.net().total() == 2


def test_two_imports_at_once_come_one_after_the_other(ledgers: Ledgers) -> None:
    request = ledgers.request([FEE, FEE, TRIP])
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: import_file(request), range(4)))

    assert sum(outcome.is_written for outcome in outcomes) == 1
    assert ledgers.net().total() == 3


@pytest.mark.parametrize("file", ["postings.csv", "grant.toml", "imports.toml"])
def test_a_plan_is_not_written_over_what_changed_since(file: str, ledgers: Ledgers) -> None:
    plan = ledgers.plan([FEE])
    with (ledgers.folder / file).open("a") as stream:
        stream.write("\n")
    before = ledgers.files()

    with pytest.raises(WriteError, match="another program changed"):
        apply(plan)

    assert ledgers.files() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'\xef\xbb\xbfdate,activity,amount,voucher,text\r\n2014-01-01,meetings,1.00,V,"a\r\nb"\r\n',
        b"date,activity,amount,voucher,text\n2014-01-01,meetings,1.00,V,a",
        b"imported,text,voucher,amount,activity,date\n,a,V,1.00,meetings,2014-01-01\n",
    ],
    ids=["none", "windows", "open", "order"],
)
def test_what_is_in_the_file_stays(content: bytes, ledgers: Ledgers) -> None:
    path = ledgers.folder / "postings.csv"
    path.unlink()
    if content:
        path.write_bytes(content)
    before = [p.text for p in grants.load(ledgers.root).grant("example").postings]

    ledgers.sound([FEE, TRIP._replace(number="1")])

    ledger = grants.load(ledgers.root)
    assert ledger.findings == ()
    assert [p.text for p in ledger.grant("example").postings] == [*before, "Fees", "Train"]
    assert path.read_bytes().startswith(content[:3])
    assert path.read_bytes().count(b"\r\n") in (0, path.read_bytes().count(b"\n"))


def test_columns_that_come_late_are_blank_before(ledgers: Ledgers) -> None:
    lines = [FEE._replace(voucher=str(place)) for place in range(5000)]

    ledgers.sound([*lines, TRIP._replace(number="9")])

    *others, last = grants.load(ledgers.root).grant("example").postings
    assert {posting.voucher_line for posting in others} == {""}
    assert last.voucher_line == "9"


def test_the_control_totals_that_held_are_recorded(ledgers: Ledgers) -> None:
    content = GENERIC.content([FEE, TRIP]) + b"I alt;;;;;41,50\n"

    outcome = ledgers.sound(content)

    assert grants.load(ledgers.root).grant("example").imports[0].controls == 1
    assert [(total.minor, total.counted) for total in outcome.plan.controls] == [(4150, 4150)]


def test_a_control_total_that_does_not_hold_refuses_the_file(ledgers: Ledgers) -> None:
    outcome = ledgers.take(GENERIC.content([FEE, TRIP]) + b"I alt;;;;;41,51\n")

    assert found(outcome) == ["G930"]
    assert not outcome.is_written


def test_damaged_records_of_imports_stop_the_next_one(ledgers: Ledgers) -> None:
    ledgers.sound([FEE])
    path = ledgers.folder / "imports.toml"
    path.write_text(path.read_text().replace("number = 1", "number = 2"))

    outcome = ledgers.take([TRIP])

    assert found(outcome) == ["G950"]
    assert not outcome.is_written


def test_what_a_person_reversed_is_not_imported_again(ledgers: Ledgers) -> None:
    """The books have the line still; that it does not belong to the grant was decided."""
    ledgers.sound([FEE, FEE, TRIP])
    grants.reverse(ledgers.root, "example", TRIP.voucher)
    before = ledgers.files()

    again = ledgers.sound([FEE, FEE, TRIP])

    assert not again.is_written
    assert ledgers.files() == before


def test_what_a_person_reversed_is_not_reversed_again_when_the_books_drop_it(ledgers: Ledgers) -> None:
    ledgers.sound([FEE, TRIP._replace(voucher=FEE.voucher)])
    grants.reverse(ledgers.root, "example", FEE.voucher, line=3)

    assert not ledgers.sound([FEE]).is_written


def test_what_an_import_reversed_comes_again_with_the_books(ledgers: Ledgers) -> None:
    for minor in (4000, 5000, 4000):
        ledgers.sound([FEE._replace(minor=minor)])

    assert ledgers.net() == {FEE.net: 1}


MONTH = [
    Line("2014-03-14", 10_000, "B1"),
    Line("2014-03-15", 2_000, "B2", "travel", "Train"),
    Line("2014-03-15", 3_000, "B2", "travel", "Hotel"),
    Line("2014-03-20", 4_000, "B3"),
    Line("2014-03-21", 5_000, "B4", "travel", "Rent"),
]


@pytest.mark.parametrize("is_alone", [False, True])
def test_a_day_that_moves_across_the_edge_of_the_export_counts_once(is_alone: bool, ledgers: Ledgers) -> None:
    ledgers.sound(MONTH)
    moved = MONTH[-1]._replace(date="2014-04-05" if is_alone else "2014-03-19")

    outcome = ledgers.sound([moved] if is_alone else [*MONTH[:-1], moved])

    assert found(outcome) == ["G959"]
    assert outcome.plan.findings[0].where.line == (2 if is_alone else 6)
    assert ledgers.net() == {line.net: 1 for line in [*MONTH[:-1], moved]}


@pytest.mark.parametrize("day", ["2014-04-05", "2015-03-21"])
def test_both_are_named_where_it_is_open_whether_a_day_moved(day: str, ledgers: Ledgers) -> None:
    ledgers.sound(MONTH)

    outcome = ledgers.sound([MONTH[-1]._replace(date=day)], is_partial=day[:4] == "2014")

    assert found(outcome) == ["G959"]
    assert "2014-03-21" in outcome.plan.findings[0].message
    assert ledgers.net().total() == 6


def test_a_voucher_that_comes_each_month_is_not_taken_for_a_correction(ledgers: Ledgers) -> None:
    months = [MONTH[-1]._replace(date=f"2014-0{month}-21") for month in (3, 4, 5)]
    for month in months:
        ledgers.sound([month], is_partial=True)

    outcome = ledgers.sound([MONTH[-1]._replace(date="2014-06-21")])

    assert found(outcome) == ["G959"]
    assert ledgers.net().total() == 4


def test_lines_that_the_export_lacks_are_reported(ledgers: Ledgers) -> None:
    other_day = Line("2014-03-31", 700, "B1")
    ledgers.sound([*MONTH, other_day])

    outcome = ledgers.sound([MONTH[0], MONTH[3]])

    assert found(outcome) == ["G960", "G960"]
    said = " ".join(finding.message for finding in outcome.plan.findings)
    assert "B1 of 2014-03-31, 7.00" in said
    assert "B2 of 2014-03-15, 20.00; B2 of 2014-03-15, 30.00" in said
    assert "B4" not in said
    assert ledgers.net().total() == 6
    assert found(ledgers.sound([MONTH[0], MONTH[3]], is_partial=True)) == []


def test_a_corrected_line_of_a_partial_export_is_reported(ledgers: Ledgers) -> None:
    ledgers.sound(MONTH)

    outcome = ledgers.sound([MONTH[2]._replace(minor=3_300)], is_partial=True)

    assert found(outcome) == ["G959"]
    assert "33.00" in outcome.plan.findings[0].message
    assert "B2 of 2014-03-15, 30.00" in outcome.plan.findings[0].message


def sheet_of(outcome: Any, path: Path, *rows: dict[str, str]) -> Any:
    """The review sheet of an import, filled in row by row, and read again."""
    sheet = draw_bytes(review_sheet(outcome.plan, language="da"), "csv-excel").decode("utf-8-sig")
    head, *lines = [line.split(";") for line in sheet.splitlines()]
    for line, values in zip(lines, rows, strict=True):
        for name, value in values.items():
            line[head.index(name)] = value
    path.write_text("\r\n".join(map(";".join, [head, *lines])), encoding="utf-8")
    return read_decisions((path,))


def test_equal_lines_of_a_review_are_decided_each_for_itself(ledgers: Ledgers, tmp_path: Path) -> None:
    lines = [OPEN, OPEN, OPEN, FEE]
    outcome = ledgers.take(lines, allow_unmatched=True)
    assert len({line.key for line in outcome.plan.to_decide}) == 3
    decisions = sheet_of(outcome, tmp_path / "r.csv", {"activity": "travel"}, {"ignore": "Not ours"}, {})

    outcome = ledgers.take(lines, decisions=decisions, allow_unmatched=True)

    assert outcome.plan.ignored["Not ours"].lines == 1
    assert len(outcome.plan.to_decide) == 1
    assert ledgers.net() == {FEE.net: 1, OPEN._replace(activity="travel").net: 1}


@pytest.mark.parametrize(
    ("values", "message"),
    [({"activity": "travel"}, "no grant"), ({"grant": "other"}, "no activity")],
)
def test_a_row_that_is_half_filled_in_is_no_open_row(
    values: dict[str, str], message: str, tmp_path: Path
) -> None:
    ledger = new_ledger(tmp_path, other=True)
    ledger.grant_id = None
    outcome = ledger.take([FEE, OPEN], profile=SPLIT, allow_unmatched=True)
    decisions = sheet_of(outcome, tmp_path / "r.csv", values)

    outcome = ledger.take([FEE, OPEN], profile=SPLIT, decisions=decisions, allow_unmatched=True)

    [fault] = outcome.plan.findings
    assert (fault.code, fault.where.line, fault.where.column) == ("G953", 2, 3)
    assert message in fault.message


@pytest.mark.parametrize("makes", [review_sheet, mapping_sheet])
def test_what_was_decided_to_be_ignored_stays_so(makes: Any, ledgers: Ledgers, tmp_path: Path) -> None:
    outcome = ledgers.take([FEE, OPEN], allow_unmatched=True)
    sheet = draw_bytes(makes(outcome.plan, language="da"), "csv-excel")
    decisions = read_decisions((filled(sheet, tmp_path / "r.csv", ignore="Not ours"),))
    assert ledgers.sound([FEE, OPEN], decisions=decisions).is_written

    later = ledgers.sound([FEE, OPEN, TRIP])

    assert later.plan.ignored["Not ours (import 2)"].lines == 1
    assert ledgers.net() == {FEE.net: 1, TRIP.net: 1}
    ledger = grants.load(ledgers.root)
    assert grants.check(ledger) == []
    assert [len(record.decision) for record in ledger.grant("example").imports] == [0, 1, 0]
    assert not ledgers.sound([FEE, OPEN, TRIP], decisions=decisions).is_written


def test_a_new_sheet_goes_before_what_was_kept(ledgers: Ledgers, tmp_path: Path) -> None:
    outcome = ledgers.take([FEE, OPEN], allow_unmatched=True)
    ledgers.sound([FEE, OPEN], decisions=sheet_of(outcome, tmp_path / "r.csv", {"ignore": "Not ours"}))

    ledgers.sound([FEE, OPEN], decisions=sheet_of(outcome, tmp_path / "s.csv", {"activity": "travel"}))

    assert ledgers.net() == {FEE.net: 1, OPEN._replace(activity="travel").net: 1}


LATE = Line("2014-02-10", 900, "L1", "travel", "Taxi")


@pytest.fixture
def closed(ledgers: Ledgers) -> Ledgers:
    """A ledger with a line in January, and the first quarter closed."""
    ledgers.sound([Line("2014-01-20", 500, "A1"), FEE])
    close(ledgers.root, "example", on=DAY, period=Period.parse("2014-Q1"), force="a test")
    return ledgers


def test_a_late_line_in_a_closed_period_is_named_by_its_row(closed: Ledgers) -> None:
    before = closed.files()

    outcome = closed.take([FEE, LATE, TRIP])

    [fault] = outcome.plan.findings
    assert (fault.code, fault.where.path, fault.where.line) == ("G802", str(closed.export), 3)
    assert "--review" in fault.remedy
    assert closed.files() == before


def test_a_late_line_is_reviewed_and_posted_in_the_open_period(closed: Ledgers, tmp_path: Path) -> None:
    lines = [FEE, LATE, TRIP]
    outcome = closed.take(lines, allow_unmatched=True)
    assert [(f.code, str(f.severity)) for f in outcome.plan.findings] == [("G802", "warning")]
    assert outcome.is_written
    decisions = sheet_of(outcome, tmp_path / "r.csv", {"post_on": "01-06-2014"})

    closed.sound(lines, decisions=decisions)

    assert closed.net()[LATE._replace(date="2014-06-01").net] == 1
    assert not closed.sound(lines).is_written
    assert closed.net().total() == 4


def test_a_late_line_can_be_left_out_for_good(closed: Ledgers, tmp_path: Path) -> None:
    lines = [FEE, LATE, LATE]
    outcome = closed.take(lines, allow_unmatched=True)
    decisions = sheet_of(outcome, tmp_path / "r.csv", {"ignore": "Too late"}, {"post_on": "2014-04-01"})

    closed.sound(lines, decisions=decisions)

    again = closed.sound(lines)
    assert not again.is_written
    assert again.plan.ignored["Too late (import 2)"].lines == 1
    assert closed.net()[LATE._replace(date="2014-04-01").net] == 1


def test_a_late_line_is_not_posted_in_another_closed_period(closed: Ledgers, tmp_path: Path) -> None:
    outcome = closed.take([FEE, LATE], allow_unmatched=True)
    decisions = sheet_of(outcome, tmp_path / "r.csv", {"post_on": "2014-03-31"})

    outcome = closed.take([FEE, LATE], decisions=decisions)

    assert found(outcome) == ["G953"]
    assert "2014-03-31" in outcome.plan.findings[0].message


def test_a_line_that_changed_in_a_closed_period_leaves_the_old_posting(closed: Ledgers) -> None:
    outcome = closed.take([Line("2014-01-20", 700, "A1"), FEE], allow_unmatched=True)

    assert sorted(found(outcome)) == ["G802", "G960"]
    assert closed.net().total() == 2


def test_a_day_alone_decides_nothing_of_a_line_that_no_rule_knows(ledgers: Ledgers, tmp_path: Path) -> None:
    outcome = ledgers.take([FEE, OPEN], allow_unmatched=True)
    decisions = sheet_of(outcome, tmp_path / "r.csv", {"post_on": "2014-06-01"})

    outcome = ledgers.take([FEE, OPEN], decisions=decisions, allow_unmatched=True)

    assert found(outcome) == ["G953"]
    assert outcome.plan.findings[0].where.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "01 01 90 1234",
        "01.01.90-1234",
        "Fee 31 12 90-1234, taxi",
        "01.01.90 - 1234",
        "01 01 90 \N{EN DASH} 1234",
    ],
)
def test_a_personal_number_with_its_day_set_apart_is_masked(text: str) -> None:
    assert list(cpr_like(text)) == [text.index(re.findall("[0-9]", text)[0])]
    masked, count = with_masked_cpr(text)
    assert count == 1
    assert "1234" not in masked
    assert "90" not in masked
    assert not Block(1, [text], text).is_plain()


@pytest.mark.parametrize(
    "text",
    [
        "710-2014-13731", "2016-03-14", "14.03.24 1200", "14 03 24 1200,00", "14.03.24-31.12.24",
        "20 12 34 56",
        "01 13 90 1234", "31.02.90-1234", "2014 01 01 90 1234", "01.01 90-1234", "01 01 90 12345",
    ],
)  # fmt: skip
def test_dates_cases_and_telephones_are_no_personal_numbers(text: str) -> None:
    assert list(cpr_like(text)) == []


@pytest.mark.parametrize("is_refused", [False, True])
def test_ten_digits_that_may_be_a_person_are_reported_and_kept(is_refused: bool, ledgers: Ledgers) -> None:
    lines = [FEE, FEE._replace(voucher="0101901234"), FEE._replace(voucher="1900000123")]

    outcome = ledgers.take(lines, cpr="refuse" if is_refused else "mask")

    [finding] = outcome.plan.findings
    assert (finding.code, finding.where.line, outcome.is_written) == ("G956", 3, not is_refused)
    assert "voucher" in finding.message
    assert ledgers.net().total() == (0 if is_refused else 3)


def test_the_rows_of_masked_numbers_are_named(ledgers: Ledgers) -> None:
    outcome = ledgers.take([FEE, FEE._replace(text="Fee 010190-1234"), FEE])

    assert outcome.plan.findings[0].where.line == 3
    assert "row 3 (text)" in outcome.plan.findings[0].message


@pytest.mark.parametrize("name", ["lon-010190-1234.csv", "lon_0101901234.csv"])
def test_a_personal_number_in_the_name_of_a_file_is_not_stored(name: str, ledgers: Ledgers) -> None:
    request = ledgers.request([FEE])
    path = ledgers.export.rename(ledgers.export.with_name(name))

    assert found(import_file(replace(request, path=path, cpr="refuse"))) == ["G956"]
    import_file(replace(request, path=path))

    [record] = grants.load(ledgers.root).grant("example").imports
    assert record.file == f"{name[:4]}0101**-****.csv"


def test_an_activity_that_is_not_there_is_found_in_the_profile(ledgers: Ledgers) -> None:
    path = ledgers.root / "profiles" / "mine.toml"
    path.parent.mkdir()
    lines = ['title = "t"', 'extends = "generic-dk"', 'costs = "positive"', "", "[[rule]]", 'psp = "P-1"']
    path.write_text("\n".join([*lines, 'activity = "meeting"']) + "\n")
    profile, _ = load_profile("mine", ledgers.root)

    outcome = import_file(replace(ledgers.request([FEE], profile=profile), profile_name="mine"))

    [fault] = outcome.plan.findings
    assert (fault.code, fault.where.path, fault.where.line) == ("G954", str(path), 7)
    assert "did you mean 'meetings'?" in fault.message


def test_an_activity_that_is_not_there_is_found_in_the_sheet(ledgers: Ledgers, tmp_path: Path) -> None:
    outcome = ledgers.take([FEE, OPEN], allow_unmatched=True)
    decisions = sheet_of(outcome, tmp_path / "r.csv", {"activity": "nix"})

    outcome = ledgers.take([FEE, OPEN], decisions=decisions)

    [fault] = outcome.plan.findings
    assert (fault.code, str(fault.where)) == ("G954", f"{tmp_path / 'r.csv'}:2:3")


def test_the_language_is_that_of_the_grant_each_time(ledgers: Ledgers) -> None:
    ledgers.grant_id = None
    path = ledgers.folder / "grant.toml"
    path.write_text(f'language = "en"\n{path.read_text()}')

    languages = [ledgers.take(lines).plan.language for lines in ([FEE], [FEE], [], [TRIP])]

    assert languages == ["en"] * 4


def test_a_quantity_that_changed_alone_is_reported(ledgers: Ledgers) -> None:
    line = SourceLine(2, "2014-05-12", 100, "V", "1", psp="P-1", quantity="2.5", unit="hour")
    ledgers.sound([], reader=reader_of(line))

    same = ledgers.sound([], reader=reader_of(line._replace(quantity="2.50")))
    other = ledgers.sound([], reader=reader_of(line._replace(row=7, quantity="3.5")))

    assert found(same) == []
    assert [(f.code, f.where.line) for f in other.plan.findings] == [("G961", 7)]
    assert "2.5 is 3.5 now" in other.plan.findings[0].message


def decided(ledgers: Ledgers, folder: Path, lines: list[Line], **values: str) -> Any:
    """What a person fills in on every line that is open."""
    plan = ledgers.take(lines, allow_unmatched=True).plan
    sheet = draw_bytes(review_sheet(plan, language="da"), "csv-excel")
    return read_decisions((filled(sheet, folder / "decided.csv", **values),))


def close_2014(ledgers: Ledgers) -> None:
    assert grants.close(ledgers.root, "example", on=date(2015, 1, 20), period=Period.parse("2014")).closing


def test_what_changed_in_a_closed_period_is_corrected_in_the_open_one(
    ledgers: Ledgers, tmp_path: Path
) -> None:
    """The old posting is reversed on the day that the new one gets, so that the cost is there once."""
    ledgers.sound([FEE, TRIP])
    close_2014(ledgers)
    changed = FEE._replace(minor=5000)
    sheet = decided(ledgers, tmp_path, [changed, TRIP], post_on="2015-02-03")

    ledgers.sound([changed, TRIP], decisions=sheet)

    rows = list(grants.load(ledgers.root).grant("example").postings)[2:]
    assert sorted((str(row.date), row.amount.minor) for row in rows) == [
        ("2015-02-03", -4000),
        ("2015-02-03", 5000),
    ]
    assert not codes(grants.check(grants.load(ledgers.root)))
    assert not ledgers.sound([changed, TRIP]).is_written


@pytest.mark.parametrize("is_review", [False, True])
def test_the_lines_of_a_preview_add_up(ledgers: Ledgers, is_review: bool) -> None:
    ledgers.sound([TRIP])
    close_2014(ledgers)

    plan = ledgers.plan([FEE, TRIP, OPEN], allow_unmatched=is_review)

    table = next(block for block in preview(plan, language="en").blocks if isinstance(block, Table))
    *rows, total = table.rows
    assert [(row.cells[0], row.cells[1]) for row in rows] == [
        ("Known already", 1),
        ("Unmatched: no rule", 1),
        ("In a closed period", 1),
    ]
    assert total.cells[1] == 3


def test_a_late_line_is_known_when_its_new_day_is_closed_too(ledgers: Ledgers, tmp_path: Path) -> None:
    ledgers.sound([TRIP])
    close_2014(ledgers)
    sheet = decided(ledgers, tmp_path, [FEE, TRIP], post_on="2015-02-03")
    ledgers.sound([FEE, TRIP], decisions=sheet)
    grants.close(ledgers.root, "example", on=date(2015, 4, 1), period=Period.parse("2015-Q1"))

    again = ledgers.sound([FEE, TRIP])

    assert not again.is_written
    assert found(again) == []


def test_no_decision_is_kept_in_a_closed_account(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path, other=True)
    ledger.grant_id = None
    open_line = Line("2014-06-01", 700, "9", "", "Coffee")
    ledger.sound([FEE, TRIP], profile=SPLIT)
    for name in ("example", "other"):
        toml = ledger.root / name / "grant.toml"
        toml.write_text(toml.read_text("utf-8").replace('"awarded"', '"reported"'), "utf-8")
    grants.close(ledger.root, "example", on=date(2016, 3, 1), force="A test")
    before = (ledger.folder / "imports.toml").read_bytes()
    plan = ledger.take([TRIP, open_line], allow_unmatched=True, profile=SPLIT).plan
    sheet = draw_bytes(review_sheet(plan, language="da"), "csv-excel")
    decisions = read_decisions((filled(sheet, tmp_path / "d.csv", ignore="Not ours"),))

    ledger.sound([TRIP, open_line], decisions=decisions, profile=SPLIT)

    assert (ledger.folder / "imports.toml").read_bytes() == before
    assert verify_folder(ledger.folder).is_unchanged
    assert grants.load(ledger.root).grant("other").imports[-1].decision
