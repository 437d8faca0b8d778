"""The guard for zip files: what it refuses, and that nothing is unpacked to find out."""

import stat
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from grants.store import packages as guard
from grants.store.packages import Bounds, RefusedError, Why, is_encrypted, open_zip, parts_of, refusals

ROOMY = Bounds(members=100, unpacked=1 << 30)


def zipped(*members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as package:
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name), content, packing)
    return stream.getvalue()


def patched(content: bytes, offset: int, form: str, value: int) -> bytes:
    """The file with one field of the list's first member changed."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        start = package.start_dir
    changed = bytearray(content)
    struct.pack_into(form, changed, start + offset, value)
    return bytes(changed)


def twice() -> bytes:
    return zipped(("one", b"1"), ("two", b"2")).replace(b"two", b"one")


def linked() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        info = zipfile.ZipInfo("link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(info, "/etc/passwd")
    return stream.getvalue()


def found(content: bytes, bounds: Bounds = ROOMY) -> list[tuple[Why, str]]:
    with open_zip(BytesIO(content), bounds) as package:
        return [(refusal.why, refusal.member) for refusal in refusals(package, bounds, len(content))]


PLAIN = Bounds(members=100, unpacked=1 << 30, plain=True)
SMALL = zipped(("one", b"1"))
ZEROS = zipped(("zeros", bytes(4 << 20)))


@pytest.mark.parametrize(
    ("make", "bounds", "refused"),
    [
        (lambda: SMALL, PLAIN, []),
        (lambda: ZEROS, ROOMY, [(Why.TOO_DENSE, "zeros")]),
        (lambda: ZEROS, Bounds(9, 1 << 20), [(Why.TOO_LARGE, ""), (Why.TOO_DENSE, "zeros")]),
        (lambda: ZEROS, Bounds(9, 1 << 20, large_if_even=True), [(Why.TOO_LARGE, "")]),
        (lambda: ZEROS, Bounds(9, 4 << 20, large_if_even=True), []),
        (lambda: zipped(("x", bytes(1 << 20))), ROOMY, []),
        (lambda: patched(SMALL, 24, "<L", 0xFFFFFFF0), ROOMY, [(Why.TOO_LARGE, ""), (Why.TOO_DENSE, "one")]),
        (lambda: patched(SMALL, 8, "<H", 1), ROOMY, [(Why.ENCRYPTED, "one")]),
        (lambda: patched(SMALL, 8, "<H", 0x40), ROOMY, [(Why.ENCRYPTED, "one")]),
        (lambda: patched(SMALL, 10, "<H", 93), ROOMY, [(Why.UNKNOWN_PACKING, "one")]),
        (lambda: zipped(("x", bytes(99)), packing=zipfile.ZIP_BZIP2), ROOMY, [(Why.UNKNOWN_PACKING, "x")]),
        (lambda: zipped(("x", bytes(99)), packing=zipfile.ZIP_LZMA), ROOMY, [(Why.UNKNOWN_PACKING, "x")]),
        (twice, ROOMY, [(Why.TWICE, "one")]),
        (twice, Bounds(9, 1 << 20, unique=False), []),
        (lambda: zipped(("../x", b"")), PLAIN, [(Why.UNSAFE_NAME, "../x")]),
        (lambda: zipped(("../x", b"")), ROOMY, []),
        (linked, PLAIN, [(Why.NO_PLAIN_FILE, "link")]),
        (linked, ROOMY, []),
    ],
)  # fmt: skip
def test_the_list_is_checked_before_anything_is_unpacked(
    make: Callable[[], bytes],
    bounds: Bounds,
    refused: list[tuple[Why, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = make()
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it is unpacked"))

    assert found(content, bounds) == refused


def refused_whole(content: bytes, bounds: Bounds = ROOMY) -> tuple[Why, int]:
    with pytest.raises(RefusedError) as caught:
        open_zip(BytesIO(content), bounds)
    return caught.value.why, caught.value.count


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"no zip", SMALL[:-1], SMALL[:-30], b"PK\5\6" + b"\xff" * 18]
)
def test_what_is_no_zip_file_is_not_opened(content: bytes) -> None:
    assert refused_whole(content)[0] in (Why.NO_ZIP, Why.TOO_MANY)


def test_a_list_that_is_too_long_is_not_taken_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    many = zipped(*((str(number), b"") for number in range(12)))
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("the list is read"))

    assert refused_whole(many, Bounds(members=11, unpacked=9)) == (Why.TOO_MANY, 12)

    monkeypatch.setattr(guard, "MAX_DIRECTORY", 100)
    assert refused_whole(many) == (Why.TOO_MANY, 12)


def test_a_list_that_is_longer_than_it_says_is_counted() -> None:
    many = bytearray(zipped(*((str(number), b"") for number in range(12))))
    struct.pack_into("<2H", many, len(many) - 14, 1, 1)

    assert refused_whole(bytes(many), Bounds(members=11, unpacked=9)) == (Why.TOO_MANY, 12)


def test_a_member_comes_in_parts_and_never_gives_more_than_it_says() -> None:
    content = bytes(range(256)) * 40
    with open_zip(BytesIO(zipped(("x", content))), ROOMY) as package:
        parts = list(parts_of(package, "x", 4096))
        assert not is_encrypted(package)

    assert [len(part) for part in parts] == [4096, 4096, 2048]
    assert b"".join(parts) == content

    lying = patched(zipped(("x", bytes(3 << 20))), 24, "<L", 5)
    with open_zip(BytesIO(lying), ROOMY) as package, pytest.raises(zipfile.BadZipFile):
        list(parts_of(package, "x"))
