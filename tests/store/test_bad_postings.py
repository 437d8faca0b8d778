"""What is wrong with a postings.csv is found, placed and explained, and nothing else is lost."""

from pathlib import Path

import pytest

from grants.findings.bounded import REPORTED
from grants.store.postings.csv_records import BLOCK, MAX_LINE
from grants.store.postings.groups import read_groups
from grants.store.postings.rows import read_rows
from tests.support import codes, places

HEAD = b"date,activity,amount,voucher,text\n"
GOOD = b"2014-05-12,meetings,100.00,V-1,Fees\n"


def read(folder: Path, content: bytes) -> tuple[int, list[tuple[str, int, int | None]], list[str]]:
    """Sum of what was read, places of the findings, their messages."""
    path = folder / "postings.csv"
    path.write_bytes(content)
    groups, findings = read_groups(str(path), "postings.csv")
    found = [(f.code, f.where.line, f.where.column) for f in findings]
    return sum(group.total for group in groups), found, [f.message for f in findings]


@pytest.mark.parametrize(
    ("line", "code", "column", "said"),
    [
        (b"2016-02-30,meetings,1.00,V,t", "G105", 1, "no date of the calendar"),
        (b"30-02-2016,meetings,1.00,V,t", "G105", 1, "write 2016-02-30"),
        (b"2015/2014,meetings,1.00,V,t", "G105", 1, "ends before it begins"),
        (b",meetings,1.00,V,t", "G105", 1, "blank"),
        (b"86400,meetings,1.00,V,t", "G105", 1, "is not a date"),
        (b"2014-05-12,meetings,1.000,V,t", "G104", 21, "more than two decimals"),
        (b'2014-05-12,meetings,"1.234,56",V,t', "G104", 21, "thousands marks"),
        (b"2014-05-12,meetings,1e3,V,t", "G104", 21, "scientific"),
        (b"2014-05-12,meetings,1_000.00,V,t", "G104", 21, "separator"),
        ("2014-05-12,meetings,١.٠٠,V,t".encode(), "G104", 21, "not an amount"),
        (b"2014-05-12,meetings,,V,t", "G104", 21, "blank"),
        (b"2014-05-12,meetings, 1.00,V,t", "G104", 21, "separator"),
        (b"2014-05-12,meetings,-0.00,V,t", "G104", 21, "write 0.00"),
        (b"2014-05-12,Meetings,1.00,V,t", "G106", 12, "no id"),
        (b"2014-05-12,,1.00,V,t", "G106", 12, "blank"),
        (b"2014-05-12,meetings,1,00,V,t", "G102", 28, "decimal comma"),
        (b"2014-05-12,meetings,1.00,V", "G102", 26, "4 fields, the header 5"),
        (b"2014-05-12,meetings,1.00,V,t,u", "G102", 30, "6 fields, the header 5"),
        (b'2014-05-12,meetings,1.00,V,"t', "G103", 28, "never closed"),
        (b'2014-05-12,meetings,1.00,V,t"u"', "G103", 29, "inside a field"),
        (b'2014-05-12,meetings,1.00,V,"t"u', "G103", 31, "follows the quote"),
        (b"2014-05-12,meetings,1.00,V,t\x00", "G107", 29, "U+0000"),
        (b"2014-05-12,meetings,1.00,V,t\tu", "G107", 29, "U+0009"),
        ("2014-05-12,meetings,1.00,V,t\u202e".encode(), "G107", 29, "U+202E"),
        (b"2014-05-12,meetings,1.00,V,\xf8l", "G004", 28, "1 byte outside UTF-8"),
        (b"2014-05-12,meetings,1.00,V,t\ru", "G108", 29, "carriage return"),
        (b"", "G109", None, "blank"),
        (b"   ", "G109", None, "blank"),
    ],
)
def test_a_faulty_line_is_explained_and_the_others_count(
    tmp_path: Path, line: bytes, code: str, column: int | None, said: str
) -> None:
    total, found, messages = read(tmp_path, HEAD + GOOD + line + b"\n" + GOOD.replace(b"V-1", b"V-2"))

    assert [(c, at) for c, at, _ in found] == [(code, 3)]
    assert column is None or found[0][2] == column
    assert said in messages[0]
    assert total == 20_000


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"date,activity,amount,voucher\n", "'text' is missing"),
        (b"date,activity,voucher,text\n", "'amount' is missing"),
        (b"date,activity,amount,voucher,text,amount\n", "'amount' appears twice"),
        (b"Date,activity,amount,voucher,text\n", "did you mean 'date'?"),
        (b"date;activity;amount;voucher;text\n", "semicolons"),
        ("date,activity\n".encode("utf-16"), "UTF-16"),
        (b'date,activity,"amount,voucher,text\n', "never closed"),
        (b"\n", "is missing"),
        (b"date\ractivity\ramount\r", "carriage return"),
    ],
)
def test_a_faulty_header_is_explained_and_nothing_is_guessed(
    tmp_path: Path, header: bytes, said: str
) -> None:
    total, found, messages = read(tmp_path, header + GOOD)

    assert total == 0
    assert {line for _, line, _ in found} == {1}
    assert any(said in message for message in messages)


