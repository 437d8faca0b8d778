"""Writing an archive: the same bytes each time, everything in it, nothing that does not belong there."""

import os
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest

import grants
from grants import Account
from grants.archive import verify_archive, write_archive
from grants.errors import ArchiveError, WriteError
from tests.archive.conftest import DAY, TOML, closed_account, has
from tests.support import Block, write_example


def test_everything_of_the_account_is_in_it(archive: Path) -> None:
    with zipfile.ZipFile(archive) as package:
        infos = package.infolist()

    assert [info.filename for info in infos] == [
        "README.txt",
        "final-report.pdf",
        "workbook.xlsx",
        "example/Noter.txt",
        "example/attachments/Rapport æøå 1.pdf",
        "example/attachments/mere/ikke nævnt.txt",
        "example/closing.toml",
        "example/closings/1/grant.toml",
        "example/closings/1/postings.csv",
        "example/closings/1/report.md",
        "example/grant.toml",
        "example/postings.csv",
        "example/report.md",
        "MANIFEST.sha256",
    ]
    assert {info.date_time for info in infos} == {(2016, 4, 30, 0, 0, 0)}
    assert {(info.external_attr >> 16, info.extra, info.comment) for info in infos} == {(0o100644, b"", b"")}


def test_what_was_left_out_is_reported(tmp_path: Path) -> None:
    archived = write_archive(closed_account(tmp_path), tmp_path / "a.zip", day=DAY)

    assert archived.left_out == ("kladde.txt",)
    assert archived.proof.is_unchanged
    assert archived.proof.kept_until == date(2021, 12, 31)
    assert (archived.size, archived.path) == (os.path.getsize(tmp_path / "a.zip"), str(tmp_path / "a.zip"))


def test_two_processes_write_the_same_bytes(tmp_path: Path, original: bytes) -> None:
    """Whatever the hash seed, the time zone, the umask and the times of the files."""
    closed_account(tmp_path)
    files = [path for path in (tmp_path / "ledgers").rglob("*") if path.is_file()]
    written = []
    for number, zone in enumerate(("UTC", "America/Los_Angeles")):
        for path in files:
            os.utime(path, (1_500_000_000 + number, 1_500_000_000 + number))
            path.chmod(0o600 if number else 0o644)
        output = tmp_path / f"{number}.zip"
        subprocess.run(
            [sys.executable, "-m", "grants", "archive", "example", "-o", output.name, "--on", "2016-04-30"],
            check=True,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone},
        )
        written.append(output.read_bytes())

    assert written[0] == written[1] == original


@pytest.mark.skipif(not has("sha256sum"), reason="needs sha256sum")
def test_sha256sum_checks_what_is_unpacked(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as package:
        package.extractall(tmp_path / "out")
    command = ["sha256sum", "--strict", "-c", "MANIFEST.sha256"]
    sound = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, check=False)
    (tmp_path / "out" / "example" / "postings.csv").write_text("x", encoding="utf-8")
    spoilt = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, check=False)

    assert (sound.returncode, sound.stdout.count(b": OK\n")) == (0, 13)
    assert (spoilt.returncode, spoilt.stdout.count(b": OK\n")) == (1, 12)
    assert grants.load(tmp_path / "out").grant("example").closed is not None


@pytest.mark.skipif(not has("sha256sum"), reason="needs sha256sum")
def test_the_seal_is_checked_with_sha256sum_as_the_readme_says(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as package:
        package.extractall(tmp_path)
        readme = package.read("README.txt").decode()
    lines = "sed -n '/^\\[\\[closing\\]\\]$/,/^seal = /p' example/closing.toml | sed '$d' | sha256sum"
    found = subprocess.run(["sh", "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert found.stdout.split()[0] in readme
    assert "[[closing]]" in readme


def test_the_readme_tells_all_in_both_languages(tmp_path: Path) -> None:
    account = closed_account(tmp_path)
    texts = []
    for language in ("da", "en"):
        path = tmp_path / f"{language}.zip"
        write_archive(account, path, day=DAY, language=language)
        with zipfile.ZipFile(path) as package:
            texts.append(package.read("README.txt").decode())

    assert "31. december 2021" in texts[0]
    assert "Lukket: 2. april 2016 af Sekretariatet" in texts[0]
    assert "31 December 2021" in texts[1]
    assert all("sha256sum -c MANIFEST.sha256" in text for text in texts)
    assert all(account.closings.final and account.closings.final.seal in text for text in texts)


def test_an_open_account_says_that_it_is_open(tmp_path: Path) -> None:
    write_example(tmp_path / "ledgers" / "example", [])
    account = grants.load(tmp_path / "ledgers").grant("example")
    archived = write_archive(account, tmp_path / "a.zip", day=DAY)
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        assert "Regnskabet er ikke lukket." in package.read("README.txt").decode()

    assert archived.proof.closings.in_force == ()
    assert archived.proof.kept_until is None


def account_in(folder: Path, file: str) -> Account:
    """An open account with one attachment of that name."""
    text = file.replace("\\", "\\\\").replace("\n", "\\n")
    toml = f'[[attachment]]\ntitle = "A"\nfile = "{text}"\n'
    write_example(folder / "ledgers" / "example", [Block("toml", "grant.toml", toml)])
    return grants.load(folder / "ledgers").grant("example")


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("missing.pdf", "No such file"),
        ("../outside.pdf", "leads out of its folder"),
        ("a/../../outside.pdf", "leads out of its folder"),
        ("/etc/passwd", "absolute path"),
        ("C:secret.txt", "absolute path"),
        ("a\nb.txt", "line feed"),
        ("a\\b.txt", "backslash"),
        ("link.txt", "it is a link"),
        ("linked/inside.txt", "it is a link"),
        ("folder", "no plain file"),
    ],
)
def test_attachments_that_are_no_files_of_the_grant_are_refused(tmp_path: Path, file: str, why: str) -> None:
    account = account_in(tmp_path, file)
    folder = Path(account.folder)
    (tmp_path / "outside.pdf").write_text("secret", encoding="utf-8")
    (tmp_path / "inside.txt").write_text("secret", encoding="utf-8")
    (folder / "a").mkdir()
    (folder / "folder").mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "outside.pdf")
    (folder / "linked").symlink_to(tmp_path)
    for name in ("a\nb.txt", "a\\b.txt"):
        (folder / name).write_text("x", encoding="utf-8")

    with pytest.raises(ArchiveError, match=why):
        write_archive(account, tmp_path / "a.zip", day=DAY)
    assert not (tmp_path / "a.zip").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".new")] == []


