"""The one way through a postings.csv, whoever reads it: its columns, then its lines.

Reading is exact: every record is checked field by field (`parse_record`), which explains its faults. A
line that is plainly sound takes the fast path instead: no quotes out of order, nothing suspect, a date,
activity and financing that the full parser has accepted before, an exact amount, a voucher, and other
values in their usual form. A line never takes the fast path if the full parser had anything to report.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from operator import itemgetter
from typing import TextIO, TypeVar

from grants.figures.posting import ID, IMPORTED, QUANTITY, VOUCHER_LINE
from grants.findings.finding import Finding
from grants.store.postings.csv_records import (
    MAX_LINE,
    Assembler,
    Block,
    CsvRecord,
    Fault,
    blocks,
    fields_of_line,
    records,
    write_fields,
)
from grants.store.postings.record import (
    UNNAMED_PAYER,
    Row,
    parse_header,
    parse_record,
)
from grants.values.money import parse_amount

_LOOKS_LIKE_POSTING = re.compile(r"[0-9]{4}[-0-9/Q]*,[a-z0-9-]+,-?[0-9]+\.[0-9]{2}(?:,|$)")
_PLAIN_FORMS = {
    "quantity": QUANTITY,
    "person": ID,
    "voucher_line": VOUCHER_LINE,
    "imported": IMPORTED,
    "reverses": re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"),
}
"""Columns that are checked, and what is plainly sound in them; anything else is for the full parser."""

_Known = TypeVar("_Known")
PlainLine = tuple[int, str, list[str], int, _Known]
"""A sound line: number, text in the fewest quotes, fields, minor units, what is known of its group."""


class Scan:
    """One walk through a postings.csv. The columns are read at once, the lines by one of the methods.

    `columns` is empty if the first line cannot be used as a header; `findings` are those of that line.
    """

    def __init__(self, stream: TextIO, path: str) -> None:
        source = blocks(stream)
        first = next(source, Block(1, [], ""))
        head = Block(first.first, first.lines[:1], first.text)
        self.path = path
        self.columns, self.findings = parse_header(next(records([head], _assembler()), None), path)
        self._blocks = chain([Block(first.first + 1, first.lines[1:], first.text)], source)

    def parse(self, record: CsvRecord | Fault) -> tuple[Row | None, list[Finding]]:
        """Check and parse a record; the row is None if anything in it is wrong."""
        return parse_record(record, self.columns, self.path)

    def place(self, name: str) -> int | None:
        """Which field of a line holds a column; None if the file has no such column."""
        return self.columns.index(name) if name in self.columns else None

    def records(self) -> Iterator[CsvRecord | Fault]:
        """Every record and fault; nothing without columns."""
        return records(self._blocks if self.columns else (), _assembler())

    def raw(self) -> Iterator[tuple[int, str]]:
        """First line and text of every record, sound or not; lines that are not records are left out."""
        assembler, is_open = _assembler(), False
        for block in self._blocks:
            for number, line in enumerate(block.lines, block.first):
                if not is_open and len(line) < MAX_LINE and ('"' not in line or fields_of_line(line)):
                    yield number, line
                    continue
                for record in assembler.feed(number, line):
                    if isinstance(record, CsvRecord):
                        yield record.line, record.raw
                is_open = assembler.is_open
        for record in assembler.end():
            if isinstance(record, CsvRecord):
                yield record.line, record.raw

    def keys(self, date: str, activity: str, financing: str) -> list[tuple[str, ...]]:
        """How lines of a group begin: date, activity and, if the file has that column, financing."""
        if "financing" in self.columns:
            blank = [(date, activity, "")] if financing == UNNAMED_PAYER else []
            return [(date, activity, financing), *blank]
        return [(date, activity)] if financing == UNNAMED_PAYER else []

    def lines(
        self, known: Callable[[tuple[str, ...]], _Known | None]
    ) -> Iterator[PlainLine[_Known] | CsvRecord | Fault]:
        """Every line on the fast path, or else as a record or fault for `parse`; nothing without columns.

        `known` gives what is known of a group by its `keys`, None for one that the fast path does not know.
        """
        if not self.columns:
            return
        places = map(self.place, ("date", "activity", "financing"))
        key = itemgetter(*(place for place in places if place is not None))
        width, has_plain_forms = len(self.columns), self._plain_forms()
        amount, voucher = map(self.columns.index, ("amount", "voucher"))
        assembler, is_open = _assembler(), False
        for block in self._blocks:
            is_plain = block.is_plain()
            for number, line in enumerate(block.lines, block.first):
                if is_plain and not is_open:
                    if '"' in line:
                        fields = fields_of_line(line)
                        text = write_fields(fields)
                    else:
                        fields, text = line.split(","), line
                    if len(fields) == width:
                        group = known(key(fields))
                        if (
                            group is not None
                            and fields[voucher].strip()
                            and (has_plain_forms is None or has_plain_forms(fields))
                        ):
                            try:
                                minor = parse_amount(fields[amount])
                            except ValueError:
                                pass
                            else:
                                yield number, text, fields, minor, group
                                continue
                yield from assembler.feed(number, line)
                is_open = assembler.is_open
        yield from assembler.end()

    def _plain_forms(self) -> Callable[[list[str]], bool] | None:
        """Whether optional fields are blank or plainly sound; None if there are none to check."""
        amount, quantity = self.columns.index("amount"), self.place("quantity")
        forms = [
            (place, _PLAIN_FORMS[name].fullmatch)
            for place, name in enumerate(self.columns)
            if name in _PLAIN_FORMS
        ]

        def has_plain_forms(fields: list[str]) -> bool:
            for place, has_form in forms:
                if fields[place] and not has_form(fields[place]):
                    return False
            if quantity is None or not fields[quantity]:
                return True
            return (fields[quantity][0] == "-") == fields[amount].startswith("-")

        return has_plain_forms if forms else None


def _assembler() -> Assembler:
    """An assembler that knows a line of postings when a lost quote has swallowed one."""
    return Assembler(_LOOKS_LIKE_POSTING)
