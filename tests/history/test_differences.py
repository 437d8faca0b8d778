"""Differences of two accounts: nothing of the same, each edit by its name, and the same both ways."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import grants.history.differences.postings
import grants.history.differences.words
from grants.figures.postings import COLUMNS, Posting, Postings
from grants.history.differences import Change, Difference, Kind, differences
from grants.ledger import Account
from grants.records.grant import Funder, Grant, Recipient
from grants.store import read_postings
from grants.store.declared.grant_toml import read_grant
from grants.values import money
from grants.values.money import Amount
from grants.values.periods import Period
from tests.support import grant_of, merged
from tests.support import postings as csv_of

BARE = Grant(
    id="example",
    title="Example",
    funder=Funder(name="Funder", kind="public"),
    recipient=Recipient(name="Recipient"),
    period=Period.parse("2016"),
    status="applied",
)


@st.composite
def single_postings(draw: st.DrawFn) -> Posting:
    return Posting(
        Period.parse(draw(st.sampled_from(["2016-03-14", "2016-04", "2016"]))),
        draw(st.sampled_from(["fees", "travel"])),
        money.Amount(draw(st.integers(-200, 200))),
        draw(st.sampled_from(["", "1", "2"])),
        draw(st.sampled_from(["", "Kørsel", "Møde"])),
        quantity=draw(st.none() | st.sampled_from([Decimal("1.5"), Decimal(0)])),
        voucher_line=draw(st.sampled_from(["", "1", "2"])),
        reverses=draw(st.none() | st.just(Period.parse("2016-03-14"))),
    )


def account(rows: Sequence[Posting], words: str = "") -> Account:
    numbered = tuple(replace(posting, line=line) for line, posting in enumerate(rows, 2))
    return Account(BARE, Postings(read_rows=lambda: numbered), words)


def counts(found: Sequence[Difference]) -> Counter[str]:
    number: Counter[str] = Counter()
    for difference in found:
        number[difference.kind] += difference.count
    return number


many = st.lists(single_postings(), max_size=12)
texts = st.text(st.sampled_from("ab# \n"), max_size=60)


@given(many, many, texts, texts)
def test_both_ways_tell_the_same(old: list[Posting], new: list[Posting], was: str, becomes: str) -> None:
    """What was added one way vanished the other way, and what was changed was changed."""
    before, after = account(old, was), account(new, becomes)

    there, back = counts(differences(before, after)), counts(differences(after, before))

    assert there[Kind.ADDED] == back[Kind.VANISHED]
    assert there[Kind.VANISHED] == back[Kind.ADDED]
    assert there[Kind.CHANGED] == back[Kind.CHANGED]


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_postings_says_nothing(rows: list[Posting], random: Callable[[], float]) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert differences(account(rows), account(shuffled)) == ()


@given(many, many)
def test_the_numbers_of_postings_add_up(old: list[Posting], new: list[Posting]) -> None:
    number = counts(differences(account(old), account(new)))

    assert len(old) + number[Kind.ADDED] - number[Kind.VANISHED] == len(new)


@given(many, single_postings(), st.integers(0, 12))
def test_one_posting_more_is_that_one(rows: list[Posting], posting: Posting, place: int) -> None:
    found = differences(account(rows), account([*rows[:place], posting, *rows[place:]]))

    assert [(d.part, d.kind, d.name.partition("/")[0]) for d in found] == [
        ("posting", Kind.ADDED, posting.voucher)
    ]
    assert Change("amount", None, posting.amount) in found[0].changes


EDITS = {
    "date": Period.parse("2019"),
    "activity": "salary",
    "amount": Amount.parse("999.00"),
    "voucher": "99",
    "text": "Other",
    "financing": "own",
    "document": "D-1",
    "quantity": Decimal(7),
    "unit": "hour",
    "person": "therapist-1",
    "voucher_line": "99",
    "imported": "1:2",
    "reverses": Period.parse("2019"),
}


@given(st.lists(single_postings(), min_size=1, max_size=8), st.sampled_from(COLUMNS), st.data())
def test_one_field_changed_is_that_field(rows: list[Posting], column: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    edited = list(rows)
    edited[place] = replace(rows[place], **{column: EDITS[column]})  # type: ignore[arg-type]

    (found,) = differences(account(rows), account(edited))

    assert (found.part, found.kind) == ("posting", Kind.CHANGED)
    assert [(change.field, change.after) for change in found.changes] == [(column, EDITS[column])]
    assert found.after == place + 2


def test_the_most_alike_of_a_voucher_is_the_same_one() -> None:
    day = Period.parse("2016-03-14")
    old = [Posting(day, a, Amount.parse("1.00"), "7", t) for a, t in (("fees", "A"), ("travel", "B"))]
    new = [
        Posting(day, "travel", Amount.parse("2.00"), "7", "C"),
        Posting(day, "fees", Amount.parse("3.00"), "7", "D"),
    ]

    found = differences(account(old), account(new))

    assert [(d.before, d.after, [c.field for c in d.changes]) for d in found] == [
        (3, 2, ["amount", "text"]),
        (2, 3, ["amount", "text"]),
    ]


def test_what_is_too_much_to_tell_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants.history.differences.postings, "MAX_LISTED", 3)
    day = Period.parse("2016-03-14")
    rows = [Posting(day, "fees", Amount.parse(f"{n}.00"), str(n), "") for n in range(1, 9)]

    found = differences(account([]), account(rows))

    assert [d.count for d in found] == [1, 1, 1, 5]
    assert counts(found) == {Kind.ADDED: 8}


def test_many_of_one_voucher_are_paired_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants.history.differences.postings, "MAX_LIKENESS", 3)
    day, other = Period.parse("2016-03-14"), Period.parse("2016-04-01")
    old = [Posting(day, "fees", Amount.parse(f"{n}.00"), "7", "") for n in (1, 2)]
    new = [Posting(other, "travel", Amount.parse(f"{n}.00"), "7", "") for n in (3, 4)]

    assert [(d.before, d.after) for d in differences(account(old), account(new))] == [(2, 2), (3, 3)]


TABLES = """
status = "awarded"
[[activity]]
id = "fees"
title = "Fees"
[[activity]]
id = "travel"
title = "Travel"
[[budget]]
activity = "fees"
amount = 80_000.00
[[budget]]
activity = "travel"
amount = 20_000.00
[[partner]]
id = "hammel"
name = "Hammel"
[[amendment]]
date = 2016-02-01
approved_by = "The board"
document = "D-1"
change = [{ activity = "fees", amount = -100.00 }, { activity = "travel", amount = 100.00 }]
[[instalment]]
amount = 50_000.00
planned = 2016-02-01
[[repayment]]
amount = 10.00
date = 2016-12-01
[[commitment]]
activity = "fees"
amount = 5.00
date = 2016-03-01
[[explanation]]
text = "Why not"
[[attachment]]
title = "Report"
[terms]
transfer_limit = { percent = 10, of = "line", action = "warn" }
[checks.G304]
severity = "off"
reason = "It is so"
"""


def declared(change: str, by: str, *, text: str = TABLES) -> Account:
    """The grant of `TABLES` with one text in it replaced by another."""
    from tests.support import BASE

    assert change in text
    toml = merged(BASE["grant.toml"], text.replace(change, by, 1))
    grant, locate, found = read_grant(toml, "grant.toml")
    assert grant is not None, found
    return Account(grant, locate=locate)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"awarded"', '"closed"', [("status", "changed", "", "status", "awarded", "closed")]),
        ("80_000", "70_000", [
            ("budget", "changed", "fees", "amount", "80000.00", "70000.00"),
            ("in-force", "changed", "fees", "budget", "79900.00", "69900.00"),
        ]),
        ('title = "Travel"', 'title = "Trips"',
         [("activity", "changed", "travel", "title", "Travel", "Trips")]),
        ('name = "Hammel"', 'name = "Hals"', [("partner", "changed", "hammel", "name", "Hammel", "Hals")]),
        ("amount = 50_000", "amount = 40_000",
         [("instalment", "changed", "2016-02-01", "amount", "50000.00", "40000.00")]),
        ("amount = 10.00", "amount = 9.00",
         [("repayment", "changed", "2016-12-01", "amount", "10.00", "9.00")]),
        ("amount = 5.00", "amount = 6.00",
         [("commitment", "changed", "fees 2016-03-01", "amount", "5.00", "6.00")]),
        ("Why not", "Why", [("explanation", "changed", "", "text", "Why not", "Why")]),
        ('title = "Report"', 'title = "Report"\nfile = "a.pdf"',
         [("attachment", "changed", "Report", "file", "None", "a.pdf")]),
        ("percent = 10", "percent = 20",
         [("terms", "changed", "", "transfer_limit.percent", "10", "20")]),
        ("It is so", "So it is", [("checks", "changed", "G304", "reason", "It is so", "So it is")]),
        ('approved_by = "The board"\n', "", [
            ("amendment", "changed", "2016-02-01 D-1", "approved_by", "The board", "None"),
            ("in-force", "changed", "fees", "budget", "79900.00", "80000.00"),
            ("in-force", "changed", "travel", "budget", "20100.00", "20000.00"),
        ]),
    ],
)  # fmt: skip
def test_each_edit_of_what_is_declared_is_named(old: str, new: str, expected: list[tuple[str, ...]]) -> None:
    found = differences(declared("", ""), declared(old, new))

    assert [
        (d.part, str(d.kind), d.name, c.field, str(c.before), str(c.after)) for d in found for c in d.changes
    ] == expected


def test_entries_come_and_go_whatever_their_order() -> None:
    swapped = TABLES.replace("fees", "x-x").replace("travel", "fees").replace("x-x", "travel")
    extra = TABLES + '\n[[attachment]]\ntitle = "More"\n'

    (found,) = differences(declared("", ""), declared("", "", text=extra))
    (back,) = differences(declared("", "", text=extra), declared("", ""))

    assert (found.part, found.kind, found.name) == ("attachment", Kind.ADDED, "More")
    assert (back.kind, back.before, back.after) == (Kind.VANISHED, found.after, None)
    assert differences(declared("", ""), declared("", "", text=swapped)) != ()


def test_a_file_laid_out_otherwise_says_the_same(tmp_path: Path) -> None:
    csv = csv_of("2016-03-14,fees,1.00,7,A")
    old = grant_of(tmp_path / "a", csv=csv, report="## Use\n\nOne two\nthree.\n")
    new = grant_of(
        tmp_path / "b",
        csv=csv.replace("text\n", "text,financing\n").replace("A\n", "A,\n").replace("\n", "\r\n"),
        report="## Use ##\n\nOne\ntwo three.",
    )

    assert differences(old, new) == ()


def test_a_posting_that_is_not_written_yet_is_reported(tmp_path: Path) -> None:
    """A posting that the library adds in memory is in no file, so the file's checksum says nothing."""
    account = grant_of(tmp_path)
    posting = Posting(Period.parse("2016-03-14"), "fees", Amount.parse("1.00"), "77", "More")

    (found,) = differences(account, account.with_posting(posting))

    assert (found.kind, found.name) == (Kind.ADDED, "77")
    assert [text.voucher for text in account.with_posting(posting).postings.texts()][-1] == "77"


