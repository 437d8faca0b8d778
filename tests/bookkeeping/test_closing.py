"""Accounts are closed as they are, kept, reopened, and written to no more."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import grants
from grants.bookkeeping.amend import Approval, amend
from grants.bookkeeping.close import close, reopen
from grants.closing.verification import verify_folder
from grants.errors import ClosingError, UnknownGrantError, WriteError
from grants.findings.finding import errors
from grants.reports.budget_changes import EditedLine, ProposedLine
from grants.store.declared.closings import closings_text, entry_text
from grants.values.money import Amount
from grants.values.periods import Period
from tests.support import BASE, codes, ledger_of, postings

ON = date(2016, 3, 1)
YEAR = Period.parse("2014")
FIRST = "2014-05-12,meetings,80000.00,V-1,Fees for eight meetings"
ATTACHED = '[[attachment]]\ntitle = "Programme"\nfile = "programme.pdf"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger of one grant, `example`."""
    ledger_of(tmp_path)
    return tmp_path / "ledgers"


@pytest.fixture
def folder(root: Path) -> Path:
    return root / "example"


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".grants.lock"
    }


def test_the_record_of_a_closing_byte_for_byte(
    tmp_path: Path, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grants.bookkeeping.close.version", lambda _: "1.0.0")
    instalment = "[[instalment]]\nplanned = 2014-05-01\namount = 100_000.00\nreceived = 2014-05-03\n"
    ledger_of(tmp_path, toml=instalment + ATTACHED)
    folder = tmp_path / "ledgers" / "example"
    (folder / "programme.pdf").write_bytes(b"%PDF")
    root = tmp_path / "ledgers"

    close(root, "example", on=date(2015, 1, 20), period=YEAR, by="Secretariat")
    close(root, "example", on=ON)
    reopen(root, "example", reason='A "voucher" was missing', on=date(2016, 3, 4), by="Secretariat")

    golden("closing.toml", (folder / "closing.toml").read_text(encoding="utf-8"))
    golden("closing-postings.csv", (folder / "closings/1/postings.csv").read_text(encoding="utf-8"))


def test_sha256sum_recomputes_every_seal(root: Path, folder: Path) -> None:
    close(root, "example", on=date(2015, 1, 20), period=YEAR)
    close(root, "example", on=ON)
    reopen(root, "example", reason="A voucher was missing", on=ON)
    lines = r"""/^\[\[/ { entry++ } entry == n && !/^seal = / && NF"""
    script = f"""awk -v n="$1" '{lines}' "$2" | sha256sum | cut -c -64"""

    stated = [entry.seal for entry in grants.load(root).grant("example").closings.entries]
    recomputed = [
        subprocess.run(
            ["bash", "-c", script, "bash", str(number), str(folder / "closing.toml")],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for number in (1, 2, 3)
    ]

    assert recomputed == stated


def test_a_closing_says_what_is_closed(root: Path, folder: Path) -> None:
    outcome = close(root, "example", on=ON, by="Secretariat")

    closing = outcome.closing
    assert closing is not None
    assert (closing.kind, closing.date, closing.by) == ("final", ON, "Secretariat")
    assert (closing.postings, closing.total) == (2, Amount.parse("100000.00"))
    assert [(total.activity, total.amount) for total in closing.totals] == [
        ("meetings", Amount.parse("80000.00")),
        ("travel", Amount.parse("20000.00")),
    ]
    assert [file.name for file in closing.files] == ["grant.toml", "postings.csv", "report.md"]
    assert closing.settlement is not None
    assert (closing.settlement.unspent, closing.settlement.received) == (Amount.parse("0.00"), None)
    files = files_of(folder)
    assert {name for name in files if name.startswith("closings/")} == {f"closings/1/{n}" for n in BASE}
    assert all(files[f"closings/1/{name}"] == files[name] for name in BASE)
    ledger = grants.load(root)
    assert grants.check(ledger) == []
    assert ledger.grant("example").closed == ON
    assert verify_folder(folder).is_unchanged


def test_nothing_is_written_to_a_closed_account(root: Path, folder: Path) -> None:
    close(root, "example", on=ON)
    before = files_of(folder)
    fields = {"date": "2014-01-01", "activity": "no such activity", "amount": "1", "voucher": "", "text": ""}

    posted = grants.post(root, "example", fields)
    taken_back = grants.reverse(root, "example", "V-1")
    amended = amend(
        root,
        "example",
        lambda account: [
            EditedLine(number, ProposedLine(line.key, Amount.parse("50000.00")))
            for number, line in enumerate(account.approved.lines, 1)
        ],
        Approval(ON, "The fund"),
    )

    assert files_of(folder) == before
    for findings in (posted.findings, taken_back.findings, amended.findings):
        (finding,) = findings
        assert finding.code == "G801"
        assert finding.message == (
            "the accounts were closed on 2016-03-01, and nothing in them is changed any more"
        )
        assert "grants reopen example --reason" in finding.remedy
    with pytest.raises(ClosingError, match="were closed on 2016-03-01 already"):
        close(root, "example", on=ON)
    with pytest.raises(ClosingError, match="were closed on 2016-03-01 already"):
        close(root, "example", on=ON, period=YEAR)


def test_a_closed_period_takes_no_posting_and_the_rest_does(root: Path, folder: Path) -> None:
    close(root, "example", on=date(2015, 1, 20), period=YEAR)
    fields = {"activity": "travel", "amount": "-1.00", "voucher": "V-9", "text": "t"}

    refused = [grants.post(root, "example", fields | {"date": day}) for day in ("2014-12-31", "2014-Q1")]
    accepted = [grants.post(root, "example", fields | {"date": day}) for day in ("2015-01-01", "2014/2015")]

    assert [codes(list(outcome.findings)) for outcome in refused] == [["G802"], ["G802"]]
    assert "lies in 2014, which was closed on 2015-01-20" in refused[0].findings[0].message
    assert all(outcome.line for outcome in accepted)
    assert verify_folder(folder).is_unchanged


def test_the_layout_of_a_file_is_not_what_a_period_closes(root: Path, folder: Path) -> None:
    close(root, "example", on=date(2015, 1, 20), period=YEAR)
    path = folder / "postings.csv"
    text = "\ufeffvoucher,text,date,activity,amount,financing\r\n" + "".join(
        f'"{voucher}",{words},{day},{activity},{amount},{financing}\r\n'
        for day, activity, amount, voucher, words, financing in (
            ("2015-02-03", "travel", "19000.00", "V-2", "Cheaper", ""),
            ("2014-05-12", "meetings", "80000.00", "V-1", "Fees for eight meetings", "grant"),
        )
    )
    path.write_bytes(text.encode())

    assert verify_folder(folder).is_unchanged


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ([FIRST.replace("eight", "nine")], ["changed"]),
        ([FIRST, "2014-12-31,travel,1.00,V-3,t"], ["added"]),
        ([], ["vanished"]),
    ],
)  # fmt: skip
def test_what_changed_in_a_closed_period_is_named(
    root: Path, folder: Path, lines: list[str], kinds: list[str]
) -> None:
    close(root, "example", on=date(2015, 1, 20), period=YEAR)
    (folder / "postings.csv").write_text(postings(*lines, "2015-02-03,travel,20000.00,V-2,Train tickets"))

    (problem,) = verify_folder(folder).problems
    (found,) = [f for f in grants.check(grants.load(root)) if f.code == "G802"]

    assert problem.kind == "period"
    assert [str(difference.kind) for difference in problem.differences] == kinds
    assert kinds[0] in found.message


