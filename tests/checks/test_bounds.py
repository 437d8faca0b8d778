"""Files that are wrong in every line: a hundred findings of a kind, exact totals, bounded work."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import grants
from grants import Severity
from grants.findings import message
from grants.findings.bounded import REPORTED, Bounded, bounded, counted
from tests.support import codes, ledger_of, postings

MANY = 3 * REPORTED

LINES: dict[str, tuple[str, Callable[[int], str]]] = {
    "G302": ("", lambda n: f"2014-05-12,{1000 + n},1.00,meetings,t"),
    "G106": ("", lambda n: f"2014-05-12,V {n},1.00,meetings,t"),
    "G105": ("", lambda n: f"x{n},meetings,1.00,V-{n},t"),
    "G104": ("", lambda n: f"2014-05-12,meetings,{n},V-{n},t"),
    "G102": ("", lambda n: f"2014-05-12,meetings,1.00,V-{n},t,more"),
    "G303": ("", lambda n: f"{1900 + n // 28 % 100}-01-{n % 28 + 1:02},meetings,1.00,V-{n},t"),
    "G304": ("", lambda n: f"2014-05-12,meetings,1.00,,t{n}"),
    "G018": (",financing", lambda n: f"2014-05-12,meetings,1.00,V-{n},t,partner:p{n}"),
}


def wrong(code: str) -> str:
    columns, line = LINES[code]
    return f"date,activity,amount,voucher,text{columns}\n" + "".join(f"{line(n)}\n" for n in range(MANY))


@pytest.mark.parametrize("code", LINES)
def test_a_kind_is_reported_a_hundred_times_and_counted_exactly(tmp_path: Path, code: str) -> None:
    found = [f for f in grants.check(ledger_of(tmp_path, csv=wrong(code))) if f.code == code]

    assert len(found) == REPORTED + 1
    assert counted(found) == MANY
    assert found[-1].count == MANY - REPORTED
    assert found[-1].where.line == REPORTED + 2
    assert found[-1].message.startswith(f"{MANY - REPORTED} more findings of this kind")


def test_the_same_posting_many_times_is_counted(tmp_path: Path) -> None:
    lines = ["2014-05-12,meetings,1.00,V-1,t"] * MANY
    found = [f for f in grants.check(ledger_of(tmp_path, csv=postings(*lines))) if f.code == "G305"]

    assert (len(found), counted(found)) == (REPORTED + 1, MANY - 1)


@pytest.mark.parametrize(
    ("code", "entry"),
    [("G016", 'activity = "a{n}"'), ("G010", 'activity = "travel"\nwrong{n} = 1')],
)
def test_records_that_are_all_wrong_are_counted(tmp_path: Path, code: str, entry: str) -> None:
    from tests.support import BASE

    more = "".join(f"[[budget]]\n{entry.format(n=n)}\namount = 1.00\n\n" for n in range(MANY))
    ledger = ledger_of(tmp_path, toml="# the whole file\n" + BASE["grant.toml"] + "\n" + more)
    found = [f for f in grants.check(ledger) if f.code == code]

    assert (len(found), counted(found)) == (REPORTED + 1, MANY)


def test_names_are_compared_for_what_is_reported_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def hint(name: str, _: object) -> str:
        asked.append(name)
        return ""

    monkeypatch.setattr(message, "did_you_mean", hint)
    grants.check(ledger_of(tmp_path, csv=wrong("G302")))

    assert REPORTED <= len(set(asked)) <= REPORTED + 1


def test_lines_of_other_activities_are_not_read_by_the_full_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grants.store.postings.scan import Scan

    parsed: list[object] = []
    parse = Scan.parse

    def counting(scan: Scan, record: Any) -> Any:
        parsed.append(record)
        return parse(scan, record)

    monkeypatch.setattr(Scan, "parse", counting)
    ledger = ledger_of(tmp_path, csv=wrong("G302"))

    assert ledger.grant("example").postings.count == MANY
    assert parsed == []


def test_what_derives_from_a_faulty_ground_is_left_out_and_named(tmp_path: Path) -> None:
    toml = "[[control]]\ntotal = 5.00\n"
    sums = grants.check(ledger_of(tmp_path / "a", toml=toml, csv=postings("2014-05-12,meetings,1,V-1,t")))
    names = grants.check(ledger_of(tmp_path / "b", toml=toml, csv=postings("2014-05-12,meting,1.00,V-1,t")))

    assert codes(sums)[:2] == ["G104", "G025"]
    assert "G211" not in codes(sums)
    assert "because of G104 (wrong-posting-amount)" in sums[1].message
    assert sums[1].severity is Severity.NOTE
    assert codes(names)[:2] == ["G302", "G025"]
    assert "G211" in codes(names)  # the sum of all is known, whatever it belongs to


def test_a_cause_that_is_waived_hides_no_consequence(tmp_path: Path) -> None:
    toml = '[checks.G302]\nseverity = "off"\nreason = "Agreed"\n'
    found = grants.check(ledger_of(tmp_path, toml=toml, csv=postings("2014-05-12,meting,1.00,V-1,t")))

    assert "G025" not in codes(found)


def test_bounding_what_is_bounded_changes_nothing(tmp_path: Path) -> None:
    found = list(ledger_of(tmp_path, csv=wrong("G104")).findings)

    assert bounded(found) == found
    twice = Bounded()
    twice.add(*found, *found)
    assert counted(twice.all()) == 2 * MANY
