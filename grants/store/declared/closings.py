"""closing.toml as text: one way to write each entry, the seal over it, and reading entries whose seals hold.

The text of an entry is sealed, not its values, so that anyone can recompute a seal with sha256sum. Since
there is one way to write an entry, a file that reads the same and is written otherwise was changed.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from grants.findings import reading as rules
from grants.findings.finding import Finding, Where
from grants.records.closings import NOT_CLOSED, Closing, Closings, Reopening
from grants.store.declared.toml_records import RecordRules, read_toml, record_of
from grants.store.declared.toml_text import toml
from grants.store.files.folders import CLOSING_FILE, COPIES_FOLDER, open_plain
from grants.store.files.synchronised import is_clutter

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


MAX_CLOSINGS = 64 << 20
"""Bytes of a closing.toml that are read: several hundred thousand files that are closed."""

_RULES = RecordRules.of_one(CLOSING_FILE, rules.CLOSING_DAMAGED)


def read_closings(folder: Path) -> tuple[Closings, list[Finding]]:
    """The closings of a grant's folder, and what is wrong with their record.

    Entries that can be read are given even if their seals do not hold. Copies of closings of
    which the file says nothing are a finding too: somebody removed the entry.
    """
    path = folder / CLOSING_FILE
    closings = NOT_CLOSED
    findings: list[Finding] = []
    if path.exists() or path.is_symlink():
        closings, findings = _read(path)
        if path.is_symlink():
            message = f"{CLOSING_FILE} is a link: what it leads to is no part of the grant's folder"
            findings = [rules.CLOSING_DAMAGED.at(Where(str(path)), message), *findings]
        if findings and not closings.closings:
            return closings, findings
    known = {str(closing.number) for closing in closings.closings}
    for name in sorted(_kept(folder) - known):
        message = f"{COPIES_FOLDER}/{name} is there, but no closing {name} stands in {CLOSING_FILE}"
        findings.append(rules.CLOSING_DAMAGED.at(Where(str(path)), message))
    return closings, findings


def _kept(folder: Path) -> set[str]:
    """The folders of copies that hold anything; what a killed writer or the system left is nothing."""
    copies = folder / COPIES_FOLDER
    if not copies.is_dir():
        return set()
    return {
        kept.name
        for kept in copies.iterdir()
        if kept.name.isdecimal()
        and kept.is_dir()
        and any(not is_clutter(file.name) for file in kept.iterdir())
    }


def _read(path: Path) -> tuple[Closings, list[Finding]]:
    def damaged(message: str) -> Finding:
        return rules.CLOSING_DAMAGED.at(Where(str(path)), message)

    try:
        with open_plain(path) as stream:
            content = stream.read(MAX_CLOSINGS + 1)
    except OSError as fault:
        return NOT_CLOSED, [damaged(f"the file cannot be read: {fault.strerror or fault}")]
    if len(content) > MAX_CLOSINGS:
        return NOT_CLOSED, [damaged(f"the file is larger than {MAX_CLOSINGS >> 20} MB")]
    return closings_in(content, str(path))


def closings_in(content: bytes, path: str) -> tuple[Closings, list[Finding]]:
    """The closings in the content of a closing.toml that stands at `path`, and what does not hold."""

    def damaged(message: str, line: int = 1, column: int | None = None) -> Finding:
        return rules.CLOSING_DAMAGED.at(Where(path, line, column), message)

    try:
        text = content.replace(b"\r\n", b"\n").decode()
    except ValueError as fault:
        return NOT_CLOSED, [damaged(f"the file cannot be read: {fault}")]
    document, locate, findings = read_toml(text, path, _RULES)
    if document is None:
        return NOT_CLOSED, findings
    closings, findings = record_of(document, Closings, locate, _RULES)
    if closings is None or findings:  # an entry with an unknown key is not what was sealed
        return NOT_CLOSED, findings
    broken = [damaged(*found) for found in _broken(closings, text)]
    if b"\r\n" in content and not broken:
        message = f"{CLOSING_FILE} has other line ends than it was written with"
        return closings, [rules.LINE_ENDS.at(Where(path), message)]
    return closings, broken


def _broken(closings: Closings, text: str) -> Iterator[tuple[str, int]]:
    """What does not hold in entries that can be read, with its line."""
    lines = text.split("\n")
    begins = [n for n, line in enumerate(lines, 1) if line in ("[[closing]]", "[[reopening]]")]
    in_force: set[int] = set()
    seal = None
    for number, entry in enumerate(closings.entries, 1):
        line = begins[number - 1] if number <= len(begins) else 1
        if entry.number == number - 1:
            yield f"entry {entry.number} is there twice", line
            return
        if entry.number != number:
            yield f"entry {number} is missing", line
            return
        if seal_of(entry_text(entry)) != entry.seal:
            yield f"entry {number} is not what was sealed", line
        if entry.previous != seal:
            yield f"entry {number} does not follow the entry before it", line
        seal = entry.seal
        if isinstance(entry, Reopening):
            if entry.closing not in in_force:
                yield f"entry {number} reopens {entry.closing}, which is no closing in force", line
            in_force.discard(entry.closing)
        else:
            if (entry.kind == "period") != (entry.period is not None):
                yield f"entry {number} is {entry.kind} and {entry.period}", line
            in_force.add(number)
    written = closings_text(closings)
    if written != text:
        pairs = zip(written.split("\n"), lines, strict=False)
        apart = next((n for n, (one, other) in enumerate(pairs, 1) if one != other), len(lines))
        yield "the line is not as it was written", apart
