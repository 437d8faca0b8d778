"""Laws of reading postings: groups and rows agree, nothing raises, what is written is read."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grants.store.postings.csv_records import CsvRecord, fields_of_line, split, write_fields
from grants.store.postings.groups import read_groups
from grants.store.postings.rows import read_rows

HEAD = b"date,activity,amount,voucher,text\n"
SEEDS = (
    b"2014-05-12,meetings,100.00,V-1,Fees\n",
    b"2014-05-12,meetings,-12.50,V-2,Reversal\n",
    b'2014/2017,travel,31138.00,V-3,"Train, bus"\n',
    b'2016-Q1,travel,0.05,V-4,"two\nlines"\n',
    "2016-03,meetings,7.00,V-5,Møde – æøå\n".encode(),
    b"2016-03,meetings,7.00,V-6,CPR 0101901234\n",
)
NOISE = (b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"1.234", b"e3", b"-", b" ", b"\xe2\x80\xae", b"0")


def read_both(
    content: bytes,
) -> tuple[Counter[tuple[str, str, str, int]], Counter[tuple[str, str, str, int]]]:
    """Groups of the one reader, and rows of the other counted up to groups."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "postings.csv"
        path.write_bytes(content)
        groups, _ = read_groups(str(path), "postings.csv")
        by_rows: Counter[tuple[str, str, str]] = Counter()
        for row in read_rows(str(path)):
            by_rows[str(row.date), row.activity, row.financing] += row.amount.minor
        by_groups: Counter[tuple[str, str, str]] = Counter()
        for group in groups:
            by_groups[str(group.period), group.activity, group.financing] += group.total
        count = sum(group.postings for group in groups)
        assert count == sum(1 for _ in read_rows(str(path)))
    return (
        Counter({(*key, total): 1 for key, total in by_groups.items()}),
        Counter({(*key, total): 1 for key, total in by_rows.items()}),
    )


@st.composite
def mutated_files(draw: st.DrawFn) -> bytes:
    """A sound file with a few bytes taken out, put in or replaced anywhere."""
    content = bytearray(HEAD + b"".join(draw(st.lists(st.sampled_from(SEEDS), max_size=8))))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 3))
        content[at : at + length] = draw(st.sampled_from(NOISE) | st.just(b""))
    return bytes(content)


@settings(max_examples=400, deadline=None)
@given(mutated_files())
@example(HEAD + b'2014,a,1.00,V,"x\n' + b'2014,a,2.00,V,y"\n')
def test_the_fast_path_and_the_full_parser_agree(content: bytes) -> None:
    by_groups, by_rows = read_both(content)

    assert by_groups == by_rows


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing(content: bytes) -> None:
    by_groups, by_rows = read_both(content)

    assert by_groups == by_rows


fields = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")), min_size=1)


@given(fields)
def test_fields_that_are_written_are_read_back(texts: list[str]) -> None:
    record = split(write_fields(texts), 1)

    assert isinstance(record, CsvRecord)
    assert [field.text for field in record.fields] == texts


@settings(deadline=None, max_examples=50)
@given(st.permutations(SEEDS))
def test_the_order_of_lines_does_not_matter(lines: list[bytes]) -> None:
    assert read_both(HEAD + b"".join(lines))[0] == read_both(HEAD + b"".join(SEEDS))[0]


@given(st.lists(st.text("ab,\" '", max_size=6), min_size=1, max_size=4).map(",".join))
@example('a,"b ""c"", d",')
def test_the_quick_split_is_the_exact_one_or_none(line: str) -> None:
    exact = split(line, 1)
    quick = fields_of_line(line)

    if isinstance(exact, CsvRecord):
        assert quick == [field.text for field in exact.fields]
    else:
        assert quick == []
