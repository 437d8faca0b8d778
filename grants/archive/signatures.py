"""Signatures inside an archive: checked by ssh-keygen, which alone gets the few bytes of each as a file."""

import tempfile
from dataclasses import replace
from pathlib import Path

from grants.archive.packages import open_package
from grants.archive.proof import ArchiveProblem, ArchiveProof
from grants.closing.signatures import with_signatures
from grants.closing.verification import Verification
from grants.store.files.folders import COPIES_FOLDER, SIGNATURE_FILE

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
