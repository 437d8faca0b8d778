"""Writing to postings.csv: new lines, and columns that it lacks, in the file's own columns and line ends."""

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grants.errors import WriteError
from grants.figures.posting import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from grants.findings import reading as rules
from grants.findings.finding import Finding, Where
from grants.store.files.writing import write_whole
from grants.store.postings.csv_records import blocks, open_text, write_fields
from grants.store.postings.rows import DEFAULTS, read_columns

_PART = 1 << 20


def columns_of(path: Path) -> tuple[str, ...]:
    """The columns of a postings.csv; those that every file has if there is none yet.

    `WriteError` if anything is wrong with the header.
    """
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


def next_line(path: Path) -> tuple[int, tuple[str, ...]]:
    """The number of the line that an appended posting gets, and the columns of the file."""
    columns = columns_of(path)
    return sum(part.count(b"\n") for part in lines_before(path, columns)) + 1, columns


def append_lines(
    path: Path, rows: Sequence[Mapping[str, str]], columns: Sequence[str], number: int
) -> list[Finding]:
    """Write rows in one write, the first as line `number`; gives a finding for each that is there already.

    A column that the file lacks and `columns` has at its end is added to every line, blank. The caller
    holds the folder's lock and has checked the fields. Raises `WriteError`, with the file as it was, if
    another program changed it meanwhile.
    """
    if path.is_symlink():
        raise WriteError(f"{path} is a link; postings are written to a plain file in the grant's folder only")
    before = path.read_bytes() if path.exists() else None
    head = b"".join(lines_before(path, columns))
    if head.count(b"\n") + 1 != number:
        raise WriteError(f"{path} was changed by another program meanwhile; nothing is written")
    end = line_end_of(path)
    lines = [(write_fields([fields.get(name, "") for name in columns]) + end).encode() for fields in rows]
    write_whole(path, head + b"".join(lines), replacing=before)
    return [
        rules.REPEATED_POSTING.at(Where(str(path), place), "the same posting is in the file already")
        for place, (fields, line) in enumerate(zip(rows, lines, strict=True), number)
        if b"\n" + line in head and not fields.get("reverses")
    ]


def columns_for(fields: Mapping[str, str], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of the file, and after them those that it lacks and the fields need."""
    needed = [name for name in OPTIONAL_COLUMNS if fields.get(name) and name not in columns]
    return (*columns, *(name for name in needed if fields[name] != DEFAULTS.get(name)))


def lines_before(path: Path, columns: Sequence[str]) -> Iterator[bytes]:
    """The content of a file to which lines are appended: with a line end at its end, and in these columns.

    They begin with those of the file; the others are named in the header and blank in every line. A file
    that does not exist yet is its header.
    """
    if not path.exists():
        yield (",".join(columns) + "\n").encode()
        return
    end = line_end_of(path)
    added = columns[len(columns_of(path)) :]
    yield from _widened(path, added, end) if added else _whole_lines(path, end)


def _whole_lines(path: Path, line_end: str) -> Iterator[bytes]:
    last = b"\n"
    with path.open("rb") as stream:
        while part := stream.read(_PART):
            yield part
            last = part
    if not last.endswith(b"\n"):
        yield line_end.encode()


def _widened(path: Path, added: Sequence[str], line_end: str) -> Iterator[bytes]:
    """The same records with more columns at their ends: named in the header, blank elsewhere."""
    with path.open("rb") as content:
        if content.read(len(BOM_UTF8)) == BOM_UTF8:
            yield BOM_UTF8
    endings = {1: f",{','.join(added)}"}
    blank = "," * len(added)
    is_open = False
    with open_text(str(path)) as stream:
        for block in blocks(stream):
            lines = []
            for number, line in enumerate(block.lines, block.first):
                is_open ^= line.count('"') % 2 == 1
                lines.append(line if is_open or not line else line + endings.get(number, blank))
            yield (line_end.join(lines) + line_end).encode("utf-8", "surrogateescape")
