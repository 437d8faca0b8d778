"""Encodings: found by what the bytes are, and explained where none fits."""

from pathlib import Path

import pytest

from grants.importing.detection.detect import detect
from grants.importing.readers.encodings import mixture_in
from tests.importing.readers.dialects import findings_of, items, lines_of
from tests.importing.readers.test_bad_files import HEAD, SOUND, generic

TEXT = HEAD + SOUND + "15-03-2016;18;Rødgrød på æbler;5280;7,00\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "cp1252", "utf-8-sig", "utf-8"])
@pytest.mark.parametrize("order", [("utf-16", "utf-8", "iso-8859-1"), ("utf-8", "cp1252", "utf-16")])
def test_every_encoding_of_the_profile_is_read(encoding: str, order: tuple[str, ...], tmp_path: Path) -> None:
    found = items(tmp_path / "e.csv", TEXT.encode(encoding), generic(encoding=order))

    assert findings_of(found) == []
    assert [line.text for line in lines_of(found)] == ["Honorar", "Rødgrød på æbler"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_the_remedy_names_utf_16(encoding: str, tmp_path: Path) -> None:
    (finding,) = findings_of(items(tmp_path / "e.csv", TEXT.encode(encoding), generic()))

    assert finding.code == "G914"
    assert 'encoding = "utf-16"' in finding.remedy


@pytest.mark.parametrize(
    "content",
    [TEXT.encode("cp1252"), TEXT.encode(), b"\0" * 200, b"x", b"", TEXT.encode("utf-32"),
     b"\xff\xfeD\0a", TEXT.encode("utf-16-le")[:-1], b"D\0\0\0" * 50],
)  # fmt: skip
def test_what_is_no_utf_16_is_a_finding(content: bytes, tmp_path: Path) -> None:
    found = items(tmp_path / "e.csv", content, generic(encoding="utf-16"))

    assert {finding.code for finding in findings_of(found)} <= {"G914", "G915"}
    assert findings_of(found)
    assert lines_of(found) == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_proposed(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(TEXT.encode(encoding))
    profile = detect(tmp_path / "e.csv", {"costs": "positive"}).profile

    assert profile is not None
    assert profile.encoding == ("utf-16",)
    assert len(lines_of(items(tmp_path / "e.csv", None, profile))) == 2


LINES = [f"{day}-03-2016;{day};Løn på æ;5280;7,00\n" for day in range(10, 30)]


def mixed(folder: Path, odd: list[int], encoding: str, rest: str) -> list[str]:
    """Findings on a file whose lines at these places have another encoding than the rest."""
    texts = enumerate([HEAD, *LINES, *LINES], 1)
    content = b"".join(line.encode(encoding if place in odd else rest) for place, line in texts)
    return [str(finding) for finding in findings_of(items(folder / "e.csv", content, generic()))]


@pytest.mark.parametrize(
    ("odd", "listed"),
    [
        ([5], "line 5"),
        ([5, 9], "lines 5, 9"),
        (list(range(2, 16)), "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and more"),
    ],
)
def test_lines_of_another_encoding_are_named(odd: list[int], listed: str, tmp_path: Path) -> None:
    (error,) = mixed(tmp_path, odd, "cp1252", "utf-8")
    (warning,) = mixed(tmp_path, odd, "utf-8", "cp1252")

    assert error == f"e.csv:{odd[0]}: error[G939]: the file is UTF-8, but not in {listed}"
    assert warning == f"e.csv:{odd[0]}: warning[G939]: the file is cp1252, but UTF-8 in {listed}"


def test_a_stated_encoding_is_used_as_stated(tmp_path: Path) -> None:
    mixed(tmp_path, [5], "utf-8", "cp1252")

    found = items(tmp_path / "e.csv", None, generic(encoding="cp1252"))
    assert findings_of(found) == []


def test_a_mixture_is_not_proposed(tmp_path: Path) -> None:
    mixed(tmp_path, [5], "cp1252", "utf-8")

    detection = detect(tmp_path / "e.csv", {"costs": "positive"})
    assert "encoding" in [question.key for question in detection.questions]


@pytest.mark.parametrize("place", [0, 9, (1 << 20) - 1, 1 << 20])
def test_a_character_is_found_wherever_it_is(place: int, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(b"x" * place + "ø".encode() + b"\n\xf8\n")
    found = mixture_in(str(tmp_path / "e.csv"), "cp1252", ("utf-8", "cp1252"), "e")

    assert found is not None
    assert found.where.line == 2


def test_what_only_begins_like_utf_8_is_no_mixture(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes("Grå,á€ Ø".encode("cp1252"))

    assert mixture_in(str(tmp_path / "e.csv"), "cp1252", ("utf-8", "cp1252"), "e") is None
