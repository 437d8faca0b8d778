"""The files that go with a report: attachments by their checksums, the ledger's own as they are."""

import hashlib
from pathlib import Path

from grants.ledger import Account
from grants.store.files.folders import GRANT_FILE, POSTINGS_FILE, REPORT_FILE


def checksums(account: Account) -> dict[str, str]:
    """SHA-256, in hexadecimal, of each attachment that is there, by the name in grant.toml."""
    found = {}
    for name in sorted(account.present_files):
        with (Path(account.folder) / name).open("rb") as stream:
            found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def ledger_files(account: Account) -> list[tuple[str, bytes]]:
    """Name and content of the files that the grant was read from."""
    folder = Path(account.folder)
    names = (GRANT_FILE, POSTINGS_FILE, REPORT_FILE)
    return [(name, (folder / name).read_bytes()) for name in names if (folder / name).is_file()]