@pytest.mark.parametrize("length", [131_072, 131_073, 900_000])
def test_a_long_quoted_text_is_read_whole(tmp_path: Path, length: int) -> None:
    text = b'"' + b"a, " * (length // 3) + b'"'

    assert read(tmp_path, HEAD + GOOD.replace(b"Fees", text)) == (10_000, [], [])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("to 010190-1234", True),
        ("to 010190 1234", True),
        ("to 010190\u20131234", True),
        ("to 010190 - 1234", True),
        ("CPR 0101901234", True),
        ("case 710-2014-13731", False),
        ("voucher 310290-1234", False),
        ("2014-2017", False),
        ("invoice 0101901234", False),
    ],
)
def test_civil_registration_numbers_are_known_by_their_form(tmp_path: Path, text: str, is_one: bool) -> None:
    _, found, messages = read(tmp_path, HEAD + GOOD.replace(b"Fees", text.encode()))

    assert [code for code, _, _ in found] == (["G501"] if is_one else [])
    assert all("1234" not in message for message in messages)


def test_an_unknown_column_is_an_error_but_the_rest_is_read(tmp_path: Path) -> None:
    total, found, messages = read(
        tmp_path, b"date,activity,amount,voucher,text,konto\n2014,meetings,1.00,V,t,42\n"
    )

    assert total == 100
    assert found == [("G101", 1, 35)]
    assert "no column 'konto'" in messages[0]


def test_an_empty_file_is_no_empty_account(tmp_path: Path) -> None:
    assert read(tmp_path, b"")[1] == [("G110", 1, None)]
    assert read(tmp_path, b"\xef\xbb\xbf")[1] == [("G110", 1, None)]