def test_errors_refuse_unless_a_reason_is_recorded(tmp_path: Path) -> None:
    root = tmp_path / "ledgers"
    ledger_of(tmp_path, toml="[[control]]\ntotal = 1.00\n\n[[control]]\ntotal = 2.00\n")

    refused = close(root, "example", on=ON)
    assert refused.closing is None
    assert codes(errors(list(refused.findings))) == ["G211", "G211"]
    assert not (root / "example" / "closing.toml").exists()
    assert not (root / "example" / "closings").exists()

    closing = close(root, "example", on=ON, force="The ERP is wrong").closing
    assert closing is not None
    assert closing.reason == "The ERP is wrong"
    assert [(found.code, found.count) for found in closing.errors] == [("G211", 2)]


def test_a_reason_is_recorded_only_for_errors(root: Path) -> None:
    closing = close(root, "example", on=ON, force="To be sure").closing

    assert closing is not None
    assert (closing.reason, closing.errors) == (None, ())


def test_accounts_are_checked_as_final_ones(tmp_path: Path) -> None:
    instalment = "[[instalment]]\nplanned = 2014-05-01\namount = 90_000.00\nreceived = 2014-05-03\n"
    ledger_of(tmp_path, toml=instalment)

    assert codes(grants.check(grants.load(tmp_path / "ledgers"))) == []
    assert "G605" in codes(list(close(tmp_path / "ledgers", "example", on=ON).findings))


