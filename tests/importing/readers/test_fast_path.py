"""The fast path through a file gives what the full parser gives, whatever is done to its lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.importing.profiles.profile import Profile
from grants.importing.readers import delimited, fast_paths, sheets
from grants.importing.readers.cells import CONTROL
from grants.importing.readers.fast_paths import FastRows
from grants.importing.source_line import Item, SourceLine
from tests.importing.readers.dialects import ENTRIES, Dialect, Entry, items, law, write_xlsx
from tests.support import write_sheets

MUTATIONS = [*'"; \t,.-\n\r\x00x0\u00a0', "Subtotal", "I alt", "'", "#REF!"]
SIGNS = [Dialect(), Dialect(sign="columns"), Dialect(sign="mark"), Dialect(delimiter="\t", quotes_all=True)]


@contextmanager
def full_parser_only() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "fast_line", lambda *_: lambda *_: None)
        patch.setattr(FastRows, "lines", lambda *_: None)
        yield


def both(path: Path, content: bytes | None, profile: Profile) -> tuple[list[Item], list[Item]]:
    quick = items(path, content, profile)
    with full_parser_only():
        return quick, items(path, content, profile)


@pytest.mark.parametrize("dialect", SIGNS, ids=str)
@settings(law, max_examples=60)
@given(
    entries=ENTRIES,
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2), st.sampled_from(MUTATIONS)), max_size=4),
)
def test_delimited_text(
    dialect: Dialect, entries: list[Entry], changes: list[tuple[float, int, str]], tmp_path: Path
) -> None:
    text = dialect.write(entries).decode()
    for place, length, new in changes:
        at = round(place * len(text))
        text = text[:at] + new + text[at + length :]

    quick, exact = both(tmp_path / "export.csv", text.encode(), dialect.profile())

    assert quick == exact


CELLS = [
    "14-03-2016", "x", "5", "-1.5", "0.1", "1.005", "1234.567", "#REF!", "=1+1", "I alt", "Subtotal 1", "",
    "1.234,56",
]  # fmt: skip


@settings(law, max_examples=60)
@given(rows=st.lists(st.lists(st.sampled_from(CELLS), min_size=5, max_size=5), max_size=6))
def test_sheets(rows: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    lines = ["Dato;Bilagsnr;Tekst;Artskonto;Beløb", *(";".join(row) for row in rows)]
    write_sheets(path, "\n".join(lines))

    quick, exact = both(path, None, Dialect().profile())

    assert quick == exact


@settings(law, max_examples=60)
@given(
    odd=st.lists(st.tuples(st.integers(0, 39), st.integers(0, 4), st.sampled_from(CELLS)), max_size=3),
    headings_again=st.integers(1, 60),
)
def test_rows_that_do_not_conform_among_many_that_do(
    odd: list[tuple[int, int, str]], headings_again: int, tmp_path: Path
) -> None:
    head = "Dato;Bilagsnr;Tekst;Artskonto;Beløb"
    rows = [[f"{1 + row % 28:02d}-03-2016", f"B{row}", "Fees", "5600", f"{row}.25"] for row in range(40)]
    for row, column, cell in odd:
        rows[row][column] = cell
    lines = [head, *(";".join(row) for row in rows)]
    lines[headings_again:headings_again] = [head] * (headings_again < len(lines))
    path = tmp_path / "export.xlsx"
    write_sheets(path, "\n".join(lines))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "AT_ONCE", 18)  # so that there are several, and parts of parts
        patch.setattr(fast_paths, "_PARTS", 4)
        quick, exact = both(path, None, Dialect().profile())

    assert quick == exact
    assert any(isinstance(item, SourceLine) for item in quick)


def test_what_is_seen_by_nobody_is_not_printable() -> None:
    found = [chr(code) for code in range(0x110000) if CONTROL.search(chr(code))]

    assert len(found) > 60
    assert not any(character.isprintable() for character in found)
    assert not any(character.isprintable() for character in "\r\n\t")


@settings(law, max_examples=20)
@given(entries=ENTRIES)
def test_sound_sheets(entries: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    write_xlsx(path, entries)

    quick, exact = both(path, None, Dialect().profile())

    assert quick == exact