@pytest.mark.parametrize("content", [HEAD, HEAD.rstrip(b"\n"), HEAD.replace(b"\n", b"\r\n")])
def test_a_header_alone_is_sound(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == (0, [], [])


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + HEAD + GOOD,
        (HEAD + GOOD).replace(b"\n", b"\r\n"),
        HEAD + GOOD.rstrip(b"\n"),
        HEAD + GOOD.replace(b"Fees", b'"Fees, eight\nmeetings"'),
        HEAD + GOOD.replace(b"Fees", b'"the ""fast track"" group"'),
        (HEAD + GOOD.replace(b"Fees", b'"Fees,\neight"')).replace(b"\n", b"\r\n"),
        b'"date",activity,"amount",voucher,text\n' + GOOD,
        b"text,voucher,amount,activity,date\nFees,V-1,100.00,meetings,2014-05-12\n",
        HEAD + "2014-05-12,meetings,100.00,V-1,Honorar – »æøå« €\n".encode(),
    ],
)
def test_what_other_programs_write_is_accepted(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == (10_000, [], [])


def test_lines_are_those_of_the_file_after_quoted_line_breaks(tmp_path: Path) -> None:
    content = HEAD + b'2014,meetings,1.00,V,"a\nb\nc"\n2014,meetings,x,V,t\n'

    assert [(code, line) for code, line, _ in read(tmp_path, content)[1]] == [("G104", 5)]


def test_a_fault_inside_quoted_line_breaks_is_placed_on_its_line(tmp_path: Path) -> None:
    content = HEAD + b'2014,meetings,1.00,V,"a\nb\tc"\n'

    assert read(tmp_path, content)[1] == [("G107", 3, 2)]


def test_a_lost_quote_swallows_no_posting(tmp_path: Path) -> None:
    lost = b'2014,meetings,1.00,V,"lost\n'
    more = b"".join(b"2014,meetings,2.00,V%d,t\n" % n for n in range(5))
    other = b'2014,meetings,4.00,W,"a ""quoted"" text"\n'

    total, found, _ = read(tmp_path, HEAD + lost + more + other)

    assert found == [("G103", 2, 22)]
    assert total == 5 * 200 + 400


def test_a_lost_quote_that_another_one_closes_is_noticed(tmp_path: Path) -> None:
    """Legal CSV, but a posting stands inside the text: somebody lost a quote."""
    content = HEAD + b'2014,meetings,1.00,V,"lost\n2014,meetings,2.00,V2,t\n2014,meetings,4.00,W,it"\n'

    total, found, _ = read(tmp_path, content)

    assert [(code, line) for code, line, _ in found] == [("G103", 2), ("G103", 4)]
    assert total == 200


def test_a_line_without_end_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    long = b"2014,meetings,1.00,V," + b"x" * (MAX_LINE + 10) + b"\n"
    longer = b"2014,meetings,1.00,V," + b"x" * (3 * BLOCK) + b"\n"

    total, found, _ = read(tmp_path, HEAD + long + GOOD + longer + GOOD.replace(b"V-1", b"V-2"))

    assert [(code, line) for code, line, _ in found] == [("G112", 2), ("G112", 4)]
    assert total == 20_000


def test_every_fault_of_a_line_is_told(tmp_path: Path) -> None:
    _, found, _ = read(tmp_path, HEAD + b"12-05-2014,Lab 6,1,V,t\n")

    assert [code for code, _, _ in found] == ["G105", "G106", "G104"]


def test_optional_columns_are_checked(tmp_path: Path) -> None:
    head = b"date,activity,amount,voucher,text,financing,quantity,unit\n"
    _, found, messages = read(tmp_path, head + b"2014,meetings,1.00,V,t,gran,7.12345,hour\n")

    assert [code for code, _, _ in found] == ["G106", "G106"]
    assert "did you mean 'grant'?" in messages[0]


def test_financing_and_quantity_reach_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "postings.csv"
    head = "date,activity,amount,voucher,text,financing,quantity,unit\n"
    path.write_text(head + "2014-05-12,meetings,1.00,V,t,own,7.5,hour\n2014,meetings,2.00,V,u,,,\n")

    first, second = read_rows(str(path))
    groups, _ = read_groups(str(path), str(path))

    assert (first.financing, str(first.quantity), first.unit, first.line) == ("own", "7.5", "hour", 2)
    assert (second.financing, second.quantity, second.line) == ("grant", None, 3)
    assert [(g.date, g.financing, g.total) for g in groups] == [
        ("2014-05-12", "own", 100),
        ("2014", "grant", 200),
    ]


def test_a_missing_voucher_is_placed(tmp_path: Path) -> None:
    total, found, _ = read(tmp_path, HEAD + GOOD + b"2014-05-12,meetings,1.00,  ,t\n")

    assert found == [("G304", 3, 26)]
    assert total == 10_100


def test_repeated_lines_name_the_first_one(tmp_path: Path) -> None:
    quoted = b'2014-05-12,meetings,100.00,V-1,"Fees"\n'

    total, found, messages = read(tmp_path, HEAD + GOOD + GOOD.replace(b"Fees", b"Other") + quoted + GOOD)

    assert [(code, line) for code, line, _ in found] == [("G305", 4), ("G305", 5)]
    assert all("line 2" in message for message in messages)
    assert total == 40_000


def test_a_flood_of_findings_is_counted(tmp_path: Path) -> None:
    extra = 7
    content = HEAD + b"".join(b"2014,meetings,1.00,,t%d\n" % n for n in range(REPORTED + extra))

    _, found, messages = read(tmp_path, content)

    assert len(found) == REPORTED + 1
    assert messages[-1].startswith(f"{extra} more")


def test_findings_point_into_the_file_of_the_grant(tmp_path: Path) -> None:
    import grants
    from tests.support import ledger_of, postings

    ledger = ledger_of(tmp_path, csv=postings("2014-05-12,meetings,1.000,V,t"))

    assert places(list(ledger.findings), "G104") == [("postings.csv", 2, 21)]
    assert "G104" in codes(grants.check(ledger))
