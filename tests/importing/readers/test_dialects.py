"""A random ledger written in each dialect, or by LibreOffice, gives the same rows and sums again."""

import datetime as dt
import random
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.importing.profiles.profile_files import load_profile
from grants.importing.readers.camt053 import read_statement
from tests.importing.readers.dialects import (
    ENTRIES,
    Dialect,
    Entry,
    entries_of,
    findings_of,
    items,
    law,
    lines_of,
    statement,
    totals_of,
    write_g69,
    write_ods,
    write_xlsx,
)

DIALECTS = [
    Dialect(),
    Dialect(encoding="cp1252", line_end="\n"),
    Dialect(encoding="iso-8859-1", costs="negative"),
    Dialect(encoding="utf-8-sig", delimiter="\t", below="trailing", date="dd.mm.yyyy"),
    Dialect(encoding="utf-16", below="parentheses", date="yyyymmdd"),
    Dialect(delimiter=",", decimal=".", thousands=",", date="mm/dd/yyyy"),
    Dialect(delimiter="|", thousands="", date="yyyy-mm-dd", quotes_all=True),
    Dialect(sign="columns", quotes_all=True),
    Dialect(sign="mark", thousands=" "),
]


@pytest.mark.parametrize("dialect", DIALECTS, ids=str)
@law
@given(entries=ENTRIES)
def test_delimited_text(dialect: Dialect, entries: list[Entry], tmp_path: Path) -> None:
    found = items(tmp_path / "export.csv", dialect.write(entries), dialect.profile())

    assert entries_of(found) == entries
    assert [line.row for line in lines_of(found)] == list(range(2, len(entries) + 2))
    (total,) = totals_of(found)
    assert total.minor == total.counted == sum(entry.minor for entry in entries)
    assert (total.of, total.is_whole) == (len(entries), True)
    assert {finding.code for finding in findings_of(found)} <= {"G936"}


@law
@given(entries=ENTRIES, seed=st.integers(0, 99))
def test_a_shuffled_file_gives_the_same_rows_and_sums(
    entries: list[Entry], seed: int, tmp_path: Path
) -> None:
    dialect = Dialect()
    shuffled = random.Random(seed).sample(entries, len(entries))  # noqa: S311  # no secret
    one, other = (items(tmp_path / "e.csv", dialect.write(e), dialect.profile()) for e in (entries, shuffled))

    assert Counter(entries_of(one)) == Counter(entries_of(other))
    assert totals_of(one)[0].counted == totals_of(other)[0].counted


@pytest.mark.parametrize("since_1904", [False, True])
@law
@given(entries=ENTRIES)
def test_xlsx(entries: list[Entry], since_1904: bool, tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    write_xlsx(path, entries, since_1904=since_1904)
    found = items(path, None, Dialect().profile())

    assert entries_of(found) == entries
    assert findings_of(found) == []
    assert {line.sheet for line in lines_of(found)} == {"Poster"}


@law
@given(entries=ENTRIES)
def test_ods(entries: list[Entry], tmp_path: Path) -> None:
    found = items(tmp_path / "export.ods", write_ods(entries), Dialect().profile())

    assert entries_of(found) == entries
    assert findings_of(found) == []


@pytest.mark.parametrize("header_on_lines", [False, True])
@law
@given(entries=ENTRIES)
def test_g69(entries: list[Entry], header_on_lines: bool, tmp_path: Path) -> None:
    profile, _ = load_profile("g69")
    assert profile is not None
    # Three digits behind an & would be a field.
    entries = [entry._replace(text=entry.text.replace("&", "&,")) for entry in entries]
    content = write_g69(entries, header_on_lines=header_on_lines)
    found = items(tmp_path / "batch.txt", content, profile)

    assert [entry for entry in entries_of(found) if entry.account != "9000000001"] == entries
    assert sum(line.minor for line in lines_of(found)) == 0
    assert findings_of(found) == []
    assert sum(total.of for total in totals_of(found)) == 2 * len(entries)


@pytest.mark.parametrize("version", [f"{n:02d}" for n in range(2, 14)])
@settings(law, max_examples=5)
@given(entries=ENTRIES)
def test_camt(entries: list[Entry], version: str, tmp_path: Path) -> None:
    path = tmp_path / "statement.xml"
    path.write_bytes(statement(entries, version=version))
    read = read_statement(path)
    came_in = [entry for entry in entries if entry.minor > 0]

    assert read.findings == []
    assert [(r.date, r.amount.minor, r.text, r.end_to_end) for r in read.receipts] == [
        (str(entry.date), entry.minor, entry.text, entry.voucher) for entry in came_in
    ]
    assert (read.first, read.last) == (str(min(entries).date), str(max(entries).date))


DAY = dt.date(2016, 3, 10)
OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_libreoffice(suffix: str, tmp_path: Path) -> None:
    source = tmp_path / "in" / "export.xlsx"
    source.parent.mkdir()
    entries = [Entry(DAY.replace(day=day), day * 111, str(day), "Honorar", "5280") for day in range(10, 20)]
    entries.append(Entry(DAY, -12_345_678_901, "9", "Æblegrød & co.", "0000000528"))
    write_xlsx(source, entries)
    assert OFFICE is not None
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        [OFFICE, home, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = items(tmp_path / f"export.{suffix}", None, Dialect().profile())

    assert entries_of(found) == entries
    assert findings_of(found) == []
