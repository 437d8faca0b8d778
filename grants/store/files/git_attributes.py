"""`.gitattributes` beside the grants: git leaves line ends alone, since seals are of bytes."""

from pathlib import Path

from grants.store.files.folders import ATTRIBUTES_FILE, digest_of
from grants.store.files.writing import Change

LINE = "* -text"


def change_of_attributes(root: Path) -> list[Change]:
    """What adds the line to the file, whose other lines are kept; nothing if it is there."""
    path = root / ATTRIBUTES_FILE
    before = path.read_bytes() if path.is_file() else b""
    if LINE.encode() in (line.strip() for line in before.splitlines()):
        return []
    start = before if before.endswith(b"\n") or not before else before + b"\n"
    text = f"# Seals of closed accounts are of bytes: git must not change line ends here.\n{LINE}\n"
    return [Change(path, [start + text.encode()], digest_of(path))]
