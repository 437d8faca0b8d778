"""Proving an archive: any change is found and named, and nothing hostile does harm."""

import json
import struct
import subprocess
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import grants
import grants.archive.packages
from grants.archive import verify_archive, with_archived_signatures, write_archive
from grants.archive.proof import ArchiveProof
from grants.bookkeeping.close import close
from grants.store.declared.closings import closings_in, closings_text, entry_text, seal_of
from grants.values.periods import Period
from tests.archive.conftest import DAY, closed_account, forged, has, member
from tests.support import write_example

Run = Callable[..., Result]
Forge = Callable[..., Path]
OTHER_BYTES = (
    ": its bytes are not those that were written; its files agree with its manifest, which may have been "
    "rewritten too"
)
once = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def reported(proof: ArchiveProof) -> list[str]:
    return [f"{problem.member}: {problem.message}" for problem in proof.problems]


def test_what_was_archived_is_proved(archive: Path) -> None:
    proof = verify_archive(archive)

    assert (proof.is_unchanged, proof.id, proof.files) == (True, "example", 13)
    assert [closing.number for closing in proof.closings.in_force] == [1]


@once
@given(st.data())
def test_any_one_byte_changed_is_found(archive: Path, original: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(original) - 1))
    flip = data.draw(st.integers(1, 255))
    changed = bytearray(original)
    changed[place] ^= flip
    archive.write_bytes(changed)

    proof = verify_archive(archive)

    assert not proof.is_unchanged
    assert all(problem.message for problem in proof.problems)


def test_a_byte_of_each_header_is_found(archive: Path, original: bytes) -> None:
    """Bytes that no checksum of a member is of: those of headers, of the list of members, of the end."""
    with zipfile.ZipFile(BytesIO(original)) as package:
        directory = package.start_dir
        headers = [info.header_offset for info in package.infolist()]
    places = [*range(headers[3], headers[3] + 30), *range(directory, directory + 46), *range(-93, 0)]
    for place in places:
        changed = bytearray(original)
        changed[place] ^= 1
        archive.write_bytes(changed)
        assert not verify_archive(archive).is_unchanged, place


@once
@given(st.integers(0, 80_000), st.binary(max_size=40))
def test_what_is_cut_off_or_added_is_found(archive: Path, original: bytes, length: int, more: bytes) -> None:
    for changed in (
        original[: min(length, len(original) - 1)],
        original + more + b"x",
        more + b"x" + original,
    ):
        archive.write_bytes(changed)
        assert not verify_archive(archive).is_unchanged


@once
@given(st.binary(max_size=300))
def test_any_bytes_are_no_archive(archive: Path, content: bytes) -> None:
    archive.write_bytes(content)

    assert verify_archive(archive).problems


def test_a_changed_posting_is_named_even_if_the_manifest_agrees(original: bytes, forge: Forge) -> None:
    csv = member(original, "example/postings.csv").replace(b"80000.00", b"79000.00")
    proof = verify_archive(forge({"example/postings.csv": csv}, manifest=True))

    assert reported(proof) == [
        (
            "example/postings.csv: closing 1 states 80000.00 in 1 postings for meetings grant, "
            "the postings give 79000.00 in 1 postings"
        ),
        (
            "example/postings.csv: closing 1 states 100000.00 in 2 postings in all, "
            "the postings give 99000.00 in 2 postings"
        ),
        "example/postings.csv: postings.csv was changed since the accounts were closed on 2016-04-02",
    ]
    (difference,) = proof.problems[-1].differences
    assert [(c.field, str(c.before), str(c.after)) for c in difference.changes] == [
        ("amount", "80000.00", "79000.00")
    ]


def test_changed_words_and_declarations_are_named(original: bytes, forge: Forge) -> None:
    changes = {
        "example/report.md": member(original, "example/report.md").replace(b"Eight", b"Nine"),
        "example/grant.toml": member(original, "example/grant.toml").replace(b"Direktionen", b"Nogen"),
        "example/attachments/Rapport æøå 1.pdf": b"%PDF another",
    }
    proof = verify_archive(forge(changes, manifest=True))

    assert [(problem.member, [d.part for d in problem.differences]) for problem in proof.problems] == [
        ("example/grant.toml", ["report"]),
        ("example/report.md", ["words"]),
        ("example/attachments/Rapport æøå 1.pdf", []),
    ]


