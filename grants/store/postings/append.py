"""Appending postings to postings.csv, in the file's own columns and line ends."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from grants.errors import WriteError
from grants.figures.postings import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from grants.findings import reading as rules
from grants.findings.finding import Finding, Where
from grants.store.files.writing import write_whole
from grants.store.postings.csv_records import Block, CsvRecord, fields_of_line, write_fields
from grants.store.postings.record import posting_records
from grants.store.postings.rows import DEFAULTS, read_columns


def next_line(path: Path) -> tuple[int, tuple[str, ...]]:
    """The number of the line that an appended posting gets, and the columns of the file.

    A file that is not there gets the required columns. `WriteError` if the header does not serve.
    """
    if not path.exists():
        return 2, REQUIRED_COLUMNS
    columns = read_columns(str(path))
    if columns is None:
        raise WriteError(f"{path} has no header that names the columns")
    return _whole_lines(path.read_bytes()).count(b"\n") + 1, columns


def append_line(path: Path, fields: dict[str, str], columns: Sequence[str], number: int) -> list[Finding]:
    """Write the fields as line `number`; gives a finding if the same line stands there already.

    A column that the file lacks and a field needs is added to every line, blank. The caller holds
    the folder's lock and has judged the fields. Raises `WriteError`, with the file as it was, if
    another program changed it meanwhile.
    """
    return append_lines(path, [fields], columns, number)


def append_lines(
    path: Path, rows: Sequence[dict[str, str]], columns: Sequence[str], number: int
) -> list[Finding]:
    """Write several rows in one write, the first as line `number`; else as `append_line`."""
    if path.is_symlink():
        raise WriteError(f"{path} is a link; postings are written to a plain file in the grant's folder only")
    before = path.read_bytes() if path.exists() else ",".join(REQUIRED_COLUMNS).encode() + b"\n"
    head = _whole_lines(before)
    if head.count(b"\n") + 1 != number:
        raise WriteError(f"{path} was changed by another program meanwhile; nothing is written")
    added = columns[_width(head) :]
    if added:
        head = _widened(head, added)
    end = _line_end(head)
    lines = [write_fields([fields.get(name, "") for name in columns]).encode() + end for fields in rows]
    write_whole(path, head + b"".join(lines), replacing=before if path.exists() else None)
    return [
        rules.REPEATED_POSTING.at(Where(str(path), place), "the same posting stands in the file already")
        for place, (fields, line) in enumerate(zip(rows, lines, strict=True), number)
        if b"\n" + line in head and not fields.get("reverses")
    ]


def columns_for(fields: Mapping[str, str], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of the file, and after them those that it lacks and the fields need."""
    needed = [name for name in OPTIONAL_COLUMNS if fields.get(name) and name not in columns]
    return (*columns, *(name for name in needed if fields[name] != DEFAULTS.get(name)))


def _width(content: bytes) -> int:
    """The number of columns that the header names."""
    return len(fields_of_line(content.decode("utf-8-sig").partition("\n")[0].removesuffix("\r")))


def _widened(content: bytes, added: Sequence[str]) -> bytes:
    """The same records with more columns at their ends: named in the header, blank elsewhere."""
    line_end = _line_end(content).decode()
    bom = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    records = posting_records(iter([Block(1, text.removesuffix("\n").split("\n"), text)]))
    raws = [record.raw for record in records if isinstance(record, CsvRecord)]
    blank = "," * len(added)
    lines = [f"{raws[0]},{','.join(added)}", *(raw + blank for raw in raws[1:])]
    return (bom + "".join(f"{line}\n" for line in lines)).replace("\n", line_end).encode()


def _whole_lines(content: bytes) -> bytes:
    """The content with a line end at its end."""
    return content if content.endswith(b"\n") else content + _line_end(content)


def _line_end(content: bytes) -> bytes:
    """The line end of the file's first line."""
    newline = content.find(b"\n")
    return b"\r\n" if newline > 0 and content[newline - 1 : newline] == b"\r" else b"\n"
