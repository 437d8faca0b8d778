"""Values and records as TOML text."""

import json
from collections.abc import Iterable, Iterator

from grants.records.types import Record
from grants.values.periods import Period


def quoted(text: str) -> str:
    """A TOML string; what JSON escapes TOML escapes too, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml(value: object) -> str:
    """A value: texts and periods quoted, a record as an inline table, numbers and days as they are."""
    if isinstance(value, Record):
        return f"{{ {', '.join(_keys(value))} }}"
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(str(value)) if isinstance(value, str | Period) else str(value)


def _keys(record: Record) -> Iterator[str]:
    """The keys of a record that are not left at their defaults."""
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if value != field.default:
            yield f"{name} = {toml(value)}"


def key_lines(record: Record, keys: Iterable[str]) -> Iterator[str]:
    """A line for each of these keys that has a value."""
    for key in keys:
        value = getattr(record, key)
        if value is not None:
            yield f"{key} = {toml(value)}"


def with_table(before: bytes, table: str) -> bytes:
    """The content of a TOML file with one table more at its end, in the file's own line ends."""
    line_end = b"\r\n" if before.partition(b"\n")[0].endswith(b"\r") else b"\n"
    gap = line_end if before.endswith(b"\n") or not before else line_end * 2
    return before + gap + table.encode().replace(b"\n", line_end)
