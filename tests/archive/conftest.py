"""A closed account with attachments, its archive, and how an archive is forged."""

import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

import grants
from grants import Account
from grants.archive import write_archive
from grants.archive.contents import MANIFEST, manifest_text, read_manifest
from grants.archive.packages import Packed, write_package
from grants.bookkeeping.close import close
from tests.support import Block, write_example

DAY = date(2016, 4, 30)
TOML = """
[report]
date = 2016-03-31
keep_until = 2021-12-31
[report.statement]
date = 2016-04-01
by = "Direktionen"
[[attachment]]
title = "Rapport"
file = "attachments/Rapport æøå 1.pdf"
[[attachment]]
title = "Udenfor mappen bilag"
file = "Noter.txt"
[[attachment]]
title = "Kun en titel"
"""


def closed_account(folder: Path, toml: str = TOML) -> Account:
    """An account that is closed twice and opened once between, with attachments, below `folder`."""
    root = folder / "ledgers"
    write_example(root / "example", [Block("toml", "grant.toml", toml)])
    (root / "example" / "attachments" / "mere").mkdir(parents=True)
    (root / "example" / "attachments" / "Rapport æøå 1.pdf").write_bytes(b"%PDF-1.7 not really")
    (root / "example" / "attachments" / "mere" / "ikke nævnt.txt").write_text("x", encoding="utf-8")
    (root / "example" / "Noter.txt").write_text("Noter", encoding="utf-8")
    (root / "example" / "kladde.txt").write_text("not of the account", encoding="utf-8")
    outcome = close(root, "example", on=date(2016, 4, 2), by="Sekretariatet")
    assert outcome.closing is not None, outcome.findings
    return grants.load(root).grant("example")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an archive."""
    folder = tmp_path_factory.mktemp("archive")
    path = folder / "example.zip"
    write_archive(closed_account(folder), path, day=DAY)
    return path.read_bytes()


@pytest.fixture
def archive(original: bytes, tmp_path: Path) -> Path:
    """An archive that a test may spoil."""
    path = tmp_path / "example.zip"
    path.write_bytes(original)
    return path


def forged(original: bytes, changes: Mapping[str, bytes | None], *, manifest: bool) -> bytes:
    """The archive with other contents, sealed as the program would; with `manifest` also in the manifest."""
    import hashlib

    with zipfile.ZipFile(BytesIO(original)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    listed = read_manifest(members[MANIFEST]).digests
    for name, content in changes.items():
        if content is None:
            del members[name]
            listed.pop(name, None)
        else:
            members[name] = content
            listed[name] = hashlib.sha256(content).hexdigest()
    if manifest:
        members[MANIFEST] = manifest_text(listed).encode()
    stream = BytesIO()
    write_package(stream, [Packed(n, len(c), [c]) for n, c in members.items()], DAY)
    return stream.getvalue()


@pytest.fixture
def forge(archive: Path, original: bytes) -> Callable[..., Path]:
    """Write a forged archive and give its path."""

    def write(changes: Mapping[str, bytes | None], *, manifest: bool = False) -> Path:
        archive.write_bytes(forged(original, changes, manifest=manifest))
        return archive

    return write


def member(original: bytes, name: str) -> bytes:
    """The content of a member."""
    with zipfile.ZipFile(BytesIO(original)) as package:
        return package.read(name)


def has(program: str) -> bool:
    """Whether a program is installed."""
    return shutil.which(program) is not None