def test_what_the_manifest_does_not_agree_with_is_named(original: bytes, forge: Forge) -> None:
    proof = verify_archive(forge({"README.txt": b"x", "example/Noter.txt": None, "more.txt": b"more"}))

    assert reported(proof)[:3] == [
        "README.txt: it is not what was archived: its checksum is another one",
        "example/Noter.txt: it is missing; the manifest names it",
        "more.txt: it was added: the manifest does not name it",
    ]
    assert "MANIFEST.sha256: it is missing" in reported(verify_archive(forge({"MANIFEST.sha256": None})))[0]


def test_a_closing_that_was_taken_out_or_forged_is_named(original: bytes, forge: Forge) -> None:
    text = member(original, "example/closing.toml")
    gone = verify_archive(forge({"example/closing.toml": None}, manifest=True))
    damaged = verify_archive(
        forge({"example/closing.toml": text.replace(b"Sekretariatet", b"Kontoret")}, manifest=True)
    )
    copy = verify_archive(forge({"example/closings/1/report.md": b"x"}, manifest=True))

    assert reported(gone)[1].startswith("README.txt: the account was archived closed")
    assert reported(gone)[:1] == ["example/closings/1: it is there, but no closing 1 stands in closing.toml"]
    assert any("not what was sealed" in line for line in reported(damaged))
    assert reported(copy) == [
        "example/closings/1/report.md: the copy closings/1/report.md is not as it was closed"
    ]


def test_figures_that_are_sealed_anew_do_not_agree_with_the_postings(original: bytes, forge: Forge) -> None:
    """Whoever can compute a seal still cannot make the postings add up to other figures."""
    text = member(original, "example/closing.toml").decode().replace("100000.00", "90000.00", 1)
    (closing,) = closings_in(text.encode(), "closing.toml")[0].closings
    sealed = text.replace(closing.seal, seal_of(entry_text(closing)))
    again = closings_text(closings_in(sealed.encode(), "closing.toml")[0])
    proof = verify_archive(forge({"example/closing.toml": again.encode()}, manifest=True))

    assert reported(proof) == [
        "README.txt: the account was archived with another closing, and closing 1 is in force",
        (
            "example/postings.csv: closing 1 states 90000.00 in 2 postings in all, "
            "the postings give 100000.00 in 2 postings"
        ),
    ]


def test_a_closed_period_is_proved_in_an_open_account(tmp_path: Path, original: bytes) -> None:
    write_example(tmp_path / "ledgers" / "example", [])
    assert close(tmp_path / "ledgers", "example", on=DAY, period=Period.parse("2014")).closing
    path = tmp_path / "a.zip"
    write_archive(grants.load(tmp_path / "ledgers").grant("example"), path, day=DAY)
    sound, content = verify_archive(path), path.read_bytes()
    csv = member(content, "example/postings.csv")
    changes = {"example/postings.csv": csv.replace(b"20000.00", b"30000.00")}
    path.write_bytes(forged(content, changes, manifest=True))
    outside = verify_archive(path)
    changes = {"example/postings.csv": csv.replace(b"80000.00", b"70000.00")}
    path.write_bytes(forged(content, changes, manifest=True))
    inside = verify_archive(path)
    path.write_bytes(forged(content, {"example/postings.csv": csv.replace(b"V-1", b"V-9")}, manifest=True))
    voucher = verify_archive(path)

    assert reported(voucher) == [
        "example/postings.csv: what lies in 2014 is not what was closed on 2016-04-30"
    ]
    assert [change.field for change in voucher.problems[0].differences[0].changes] == ["voucher"]
    assert (sound.is_unchanged, outside.is_unchanged) == (True, True)
    assert [closing.kind for closing in sound.closings.in_force] == ["period"]
    assert reported(inside)[0] == (
        "example/postings.csv: closing 1 states 80000.00 in 1 postings for meetings grant, "
        "the postings give 70000.00 in 1 postings"
    )


