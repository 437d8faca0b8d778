"""The files that go with a report: attachments by their checksums, the ledger's own as they are."""

import hashlib
from pathlib import Path

from grants.ledger import GrantLedger
from grants.store.files.folders import GRANT_FILE, POSTINGS_FILE, REPORT_FILE


def checksums(grant: GrantLedger) -> dict[str, str]:
    """SHA-256, in hexadecimal, of each attachment that is there, by the name in grant.toml."""
    found = {}
    for name in sorted(grant.present_files):
        with (Path(grant.folder) / name).open("rb") as stream:
            found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def ledger_files(grant: GrantLedger) -> list[tuple[str, bytes]]:
    """Name and content of the files that the grant was read from."""
    folder = Path(grant.folder)
    names = (GRANT_FILE, POSTINGS_FILE, REPORT_FILE)
    return [(name, (folder / name).read_bytes()) for name in names if (folder / name).is_file()]
