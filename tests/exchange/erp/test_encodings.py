"""Encodings: found by what the bytes are, and explained where none fits."""

from pathlib import Path

import pytest

from grants.exchange.erp.detect import detect
from tests.exchange.erp.dialects import findings_of, items, lines_of
from tests.exchange.erp.test_bad_files import HEAD, SOUND, generic

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
