"""The archive of an account: one file with everything in it, and the proof that it is unchanged."""

from grants.archive.proof import ArchiveProof as ArchiveProof
from grants.archive.proof import verify_archive as verify_archive
from grants.archive.proof import with_archived_signatures as with_archived_signatures
from grants.archive.proof_lines import proof_data as proof_data
from grants.archive.proof_lines import proof_lines as proof_lines
from grants.archive.writing import Archived as Archived
from grants.archive.writing import write_archive as write_archive