def words(before: str, after: str) -> list[tuple[str, str, list[tuple[object, object]]]]:
    found = differences(account([], before), account([], after))
    return [(str(d.kind), d.name, [(c.before, c.after) for c in d.changes]) for d in found]


def test_words_are_compared_by_section() -> None:
    before = "Preface\n\n## Aim\n\nOne two three.\n\n## Gone\n\nAway.\n"
    after = "Preface\n\n## Aim\n\nOne four\nthree. More.\n\n## New\n\nHere now.\n"

    assert words(before, after) == [
        ("changed", "Aim", [("two", "four"), (None, "More.")]),
        ("vanished", "Gone", [("Away.", None)]),
        ("added", "New", [(None, "Here now.")]),
    ]


def test_another_heading_is_no_other_section() -> None:
    assert words("# Aim\n\nOne.\n", "# Aims\n\nOne.\n") == [("changed", "Aims", [("Aim", "Aims")])]


def test_passages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants.history.differences.words, "MAX_PASSAGES", 1)
    before, after = "a b c d e " * 20, "a x c y e " * 20

    ((_, _, passages),) = words(before, after)

    assert passages == [("b", "x"), (None, 39)]


def test_a_text_of_ten_megabytes_is_one_passage() -> None:
    before = " ".join(f"w{n}" for n in range(1_000_000))
    after = " ".join(f"v{n}" for n in range(1_000_000))

    ((_, _, [(was, becomes)]),) = words(f"same {before} same", f"same {after} same")

    assert str(was).startswith("w0 w1 ")
    assert str(was).endswith("… (1000000)")
    assert len(str(becomes)) < 1_000


