"""Appending an amendment to grant.toml: text at the end, every byte before it as it was."""

from pathlib import Path

from grants.errors import WriteError
from grants.records.amendments import Amendment, LineChange
from grants.store.declared.toml_text import quoted
from grants.store.files.writing import write_whole


def amendment_text(amendment: Amendment) -> str:
    """The amendment as a table of grant.toml, with lines that end in a line feed."""
    lines = ["[[amendment]]", f"date = {amendment.date.isoformat()}"]
    for key in ("applied", "approved_by", "document", "text", "period", "award"):
        value = getattr(amendment, key)
        if value is not None:
            plain = key in ("applied", "award")
            lines.append(f"{key} = {value if plain else quoted(str(value))}")
    if amendment.changes:
        lines += ["change = [", *(f"    {_change(change)}," for change in amendment.changes), "]"]
    return "".join(f"{line}\n" for line in lines)


def with_amendment(before: bytes, amendment: Amendment) -> bytes:
    """The content of a grant.toml with the amendment after it, in the file's own line ends."""
    newline = before.find(b"\n")
    line_end = b"\r\n" if newline > 0 and before[newline - 1 : newline] == b"\r" else b"\n"
    gap = line_end if before.endswith(b"\n") or not before else line_end * 2
    return before + gap + amendment_text(amendment).encode().replace(b"\n", line_end)


def append_amendment(path: Path, before: bytes, amendment: Amendment) -> None:
    """Write the amendment at the end of the grant.toml at `path`, which must still hold `before`.

    The caller holds the folder's lock and has judged what becomes of the grant. Raises `WriteError`
    with the file as it was.
    """
    if path.is_symlink():
        raise WriteError(
            f"{path} is a link; amendments are written to a plain file in the grant's folder only"
        )
    write_whole(path, with_amendment(before, amendment), replacing=before)


def _change(change: LineChange) -> str:
    parts = [f"activity = {quoted(change.activity)}", f"amount = {change.amount}"]
    if change.period is not None:
        parts.append(f"period = {quoted(str(change.period))}")
    if change.financing != "grant":
        parts.append(f"financing = {quoted(change.financing)}")
    if change.partner is not None:
        parts.append(f"partner = {quoted(change.partner)}")
    parts += [f"{key} = true" for key in ("in_kind", "new") if getattr(change, key)]
    return f"{{ {', '.join(parts)} }}"
