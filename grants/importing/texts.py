"""Texts of an export before a ledger stores them: no personal number, no character that cannot be seen."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from grants.exchange.erp.line import SourceLine
from grants.store.csv_records import Block
from grants.text import INVISIBLE, with_masked_cpr

FIELDS = ("voucher", "line_number", "text", "supplier", "document", "unit")
"""What of a line may come into the ledger as text."""

_PLACES = tuple(SourceLine._fields.index(name) for name in FIELDS)
_BREAKS = re.compile(f"{INVISIBLE.pattern}|\n|[\ud800-\udfff]")


class Cleaned(NamedTuple):
    """A line with clean texts, how many numbers were masked in it, and how many characters replaced."""

    line: SourceLine
    masked: int
    replaced: int


def are_plain(columns: Sequence[Sequence[object]]) -> bool:
    """Whether no text of these lines, given column by column as in `SourceLine`, needs cleaning."""
    filled = [columns[place] for place in _PLACES if any(columns[place])]
    texts: list[str] = list(chain.from_iterable(filled))  # type: ignore[arg-type]  # these columns are texts
    blob = "\n".join(texts)
    return blob.count("\n") == max(len(texts) - 1, 0) and Block(1, texts, blob).is_plain()


def cleaned(line: SourceLine) -> Cleaned:
    """The line with each invisible character as a blank and each personal number masked."""
    masked = replaced = 0
    changes: dict[str, Any] = {}
    for name, place in zip(FIELDS, _PLACES, strict=True):
        text = before = str(line[place])
        if text:
            text, count = _BREAKS.subn(" ", text)
            replaced += count
            text, count = with_masked_cpr(text)
            masked += count
            if text != before:
                changes[name] = text.strip()
    return Cleaned(line._replace(**changes) if changes else line, masked, replaced)


def quoted(text: str) -> str:
    """A text without line breaks as a field of CSV."""
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text
