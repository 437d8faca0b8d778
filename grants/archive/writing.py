"""Writing an archive: the account's files, its report and workbook, a manifest, a word to the reader."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import date
from pathlib import Path
from typing import BinaryIO

from grants.archive.contents import MANIFEST, README, REPORT, WORKBOOK, files_of, left_out, manifest_text
from grants.archive.packages import Packed, write_package
from grants.archive.proof import ArchiveProof, verify_archive
from grants.errors import ArchiveError, WriteError
from grants.ledger import Account, Ledger
from grants.render import draw_bytes
from grants.reports.final import final_report
from grants.reports.readme import readme
from grants.reports.speech import Language
from grants.store import checksums
from grants.store.files import system
from grants.store.files.folders import sha256_of
from grants.store.files.writing import written_beside
from grants.store.packages import PART
from grants.values.arguments import Day, day_of
from grants.workbook import export_workbook


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that was written: its file, size and SHA-256, its proof, and what is not in it.

    `left_out` are names in the grant's folder that are no part of the account.
    """

    path: str
    size: int
    sha256: str
    proof: ArchiveProof
    left_out: tuple[str, ...]


def write_archive(
    account: Account,
    path: str | os.PathLike[str],
    *,
    day: Day,
    language: Language | None = None,
    open_errors: int | None = None,
    replace: bool = False,
) -> Archived:
    """Write the whole account of a grant into one file, whole or not at all, and prove it before.

    `day` is the day that the archive and everything in it is of; the same account and day give the same
    bytes, under the same versions of `grants` and Python. Errors that the check finds mark the report and the
    workbook as drafts with their number, which `open_errors` gives where it is known already.
    Files of any size pass through memory in parts only. An archive that is there already is replaced
    only with `replace`, unless it has the same bytes.

    Raises `ArchiveError` with every reason why the account cannot be archived, among them that it lives in
    memory or could not be read whole, `WriteError`, and `ArgumentError` for what is no day or language.
    """
    day = day_of("day", day)
    if not os.path.isdir(account.folder):
        raise ArchiveError(
            f"the account of {account.id} has no folder: it lives in memory; "
            "write_grant writes its files, and load reads them"
        )
    path = Path(os.path.realpath(path))
    if path.is_relative_to(Path(account.folder).resolve()):
        raise ArchiveError(f"{path} lies in the grant's own folder; name a file outside of it")
    names = files_of(account)
    try:
        members = _members(account, names, _made(account.despite_errors(), day, language, open_errors))
        with written_beside(path, lambda stream: write_package(stream, members, day), ".new") as written:
            proof = verify_archive(written)
            if proof.problems:
                named = [f"{problem.member or path.name}: {problem.message}" for problem in proof.problems]
                raise ArchiveError("\n".join(["the files are not what they should be:", *named]))
            size, sha256 = os.path.getsize(written), sha256_of(written)
            if path.exists() and not replace and sha256_of(path) != sha256:
                raise WriteError(f"{path} was not written: it is there already; --force writes over it")
            system.replace(written, path)
        system.sync_folder(path.parent)
    except OSError as fault:
        raise WriteError(f"{path} was not written: {system.reason(fault)}") from None
    except ValueError as fault:
        raise ArchiveError(f"{fault}; nothing is archived") from None
    return Archived(str(path), size, sha256, replaced(proof, path=str(path)), tuple(left_out(account, names)))


def _made(
    account: Account, day: date, language: Language | None, open_errors: int | None
) -> dict[str, bytes]:
    """What is drawn from the account, by its name."""
    report = final_report(
        account, language=language, open_errors=open_errors, as_of=day, checksums=checksums(account)
    )
    ledger = Ledger(os.path.dirname(account.folder), (account,))
    around = os.path.dirname(os.path.realpath(account.folder))
    return {
        README: readme(account, day, language or account.grant.language).encode(),
        REPORT: draw_bytes(report, "pdf"),
        WORKBOOK: export_workbook(ledger, language=language, files_from=around, open_errors=open_errors),
    }


def _members(account: Account, names: list[str], made: dict[str, bytes]) -> Iterator[Packed]:
    """Every member in the order of its name, the manifest last, when all digests are known."""
    folder, digests = Path(account.folder), dict[str, str]()
    for name, content in sorted(made.items()):
        digests[name] = hashlib.sha256(content).hexdigest()
        yield Packed(name, len(content), [content])
    for name in names:
        within = f"{account.id}/{name}"
        handle = _open(folder / name)
        with os.fdopen(handle, "rb") as stream:
            digest = hashlib.sha256()
            yield Packed(within, os.fstat(handle).st_size, _parts(stream, digest.update))
            digests[within] = digest.hexdigest()
    manifest = manifest_text(digests).encode()
    yield Packed(MANIFEST, len(manifest), [manifest])


def _parts(stream: BinaryIO, update: Callable[[bytes], None]) -> Iterator[bytes]:
    """A file in parts, each added to its digest."""
    while part := stream.read(PART):
        update(part)
        yield part


def _open(path: Path) -> int:
    """Open a plain file and nothing else, also if it was made a link meanwhile."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ArchiveError(f"{path} is no plain file")
    return handle
