"""What a closing seals: files by their bytes, and the postings of a period by one way to write them."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from grants.figures.postings import COLUMNS
from grants.records import ClosedFile
from grants.store.files.plain_files import open_plain
from grants.store.postings.csv_records import (
    Block,
    CsvRecord,
    blocks,
    fields_of_line,
    open_text,
    write_fields,
)
from grants.store.postings.record import Header, assembler, parse_header, posting_records
from grants.values.periods import Period


def file_of(folder: Path, name: str) -> ClosedFile | None:
    """A file of a grant's folder with its checksum; None if there is no such plain file in it."""
    path = folder / name
    if not is_inside(folder, name) or not path.is_file():
        return None
    with open_plain(path) as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return ClosedFile(name=name, size=stream.tell(), sha256=sha256)


def file_of_content(name: str, content: bytes) -> ClosedFile:
    """The same of a file whose content is at hand."""
    return ClosedFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def is_inside(folder: Path, name: str) -> bool:
    """Whether a name leads to a place in the folder, through links too."""
    return (folder / name).resolve().is_relative_to(folder.resolve())


def period_text(path: Path, period: Period, columns: Sequence[str] = COLUMNS) -> bytes:
    """The postings whose whole date lies in the period, as a postings.csv of one form.

    These columns in this order (a later version may know more than were closed), one posting after the
    other in the order of its bytes, line feeds, no more quotes than needed. So it is the same text for
    the same postings, wherever they are in `path`, with whatever columns, quotes and line ends.
    """
    lines = _lines(path, period, columns)
    inside = sorted(line.encode("utf-8", "surrogateescape") for line in lines)
    return b"".join([",".join(columns).encode(), b"\n", *(line + b"\n" for line in inside)])


def _lines(path: Path, period: Period, columns: Sequence[str]) -> Iterator[str]:
    """The text of each posting that lies in the period, in file order."""
    if not path.exists():
        return

    @lru_cache(maxsize=65536)
    def lies_inside(date: str) -> bool:
        try:
            return period.covers(Period.parse(date))
        except ValueError:
            return False

    with open_text(str(path)) as stream:
        source = blocks(stream)
        first = next(source, Block(1, [], ""))
        head = Block(first.first, first.lines[:1], first.text)
        header, _ = parse_header(next(posting_records(iter([head])), None), str(path))
        if header is None:
            return
        date = header.names.index("date")
        rest = Block(first.first + 1, first.lines[1:], first.text)
        for fields in _records(chain([rest], source)):
            if len(fields) == len(header.names) and lies_inside(fields[date]):
                yield _canonical(fields, header, columns)


def _records(source: Iterator[Block]) -> Iterator[list[str]]:
    """The fields of each record; a line without quotes, or with quotes in order, takes the short way."""
    lines = assembler()
    for block in source:
        is_plain = block.is_plain()
        for number, line in enumerate(block.lines, block.first):
            fields = fields_of_line(line) if is_plain and not lines.is_open else []
            if fields:
                yield fields
                continue
            for record in lines.feed(number, line):
                if isinstance(record, CsvRecord):
                    yield [cell.text for cell in record.fields]
    for record in lines.end():
        if isinstance(record, CsvRecord):
            yield [cell.text for cell in record.fields]


def _canonical(fields: list[str], header: Header, columns: Sequence[str]) -> str:
    values = dict(zip(header.names, fields, strict=True))
    values["voucher"] = values["voucher"].strip()
    values["financing"] = values.get("financing") or "grant"
    return write_fields([values.get(name, "") for name in columns])
