"""The audit trail: what happened, in the order in which it happened, whatever a clock said."""

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

import grants
from grants import Account
from grants.bookkeeping.close import close, reopen
from grants.figures.postings import Posting, Postings
from grants.history.events import Event, EventKind, trail
from grants.records.closings import Closings
from grants.records.imports import ImportRecord
from grants.render import draw
from grants.reports.log import log_table
from grants.values.periods import Period
from tests.history.test_differences import BARE, single_postings
from tests.support import Block, write_example

Run = Callable[..., Result]

GRANT = """
status = "reported"
[[amendment]]
date = 2014-06-01
period = "2014/2015"
approved_by = "The fund"
document = "D-7"
[[amendment]]
date = 2015-06-01
award = 100_000.00
[[instalment]]
amount = 60_000.00
planned = 2014-02-01
received = 2014-02-03
voucher = "I-1"
[[instalment]]
amount = 40_000.00
planned = 2016-02-01
[[repayment]]
amount = 5.00
date = 2016-06-01
document = "R-1"
[report]
date = 2016-03-31
document_number = "F-1"
"""
CSV = """\
date,activity,amount,voucher,text,voucher_line,imported,reverses
2014-05-12,meetings,80000.00,V-1,Fees,,,
2014-06-12,meetings,1.00,V-2,Wrong,,1:2,
2014-06-13,meetings,2.00,V-3,Right,,1:3,
2014-06-14,meetings,-1.00,V-2,Reversed,,,2014-06-12
2014-06-15,meetings,-9.00,V-9,Reversed,,,2014-06-15
2015-02-03,travel,20000.00,V-4,Train tickets,,,
2015-02-04,travel,7.00,V-5,More,,2:1,
"""


def record(number: int, day: str, count: int = 1, total: str = "1.00") -> str:
    return f"""
[[import]]
number = {number}
date = {day}
file = "konto {number}.csv"
sha256 = "{"0" * 64}"
size = 10
profile = "prisme"
profile_sha256 = "{"1" * 64}"
rows = {count}
new = {count}
known = 0
changed = 0
reversed = 0
ignored = 0
unmatched = 0
sum = {total}
first = 2014-06-12
last = 2014-06-13
"""


def account_of(folder: Path, imports: str, *, csv: str = CSV, toml: str = GRANT) -> Account:
    blocks = [Block("toml", "grant.toml", toml), Block("csv", "postings.csv", csv)]
    write_example(folder / "ledgers" / "example", blocks)
    if imports:
        (folder / "ledgers" / "example" / "imports.toml").write_text(imports, encoding="utf-8")
    ledger = grants.load(folder / "ledgers")
    assert not [d for d in ledger.findings if d.severity == "error"], ledger.findings
    return ledger.grant("example")


def shape(events: Sequence[Event]) -> list[tuple[str, str, tuple[int, int] | None]]:
    return [
        (str(e.kind), str(e.on or ""), None if e.run is None else (e.run.first_line, e.run.last_line))
        for e in events
    ]


def test_everything_stands_in_order(tmp_path: Path) -> None:
    account = account_of(tmp_path, record(1, "2014-07-01", 2, "3.00") + record(2, "2015-03-01", 1, "7.00"))

    assert shape(trail(account)) == [
        ("award", "2014", None),
        ("instalment", "2014-02-03", None),
        ("postings", "", (2, 2)),
        ("amendment", "2014-06-01", None),
        ("import", "2014-07-01", (3, 4)),
        ("reversals", "", (5, 6)),
        ("postings", "", (7, 7)),
        ("import", "2015-03-01", (8, 8)),
        ("amendment", "2015-06-01", None),
        ("report", "2016-03-31", None),
        ("repayment", "2016-06-01", None),
    ]
    taken = [event.run.reversed for event in trail(account) if event.run and event.run.reversed]
    assert [(t.voucher, str(t.date), t.line) for t in taken[0]] == [
        ("V-2", "2014-06-12", 3),
        ("V-9", "2014-06-15", None),
    ]


def test_a_clock_that_was_set_back_changes_no_order(tmp_path: Path) -> None:
    account = account_of(tmp_path, record(1, "2014-07-01", 2, "3.00") + record(2, "2010-01-01", 1, "7.00"))
    events = [event for event in trail(account) if event.kind is EventKind.IMPORT]

    assert [(str(event.on), event.is_out_of_order) for event in events] == [
        ("2014-07-01", False),
        ("2010-01-01", True),
    ]
    assert "et ur har gået forkert" in draw(log_table(account), "csv")
    assert "a clock was set back" in draw(log_table(account, language="en"), "csv")


def test_imports_without_postings_and_postings_without_imports_are_reported(tmp_path: Path) -> None:
    lost = CSV.replace(",1:2,", ",,").replace(",1:3,", ",,")
    account = account_of(tmp_path, record(1, "2014-07-01", 2, "3.00"), csv=lost)
    words = draw(log_table(account, language="en"), "csv")

    assert "import 2 is not recorded in imports.toml" in words
    assert "the import wrote 2 postings, 0 are here" in words
    kinds = [
        (event.kind, event.run is not None) for event in trail(account) if event.kind is EventKind.IMPORT
    ]
    assert kinds == [(EventKind.IMPORT, False), (EventKind.IMPORT, True)]


