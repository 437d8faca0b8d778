"""Forging with care: the manifest is made to match, the sums are kept right, and it is found all the same."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import grants
from grants.archive import verify_archive, write_archive
from grants.archive.contents import read_manifest
from grants.bookkeeping.close import close
from grants.closing.verification import verify_folder
from grants.values.periods import Period
from tests.archive.conftest import DAY, forged, member
from tests.support import ledger_of, postings

Forge = Callable[..., Path]
FEES = "2014-05-12,meetings,50000.00,V-1,Fees for eight meetings"
ROOM = "2014-06-12,meetings,30000.00,V-2,A room"
TRAVEL = "2015-02-03,travel,20000.00,V-3,Train"


@pytest.mark.parametrize(
    "name",
    [
        "grant.toml",
        "postings.csv",
        "report.md",
        "Noter.txt",
        "attachments/Rapport æøå 1.pdf",
        "closings/1/grant.toml",
        "closings/1/postings.csv",
        "closings/1/report.md",
    ],
)
def test_a_sealed_file_changed_with_its_line_in_the_manifest_is_named(
    original: bytes, forge: Forge, name: str
) -> None:
    """The manifest agrees with every member, so that only the seal of the closing can say what is wrong."""
    path = forge({f"example/{name}": member(original, f"example/{name}") + b"\n"}, manifest=True)
    content = path.read_bytes()
    listed = read_manifest(member(content, "MANIFEST.sha256")).digests
    proof = verify_archive(path)

    assert listed != read_manifest(member(original, "MANIFEST.sha256")).digests
    assert proof.files == len(listed)  # as far as the manifest goes, everything is in order
    assert [problem.member for problem in proof.problems] == [f"example/{name}"]


FORGERIES = {
    "one more, another less": [
        FEES.replace("50000", "50500"),
        ROOM.replace("30000", "29500"),
        TRAVEL,
    ],
    "the text of one": [FEES.replace("eight", "nine"), ROOM, TRAVEL],
}


def closed(folder: Path, period: Period | None) -> Path:
    """The folder of an account that is closed, or a span of it."""
    ledger_of(folder, csv=postings(FEES, ROOM, TRAVEL))
    outcome = close(folder / "ledgers", "example", on=date(2016, 4, 2), period=period)
    assert outcome.closing is not None, outcome.findings
    return folder / "ledgers" / "example"


@pytest.mark.parametrize("period", [None, Period.parse("2014")], ids=["all", "2014"])
@pytest.mark.parametrize("lines", FORGERIES.values(), ids=FORGERIES)
def test_a_posting_forged_into_what_is_closed_is_named_though_the_sum_is_right(
    tmp_path: Path, period: Period | None, lines: list[str]
) -> None:
    """In the folder and in the archive, whose manifest agrees."""
    folder = closed(tmp_path, period)
    archive = tmp_path / "example.zip"
    write_archive(grants.load(folder.parent).grant("example"), archive, day=DAY)
    assert verify_folder(folder).is_unchanged
    assert verify_archive(archive).is_unchanged
    csv = postings(*lines)
    (folder / "postings.csv").write_text(csv, encoding="utf-8")
    archive.write_bytes(forged(archive.read_bytes(), {"example/postings.csv": csv.encode()}, manifest=True))
    (of_folder,), (of_archive,) = verify_folder(folder).problems, verify_archive(archive).problems

    assert of_folder.where.path == str(folder / "postings.csv")
    assert of_archive.member == "example/postings.csv"
    assert of_folder.message == of_archive.message
    assert of_folder.differences == of_archive.differences
    assert {difference.part for difference in of_archive.differences} == {"posting"}


def test_a_pair_of_postings_that_cancel_out_is_named(tmp_path: Path) -> None:
    """The sum stays, the number of postings does not: both verifications name postings.csv."""
    folder = closed(tmp_path, Period.parse("2014"))
    archive = tmp_path / "example.zip"
    write_archive(grants.load(folder.parent).grant("example"), archive, day=DAY)
    pair = ["2014-07-01,meetings,900.00,V-8,In", "2014-07-01,meetings,-900.00,V-9,Out"]
    csv = postings(FEES, ROOM, TRAVEL, *pair)
    (folder / "postings.csv").write_text(csv, encoding="utf-8")
    archive.write_bytes(forged(archive.read_bytes(), {"example/postings.csv": csv.encode()}, manifest=True))
    of_folder, of_archive = verify_folder(folder).problems, verify_archive(archive).problems

    assert {problem.where.path for problem in of_folder} == {str(folder / "postings.csv")}
    assert {problem.member for problem in of_archive} == {"example/postings.csv"}
    assert [d.name for d in of_folder[-1].differences] == ["V-8", "V-9"]
    assert of_folder[-1].differences == of_archive[-1].differences


@pytest.mark.parametrize("period", [None, Period.parse("2014")], ids=["all", "2014"])
def test_postings_in_another_order_are_said_to_be_just_that(tmp_path: Path, period: Period | None) -> None:
    """What is closed of a whole account is its bytes, of a period its postings in any order."""
    folder = closed(tmp_path, period)
    archive = tmp_path / "example.zip"
    write_archive(grants.load(folder.parent).grant("example"), archive, day=DAY)
    csv = postings(ROOM, FEES, TRAVEL)
    (folder / "postings.csv").write_text(csv, encoding="utf-8")
    archive.write_bytes(forged(archive.read_bytes(), {"example/postings.csv": csv.encode()}, manifest=True))
    of_folder, of_archive = verify_folder(folder).problems, verify_archive(archive).problems

    assert [problem.message for problem in of_folder] == [problem.message for problem in of_archive]
    assert [problem.message.partition("; ")[2] for problem in of_archive] == (
        ["the order of the postings is another one, and nothing else"] if period is None else []
    )
