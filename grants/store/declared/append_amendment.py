"""Appending an amendment to grant.toml: text at the end, every byte before it as it was."""

from pathlib import Path

from grants.errors import WriteError
from grants.records.budget import Amendment
from grants.store.declared.toml_text import toml, with_table
from grants.store.files.writing import write_whole


def amendment_text(amendment: Amendment) -> str:
    """The amendment as a table of grant.toml, with lines that end in a line feed."""
    lines = ["[[amendment]]"]
    for key in ("date", "applied", "approved_by", "document", "text", "period", "award"):
        value = getattr(amendment, key)
        if value is not None:
            lines.append(f"{key} = {toml(value)}")
    if amendment.changes:
        lines += ["change = [", *(f"    {toml(change)}," for change in amendment.changes), "]"]
    return "".join(f"{line}\n" for line in lines)


def append_amendment(path: Path, before: bytes, amendment: Amendment) -> None:
    """Write the amendment at the end of the grant.toml at `path`, which must still hold `before`.

    The caller holds the folder's lock and has checked what becomes of the grant. Raises `WriteError`
    with the file as it was.
    """
    if path.is_symlink():
        raise WriteError(
            f"{path} is a link; amendments are written to a plain file in the grant's folder only"
        )
    write_whole(path, with_table(before, amendment_text(amendment)), replacing=before)
