"""The archive of an account: one file with everything in it, and the proof that it is unchanged."""

from grants.archive.proof import ArchiveProof, verify_archive
from grants.archive.signatures import with_archived_signatures
from grants.archive.told import proof_data, proof_lines
from grants.archive.writing import Archived, write_archive

__all__ = [
    "ArchiveProof",
    "Archived",
    "proof_data",
    "proof_lines",
    "verify_archive",
    "with_archived_signatures",
    "write_archive",
]