def test_equal_files_are_not_walked(tmp_path: Path) -> None:
    one, other = grant_of(tmp_path / "a"), grant_of(tmp_path / "b")

    def never() -> list[Posting]:
        raise AssertionError("the checksums say enough")

    one = replace(one, postings=replace(one.postings, read_rows=never))
    other = replace(other, postings=replace(other.postings, read_rows=never))

    assert differences(one, other) == ()


LINES = (
    "2014-05-12,meetings,80000.00,V-1,Fees",
    "2014-05-12,meetings,80000.00,V-1,Other",
    '2014-05-12,meetings,80000.00,V-1,"Fees"',
    '2015-02-03,travel,1.00,V-2,"Two\nlines, one ""text"""',
    "2015-02,travel,1.00,,",
    "2015-02-01/2015-02-28,travel,1.00,,",
    "2015-02-03,travel,1,V-2,no amount",
    '2015-02-03,travel,1.00,V-2,"never closed',
    "",
)


@given(
    st.lists(st.sampled_from(LINES), max_size=8),
    st.lists(st.sampled_from(LINES), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_quick_about_equal_lines_is_as_good_as_reading_all(
    tmp_path_factory: pytest.TempPathFactory, old: list[str], new: list[str], line_end: str
) -> None:
    folder, sides = tmp_path_factory.mktemp("quick"), []
    for name, lines, end in (("old", old, "\n"), ("new", new, line_end)):
        path = folder / f"{name}.csv"
        path.write_bytes(csv_of(*lines).replace("\n", end).encode())
        sides.append(Account(BARE, read_postings(path)[0]))
    slow = [replace(side, postings=replace(side.postings, as_written=None)) for side in sides]

    quick, whole = differences(*sides), differences(*slow)

    assert counts(quick) == counts(whole)
    alone = [Counter((d.kind, d.changes) for d in f if d.kind is not Kind.CHANGED) for f in (quick, whole)]
    assert alone[0] == alone[1]
