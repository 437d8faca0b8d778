"""The manifest: sha256sum's own format, both ways."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.archive.contents import manifest_text, read_manifest
from grants.values.file_names import why_unsafe
from grants.values.text import twins
from tests.archive.conftest import has

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(st.dictionaries(names, digests, max_size=6))
def test_what_is_written_is_read(written: dict[str, str]) -> None:
    read = read_manifest(manifest_text(written).encode())

    assert read.faults == ()
    assert read.digests == written


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_faulted(content: bytes) -> None:
    read = read_manifest(content)

    assert read.faults or manifest_text(read.digests).encode() == content


@pytest.mark.skipif(not has("sha256sum"), reason="needs sha256sum")
def test_sha256sum_writes_the_same(tmp_path: Path) -> None:
    found = {}
    for name in ("plain.txt", "æ ø.txt", "new\nline", "back\\slash", "car\rriage", " blank "):
        (tmp_path / name).write_text(name, encoding="utf-8")
        found[name] = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    command = ["sha256sum", "--", *sorted(found)]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    (tmp_path / "M").write_text(manifest_text(found), encoding="utf-8", newline="\n")
    checked = subprocess.run(["sha256sum", "-c", "M"], cwd=tmp_path, capture_output=True, check=False)

    assert checked.returncode == 0, checked.stderr
    assert said.replace(b"\\r", b"\r").replace(b"\\", b"") == manifest_text(found).encode().replace(
        b"\\r", b"\r"
    ).replace(b"\\", b"")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x", "the last line has no end"),
        ("0\n", "line 1 is no line"),
        (f"{'0' * 64}  a\n{'1' * 64}  a\n", "line 2 names 'a' once more"),
        (f"{'0' * 64}  b\n{'1' * 64}  a\n", "not in their order"),
        (f"{'0' * 64} *a\n", "line 1 is no line"),
        (f"{'G' * 64}  a\n", "line 1 is no line"),
        ("\xff", ""),
    ],
)
def test_faults_are_named(text: str, fault: str) -> None:
    assert any(fault in found for found in read_manifest(text.encode("latin-1")).faults)


@pytest.mark.parametrize("name", ["a", "a/b c/æ.txt", "..a", "a..", "...", "-x", ":", " "])
def test_safe_names_are_safe(name: str) -> None:
    assert why_unsafe(name) is None


@pytest.mark.parametrize(
    "name",
    ["", "/a", "a/", "a//b", "./a", "a/.", "..", "a/../b", "C:a", "c:/a", "a\\b", "a\0", "\udcff", "a\u2028"],
)
def test_unsafe_names_are_not(name: str) -> None:
    assert why_unsafe(name) is not None


def test_twins_are_found_by_capitals_and_accents() -> None:
    assert twins(["a", "A", "b", "e\u0301", "\u00e9", "ß", "ss"]) == [
        ["a", "A"],
        ["e\u0301", "é"],
        ["ß", "ss"],
    ]
