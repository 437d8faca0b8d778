"""The proof of an archive: that it is what was written, and that its account is what was closed.

Nothing is unpacked to the disk, and nothing that the file says of itself is trusted before it is bounded.
"""

import hashlib
import tempfile
from collections.abc import Collection, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from grants.archive.account import ArchivedAccount
from grants.archive.contents import (
    ATTACHMENTS_FOLDER,
    MANIFEST,
    MAX_MANIFEST,
    README,
    REPORT,
    WORKBOOK,
    read_manifest,
)
from grants.archive.packages import Package, UnreadableError, open_package
from grants.closing.signatures import with_signatures
from grants.closing.verification import Verification, problems
from grants.findings.finding import errors
from grants.history.differences import Difference
from grants.ledger import Account
from grants.records.closings import Closings
from grants.reports.readme import kept_until, stated_closing
from grants.store import MAX_TEXT
from grants.store.files.folders import CLOSING_FILE, COPIES_FOLDER, GRANT_FILE, LEDGER_FILES, SIGNATURE_FILE

MAX_NAMED = 20
"""Members with the same fault that are named one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class ArchiveProblem:
    """One thing that is not as it was archived or closed: the member, blank for the whole file, and what.

    What `is_of_signature` alone says nothing of the content: it may be what was archived.
    """

    member: str
    message: str
    differences: tuple[Difference, ...] = ()
    is_of_signature: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveProof:
    """What became of proving an archive.

    `id` is the grant's, blank if there is none in it. `closings` are those that its closing.toml records,
    `files` how many members agree with the manifest, `kept_until` until when it must be kept,
    `signatures` who signed which closing.
    """

    path: str
    id: str
    files: int
    closings: Closings
    problems: tuple[ArchiveProblem, ...]
    kept_until: date | None = None
    signatures: tuple[tuple[int, str], ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether everything is as it was archived, and as it was closed."""
        return not self.problems


def verify_archive(path: Path | str) -> ArchiveProof:
    """Prove an archive: every byte by its seal, every file by the manifest, the account by its closing.

    The closings' own seals, the checksums of the files that they closed, and their figures against the
    sums of the archived postings. Every problem is named; a file that cannot be read as an archive is
    one. Raises `OSError` if the file itself cannot be read.
    """
    nothing = ArchiveProof(str(path), "", 0, Closings(), ())
    try:
        with open_package(Path(path)) as package:
            return _Proof(package).run(nothing)
    except UnreadableError as why:
        return replace(nothing, problems=(ArchiveProblem("", str(why)),))


