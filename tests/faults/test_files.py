"""Files that other programs, other systems or somebody's ill will leave in a ledger."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import grants
from benchmarks import survival, writes
from grants.errors import WriteError
from grants.store.files.locking import locked
from grants.values.money import Amount, total
from tests.support import codes, ledger_of, write_example


def with_attachment(folder: Path, name: str) -> list[str]:
    ledger = ledger_of(folder, toml=f'[[attachment]]\ntitle = "Evaluation"\nfile = {name!r}\n')
    return codes(grants.check(ledger))


def test_an_attachment_is_no_link_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("outside")
    attachments = tmp_path / "ledgers" / "example"
    attachments.mkdir(parents=True)
    (attachments / "evaluation.pdf").symlink_to(outside)

    assert with_attachment(tmp_path, "evaluation.pdf") == ["G503"]


def test_an_attachment_may_be_a_link_within_the_folder(tmp_path: Path) -> None:
    attachments = tmp_path / "ledgers" / "example"
    attachments.mkdir(parents=True)
    (attachments / "real.pdf").write_bytes(b"%PDF")
    (attachments / "evaluation.pdf").symlink_to("real.pdf")

    assert with_attachment(tmp_path, "evaluation.pdf") == []


@pytest.mark.parametrize("name", ["bilag 1 æøå.pdf", "a'b.pdf", "-rf.pdf", "\N{COMBINING ACUTE ACCENT}e.pdf"])
def test_names_of_attachments_are_just_names(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ledgers" / "example"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"%PDF")
    toml = name.replace("\\", "\\\\").replace('"', '\\"')
    ledger = ledger_of(tmp_path, toml=f'[[attachment]]\ntitle = "Evaluation"\nfile = "{toml}"\n')

    assert codes(grants.check(ledger)) == []


@pytest.fixture
def root() -> Iterator[Path]:
    """A ledger that another user may reach, unlike pytest's own folders."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103
        yield writes.new_ledger(Path(folder) / "ledgers")


def test_a_folder_that_may_not_be_written_is_left_alone(root: Path) -> None:
    before = survival.contents(root)
    os.chmod(root / writes.GRANT, 0o555)  # noqa: S103

    def as_nobody() -> None:
        if os.getuid() == 0:  # whom no permission stops
            os.setgid(65534)
            os.setuid(65534)
        writes.post(root)

    assert survival.in_child(as_nobody) == 1
    assert survival.contents(root) == before
    os.chmod(root / writes.GRANT, 0o755)  # noqa: S103


def test_the_lock_of_a_killed_holder_is_free(root: Path) -> None:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with locked(root / writes.GRANT):
            os.write(write, b"held")
            time.sleep(60)
            os._exit(2)
    assert os.read(read, 4) == b"held"
    with pytest.raises(WriteError, match="locked by another program"), locked(root / writes.GRANT, 0.05):
        pytest.fail("the lock is held")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    writes.post(root)
    os.close(read)
    os.close(write)

    assert grants.load(root).grant(writes.GRANT).postings.count == 3


def test_a_folder_synced_with_crlf_is_the_same_account(root: Path) -> None:
    before = grants.load(root).grant(writes.GRANT)
    for path in (root / writes.GRANT).glob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    writes.post(root)
    writes.move_budget(root)

    after = grants.load(root)
    assert not after.findings
    assert after.grant(writes.GRANT).spent == before.spent + Amount(100)
    for name in ("grant.toml", "postings.csv"):
        content = (root / writes.GRANT / name).read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n")


def test_ten_thousand_grants_are_one_ledger(tmp_path: Path) -> None:
    write_example(tmp_path / "ledgers" / "example", [])
    folder = tmp_path / "ledgers" / "example"
    texts = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    for number in range(1, 10_000):
        other = folder.parent / f"grant-{number}"
        other.mkdir()
        toml = texts["grant.toml"].replace('id = "example"', f'id = "grant-{number}"')
        (other / "grant.toml").write_text(toml, "utf-8")
        for name in ("postings.csv", "report.md"):
            (other / name).write_text(texts[name].replace("V-", f"{number}-"), "utf-8")

    ledger = grants.load(folder.parent)

    assert len(ledger.grants) == 10_000
    assert total(account.spent for account in ledger).minor == 10_000 * ledger.grant("example").spent.minor
    assert not ledger.findings
