"""What is wrong with a grant.toml is found on its line, with the nearest name suggested."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grants
from grants.store.declared.grant_toml import read_grant
from grants.store.declared.toml_lines import key_places, line_and_column
from tests.support import BASE, codes, ledger_of, places

TEXT = BASE["grant.toml"]


def findings(text: str) -> list[tuple[str, int, str]]:
    _, _, found = read_grant(text, "grant.toml")
    return [(finding.code, finding.where.line, finding.message) for finding in found]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ("title =", "titel =", "G010", 2, "did you mean 'title'?"),
        ('kind = "public"', 'kind = "pubic"', "G012", 8, "did you mean 'public'?"),
        ('status = "reported"', 'status = "done"', "G012", 3, "none of applied, awarded, reported, closed"),
        ('status = "reported"', "status = 3", "G012", 3, "3 is none of"),
        ('name = "A public fund"', "name = 7", "G012", 7, "should be a valid string"),
        ('name = "A public fund"', 'name = "  "', "G012", 7, "blank"),
        ('name = "A public fund"', "", "G011", 6, "funder.name is missing"),
        ("100_000.00", "100_000.005", "G013", 14, "more than two decimals"),
        ("100_000.00", "100_000.5", "G013", 14, "lacks decimals"),
        ("100_000.00", "1e5", "G013", 14, "scientific"),
        ("100_000.00", "inf", "G013", 14, "not an amount"),
        ("100_000.00", '"100000.00"', "G013", 14, "without quotes"),
        ("100_000.00", "-100_000.00", "G013", 14, "negative"),
        ("100_000.00", "true", "G013", 14, "without quotes"),
        ("100_000.00", "100_000_000_000_000", "G013", 14, "more than 13 digits"),
        ('"2014/2015"', '"2015/2014"', "G014", 4, "ends before it begins"),
        ('"2014/2015"', "2014", "G014", 4, "a period is a text"),
        ('"2014/2015"', "2014-01-01T00:00:00", "G014", 4, "a period is a text"),
        ('id = "meetings"', 'id = "Meetings"', "G012", 18, "no id"),
        ("year = 2014", 'year = "2014"', "G012", 15, "valid integer"),
        ("[funder]", "[funder", "G005", 6, "Expected"),
        ("[award]", "[[award]]", "G012", 13, "this is one table"),
        ("[[budget]]", "[budget]", "G005", 29, "Cannot"),
        ('title = "Meetings', 'currency = "KRONER"\ntitle = "Meetings', "G012", 2, "no currency"),
        ('title = "Meetings', 'title = "Meet\\q', "G005", 2, "escape"),
    ],
)
def test_a_fault_is_placed_and_explained(old: str, new: str, code: str, line: int, said: str) -> None:
    assert old in TEXT
    found = findings(TEXT.replace(old, new, 1))

    wanted = [(c, at, message) for c, at, message in found if c == code]
    assert [at for _, at, _ in wanted] == [line]
    assert said in wanted[0][2]


def test_an_unknown_key_does_not_stop_the_checks(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, toml='colour = "red"\n[award]\namount = 90_000.00\n')

    assert {"G010", "G201"} <= set(codes(grants.check(ledger)))


def test_an_unknown_key_deep_inside_is_placed() -> None:
    text = TEXT + '\n[terms]\ntransfer_limit = { percent = 10, off = "line" }\n'

    assert findings(text) == [
        ("G010", 34, "terms.transfer_limit.off is no key of this table; did you mean 'of'?")
    ]


def test_a_limit_has_a_measure() -> None:
    both = TEXT + "\n[terms]\ntransfer_limit = { percent = 10, amount = 100_000 }\n"
    neither = TEXT + '\n[terms]\ntransfer_limit = { of = "line" }\n'

    assert findings(both) == []
    assert "a percent, an amount or both" in findings(neither)[0][2]


def test_a_percentage_lies_between_0_and_100() -> None:
    text = TEXT + "\n[terms]\ntransfer_limit = { percent = 101 }\n"

    assert findings(text) == [("G012", 34, "terms.transfer_limit.percent: a percentage lies from 0 to 100")]


def test_every_fault_is_told() -> None:
    text = TEXT.replace('status = "reported"', 'status = "x"').replace("80_000.00", "80_000.001")

    assert [code for code, _, _ in findings(text)] == ["G012", "G013"]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b""])
def test_bom_and_crlf_are_accepted(tmp_path: Path, content: bytes) -> None:
    ledger_of(tmp_path)
    path = tmp_path / "ledgers" / "example" / "grant.toml"
    path.write_bytes(content + path.read_bytes().replace(b"\n", b"\r\n"))

    assert grants.check(grants.load(tmp_path / "ledgers")) == []


def test_latin_1_is_refused_with_its_place(tmp_path: Path) -> None:
    ledger_of(tmp_path)
    path = tmp_path / "ledgers" / "example" / "grant.toml"
    path.write_bytes(TEXT.replace("Travel", "Kørsel").encode("latin-1"))

    found = grants.check(grants.load(tmp_path / "ledgers"))

    assert places(found, "G004") == [("grant.toml", 23, 11)]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.integers(0, len(TEXT)).map(lambda n: TEXT[:n]))
def test_random_text_gives_findings_and_nothing_else(text: str) -> None:
    grant, locate, found = read_grant(text, "grant.toml")

    assert grant is not None or found
    if "G005" not in codes(found):
        assert locate(("budget", 3, "amount")).line >= 1


@pytest.mark.parametrize("text", ["[" * 100_000, "a = " + "[" * 100_000, f"a = {'9' * 5_000}"])
def test_absurd_text_gives_findings_too(text: str) -> None:
    _, _, found = read_grant(text, "grant.toml")

    assert codes(found) == ["G005"]


PLACED = '''\
# a comment with [brackets] and = signs
title = "a # b [c] = d"
"quoted key" = 1
a.b = """
[not-a-table]
x = 1
"""
list = [ 1, "two, [x]", { k = 1, l = [3] }, # comment
  4 ]

[table]
key = 'lit # eral'

[[array]]
n = 1
[array.sub]
m = 1

[[array]]
n = 2
[array.sub]
m = 2
'''


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("title",), 2, 1),
        (("quoted key",), 3, 1),
        (("a", "b"), 4, 1),
        (("list", 1), 8, 13),
        (("list", 2, "l"), 8, 34),
        (("list", 3), 9, 3),
        (("table",), 11, 1),
        (("table", "key"), 12, 1),
        (("array", 0), 14, 1),
        (("array", 0, "sub", "m"), 17, 1),
        (("array", 1), 19, 1),
        (("array", 1, "n"), 20, 1),
        (("array", 1, "sub", "m"), 22, 1),
    ],
)
def test_keys_are_placed(path: tuple[str | int, ...], line: int, column: int) -> None:
    assert line_and_column(PLACED, key_places(PLACED)[path]) == (line, column)


def test_a_table_is_checked_as_a_whole_once_its_unknown_keys_are_gone() -> None:
    text = TEXT + '\n[terms]\ntransfer_limit = { percnt = 10, of = "line" }\n'

    assert [(code, said) for code, _, said in findings(text)] == [
        ("G010", "terms.transfer_limit.percnt is no key of this table; did you mean 'percent'?"),
        ("G012", "terms.transfer_limit: a limit has a percent, an amount or both"),
    ]
