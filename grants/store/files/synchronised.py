"""What synchronisation, desktops and office programs leave in a folder beside the files of an account."""

import re
from pathlib import Path

from grants.store.files.folders import LEDGER_FILES

_CLUTTER = {"thumbs.db", "desktop.ini", "icon\r"}
"""Names of Windows Explorer and of the Finder, in small letters."""

_TAIL = (
    r"(?: ?\([^)]+\)"  # postings (1), grant (Konfliktkopi), grant (Anna's conflicted copy 2026-05-01)
    r"| - (?:Copy|Kopi).*"  # Explorer
    r"|-(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{2,14}(?:-[0-9]+)?"  # OneDrive: the name of a computer
    r"|[._-](?i:sync-conflict|conflict|konflikt).*)"  # Syncthing and others
)
_COPIES = {
    name: re.compile(f"{re.escape(Path(name).stem)}{_TAIL}{re.escape(Path(name).suffix)}")
    for name in LEDGER_FILES
}


def is_clutter(name: str) -> bool:
    """Whether a file is hidden, or is what a desktop or an open document of Office leaves behind."""
    return name.startswith((".", "~$")) or name.lower() in _CLUTTER


def conflict_copies(folder: Path) -> list[tuple[str, str]]:
    """Files that look like a second version of a file of the account: their names and that file's.

    Synchronisation makes one when two computers change a file at once.
    """
    return sorted(
        (entry.name, name)
        for entry in folder.iterdir()
        for name, copy in _COPIES.items()
        if copy.fullmatch(entry.name)
    )
