"""`.gitattributes` beside the grants: git leaves line ends alone, since seals are of bytes."""

from pathlib import Path

from grants.store.files.writing import write_whole

NAME = ".gitattributes"
LINE = "* -text"


def keep_line_ends(root: Path) -> None:
    """Write the file, or add the line to what is there; `WriteError` if that cannot be done."""
    path = root / NAME
    before = path.read_bytes() if path.is_file() else b""
    if LINE.encode() in (line.strip() for line in before.splitlines()):
        return
    start = before if before.endswith(b"\n") or not before else before + b"\n"
    text = f"# Seals of closed accounts are of bytes: git must not change line ends here.\n{LINE}\n"
    write_whole(path, start + text.encode(), replacing=before if path.is_file() else None)
