"""Values and records as TOML text."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal

from grants.records.terms import Rules
from grants.records.types import Record
from grants.values.periods import Period


def quoted(text: str) -> str:
    """A TOML string; what JSON escapes TOML escapes too, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml(value: object) -> str:
    """A value: texts and periods quoted, a record as an inline table, numbers and days as they are."""
    if isinstance(value, Record):
        return f"{{ {', '.join(f'{key} = {toml(inner)}' for key, inner in stated(value))} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(str(value)) if isinstance(value, str | Period) else str(value)


def stated(record: Record) -> Iterator[tuple[str, object]]:
    """The keys of a record, as the file calls them, with what is not left at its default, or is written."""
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        is_written = isinstance(record, Rules) and name in record.model_fields_set
        if value is not None and (is_written or value != field.get_default(call_default_factory=True)):
            yield field.alias or name, value


def table_lines(record: Record, path: str = "") -> Iterator[str]:
    """A record as lines of TOML: its values, then each table or list of tables under its own heading."""
    below: list[tuple[str, object]] = []
    for key, value in stated(record):
        if isinstance(value, Record | dict) or (isinstance(value, tuple) and _is_of_records(value)):
            below.append((f"{path}{key}", value))
        else:
            yield f"{key} = {toml(value)}"
    for name, value in below:
        entries = value if isinstance(value, tuple) else (value,)
        for entry in entries:
            yield ""
            if isinstance(entry, dict):
                yield f"[{name}]"
                yield from (f"{key} = {toml(inner)}" for key, inner in entry.items())
            else:
                yield f"[[{name}]]" if isinstance(value, tuple) else f"[{name}]"
                yield from table_lines(entry, f"{name}.")


def _is_of_records(values: tuple[object, ...]) -> bool:
    return bool(values) and isinstance(values[0], Record)


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