def test_what_cannot_be_read_is_never_closed(root: Path, folder: Path) -> None:
    (folder / "postings.csv").write_text(postings("2014-05-12,meetings,1,V-1,t"))

    outcome = close(root, "example", on=ON, force="Please")

    assert outcome.closing is None
    assert codes(list(outcome.findings)) == ["G104"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"on": date(2014, 12, 31)}, "is of 2015-02-03, after 2014-12-31"),
        ({"on": date(2014, 12, 30), "period": YEAR}, "lasts until 2014-12-31"),
        ({"on": ON, "by": "010180-1234"}, r"0101\*\*-\*\*\*\* looks like a civil registration number"),
        ({"on": ON, "by": " "}, "not blank"),
        ({"on": ON, "force": "a\nb"}, "one line"),
    ],
)
def test_a_closing_that_cannot_be(root: Path, arguments: dict[str, object], why: str) -> None:
    with pytest.raises(ClosingError, match=why):
        close(root, "example", **arguments)  # type: ignore[arg-type]
    assert not (root / "example" / "closing.toml").exists()


@pytest.mark.parametrize(("status", "period"), [("awarded", None), ("applied", None), ("applied", YEAR)])
def test_accounts_that_are_not_reported_are_closed_by_periods_only(
    tmp_path: Path, status: str, period: Period | None
) -> None:
    ledger_of(tmp_path, toml=f'status = "{status}"\n[application]\namount = 100_000.00\n')

    with pytest.raises(ClosingError, match=f"status of example is '{status}'|only applied for"):
        close(tmp_path / "ledgers", "example", on=ON, period=period)


def test_the_clock_does_not_run_backwards(root: Path) -> None:
    close(root, "example", on=ON)

    with pytest.raises(ClosingError, match=r"last entry in closing\.toml is of 2016-03-01, after 2016-02-29"):
        reopen(root, "example", reason="r", on=date(2016, 2, 29))


def test_a_reopened_account_is_open_and_its_closing_stays(root: Path, folder: Path) -> None:
    first = close(root, "example", on=ON).closing
    entry = reopen(root, "example", reason="A voucher was missing", on=ON, by="Secretariat")
    assert first is not None
    assert (entry.closing, entry.number, entry.previous) == (1, 2, first.seal)
    assert grants.load(root).grant("example").closed is None

    assert grants.reverse(root, "example", "V-2", date="2015-02-04").postings
    second = close(root, "example", on=date(2016, 4, 1)).closing
    assert second is not None
    assert (second.number, second.postings, second.previous) == (3, 3, entry.seal)
    assert (folder / "closings/1/postings.csv").read_text(encoding="utf-8") == BASE["postings.csv"]
    assert verify_folder(folder).is_unchanged


def test_what_was_changed_before_a_reopening_is_recorded(root: Path, folder: Path) -> None:
    close(root, "example", on=ON)
    (folder / "report.md").write_text("Other words", encoding="utf-8")

    assert reopen(root, "example", reason="r", on=ON).changed == ("report.md",)
    assert verify_folder(folder).is_unchanged


