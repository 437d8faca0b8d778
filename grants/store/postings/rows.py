"""postings.csv row by row: typed postings, sound texts, lines as they are written.

`path` is the file; what is read of a text that is open already names it by `path` only.
"""

from collections.abc import Collection, Container, Iterator, Mapping
from operator import itemgetter
from typing import TextIO

from grants.figures.postings import Group, Posting, PostingText
from grants.findings import reading as rules
from grants.findings.finding import Finding, Where, errors
from grants.store.postings.csv_records import MAX_LINE, open_text, split, texts_of, write_fields
from grants.store.postings.record import UNNAMED_PAYER, Row, parse_record, posting_text
from grants.store.postings.scan import Scan

DEFAULTS = {"financing": UNNAMED_PAYER}
"""What a column that the file lacks stands for."""


def read_rows(path: str) -> Iterator[Posting]:
    """The postings of a file one by one, in file order, without the faulty lines."""
    with open_text(path) as stream:
        yield from rows_in(stream, path)


def rows_in(stream: TextIO, path: str) -> Iterator[Posting]:
    """The same of a text that is open already, wherever it comes from."""
    scan = Scan(stream, path)
    for record in scan.records():
        row, _ = scan.parse(record)
        if row is not None:
            yield row.posting


def read_rows_at(path: str, lines: Container[int]) -> Iterator[Posting]:
    """The postings of a file that begin on these lines, without the faulty ones; fast for few lines."""
    with open_text(path) as stream:
        scan = Scan(stream, path)
        for number, raw in scan.raw() if scan.columns else ():
            if number in lines:
                row, _ = scan.parse(split(raw, number))
                if row is not None:
                    yield row.posting


def read_texts(path: str, groups: Collection[Group]) -> Iterator[PostingText]:
    """The sound postings of a file in file order as texts, several times faster than typed rows.

    `groups` are those of the same file, whose reader has checked their dates, activities and financing.
    """
    with open_text(path) as stream:
        scan = Scan(stream, path)
        if not scan.columns:
            return
        known = {
            key: group for group in groups for key in scan.keys(group.date, group.activity, group.financing)
        }
        blank = len(scan.columns)
        others = ("quantity", "unit", "person", "voucher_line", "imported", "reverses")
        texts = itemgetter(*(blank if place is None else place for place in map(scan.place, others)))
        amount, voucher = map(scan.columns.index, ("amount", "voucher"))
        for found in scan.lines(known.get):
            if isinstance(found, tuple):
                number, _, fields, _, group = found
                yield PostingText(
                    number,
                    group.date,
                    group.activity,
                    fields[amount],
                    fields[voucher].strip(),
                    group.financing,
                    *texts([*fields, ""]),
                )
                continue
            row, _ = scan.parse(found)
            if row is not None:
                yield posting_text(row.posting.line, row.texts)


def read_lines(path: str) -> Iterator[tuple[int, str]]:
    """First line and text of every record of a file, without the header and what is no record."""
    with open_text(path) as stream:
        yield from Scan(stream, path).raw()


def read_values(path: str, lines: Collection[int]) -> dict[int, dict[str, str]]:
    """The texts of the postings that begin on these lines, by column; line breaks in them as blanks."""
    with open_text(path) as stream:
        scan = Scan(stream, path)
        return {
            number: dict(zip(scan.columns, texts_of(raw.replace("\n", " ")), strict=False))
            for number, raw in scan.raw()
            if number in lines and scan.columns
        }


def read_columns(path: str) -> tuple[str, ...] | None:
    """The columns of a file; None if anything is wrong with its first line."""
    with open_text(path) as stream:
        scan = Scan(stream, path)
    return None if scan.findings else scan.columns


def read_line(
    fields: Mapping[str, str], columns: tuple[str, ...], path: str, number: int
) -> tuple[Row | None, list[Finding]]:
    """Check the text of each column as if it was line `number` of the file.

    The row is None if a finding is an error; a column that the file lacks is one.
    """
    text = write_fields([fields.get(name, "") for name in columns])
    row, findings = parse_record(split(text, number), columns, path)
    if len(text) >= MAX_LINE:
        findings.append(rules.TOO_LONG.at(Where(path, number), f"{len(text):,} characters are too many"))
    for name, value in fields.items():
        if value and value != DEFAULTS.get(name) and name not in columns:
            message = f"the file has no column {name!r} for {value!r}; add it to the header"
            findings.append(rules.WRONG_HEADER.at(Where(path), message))
    return (None if errors(findings) else row), findings
