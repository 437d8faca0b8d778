"""closing.toml as text: one way to write each entry, and the seal over it.

The text of an entry is sealed, not its values, so that anyone can recompute a seal with sha256sum. Since
there is one way to write an entry, a file that reads the same and is written otherwise was changed.
"""

import hashlib

from grants.records import Closing, Closings, Reopening
from grants.store.declared.toml_text import toml

HEAD = """\
# Written by `grants close` and `grants reopen`, never by hand: each entry is sealed by its last line.
# `grants verify` proves that the files still are what was closed.
"""

_KEYS_OF_CLOSING = (
    *("number", "kind", "period", "date", "by", "reason", "version", "errors", "currency", "postings"),
    *("total", "totals", "settlement", "files", "key", "previous"),
)
_KEYS_OF_REOPENING = ("number", "closing", "date", "by", "reason", "version", "changed", "previous")
"""In this order, which is not that of the records."""

_LEFT_OUT_IF_EMPTY = ("errors", "changed")

Entry = Closing | Reopening


def closings_text(closings: Closings) -> str:
    """The whole file."""
    return HEAD + "".join(f"\n{entry_text(entry)}seal = {toml(entry.seal)}\n" for entry in closings.entries)


def seal_of(text: str) -> str:
    """The seal of an entry: SHA-256 over its text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def entry_text(entry: Entry) -> str:
    """The text that the seal of an entry is of: its lines without the last, the seal itself."""
    is_closing = isinstance(entry, Closing)
    lines = ["[[closing]]" if is_closing else "[[reopening]]"]
    for name in _KEYS_OF_CLOSING if is_closing else _KEYS_OF_REOPENING:
        value = getattr(entry, name)
        if value is None or (value == () and name in _LEFT_OUT_IF_EMPTY):
            continue
        if isinstance(value, tuple):
            lines += [f"{name} = [", *(f"    {toml(row)}," for row in value), "]"]
        else:
            lines.append(f"{name} = {toml(value)}")
    return "".join(f"{line}\n" for line in lines)