CLOSABLE = """\
date,activity,amount,voucher,text
2014-05-12,meetings,80000.00,V-1,Fees
2015-02-03,travel,20000.00,V-2,Train tickets
"""


def test_closings_stand_where_they_were_made(tmp_path: Path, run: Run) -> None:
    """On one day: closed, opened, posted, closed; the number of postings says what came between."""
    toml = 'status = "reported"\n[[activity]]\nid = "meetings"\ntitle = "Fees"\n'
    toml += '[[activity]]\nid = "travel"\ntitle = "Travel"\n'
    account_of(tmp_path, "", csv=CLOSABLE, toml=toml)
    root, day = tmp_path / "ledgers", date(2016, 4, 30)
    assert close(root, "example", on=day, period=Period.parse("2014"), by="Økonomi").closing
    assert close(root, "example", on=day, by="Sekretariatet").closing
    reopen(root, "example", on=day, reason="One voucher is missing")
    posted = run(
        "post", "example", "2015-03-01", "travel", "-5.00", "--voucher", "V-3", "--ledgers", str(root)
    )
    assert posted.exit_code == 0, posted.stderr
    assert close(root, "example", on=day).closing
    account = grants.load(root).grant("example")

    assert shape(trail(account))[1:] == [
        ("postings", "", (2, 3)),
        ("closing", "2016-04-30", None),
        ("closing", "2016-04-30", None),
        ("reopening", "2016-04-30", None),
        ("postings", "", (4, 4)),
        ("closing", "2016-04-30", None),
    ]
    result = run("log", "example", "--ledgers", str(root), "--language", "en", "--format", "csv")
    assert result.exit_code == 0
    assert "closing 1 of the period 2014 (postings: 1); by Økonomi; seal " in result.stdout
    assert "closing 1 is reopened" not in result.stdout
    assert "closing 2 is reopened; reason: One voucher is missing; seal " in result.stdout


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json", "html", "docx", "pdf", "xlsx"])
def test_the_trail_is_drawn_in_every_format(tmp_path: Path, run: Run, form: str) -> None:
    account_of(tmp_path, record(1, "2014-07-01", 2, "3.00") + record(2, "2015-03-01", 1, "7.00"))
    output = tmp_path / f"log.{form}"
    result = run(
        "log", "example", "--ledgers", str(tmp_path / "ledgers"), "--format", form, "-o", str(output)
    )

    assert result.exit_code == 0, result.stderr
    assert output.stat().st_size > 500


def test_a_line_that_cannot_be_read_is_said(tmp_path: Path, run: Run) -> None:
    account_of(tmp_path, "")
    path = tmp_path / "ledgers" / "example" / "postings.csv"
    path.write_text(path.read_text(encoding="utf-8") + "2015,travel,1,V,x,,,\n", encoding="utf-8")
    result = run("log", "example", "--ledgers", str(tmp_path / "ledgers"))

    assert result.exit_code == 1
    assert "G104" in result.stderr


def test_an_account_without_anything_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "ledgers" / "example"
    write_example(folder, [Block("toml", "grant.toml", 'status = "applied"\naward = {}\n')])
    shutil.rmtree(folder)

    assert trail(Account(BARE)) == ()
    assert "Der er ikke sket noget endnu." in draw(log_table(Account(BARE)), "text")


days = st.dates(date(2014, 1, 1), date(2014, 1, 9))


@given(st.lists(single_postings(), max_size=10), st.lists(days, max_size=3), st.data())
def test_every_posting_is_listed_once_and_in_order(
    rows: list[Posting], imported: list[date], data: st.DataObject
) -> None:
    """Whatever imports and clocks there are: the trail has each posting once, in the order of the file."""
    import dataclasses

    numbers = sorted(data.draw(st.integers(0, len(imported))) for _ in rows)
    chosen = tuple(
        dataclasses.replace(posting, line=line, imported=f"{number}:1" if number else "", reverses=None)
        for line, (posting, number) in enumerate(zip(rows, numbers, strict=True), 2)
    )
    records = tuple(_record(number, day) for number, day in enumerate(imported, 1))
    account = Account(BARE, Postings(read_rows=lambda: chosen), imports=records, closings=Closings())

    events = trail(account)

    lines = [line for e in events if e.run for line in range(e.run.first_line, e.run.last_line + 1)]
    assert lines == [posting.line for posting in chosen]
    numbers_found = [e.record.number for e in events if isinstance(e.record, ImportRecord)]
    assert numbers_found == [record.number for record in records]
    latest = [e.on.start for e in events if e.on and not e.is_out_of_order]
    assert latest == sorted(latest)


def _record(number: int, day: date) -> ImportRecord:
    counts = dict.fromkeys(("size", "rows", "new", "known", "changed", "reversed", "ignored", "unmatched"), 0)
    return ImportRecord.model_validate(
        {
            **counts,
            "number": number,
            "date": day,
            "file": "a.csv",
            "sha256": "0" * 64,
            "profile": "p",
            "profile_sha256": "0" * 64,
            "sum": 0,
            "first": day,
            "last": day,
        }
    )
