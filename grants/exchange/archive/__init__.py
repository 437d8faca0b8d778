"""The archive of an account: one file with everything in it, and the proof that it is unchanged."""

from grants.exchange.archive.proof import ArchiveProof, verify_archive
from grants.exchange.archive.writing import Archived, write_archive

__all__ = ["ArchiveProof", "Archived", "verify_archive", "write_archive"]
