"""Writing an import: in each grant the postings and the record, all files together or none."""

import hashlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from grants.errors import WriteError
from grants.figures.postings import REQUIRED_COLUMNS
from grants.importing.grant_import import GrantImport
from grants.importing.plan import ImportPlan
from grants.records.imports import ImportRecord
from grants.store.declared.imports import appended
from grants.store.files.folders import CLOSING_FILE, GRANT_FILE, IMPORTS_FILE, POSTINGS_FILE
from grants.store.files.together import Change, digest_of, write_together
from grants.store.postings.csv_records import blocks, open_text
from grants.store.postings.rows import read_columns
from grants.values import money
from grants.values.periods import Period

_PART = 1 << 20


def columns_of(path: Path) -> tuple[str, ...]:
    """The columns of a postings.csv; those that every file has if there is none yet."""
    if not path.exists():
        return REQUIRED_COLUMNS
    columns = read_columns(str(path))
    if columns is None:
        raise WriteError(f"{path} has no header that names the columns")
    return columns


def line_end_of(path: Path) -> str:
    """The line end of the file's first line."""
    if not path.exists():
        return "\n"
    with path.open("rb") as stream:
        return "\r\n" if stream.readline(_PART).endswith(b"\r\n") else "\n"


def written(plan: ImportPlan) -> tuple[str, ...]:
    """Write a plan; gives the files. The caller holds the locks.

    Raises `WriteError` if a file is no longer what it was when the plan was made.
    """
    changes: list[Change] = []
    for grant_import in plan.grant_imports:
        if not grant_import.writes:
            continue
        folder = Path(grant_import.account.folder)
        postings, imports = folder / POSTINGS_FILE, folder / IMPORTS_FILE
        for name, digest in (
            (GRANT_FILE, grant_import.base.grant),
            (CLOSING_FILE, grant_import.base.closing),
        ):
            if digest_of(folder / name) != digest:
                raise WriteError(f"nothing is written: another program changed {folder / name} meanwhile")
        before = imports.read_bytes() if imports.exists() else b""
        if grant_import.postings:
            changes.append(Change(postings, _content(postings, grant_import), grant_import.base.postings))
        changes.append(
            Change(imports, [appended(before, record_of(plan, grant_import))], grant_import.base.imports)
        )
    homes = {change.path.parent for change in changes}
    home = homes.pop() if len(homes) == 1 else Path(plan.root)
    write_together(home, changes)
    return tuple(str(change.path) for change in changes)


def record_of(plan: ImportPlan, grant_import: GrantImport) -> ImportRecord:
    """The record of the import in one grant."""
    days = [day for day, _ in grant_import.sums] or plan.days
    return ImportRecord.model_validate(
        {
            "number": grant_import.number,
            "date": plan.day,
            "file": plan.source.name,
            "sha256": plan.source.sha256,
            "size": plan.source.size,
            "profile": plan.profile_name,
            "profile_sha256": hashlib.sha256(repr(plan.profile).encode()).hexdigest(),
            "rows": plan.rows,
            "new": grant_import.new.lines,
            "known": grant_import.known.lines,
            "changed": grant_import.changed.lines,
            "reversed": grant_import.reversed.lines,
            "ignored": plan.ignored_lines,
            "unmatched": len(plan.unmatched),
            "masked": plan.masked,
            "sum": money.Amount(grant_import.minor),
            "first": Period.parse(min(days)).start,
            "last": Period.parse(max(days)).last,
            "controls": len(plan.controls),
            "decision": grant_import.decided,
        }
    )


def _content(path: Path, grant_import: GrantImport) -> Iterator[bytes]:
    """The file as it was, in all the columns that are needed now, and the new lines."""
    spool = grant_import.spool
    if not path.exists():
        head: Iterator[bytes] = iter([(",".join(spool.columns) + spool.line_end).encode()])
    else:
        added = spool.columns[len(columns_of(path)) :]
        head = _widened(path, added, spool.line_end) if added else _whole_lines(path, spool.line_end)
    return chain(head, spool.content())


def _whole_lines(path: Path, line_end: str) -> Iterator[bytes]:
    """The bytes of a file, with a line end at its end."""
    last = b"\n"
    with path.open("rb") as stream:
        while part := stream.read(_PART):
            yield part
            last = part
    if not last.endswith(b"\n"):
        yield line_end.encode()


def _widened(path: Path, added: list[str], line_end: str) -> Iterator[bytes]:
    """The same records with more columns at their ends: named in the header, blank elsewhere."""
    with path.open("rb") as content:
        has_mark = content.read(3) == BOM_UTF8
    if has_mark:
        yield BOM_UTF8
    blank = "," * len(added)
    is_first, is_open = True, False
    with open_text(str(path)) as stream:
        for block in blocks(stream):
            lines = []
            for line in block.lines:
                is_open ^= line.count('"') % 2 == 1
                ending = "" if is_open or not line else f",{','.join(added)}" if is_first else blank
                is_first = False
                lines.append(line + ending)
            yield (line_end.join(lines) + line_end).encode()
