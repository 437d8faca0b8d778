"""Writing: whole or not at all, one after the other, in the file's own form."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import grants
from grants.errors import UnknownGrantError, WriteError
from grants.store.files.locking import locked
from grants.store.files.writing import write_whole
from grants.store.postings.append import append_lines, next_line
from tests.support import codes, ledger_of, postings

FIELDS = {"date": "2014-06-01", "activity": "meetings", "amount": "1.00", "voucher": "V-9", "text": "t"}
HALF_SPENT = postings("2014-05-12,meetings,50000.00,V-1,Fees")


def post(folder: Path, **changes: str) -> tuple[int, list[str]]:
    outcome = grants.post(str(folder / "ledgers"), "example", FIELDS | changes)
    return outcome.line, codes(list(outcome.findings))


def content(folder: Path) -> bytes:
    return (folder / "ledgers" / "example" / "postings.csv").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ledger_of(tmp_path, toml='status = "awarded"\n', csv=HALF_SPENT)
    return tmp_path


def test_a_posting_is_appended_and_read_back(folder: Path) -> None:
    assert post(folder, text='Fees, "eight"', quantity="") == (3, [])

    rows = list(grants.load(folder / "ledgers").grant("example").postings)
    assert (str(rows[-1].date), str(rows[-1].amount), rows[-1].text) == (
        "2014-06-01",
        "1.00",
        'Fees, "eight"',
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"H\r\nL\r\n", b"H\r\nL\r\nN\r\n"),
        (b"H\r\nL", b"H\r\nL\r\nN\r\n"),
        (b"\xef\xbb\xbfH\nL\n", b"\xef\xbb\xbfH\nL\nN\n"),
        (b"H\nL", b"H\nL\nN\n"),
        (b"H", b"H\nN\n"),
    ],
)
def test_the_line_ends_of_the_file_stay(folder: Path, before: bytes, after: bytes) -> None:
    path = folder / "ledgers" / "example" / "postings.csv"

    def spelled(form: bytes) -> bytes:
        header, line = b"date,activity,amount,voucher,text", b"2014-05-12,meetings,50.00,V-1,Fees"
        new = b"2014-06-01,meetings,1.00,V-9,t"
        return form.replace(b"H", header, 1).replace(b"L", line, 1).replace(b"N", new, 1)

    path.write_bytes(spelled(before))

    assert post(folder)[1] == []
    assert path.read_bytes() == spelled(after)


def test_columns_in_another_order_are_kept(folder: Path) -> None:
    path = folder / "ledgers" / "example" / "postings.csv"
    path.write_text("text,amount,date,financing,activity,voucher\n")

    assert post(folder, financing="own")[1] == ["G308"]
    assert path.read_text().splitlines()[1] == "t,1.00,2014-06-01,own,meetings,V-9"


def test_a_column_that_is_needed_is_added_to_every_line(folder: Path) -> None:
    path = folder / "ledgers" / "example" / "postings.csv"
    path.write_bytes(b'\xef\xbb\xbfdate,activity,amount,voucher,text\r\n2014,meetings,1.00,V,"a\r\nb"\r\n')

    assert post(folder, financing="own", quantity="2", unit="hour") == (4, ["G308"])
    assert path.read_bytes() == (
        b"\xef\xbb\xbfdate,activity,amount,voucher,text,financing,quantity,unit\r\n"
        b'2014,meetings,1.00,V,"a\r\nb",,,\r\n2014-06-01,meetings,1.00,V-9,t,own,2,hour\r\n'
    )
    assert grants.load(folder / "ledgers").findings == ()


def test_the_first_posting_makes_the_file(folder: Path) -> None:
    (folder / "ledgers" / "example" / "postings.csv").unlink()

    assert post(folder) == (2, [])
    assert content(folder) == b"date,activity,amount,voucher,text\n2014-06-01,meetings,1.00,V-9,t\n"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": "1,00"}, "G104"),
        ({"amount": ""}, "G104"),
        ({"date": "01-06-2014"}, "G105"),
        ({"activity": "meeting"}, "G302"),
        ({"activity": "Meetings"}, "G106"),
        ({"amount": "50000.01"}, "G205"),
        ({"text": "to 010190-1234"}, "G501"),
        ({"text": "a\x07"}, "G107"),
        ({"financing": "fund"}, "G106"),
        ({"colour": "red"}, "G101"),
    ],
)
def test_what_check_refuses_is_refused(folder: Path, changes: dict[str, str], code: str) -> None:
    before = content(folder)

    line, found = post(folder, **changes)

    assert line == 0
    assert code in found
    assert content(folder) == before


def test_warnings_do_not_stop_a_posting(folder: Path) -> None:
    assert post(folder, voucher="", date="2016-01-01") == (3, ["G304", "G303"])


def test_financing_by_the_grant_needs_no_column(folder: Path) -> None:
    assert post(folder, financing="grant") == (3, [])


def test_the_same_posting_twice_is_said(folder: Path) -> None:
    post(folder)

    assert post(folder) == (4, ["G305"])


def test_a_posting_may_bring_the_account_nearer_to_its_control(tmp_path: Path) -> None:
    ledger_of(tmp_path, toml='status = "awarded"\n[[control]]\ntotal = 50_002.00\n', csv=HALF_SPENT)

    assert post(tmp_path) == (3, [])
    assert post(tmp_path, voucher="V-10") == (4, [])
    assert post(tmp_path, voucher="V-11") == (0, ["G211"])


def test_overspending_is_not_made_worse_but_may_be_reversed(tmp_path: Path) -> None:
    ledger_of(tmp_path, csv=postings("2014-05-12,meetings,100001.00,V-1,Fees"))

    assert post(tmp_path) == (0, ["G205"])
    assert post(tmp_path, amount="-1.00")[0] == 3


def test_a_file_with_errors_takes_no_posting(folder: Path) -> None:
    path = folder / "ledgers" / "example" / "postings.csv"
    path.write_text(HALF_SPENT + "2014,meetings,x,V,t\n")

    assert post(folder) == (0, ["G104"])


def test_no_grant_no_posting(tmp_path: Path) -> None:
    ledger_of(tmp_path)
    with pytest.raises(UnknownGrantError, match="did you mean 'example'"):
        grants.post(str(tmp_path / "ledgers"), "exampel", FIELDS)


def test_a_file_changed_meanwhile_is_not_overwritten(folder: Path) -> None:
    path = folder / "ledgers" / "example" / "postings.csv"
    number, columns = next_line(path)
    path.write_text(HALF_SPENT + "2014,meetings,1.00,V,by an editor\n")
    before = content(folder)

    with pytest.raises(WriteError, match="changed by another program"):
        append_lines(path, [FIELDS], columns, number)
    assert content(folder) == before


def test_a_change_at_the_last_moment_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"new")

    with pytest.raises(WriteError, match="meanwhile"):
        write_whole(path, b"mine", replacing=b"old")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")

    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to("target")

    write_whole(link, b"new")
    write_whole(Path("/dev/null"), b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert not Path("/dev/null").is_file()


def test_a_full_device_is_said(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="No space left"):
        write_whole(Path("/dev/full"), b"new")


def test_postings_are_not_written_through_a_link(folder: Path) -> None:
    path = folder / "ledgers" / "example" / "postings.csv"
    path.rename(folder / "elsewhere.csv")
    path.symlink_to(folder / "elsewhere.csv")

    with pytest.raises(WriteError, match="is a link"):
        post(folder)
    assert path.is_symlink()


def test_a_text_that_could_not_be_read_back_is_refused(folder: Path) -> None:
    assert post(folder, text="a, " * 400_000) == (0, ["G112"])
    assert post(folder, text="a, " * 100_000) == (3, [])


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="was not written"):
        write_whole(tmp_path / "nowhere" / "file", b"")


def test_a_lock_that_is_held_is_waited_for_and_then_refused(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    with holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WriteError, match="locked by another program"), locked(tmp_path, 0.2):
            pass
        holder.kill()
    with locked(tmp_path, 5):
        assert holder.returncode != 0


_HOLD = """
import sys, time
from pathlib import Path
from grants.store.files.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_posts_at_once_all_land(folder: Path) -> None:
    many, command = (
        6,
        [sys.executable, "-m", "grants", "post", "--ledgers", str(folder / "ledgers"), "example"],
    )
    started = [
        subprocess.Popen([*command, "2014-06-01", "meetings", f"{n}.00", "--voucher", f"P{n}"])
        for n in range(1, many + 1)
    ]

    assert [process.wait() for process in started] == [0] * many
    vouchers = [row.voucher for row in grants.load(folder / "ledgers").grant("example").postings]
    assert sorted(vouchers) == ["P1", "P2", "P3", "P4", "P5", "P6", "V-1"]


def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(folder: Path) -> None:
    command = [sys.executable, "-c", _POST, str(folder / "ledgers")]
    landed = 1
    for attempt in range(12):
        before = content(folder)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        with process:
            process.stdout.readline()
            time.sleep(attempt * 0.002)
            process.kill()
        after = content(folder)
        assert after == before or after.startswith(before)
        assert after.endswith(b"\n")
        lines = after.count(b"\n") - 1
        assert lines >= landed
        landed = lines
    assert grants.check(grants.load(folder / "ledgers")) == []
    left = [name for name in os.listdir(folder / "ledgers" / "example") if name.endswith(".new")]
    assert len(left) <= 12


_POST = """
import sys
import grants, grants.store, grants.bookkeeping.post
print("ready", flush=True)
for n in range(1000):
    fields = {"date": "2014-06-01", "activity": "meetings", "amount": "0.01", "voucher": f"{id(sys)}-{n}"}
    grants.post(sys.argv[1], "example", fields)
"""
