"""closing.toml as text: one way to write each entry, and the seal over it.

The text of an entry is sealed, not its values, so that anyone can recompute a seal with sha256sum. Since
there is one way to write an entry, a file that reads the same and is written otherwise was changed.
"""

import hashlib
from collections.abc import Iterator

from grants.records import ClosedFile, ClosedSettlement, ClosedTotal, Closing, Closings, OpenErrors, Reopening
from grants.store.declared.toml_text import quoted

HEAD = """\
# Written by `grants close` and `grants reopen`, never by hand: each entry is sealed by its last line.
# `grants verify` proves that the files still are what was closed.
"""

Entry = Closing | Reopening


def closings_text(closings: Closings) -> str:
    """The whole file."""
    return HEAD + "".join(f"\n{entry_text(entry)}{seal_line(entry.seal)}" for entry in closings.entries)


def seal_line(seal: str) -> str:
    """The last line of an entry."""
    return f"seal = {quoted(seal)}\n"


def seal_of(text: str) -> str:
    """The seal of an entry: SHA-256 over its text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def entry_text(entry: Entry) -> str:
    """The text that the seal of an entry is of: its lines without the last, the seal itself."""
    lines = list(_closing(entry) if isinstance(entry, Closing) else _reopening(entry))
    if entry.previous is not None:
        lines.append(f"previous = {quoted(entry.previous)}")
    return "".join(f"{line}\n" for line in lines)


def _closing(entry: Closing) -> Iterator[str]:
    yield "[[closing]]"
    yield f"number = {entry.number}"
    yield f"kind = {quoted(entry.kind)}"
    if entry.period is not None:
        yield f"period = {quoted(str(entry.period))}"
    yield from _common(entry)
    if entry.errors:
        yield from _table("errors", map(_errors, entry.errors))
    yield f"currency = {quoted(entry.currency)}"
    yield f"postings = {entry.postings}"
    yield f"total = {entry.total}"
    yield from _table("totals", map(_total, entry.totals))
    if entry.settlement is not None:
        yield f"settlement = {_settlement(entry.settlement)}"
    yield from _table("files", map(_file, entry.files))
    if entry.key is not None:
        yield f"key = {quoted(entry.key)}"


def _reopening(entry: Reopening) -> Iterator[str]:
    yield "[[reopening]]"
    yield f"number = {entry.number}"
    yield f"closing = {entry.closing}"
    yield from _common(entry)
    if entry.changed:
        yield from _table("changed", map(quoted, entry.changed))


def _common(entry: Entry) -> Iterator[str]:
    yield f"date = {entry.date.isoformat()}"
    if entry.by is not None:
        yield f"by = {quoted(entry.by)}"
    if entry.reason is not None:
        yield f"reason = {quoted(entry.reason)}"
    yield f"version = {quoted(entry.version)}"


def _table(name: str, rows: Iterator[str]) -> Iterator[str]:
    yield f"{name} = ["
    yield from (f"    {row}," for row in rows)
    yield "]"


def _errors(found: OpenErrors) -> str:
    return f"{{ code = {quoted(found.code)}, count = {found.count} }}"


def _total(total: ClosedTotal) -> str:
    return (
        f"{{ activity = {quoted(total.activity)}, financing = {quoted(total.financing)}, "
        f"postings = {total.postings}, amount = {total.amount} }}"
    )


def _settlement(settlement: ClosedSettlement) -> str:
    values = ((name, getattr(settlement, name)) for name in ClosedSettlement.model_fields)
    return f"{{ {', '.join(f'{name} = {value}' for name, value in values if value is not None)} }}"


def _file(file: ClosedFile) -> str:
    return f"{{ name = {quoted(file.name)}, size = {file.size}, sha256 = {quoted(file.sha256)} }}"