def test_which_closing_is_lifted(root: Path) -> None:
    close(root, "example", on=date(2015, 1, 20), period=YEAR)
    close(root, "example", on=date(2015, 4, 20), period=Period.parse("2015-Q1"))
    with pytest.raises(ClosingError, match="the period 2014 of example is closed already"):
        close(root, "example", on=ON, period=YEAR)
    with pytest.raises(ClosingError, match="no closing 3 in force; in force are 1, 2"):
        reopen(root, "example", reason="r", on=ON, number=3)

    assert reopen(root, "example", reason="r", on=ON, number=1).closing == 1
    close(root, "example", on=ON)
    with pytest.raises(ClosingError, match="reopen closing 4 first"):
        reopen(root, "example", reason="r", on=ON, number=2)
    assert reopen(root, "example", reason="r", on=ON).closing == 4
    assert reopen(root, "example", reason="r", on=ON).closing == 2
    with pytest.raises(ClosingError, match="are not closed"):
        reopen(root, "example", reason="r", on=ON)
    with pytest.raises(UnknownGrantError):
        reopen(root, "nothing", reason="r", on=ON)


def test_sums_for_spans_that_a_period_cuts_are_named(tmp_path: Path) -> None:
    lines = ("2014/2015,meetings,80000.00,V-1,t", "2014-Q4,travel,20000.00,V-2,t")
    ledger_of(tmp_path, csv=postings(*lines))

    outcome = close(tmp_path / "ledgers", "example", on=date(2015, 1, 20), period=YEAR)

    assert outcome.closing is not None
    assert (outcome.closing.postings, outcome.closing.total) == (1, Amount.parse("20000.00"))
    assert [group.date for group in outcome.overlapping] == ["2014/2015"]