@pytest.mark.parametrize("name", ["attachments/link", "attachments/deep/link", "closings", "postings.csv"])
def test_links_among_the_files_are_refused(tmp_path: Path, name: str) -> None:
    account = account_in(tmp_path, "report.md")
    place = Path(account.folder) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(tmp_path)

    with pytest.raises(ArchiveError, match="it is a link"):
        write_archive(grants.load(tmp_path / "ledgers").grant("example"), tmp_path / "a.zip", day=DAY)


def test_twin_names_are_refused(tmp_path: Path) -> None:
    account = account_in(tmp_path, "report.md")
    (Path(account.folder) / "attachments").mkdir()
    for name in ("Bilag.pdf", "bilag.PDF"):
        (Path(account.folder) / "attachments" / name).write_text(name, encoding="utf-8")

    with pytest.raises(ArchiveError, match="are one file on other computers"):
        write_archive(account, tmp_path / "a.zip", day=DAY)


def test_a_plain_name_may_be_written_in_several_ways(tmp_path: Path) -> None:
    account = account_in(tmp_path, "./attachments//a.pdf")
    (Path(account.folder) / "attachments").mkdir()
    (Path(account.folder) / "attachments" / "a.pdf").write_text("x", encoding="utf-8")

    assert write_archive(account, tmp_path / "a.zip", day=DAY).proof.is_unchanged


def test_another_file_is_not_written_over(tmp_path: Path) -> None:
    account, path = account_in(tmp_path, "report.md"), tmp_path / "a.zip"
    write_archive(account, path, day=DAY)
    before = path.stat().st_ino
    write_archive(account, path, day=DAY)  # the same bytes
    path.write_text("something else", encoding="utf-8")

    with pytest.raises(WriteError, match="it is there already"):
        write_archive(account, path, day=DAY)
    assert path.read_text(encoding="utf-8") == "something else"
    assert write_archive(account, path, day=DAY, replace=True).proof.is_unchanged
    assert before != path.stat().st_ino or path.stat().st_size > 100


def test_an_archive_does_not_lie_in_the_account(tmp_path: Path) -> None:
    account = account_in(tmp_path, "report.md")

    with pytest.raises(ArchiveError, match="own folder"):
        write_archive(account, Path(account.folder) / "a.zip", day=DAY)
    with pytest.raises(WriteError, match="not written"):
        write_archive(account, tmp_path / "nowhere" / "a.zip", day=DAY)


def test_large_attachments_pass_in_parts(tmp_path: Path) -> None:
    account = account_in(tmp_path, "large.bin")
    size = 96 << 20
    with (Path(account.folder) / "large.bin").open("wb") as stream:
        stream.truncate(size)
    tracemalloc.start()
    archived = write_archive(account, tmp_path / "a.zip", day=DAY)
    proof = verify_archive(tmp_path / "a.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert archived.proof.is_unchanged
    assert proof.is_unchanged
    assert peak < size // 2


def test_an_account_that_changes_meanwhile_is_not_archived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = closed_account(tmp_path, TOML)
    (Path(account.folder) / "report.md").write_text("## Other words\n\nOther.\n", encoding="utf-8")

    with pytest.raises(ArchiveError, match="was changed since the accounts were closed"):
        write_archive(account, tmp_path / "a.zip", day=DAY)
    assert not (tmp_path / "a.zip").exists()
