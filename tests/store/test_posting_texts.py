"""Postings as texts: the same as the typed rows, for every file."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from grants.figures.postings import Postings, PostingText
from grants.store.postings.csv_records import as_text
from grants.store.postings.groups import read_groups
from grants.store.postings.rows import read_rows, read_texts
from grants.store.postings.scan import Scan

HEADS = (
    "date,activity,amount,voucher,text",
    "amount,voucher,date,text,activity",
    "date,activity,amount,voucher,text,financing,quantity,unit,person",
    "date,activity,amount,voucher,text,colour,person",
    "date,activity,amount,voucher,text,quantity,voucher_line,imported,reverses",
)
SOUND = [
    "2014-05-12",
    "2014",
    "fees",
    "1.00",
    "-2.50",
    "V-1",
    " V-2 ",
    "",
    "own",
    "partner:a",
    "2",
    "7.5",
    "hour",
]
FAULTY = ["2014-13-01", "1.0", "1,5", "Jens J", '"a, ""b"""', '"a\nb"', 'a"b', "\x07", "CPR 010190-1234"]
fields = st.sampled_from([*SOUND, *FAULTY, "doctor-1"])
plain = st.sampled_from(["2014-05-12,fees,1.00,V-1,t", "2014-05-12,fees,2.00,V-2,t", "2014,fees,-1.00,,"])
extra = st.sampled_from(
    [
        "",
        ",2,1,1:2,2014-05-12",
        ",-2,,,",
        ",own,2,hour,doctor-1",
        ",,,,",
        ",own,x,hour,doctor-1",
        ",own,2,hour,Jens",
        ",,a-1",
    ]
)
lines = st.lists(
    st.builds("{}{}".format, plain, extra) | st.lists(fields, max_size=9).map(",".join), max_size=8
)


@settings(deadline=None)
@given(st.sampled_from(HEADS), lines, st.sampled_from(["\n", "\r\n"]))
def test_texts_are_the_rows(head: str, body: list[str], end: str) -> None:
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "postings.csv")
        Path(path).write_bytes(end.join([head, *body, ""]).encode())
        groups, _ = read_groups(path, path)
        texts = list(read_texts(path, groups))
        rows = list(Postings((), lambda: tuple(read_rows(path))).texts())

    def comparable(text: PostingText) -> PostingText:
        return text._replace(date="")

    assert [comparable(text) for text in texts] == [comparable(row) for row in rows]


@settings(deadline=None)
@given(st.sampled_from(HEADS), lines)
def test_a_line_on_the_fast_path_is_sound_to_the_full_parser(head: str, body: list[str]) -> None:
    content = "\n".join([head, *body, ""]).encode()
    scan = Scan(as_text(BytesIO(content)), "postings.csv")
    records = [scan.parse(record) for record in scan.records()]
    rows = {row.posting.line: (row, found) for row, found in records if row is not None}
    known = {
        key: row.posting.financing
        for row, _ in rows.values()
        for key in scan.keys(row.texts["date"], row.posting.activity, row.posting.financing)
    }

    for plain in Scan(as_text(BytesIO(content)), "postings.csv").lines(known.get):
        if isinstance(plain, tuple):
            number, _, fields, minor, financing = plain
            row, found = rows[number]
            assert found == []
            assert (row.posting.amount.minor, row.posting.financing) == (minor, financing)
            assert list(row.texts.values()) == fields


def test_an_empty_file_has_none(tmp_path: Path) -> None:
    path = tmp_path / "postings.csv"
    path.write_bytes(b"")

    assert list(read_texts(str(path), ())) == []