@pytest.mark.parametrize("name", ["grant.toml", "postings.csv", "report.md", "programme.pdf"])
def test_a_file_that_is_changed_while_it_is_closed(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor saves between the check and the write: nothing is sealed that was not checked."""
    ledger_of(tmp_path, toml=ATTACHED)
    folder = tmp_path / "ledgers" / "example"
    (folder / "programme.pdf").write_bytes(b"%PDF")
    sealed = __import__("grants.bookkeeping.close", fromlist=["_"])
    real = sealed._sealed  # noqa: SLF001

    def edit(*arguments: object) -> object:
        with (folder / name).open("ab") as stream:
            stream.write(b"\n")
        return real(*arguments)

    monkeypatch.setattr(sealed, "_sealed", edit)
    with pytest.raises(WriteError, match="another program changed"):
        close(tmp_path / "ledgers", "example", on=ON)

    assert not (folder / "closing.toml").exists()
    assert not (folder / "closings").exists()


def test_attachments_are_sealed_and_lead_nowhere_else(tmp_path: Path) -> None:
    ledger_of(tmp_path, toml=ATTACHED)
    folder, outside = tmp_path / "ledgers" / "example", tmp_path / "outside.pdf"
    outside.write_bytes(b"secret")
    (folder / "programme.pdf").symlink_to(outside)
    assert "G503" in codes(list(close(tmp_path / "ledgers", "example", on=ON).findings))

    (folder / "programme.pdf").unlink()
    (folder / "programme.pdf").write_bytes(b"%PDF")
    close(tmp_path / "ledgers", "example", on=ON)
    (folder / "programme.pdf").write_bytes(b"%PDF-2")
    assert [p.message for p in verify_folder(folder).problems] == [
        "programme.pdf was changed since the accounts were closed on 2016-03-01"
    ]
    (folder / "programme.pdf").unlink()
    assert [p.message for p in verify_folder(folder).problems] == [
        "programme.pdf was removed since the accounts were closed on 2016-03-01"
    ]


def test_names_that_are_one_on_another_computer(tmp_path: Path) -> None:
    twins = ATTACHED + ATTACHED.replace("programme", "Programme")
    ledger_of(tmp_path, toml=twins)
    for name in ("programme.pdf", "Programme.pdf"):
        (tmp_path / "ledgers/example" / name).write_bytes(b"%PDF")
    if len(list((tmp_path / "ledgers/example").glob("*.pdf"))) < 2:
        pytest.skip("the file system takes the two names for one")

    with pytest.raises(ClosingError, match=r"called like 'Programme\.pdf' but for capitals"):
        close(tmp_path / "ledgers", "example", on=ON)


@pytest.mark.parametrize("name", ["a b æøå.pdf", 'quote".pdf', "deep/er.pdf"])
def test_file_names_of_any_kind(tmp_path: Path, name: str) -> None:
    escaped = name.replace('"', '\\"')
    ledger_of(tmp_path, toml=ATTACHED.replace("programme.pdf", escaped))
    path = tmp_path / "ledgers/example" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"%PDF")

    closing = close(tmp_path / "ledgers", "example", on=ON).closing

    assert closing is not None
    assert name in [file.name for file in closing.files]
    assert verify_folder(tmp_path / "ledgers/example").is_unchanged


def test_links_are_not_followed_for_writing(root: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "closings").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(WriteError, match="links are not followed"):
        close(root, "example", on=ON)

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_that_cannot_be_made(root: Path, folder: Path) -> None:
    (folder / "closings").write_bytes(b"in the way")
    before = files_of(folder)

    with pytest.raises(WriteError, match="cannot be written"):
        close(root, "example", on=ON)

    assert files_of(folder) == before


def test_another_grants_vouchers_are_looked_at_too(tmp_path: Path) -> None:
    ledger_of(tmp_path)
    shutil.copytree(tmp_path / "ledgers/example", tmp_path / "ledgers/other")
    toml = tmp_path / "ledgers/other/grant.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('id = "example"', 'id = "other"'), "utf-8")

    outcome = close(tmp_path / "ledgers", "other", on=ON)

    assert outcome.closing is not None
    assert codes(list(outcome.findings)) == ["G701", "G701"]


def changed(content: bytes, place: int, mask: int) -> bytes:
    return content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A grant with a closed period, a lifted final closing, a final closing in force, and an attachment."""
    home = tmp_path_factory.mktemp("sealed")
    ledger_of(home, toml=ATTACHED)
    root, folder = home / "ledgers", home / "ledgers" / "example"
    (folder / "programme.pdf").write_bytes(b"%PDF-1.7 programme")
    close(root, "example", on=date(2015, 1, 20), period=YEAR)
    close(root, "example", on=ON)
    reopen(root, "example", reason="A voucher was missing", on=ON)
    close(root, "example", on=ON)
    return folder


@settings(max_examples=150)
@given(data=st.data())
def test_any_byte_that_changes_is_found(sealed: Path, data: st.DataObject) -> None:
    files = files_of(sealed)
    name = data.draw(st.sampled_from(sorted(files)))
    place = data.draw(st.integers(0, len(files[name]) - 1))
    mask = data.draw(st.integers(1, 255))
    path = sealed / name
    assert verify_folder(sealed).is_unchanged

    path.write_bytes(changed(files[name], place, mask))
    try:
        assert not verify_folder(sealed).is_unchanged
        assert errors(grants.check(grants.load(sealed.parent)))
    finally:
        path.write_bytes(files[name])


def test_every_byte_of_the_record_counts(sealed: Path) -> None:
    path = sealed / "closing.toml"
    content = path.read_bytes()
    try:
        for place in range(0, len(content), 7):
            for byte in (content[place] ^ 1, 0x09, 0x20):
                if byte != content[place]:
                    path.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
                    assert not verify_folder(sealed).is_unchanged, place
        path.write_bytes(content.replace(b"\n", b"\r\n"))
        assert not verify_folder(sealed).is_unchanged
    finally:
        path.write_bytes(content)


def test_any_file_that_is_removed_is_found(sealed: Path) -> None:
    for name, content in files_of(sealed).items():
        (sealed / name).unlink()
        try:
            assert not verify_folder(sealed).is_unchanged, name
        finally:
            (sealed / name).write_bytes(content)
    assert verify_folder(sealed).is_unchanged


def test_line_ends_that_git_converted_are_found_and_named(root: Path, folder: Path) -> None:
    close(root, "example", on=ON)
    path = folder / "postings.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    (problem,) = verify_folder(folder).problems

    assert problem.kind == "line-ends"
    assert problem.message.endswith("; nothing else differs")


AMOUNTS = st.integers(-(10**6), 10**6)
DAYS = st.dates(date(2014, 1, 1), date(2015, 12, 31))
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=30)