def test_a_packer_that_packs_again_is_noticed(archive: Path, original: bytes) -> None:
    """Unpacked and packed by another program: the account is proved, the file is another one."""
    with zipfile.ZipFile(BytesIO(original)) as old, zipfile.ZipFile(archive, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    proof = verify_archive(archive)

    assert reported(proof) == [OTHER_BYTES]
    assert (proof.files, proof.id) == (13, "example")


def hostile(archive: Path, original: bytes, info: zipfile.ZipInfo, content: bytes = b"x") -> list[str]:
    """What is reported of the archive with one member more."""
    archive.write_bytes(original)
    with warnings.catch_warnings(), zipfile.ZipFile(archive, "a") as package:
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of a name that is there already
        package.writestr(info, content)
    return reported(verify_archive(archive))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../evil.txt", "leads out of its folder"),
        ("example/../../evil.txt", "leads out of its folder"),
        ("/etc/passwd", "absolute path"),
        ("C:/evil.txt", "absolute path"),
        ("a\\..\\evil.txt", "backslash"),
        ("evil\n.txt", "line feed"),
        ("example/", "no name"),
        ("README.txt", "it is there twice"),
        ("readme.TXT", "the same file as"),
        ("evil\x00.txt", "control character"),
    ],
)
def test_names_that_are_not_safe_are_reported(archive: Path, original: bytes, name: str, fault: str) -> None:
    info = zipfile.ZipInfo("x" * len(name))
    info.filename = name  # ZipInfo itself would cut it at a zero

    assert any(fault in line for line in hostile(archive, original, info))


@pytest.mark.parametrize(
    ("mode", "fault"), [(0o120777, "a link"), (0o040755, "no plain file"), (0o010644, "no plain file")]
)
def test_links_and_other_kinds_are_reported(archive: Path, original: bytes, mode: int, fault: str) -> None:
    info = zipfile.ZipInfo("evil")
    info.external_attr = mode << 16

    assert f"evil: it is {fault}" in hostile(archive, original, info, b"/etc/passwd")


def patched(archive: Path, original: bytes, offset: int, form: str, value: int) -> list[str]:
    """What is reported once a field of the first entry of the list of members holds another value."""
    with zipfile.ZipFile(BytesIO(original)) as package:
        start = package.start_dir
    changed = bytearray(original)
    struct.pack_into(form, changed, start + offset, value)
    archive.write_bytes(changed)
    return reported(verify_archive(archive))


def test_encrypted_members_and_unknown_packing_are_reported(archive: Path, original: bytes) -> None:
    assert "README.txt: it is encrypted" in patched(archive, original, 8, "<H", 1)
    assert "README.txt: it is packed in an unknown way" in patched(archive, original, 10, "<H", 14)


