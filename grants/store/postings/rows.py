"""postings.csv row by row: typed postings, the columns of a file, one line before it is written."""

from collections.abc import Collection, Container, Iterator
from itertools import chain
from typing import TextIO

from grants.figures.postings import Posting
from grants.findings import reading as rules
from grants.findings.finding import Finding, Where, errors
from grants.store.postings.csv_records import (
    MAX_LINE,
    Block,
    CsvRecord,
    Fault,
    blocks,
    open_text,
    split,
    write_fields,
)
from grants.store.postings.record import Header, Row, assembler, parse_header, parse_record, posting_records

DEFAULTS = {"financing": "grant"}
"""What a column that the file lacks stands for."""


def read_rows(path: str) -> Iterator[Posting]:
    """The postings of a file one by one, in file order, without the faulty lines."""
    with open_text(path) as stream:
        yield from rows_in(stream, path)


def read_rows_at(path: str, lines: Container[int]) -> Iterator[Posting]:
    """The postings of a file that begin on these lines, without the faulty ones; quick about the others."""
    with open_text(path) as stream:
        header, rest = _header_and_rest(stream, path)
        if header is None:
            return
        whole = assembler()
        for number, line in rest:
            if number not in lines and not whole.is_open and '"' not in line:
                continue
            for record in whole.feed(number, line):
                yield from _sound(record, header, path, lines)
        for record in whole.end():
            yield from _sound(record, header, path, lines)


def _sound(record: CsvRecord | Fault, header: Header, path: str, lines: Container[int]) -> Iterator[Posting]:
    if isinstance(record, CsvRecord) and record.line in lines:
        row, _ = parse_record(record, header, path)
        if row is not None:
            yield row.posting()


def _header_and_rest(stream: TextIO, path: str) -> tuple[Header | None, Iterator[tuple[int, str]]]:
    """The header of a file, None if it does not serve, and the lines after it with their numbers."""
    source = blocks(stream)
    first = next(source, Block(1, [], ""))
    head = Block(first.first, first.lines[:1], first.text)
    header, _ = parse_header(next(posting_records(iter([head])), None), path)
    rest = chain([Block(first.first + 1, first.lines[1:], first.text)], source)
    return header, (pair for block in rest for pair in enumerate(block.lines, block.first))


def read_lines(path: str) -> Iterator[tuple[int, str]]:
    """First line and text of every record of a file, without the header; what is no record is left out."""
    with open_text(path) as stream:
        _, rest = _header_and_rest(stream, path)
        whole = assembler()
        for number, line in rest:
            if not whole.is_open and '"' not in line:
                yield number, line
                continue
            for record in whole.feed(number, line):
                if isinstance(record, CsvRecord):
                    yield record.line, record.raw
        for record in whole.end():
            if isinstance(record, CsvRecord):
                yield record.line, record.raw


def rows_in(stream: TextIO, path: str) -> Iterator[Posting]:
    """The same of a text that is open already, wherever it comes from."""
    records = posting_records(blocks(stream))
    header, _ = parse_header(next(records, None), path)
    if header is None:
        return
    for record in records:
        if isinstance(record, CsvRecord):
            row, _ = parse_record(record, header, path)
            if row is not None:
                yield row.posting()


def read_values(path: str, lines: Collection[int]) -> dict[int, dict[str, str]]:
    """The texts of the postings that begin on these lines, by column; line breaks in them as blanks."""
    found: dict[int, dict[str, str]] = {}
    with open_text(path) as stream:
        records = posting_records(blocks(stream))
        header, _ = parse_header(next(records, None), path)
        for record in records if header is not None else ():
            if isinstance(record, CsvRecord) and record.line in lines:
                assert header is not None  # else there are no records to walk through
                texts = [cell.text.replace("\n", " ") for cell in record.fields]
                found[record.line] = dict(zip(header.names, texts, strict=False))
    return found


def read_columns(path: str) -> tuple[str, ...] | None:
    """The columns of a file; None if its first line does not name them soundly."""
    with open_text(path) as stream:
        header, found = parse_header(next(posting_records(blocks(stream)), None), path)
    return None if header is None or found else header.names


def read_line(
    fields: dict[str, str], columns: tuple[str, ...], path: str, number: int
) -> tuple[Row | None, list[Finding]]:
    """Judge the text of each column as if it stood on line `number` of the file.

    The row is None if a finding is an error; a column that the file lacks is one.
    """
    text = write_fields([fields.get(name, "") for name in columns])
    record = split(text, number)
    assert isinstance(record, CsvRecord)  # what was written with quotes is read with them
    row, findings = parse_record(record, Header(columns), path)
    if len(text) >= MAX_LINE:
        findings.append(rules.TOO_LONG.at(Where(path, number), f"{len(text):,} characters are too many"))
    for name, value in fields.items():
        if value and value != DEFAULTS.get(name) and name not in columns:
            message = f"the file has no column {name!r} for {value!r}; add it to the header"
            findings.append(rules.WRONG_HEADER.at(Where(path), message))
    return (None if errors(findings) else row), findings