@settings(max_examples=25)
@given(
    rows=st.lists(
        st.tuples(DAYS, st.sampled_from(["meetings", "travel"]), AMOUNTS),
        min_size=1,
        max_size=8,
    ),
    words=WORDS,
)  # fmt: skip
def test_what_is_closed_verifies_and_adds_up(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[date, str, int]], words: str
) -> None:
    """Of any grant: totals are those of the postings, and the seals hold until something changes."""
    home = tmp_path_factory.mktemp("any")
    lines = [
        f"{day},{activity},{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02d},V-{n},t"
        for n, (day, activity, minor) in enumerate(rows)
    ]
    lines = [line.replace(",-0.00,", ",0.00,") for line in lines]
    ledger_of(home, csv=postings(*lines), report=f"## Report\n\n{words}\n")
    root, folder = home / "ledgers", home / "ledgers/example"

    first = close(root, "example", on=date(2015, 12, 31), period=YEAR, force="A draw").closing
    last = close(root, "example", on=ON, force="A draw").closing

    assert first is not None
    assert last is not None
    assert last.total == grants.load(root).grant("example").spent
    assert sum(total.postings for total in last.totals) == last.postings == len(rows)
    assert first.total == Amount(sum(m for d, _, m in rows if d.year == 2014))
    assert verify_folder(folder).is_unchanged
    assert (folder / "closing.toml").read_text(encoding="utf-8") == closings_text(
        grants.load(root).grant("example").closings
    )
    assert entry_text(last).splitlines()[-1] == f'previous = "{first.seal}"'


def test_an_entry_cannot_be_taken_out_or_moved(sealed: Path) -> None:
    path = sealed / "closing.toml"
    content = path.read_text(encoding="utf-8")
    head, *entries = content.split("\n\n")
    assert len(entries) == 4
    try:
        for left_out in range(4):
            rest = [entry.rstrip("\n") for place, entry in enumerate(entries) if place != left_out]
            path.write_text("\n\n".join([head, *rest]) + "\n", encoding="utf-8")
            assert not verify_folder(sealed).is_unchanged, left_out
        path.unlink()
        assert not verify_folder(sealed).is_unchanged
    finally:
        path.write_text(content, encoding="utf-8")


def test_a_closing_that_is_killed_is_finished_by_whoever_comes_next(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("grants.store.files.writing._rename", killed)
        with pytest.raises(KeyboardInterrupt):
            close(root, "example", on=ON)
    assert not (folder / "closing.toml").exists()

    assert verify_folder(folder).is_unchanged
    assert grants.load(root).grant("example").closed == ON


def test_a_closing_that_is_killed_before_its_decision_never_was(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("grants.store.files.writing._write_note", killed)
        with pytest.raises(KeyboardInterrupt):
            close(root, "example", on=ON)

    assert verify_folder(folder).is_unchanged
    assert grants.load(root).grant("example").closed is None
    assert close(root, "example", on=ON).closing is not None
    assert verify_folder(folder).is_unchanged
    assert [name for name in files_of(folder) if "staged" in name] == []


def test_an_attachment_that_becomes_a_link(tmp_path: Path) -> None:
    ledger_of(tmp_path, toml=ATTACHED)
    folder = tmp_path / "ledgers/example"
    (folder / "programme.pdf").write_bytes(b"%PDF")
    close(tmp_path / "ledgers", "example", on=ON)
    (folder / "programme.pdf").rename(tmp_path / "moved.pdf")
    (folder / "programme.pdf").symlink_to(tmp_path / "moved.pdf")

    (problem,) = verify_folder(folder).problems

    assert problem.message.startswith("programme.pdf leads out of the grant's folder")


def test_the_record_of_imports_is_closed_too(root: Path, folder: Path) -> None:
    close(root, "example", on=ON)
    (folder / "imports.toml").write_text("# none\n", encoding="utf-8")
    assert [problem.message for problem in verify_folder(folder).problems] == [
        "imports.toml was added since the accounts were closed on 2016-03-01"
    ]

    reopen(root, "example", reason="r", on=ON)
    assert close(root, "example", on=ON).closing is not None
    assert (folder / "closings/3/imports.toml").read_text(encoding="utf-8") == "# none\n"
    (folder / "imports.toml").write_text("# some\n", encoding="utf-8")
    assert [problem.message for problem in verify_folder(folder).problems] == [
        "imports.toml was changed since the accounts were closed on 2016-03-01"
    ]