def test_a_bomb_is_not_unpacked(archive: Path, original: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = patched(archive, original, 24, "<L", 0xFFFFFFF0)
    monkeypatch.setattr(grants.archive.packages, "MAX_UNPACKED", 1 << 20)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("zeros", b"\0" * (64 << 20))
    archive.write_bytes(stream.getvalue())

    assert any("unpacks to far more" in line or "damaged" in line for line in bomb)
    assert any("unpacks to far more" in line for line in reported(verify_archive(archive)))


def test_a_member_never_gives_more_than_it_says(archive: Path, original: bytes) -> None:
    assert any(
        line.startswith("README.txt: it is damaged") for line in patched(archive, original, 24, "<L", 5)
    )


def test_members_that_share_their_bytes_are_reported(archive: Path, original: bytes) -> None:
    with zipfile.ZipFile(BytesIO(original)) as package:
        second = package.infolist()[1].header_offset

    assert any("another member too" in line for line in patched(archive, original, 42, "<L", second))


def test_a_list_without_end_is_not_read(
    archive: Path, original: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grants.archive.packages, "MAX_MEMBERS", 5)

    assert reported(verify_archive(archive)) == [": it has 14 members; 5 are the most"]


def test_a_zip_of_something_else_is_no_archive(archive: Path) -> None:
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("a/grant.toml", "id = 1")
        package.writestr("b/grant.toml", "id = 1")

    assert reported(verify_archive(archive)) == [
        "MANIFEST.sha256: it is missing: this is no archive of an account, or not all of it",
        ": it holds more than one grant.toml in a grant's folder",
    ]


def test_an_account_that_cannot_be_read_is_reported(original: bytes, forge: Forge) -> None:
    proof = verify_archive(
        forge({"example/grant.toml": b"id =\n", "example/postings.csv": b"x\n"}, manifest=True)
    )

    assert any("example/grant.toml:1" in line for line in reported(proof))
    assert any("example/postings.csv" in line for line in reported(proof))


def test_another_id_than_the_folder_is_reported(original: bytes, forge: Forge) -> None:
    toml = member(original, "example/grant.toml").replace(b'id = "example"', b'id = "other"')

    assert "example/grant.toml: the id is 'other', the folder is 'example'" in reported(
        verify_archive(forge({"example/grant.toml": toml}, manifest=True))
    )


def test_the_command_tells_it_in_lines_and_in_json(
    archive: Path, forge: Forge, original: bytes, run: Run
) -> None:
    sound = run("verify", str(archive))
    forge(
        {"example/postings.csv": member(original, "example/postings.csv") + b"2015-01-01,travel,1.00,V-3,x\n"}
    )
    spoilt = run("verify", str(archive), "--language", "da")
    data = json.loads(run("verify", str(archive), "--format", "json").stdout)
    missing = run("verify", str(archive.parent / "nowhere.zip"))

    assert (sound.exit_code, spoilt.exit_code, missing.exit_code) == (0, 1, 2)
    assert sound.stdout.splitlines() == [
        "example.zip: example, 13 files: unchanged",
        "    closed 2016-04-02 (final, 2 postings, DKK 100,000.00)",
        "    keep until 2021-12-31",
    ]
    assert spoilt.stdout.startswith("example.zip: example, 12 filer: ændret\n")
    assert "        Postering V-3 (linje 4) tilføjet: 2015-01-01, travel, 1,00, x\n" in spoilt.stdout
    assert (data["grants"], data["archives"][0]["unchanged"]) == ([], False)
    assert data["archives"][0]["keep_until"] == "2021-12-31"


@pytest.mark.skipif(not has("ssh-keygen"), reason="needs ssh-keygen")
def test_signatures_inside_are_checked(tmp_path: Path, run: Run) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text(encoding="utf-8")
    signers = tmp_path / "signers"
    signers.write_text(f"sekretariatet {public}", encoding="utf-8")
    account = closed_account(tmp_path)
    root = str(tmp_path / "ledgers")
    run("reopen", account.id, "--ledgers", root, "--reason", "to be signed", "--on", "2016-04-03")
    closed = run("close", account.id, "--ledgers", root, "--on", "2016-04-04", "--sign", str(key))
    archived = run("archive", account.id, "--ledgers", root, "-o", str(tmp_path / "a.zip"))
    named = run("verify", str(tmp_path / "a.zip"), "--signers", str(signers))
    signers.write_text(f"another {public.replace('AAAAI', 'AAAAJ')}", encoding="utf-8")
    other = run("verify", str(tmp_path / "a.zip"), "--signers", str(signers))
    proof = with_archived_signatures(verify_archive(tmp_path / "a.zip"))

    assert (closed.exit_code, archived.exit_code) == (0, 0), closed.stderr
    assert "signed by sekretariatet" in named.stdout
    assert (named.exit_code, other.exit_code) == (0, 1)
    assert proof.is_unchanged
    assert proof.signatures[0][1].startswith("SHA256:")


def test_a_closing_that_was_taken_away_is_reported(original: bytes, forge: Forge, tmp_path: Path) -> None:
    """Manifest and seals are computed anew, as anybody can; the archive itself says that it was closed."""
    with zipfile.ZipFile(BytesIO(original)) as package:
        names = [name for name in package.namelist() if "/clos" in name]
    gone = dict.fromkeys(names)
    csv = member(original, "example/postings.csv").replace(b"80000.00", b"79000.00")
    proof = verify_archive(forge({**gone, "example/postings.csv": csv}, manifest=True))

    assert [problem.member for problem in proof.problems] == ["README.txt"]
    assert proof.problems[0].message.startswith("the account was archived closed (seal ")
    without = verify_archive(forge({"README.txt": None}, manifest=True))
    assert reported(without) == [
        "README.txt: it is missing, and with it whether the account was archived closed"
    ]
    signers = tmp_path / "signers"
    signers.write_text("who@example.org ssh-ed25519 AAAAC3Nz\n", encoding="utf-8")
    wanted = with_archived_signatures(verify_archive(forge(gone, manifest=True)), signers=str(signers))
    assert reported(wanted)[-1] == "example/closing.toml: no closing is in force, so nothing here is signed"


def test_an_open_account_that_was_archived_open_is_unchanged(tmp_path: Path) -> None:
    write_example(tmp_path / "ledgers" / "example", [])
    archived = write_archive(grants.load(tmp_path / "ledgers").grant("example"), tmp_path / "a.zip", day=DAY)

    assert archived.proof.is_unchanged


def test_other_figures_of_a_closing_are_held_against_its_copies(original: bytes, forge: Forge) -> None:
    text = (
        member(original, "example/closing.toml").decode().replace('currency = "DKK"', 'currency = "EUR"', 1)
    )
    (closing,) = closings_in(text.encode(), "closing.toml")[0].closings
    sealed = text.replace(closing.seal, seal_of(entry_text(closing))).encode()
    changes = {"example/closing.toml": sealed, "example/closings/1/more.txt": b"x"}
    proof = verify_archive(forge(changes, manifest=True))

    assert "example/closing.toml: closing 1 states EUR, the account is in DKK" in reported(proof)
    assert "example/closings/1/more.txt: closing 1 did not keep closings/1/more.txt" in reported(proof)


def test_members_that_no_account_has_are_named_even_if_the_manifest_names_them(forge: Forge) -> None:
    zeros = {"zeros.bin": bytes(3_000_000), "example/more.txt": b"x", "example/attachments/ny.txt": b"y"}
    many = {f"m/{number}": b"" for number in range(1_000)}

    why = "no archive of this account has it, though the manifest names it"
    assert reported(verify_archive(forge(zeros, manifest=True))) == [
        f"example/more.txt: {why}",
        f"zeros.bin: {why}",
    ]
    named = reported(verify_archive(forge(many, manifest=True)))
    assert len(named) == 21
    assert named[-1] == f": 980 more members like this: {why}"
    added = reported(verify_archive(forge(many)))
    assert len(added) == 21
    assert added[-1].endswith("the manifest does not name it")


def test_bytes_that_are_others_say_nothing_good_of_the_manifest(original: bytes, forge: Forge) -> None:
    """A member and the manifest were changed together, and the seal over the whole file was not."""
    path = forge({"workbook.xlsx": b"another"}, manifest=True)
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    assert reported(verify_archive(path)) == [OTHER_BYTES]


@pytest.mark.parametrize(
    "name", ["final-report.pdf/x", "example/attachments/CON", "example/attachments/a\u202eb"]
)
def test_names_that_cannot_be_unpacked_everywhere_are_reported(forge: Forge, name: str) -> None:
    problems = verify_archive(forge({name: b"x"}, manifest=True)).problems

    assert name in [problem.member for problem in problems]


def test_a_closed_file_that_cannot_be_unpacked_is_named_as_such(archive: Path, original: bytes) -> None:
    """Its bytes are damaged, and nothing is said of postings that nobody could read."""
    with zipfile.ZipFile(BytesIO(original)) as package:
        places = [package.getinfo(f"example/{name}postings.csv") for name in ("closings/1/", "")]
    changed = bytearray(original)
    for info in places:
        changed[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0xFF
    archive.write_bytes(changed)
    found = reported(verify_archive(archive))

    assert [line.partition(": it is damaged")[0] for line in found[:2]] == [i.filename for i in places]
    assert found[2:] == [
        "example/closings/1/postings.csv: the copy closings/1/postings.csv cannot be unpacked",
        (
            "example/postings.csv: postings.csv cannot be unpacked any more, since the accounts were closed "
            "on 2016-04-02"
        ),
    ]
