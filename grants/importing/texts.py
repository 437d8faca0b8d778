"""Texts of an export before a ledger stores them: no personal number, no character that cannot be seen."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from grants.importing.readers.source_line import SourceLine
from grants.store.postings.csv_records import Block
from grants.values.text import CONTROL_CHARACTERS, is_bare_cpr_like, with_masked_cpr

FIELDS = ("voucher", "text", "supplier", "document", "unit")
"""What of a line may come into the ledger as text."""

_PLACES = tuple(SourceLine._fields.index(name) for name in FIELDS)
BARE_FIELDS = ("voucher", "account", "supplier", "document")
"""What of a line may be a personal number without its hyphen."""

_BARE_PLACES = tuple(SourceLine._fields.index(name) for name in BARE_FIELDS)
_UNSEEN = re.compile(f"[{CONTROL_CHARACTERS}\\r\\n\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


def are_plain(columns: Sequence[Sequence[object]]) -> bool:
    """Whether no text of these lines, given column by column as in `SourceLine`, needs a closer look."""
    filled = [columns[place] for place in _PLACES if any(columns[place])]
    texts: list[str] = list(chain.from_iterable(filled))  # type: ignore[arg-type]  # these columns are texts
    blob = "\n".join(texts)
    return blob.count("\n") == max(len(texts) - 1, 0) and Block(1, texts, blob).is_plain()


def bare_numbers(columns: Sequence[Sequence[object]]) -> list[tuple[int, str]]:
    """The places, in lines given column by column, of ten digits that begin with a day; with their fields."""
    found = []
    for name, place in zip(BARE_FIELDS, _BARE_PLACES, strict=True):
        texts: set[str] = set(columns[place])  # type: ignore[arg-type]  # these columns are texts
        bare = {text for text in texts if len(text) == 10 and is_bare_cpr_like(text)}
        if bare:
            found += [(at, name) for at, text in enumerate(columns[place]) if text in bare]
    return sorted(found)


def masked(line: SourceLine) -> tuple[SourceLine, list[str]]:
    """The line with each personal number made unreadable, and the field of each."""
    numbers: list[str] = []
    changes: dict[str, Any] = {}
    for name, place in zip(FIELDS, _PLACES, strict=True):
        text, count = with_masked_cpr(str(line[place]))
        if count:
            changes[name] = text
            numbers += [name] * count
    return line._replace(**changes) if changes else line, numbers


def unseen(line: SourceLine) -> str | None:
    """The first character of the texts that nobody would see, such as a line break; None without one."""
    found = _UNSEEN.search("".join(str(line[place]) for place in _PLACES))
    return None if found is None else found.group()


def quoted(text: str) -> str:
    """A text without line breaks as a field of CSV."""
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text
