"""Laws of importing: nothing is lost, nothing comes twice, and the ledger ends up as the books are."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grants
from grants.findings.finding import errors
from grants.importing.profiles.profile_files import read_profile
from tests.importing.conftest import DIALECTS, Dialect, Ledgers, Line, books, new_ledger, shuffled
from tests.importing.readers.dialects import ENTRIES, Entry, write_g69, write_ods, write_xlsx

FEW = settings(max_examples=25)
FIRST, LAST = Line("2014-01-01", 1, "first", number="1"), Line("2015-12-31", 1, "last", number="1")


@contextmanager
def fresh(**options: object) -> Iterator[Ledgers]:
    with tempfile.TemporaryDirectory() as folder:
        yield new_ledger(Path(folder), **options)  # type: ignore[arg-type]


def nets(lines: list[Line]) -> Counter[tuple[str, str, int, str, str]]:
    return Counter(line.net for line in lines)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@FEW
@given(lines=books(numbered=True))
def test_an_export_in_any_dialect_comes_back_as_it_was(dialect: Dialect, lines: list[Line]) -> None:
    with fresh() as ledger:
        ledger.dialect = dialect
        outcome = ledger.sound([*lines, FIRST])

        assert ledger.net() == nets([*lines, FIRST])
        account = grants.load(ledger.root).grant("example")
        texts = Counter(posting.text for posting in account.postings)
        assert texts == Counter(line.text for line in [*lines, FIRST])
        assert outcome.plan.grant_imports[0].new.lines == account.postings.count == len(lines) + 1
        assert errors(grants.check(grants.load(ledger.root))) == []


@FEW
@given(lines=st.one_of(books(), books(numbered=True)), seed=st.integers(0, 99))
def test_twice_equals_once_and_order_does_not_matter(lines: list[Line], seed: int) -> None:
    with fresh() as ledger:
        ledger.take(lines)
        before = ledger.files()

        again = ledger.take(shuffled(lines, seed))

        assert ledger.files() == before
        assert not again.is_written
        assert ledger.net() == nets(lines)


@FEW
@given(
    lines=st.one_of(books(), books(numbered=True)),
    days=st.tuples(st.dates(), st.dates()).map(lambda pair: sorted(map(str, pair))),
)
def test_two_exports_that_overlap_give_their_union(lines: list[Line], days: list[str]) -> None:
    """A voucher has an amount on one day of a year; another day would be a correction."""
    day_of: dict[Any, str] = {}
    lines = [
        line for line in lines if day_of.setdefault((line.date[:4], line.net[1:]), line.date) == line.date
    ]
    with fresh() as ledger:
        ledger.take([line for line in lines if line.date <= days[1]])
        ledger.take([line for line in lines if line.date >= days[0]])

        assert ledger.net() == nets(lines)


@st.composite
def edited(draw: st.DrawFn, *, numbered: bool) -> tuple[list[Line], list[Line]]:
    """Books, and the same books after somebody changed, removed and added lines."""
    before = draw(books(numbered=numbered, least=1))
    after = []
    for line in before:
        kind = draw(st.sampled_from(["keep", "keep", "amount", "activity", "date", "remove"]))
        changes: dict[str, dict[str, Any]] = {
            "amount": {"minor": line.minor + draw(st.integers(-50, 50))},
            "activity": {"activity": "travel" if line.activity == "meetings" else "meetings"},
            "date": {"date": line.date[:8] + "07"},
        }
        if kind != "remove":
            after.append(line._replace(**changes.get(kind, {})))
    added = draw(books())
    number: dict[str, Any] = {"number": "99"} if numbered else {}
    after += [line._replace(voucher=f"N{place}", **number) for place, line in enumerate(added)]
    return before, after


@settings(max_examples=60)
@given(pair=st.one_of(edited(numbered=True), edited(numbered=False)))
def test_an_edited_export_reverses_and_adds_what_makes_the_sums_right(
    pair: tuple[list[Line], list[Line]],
) -> None:
    before, after = ([FIRST, *lines, LAST] for lines in pair)
    mentioned = {line.voucher for line in after}
    unmentioned = [line for line in before if line.voucher not in mentioned]
    with fresh() as ledger:
        ledger.sound(before)
        old = (ledger.folder / "postings.csv").read_bytes()

        ledger.sound(after)

        assert ledger.net() == nets([*after, *unmentioned])
        kept = [line.rstrip(b",") for line in (ledger.folder / "postings.csv").read_bytes().split(b"\n")]
        assert kept[1 : old.count(b"\n")] == [line.rstrip(b",") for line in old.split(b"\n")[1:-1]]
        assert not ledger.sound(after).is_written
        assert errors(grants.check(grants.load(ledger.root))) == []
        ledger.sound(before)
        gone = {line.voucher for line in before}
        assert ledger.net() == nets([*before, *(line for line in after if line.voucher not in gone)])


@FEW
@given(
    lines=books(numbered=True), by_hand=st.lists(st.booleans(), min_size=20, max_size=20), hand=st.booleans()
)
def test_postings_entered_by_hand_count_as_known(lines: list[Line], by_hand: list[bool], hand: bool) -> None:
    entered = [line for line, is_entered in zip(lines, by_hand, strict=False) if is_entered]
    rows = [f"{p.date},{p.activity},{p.minor / 100:.2f},{p.voucher},by hand\n" for p in entered]
    rows = [row.replace(",-0.00,", ",0.00,") for row in rows]
    with fresh(csv="date,activity,amount,voucher,text\n" + "".join(rows)) as ledger:
        ledger.take(lines)

        held = Counter(key[:4] for key in ledger.net().elements())
        assert held == Counter(line.net[:4] for line in lines)
        assert not ledger.take(lines).is_written


def entries_in(path: Path, kind: str, entries: list[Entry]) -> str:
    """Write entries as a workbook or a batch; gives the profile that reads them."""
    if kind == "xlsx":
        write_xlsx(path, entries)
    else:
        path.write_bytes(write_ods(entries) if kind == "ods" else write_g69(entries))
    return "g69" if kind == "g69" else "generic-dk"


@pytest.mark.parametrize("kind", ["xlsx", "ods", "g69"])
@settings(max_examples=10)
@given(entries=ENTRIES)
def test_workbooks_and_batches_come_in_as_they_are(kind: str, entries: list[Entry]) -> None:
    entries = [e._replace(minor=e.minor % 10**6, text=e.text.replace("&", "")) for e in entries]
    rules = '[[rule]]\naccount = "9000000001"\nignore = true\nreason = "the bank"\n'
    rules += '[[rule]]\naccount = "*"\nactivity = "meetings"\n'
    with fresh() as ledger:
        base = entries_in(ledger.export, kind, entries)
        profile, found = read_profile(f'title = "t"\nextends = "{base}"\n{rules}', "p")
        assert profile is not None, found
        content = ledger.export.read_bytes()

        ledger.sound(content, profile=profile)

        held = Counter(key[:4] for key in ledger.net().elements())
        assert held == Counter((str(e.date), "meetings", e.minor, e.voucher) for e in entries)
        assert not ledger.sound(content, profile=profile).is_written
        assert ledger.export.read_bytes() == content