class _Proof:
    """One walk through an archive."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.problems: list[ArchiveProblem] = []
        self.digests: dict[str, str] = {}
        self.listed: set[str] = set()

    def run(self, proof: ArchiveProof) -> ArchiveProof:
        sealed = self.package.is_sealed()
        faults = list(self.package.faults())
        self.problems += [ArchiveProblem(name, fault) for name, fault in faults]
        if self.package.is_too_large:
            self.report(
                "", "it says that it unpacks to far more than an archive holds; nothing in it is read"
            )
            return replace(proof, problems=tuple(self.problems))
        self.hash_members({name for name, _ in faults})
        proof = replace(proof, files=self.compare_with_manifest())
        for folder in self.folder():
            proof = self.prove_account(proof, ArchivedAccount(self.package, folder, self.digests))
        if not sealed and not self.problems:
            self.report(
                "",
                "its bytes are not those that were written; its files agree with its manifest, which may "
                "have been rewritten too",
            )
        return replace(proof, problems=tuple(self.problems))

    def report(self, member: str, message: str, found: Sequence[Difference] = ()) -> None:
        self.problems.append(ArchiveProblem(member, message, tuple(found)))

    def hash_members(self, faulty: Container[str]) -> None:
        """The digest of every member, part by part; what is faulty or cannot be unpacked has none."""
        for name in self.package.members:
            if name in faulty:
                continue
            digest = hashlib.sha256()
            try:
                for part in self.package.read(name):
                    digest.update(part)
            except ValueError as why:
                self.report(name, f"it is damaged: {why}")
            else:
                self.digests[name] = digest.hexdigest()

    def compare_with_manifest(self) -> int:
        """How many members are as the manifest has them; the others are named as problems."""
        if MANIFEST not in self.digests:
            if MANIFEST not in self.package.members:
                self.report(MANIFEST, "it is missing: this is no archive of an account, or not all of it")
            return 0
        try:
            manifest = read_manifest(self.package.head(MANIFEST, MAX_MANIFEST))
        except ValueError as why:
            self.report(MANIFEST, str(why))
            return 0
        for fault in manifest.faults:
            self.report(MANIFEST, fault)
        self.listed = set(manifest.digests)
        good = 0
        for name, digest in manifest.digests.items():
            if name not in self.package.members:
                self.report(name, "it is missing; the manifest names it")
            elif name in self.digests:
                if self.digests[name] == digest:
                    good += 1
                else:
                    self.report(name, "it is not what was archived: its checksum is another one")
        added = set(self.package.members) - set(manifest.digests) - {MANIFEST}
        self.report_each(added, "it was added: the manifest does not name it")
        return good

    def folder(self) -> Iterator[str]:
        """The one folder that is a grant's."""
        suffix = f"/{GRANT_FILE}"
        found = [name.removesuffix(suffix) for name in self.package.members if name.count("/") == 1]
        folders = [name for name in found if f"{name}{suffix}" in self.package.members and "/" not in name]
        if len(folders) == 1:
            yield folders[0]
        else:
            self.report(
                "", f"it holds {'no' if not folders else 'more than one'} grant.toml in a grant's folder"
            )

    def prove_account(self, proof: ArchiveProof, archived: ArchivedAccount) -> ArchiveProof:
        """The account, its closings, and whether it is what they closed."""
        try:
            closings, findings = archived.closings()
            account, found = archived.grant()
        except ValueError as why:  # named already: it cannot be unpacked, or is too large
            self.report(archived.folder, f"its account cannot be read: {why}")
            return proof
        for finding in findings:
            line = f"line {finding.where.line}: " if finding.where.line > 1 else ""
            self.report(finding.where.path, line + finding.message)
        for finding in errors(found):
            self.report(str(finding.where), finding.message)
        if account is not None and account.id != archived.folder:
            self.report(
                archived.name(GRANT_FILE), f"the id is {account.id!r}, the folder is {archived.folder!r}"
            )
        if account is not None:
            self.report_unknown(archived, account)
        self.prove_history(archived, closings)
        self.prove_state(closings)
        for problem in problems(archived, closings, are_sums_of_copies=False):
            self.report(problem.where.path, problem.message, problem.differences)
        kept = None if account is None else kept_until(account)
        return replace(proof, id=archived.folder, closings=closings, kept_until=kept)

    def report_unknown(self, archived: ArchivedAccount, account: Account) -> None:
        """Members that no archive of this account has, whatever the manifest says of them."""
        ours = {README, REPORT, WORKBOOK, MANIFEST, *map(archived.name, LEDGER_FILES)}
        ours |= {archived.name(PurePosixPath(a.file).as_posix()) for a in account.grant.attachments if a.file}
        below = tuple(archived.name(f"{folder}/") for folder in (COPIES_FOLDER, ATTACHMENTS_FOLDER))
        known = ours | (set(self.package.members) - self.listed)
        unknown = {n for n in self.package.members if n not in known and not n.startswith(below)}
        self.report_each(unknown, "no archive of this account has it, though the manifest names it")

    def report_each(self, members: Collection[str], message: str) -> None:
        """Name several members with the same fault; of very many not each."""
        for name in sorted(members)[:MAX_NAMED]:
            self.report(name, message)
        if len(members) > MAX_NAMED:
            self.report("", f"{len(members) - MAX_NAMED:,} more members like this: {message}")

    def prove_history(self, archived: ArchivedAccount, closings: Closings) -> None:
        """Whether there are copies of closings that the record does not have: one was taken out of it."""
        start = archived.name(f"{COPIES_FOLDER}/")
        known = {str(closing.number) for closing in closings.closings}
        kept = {name[len(start) :].partition("/")[0] for name in self.digests if name.startswith(start)}
        for number in sorted(kept - known):
            self.report(start + number, f"it is there, but no closing {number} stands in {CLOSING_FILE}")

    def prove_state(self, closings: Closings) -> None:
        """Whether the account is closed, or open, as README.txt says that it was archived."""
        if any(problem.member == README for problem in self.problems):
            return  # it is not what was archived, and says nothing
        if README not in self.digests:
            self.report(README, "it is missing, and with it whether the account was archived closed")
            return
        try:
            text = self.package.head(README, MAX_TEXT).decode(errors="replace")
        except ValueError as why:
            self.report(README, str(why))
            return
        stated, final = stated_closing(text), closings.final
        if stated is None:
            self.report(README, "it does not say whether the account was archived closed or open")
        elif final is None and stated:
            self.report(
                README, f"the account was archived closed (seal {stated[:12]}…), and no closing is in force"
            )
        elif final is not None and stated != final.seal:
            how = "open" if not stated else "with another closing"
            self.report(README, f"the account was archived {how}, and closing {final.number} is in force")


MAX_SIGNATURE = 1 << 16
"""Bytes of a signature that are read; one of ssh-keygen has a few hundred."""


def with_archived_signatures(
    proof: ArchiveProof, *, signers: str | None = None, identity: str | None = None
) -> ArchiveProof:
    """A proof with what became of the signatures of its closings.

    A closing that names a key must have that key's signature. With a file of allowed `signers`, a closing
    must be in force, and every one in force be signed by one of them, or by that of `identity`.
    """
    if not proof.id or not (signers or any(closing.key for closing in proof.closings.closings)):
        return proof
    with tempfile.TemporaryDirectory(prefix="grants-") as temporary:
        _take_signatures(proof, Path(temporary))
        found = with_signatures(
            Verification(proof.id, temporary, proof.closings, ()), signers=signers, identity=identity
        )
    problems = tuple(
        ArchiveProblem(
            f"{proof.id}/{Path(problem.where.path).relative_to(temporary).as_posix()}",
            problem.message,
            is_of_signature=True,
        )
        for problem in found.problems
    )
    return replace(proof, problems=(*proof.problems, *problems), signatures=found.signatures)


def _take_signatures(proof: ArchiveProof, folder: Path) -> None:
    """Copy the signatures of closings into a folder; what cannot be read stays away."""
    with open_package(Path(proof.path)) as package:
        for closing in proof.closings.closings:
            name = f"{proof.id}/{COPIES_FOLDER}/{closing.number}/{SIGNATURE_FILE}"
            if name in package.members:
                try:
                    content = package.head(name, MAX_SIGNATURE)
                except ValueError:
                    continue
                place = folder / COPIES_FOLDER / str(closing.number)
                place.mkdir(parents=True)
                (place / SIGNATURE_FILE).write_bytes(content)
