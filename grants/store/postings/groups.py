"""postings.csv as groups: the exact reader, which is the reference for every other one.

It reads a file of any size in blocks and keeps groups, findings and a filter of fixed size, but no
rows. A line that plainly conforms (no quotes, nothing suspect, a date, activity and financing seen
before, an exact amount, a voucher) takes a short way; every other line is parsed field by field,
which explains its faults. `read_rows` gives all of them as typed postings, by the long way only.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TextIO

from grants.figures.postings import Group
from grants.findings import reading as rules
from grants.findings.finding import Finding, Rule, Where
from grants.records import ID_PATTERN
from grants.store.postings.csv_records import (
    Block,
    CsvRecord,
    Fault,
    blocks,
    fields_of_line,
    open_text,
    write_fields,
)
from grants.store.postings.record import (
    IMPORTED,
    QUANTITY,
    VOUCHER_LINE,
    Header,
    assembler,
    finding_of,
    parse_header,
    parse_record,
    posting_records,
)
from grants.store.postings.repeats import RepeatFilter
from grants.values import money

MAX_FINDINGS = 10_000
"""Findings of one rule in one file that are told one by one; the rest are counted."""


_PLAINLY = {
    "quantity": QUANTITY,
    "person": re.compile(ID_PATTERN),
    "voucher_line": VOUCHER_LINE,
    "imported": IMPORTED,
    "reverses": re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"),
}
"""Columns that are judged, and what is plainly sound in them; anything else takes the long way."""


@dataclass
class Findings:
    """Findings of one file, told one by one up to a bound for each rule and counted beyond it."""

    path: str
    told: list[Finding] = field(default_factory=list)
    counts: defaultdict[Rule, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, finding: Finding) -> None:
        """Tell a finding, or count it."""
        self.counts[finding.rule] += 1
        if self.counts[finding.rule] <= MAX_FINDINGS:
            self.told.append(finding)

    def all(self) -> list[Finding]:
        """Everything told, and a closing word for each rule that has more."""
        return self.told + [
            rule.at(Where(self.path), f"{count - MAX_FINDINGS:,} more findings of this kind in the file")
            for rule, count in self.counts.items()
            if count > MAX_FINDINGS
        ]


def read_groups(path: str, shown_path: str) -> tuple[tuple[Group, ...], list[Finding]]:
    """Read all postings of a file as groups, with every finding.

    `shown_path` is how findings name the file. Raises `OSError` if the file cannot be read.
    """
    with open_text(path) as stream:
        return groups_in(stream, shown_path)


def groups_in(stream: TextIO, shown_path: str) -> tuple[tuple[Group, ...], list[Finding]]:
    """The same of a text that is open already, wherever it comes from."""
    findings = Findings(shown_path)
    groups = _Scan(stream, findings).run()
    return groups, findings.all()


class _Scan:
    """One walk through a file that keeps groups and findings."""

    def __init__(self, stream: TextIO, findings: Findings) -> None:
        self.stream = stream
        self.findings = findings
        self.path = findings.path
        self.groups: dict[tuple[str, str, str], list[int]] = {}
        self.assembler = assembler()
        self.repeats = RepeatFilter()

    def run(self) -> tuple[Group, ...]:
        source = blocks(self.stream)
        first = next(source, Block(1, [], ""))
        head = Block(first.first, first.lines[:1], first.text)
        header, found = parse_header(next(posting_records(iter([head])), None), self.path)
        for finding in found:
            self.findings.add(finding)
        if header is None:
            return ()
        rest = Block(first.first + 1, first.lines[1:], first.text)
        self._scan(chain([rest], source), header)
        self._tell_repeats(header)
        return tuple(Group(*key, *sums) for key, sums in self.groups.items())

    def _scan(self, source: Iterator[Block], header: Header) -> None:
        groups, lines = self.groups, self.assembler
        width, column = len(header.names), header.names.index
        date, activity, amount, voucher = map(column, ("date", "activity", "amount", "voucher"))
        financing = column("financing") if "financing" in header.names else None
        quantity = column("quantity") if "quantity" in header.names else None
        judged = [(column(name), _PLAINLY[name].fullmatch) for name in header.names if name in _PLAINLY]
        is_amount = money.AMOUNT.fullmatch
        reverses = column("reverses") if "reverses" in header.names else None
        is_open = False
        for block in source:
            number = block.first - 1
            is_plain = block.is_plain()
            accepted: list[str] = []
            for line in block.lines:
                number += 1
                if is_plain and not is_open:
                    is_quoted = '"' in line
                    fields = fields_of_line(line) if is_quoted else line.split(",")
                    if len(fields) == width:
                        paid_by = "grant" if financing is None else fields[financing] or "grant"
                        group = groups.get((fields[date], fields[activity], paid_by))
                        text = fields[amount]
                        if (
                            group is not None
                            and is_amount(text)
                            and fields[voucher].strip()
                            and (
                                quantity is None
                                or not fields[quantity]
                                or (fields[quantity][0] == "-") == (text[0] == "-")
                            )
                            and (
                                not judged
                                or all(
                                    not fields[place] or is_form(fields[place]) for place, is_form in judged
                                )
                            )
                        ):
                            group[0] += int(text[:-3] + text[-2:])
                            group[1] += 1
                            if reverses is None or not fields[reverses]:
                                accepted.append(write_fields(fields) if is_quoted else line)
                            continue
                for record in lines.feed(number, line):
                    self._take(record, header)
                is_open = lines.is_open
            self.repeats.mark(accepted)
        for record in lines.end():
            self._take(record, header)

    def _take(self, record: CsvRecord | Fault, header: Header) -> None:
        """The long way: a record or fault of any shape."""
        if isinstance(record, Fault):
            self.findings.add(finding_of(record, self.path))
            return
        row, found = parse_record(record, header, self.path)
        for finding in found:
            self.findings.add(finding)
        if row is not None:
            key = (row.date, row.activity, row.financing)
            group = self.groups.setdefault(key, [0, 0, row.line])
            group[0] += row.minor
            group[1] += 1
            if not row.reverses:
                self.repeats.mark([_identity(record)])

    def _tell_repeats(self, header: Header) -> None:
        """Read the file once more if need be, for the lines that may stand twice.

        Two reversals may well be the same: of two postings that are.
        """
        if not self.repeats.suspects:
            return
        self.stream.seek(0)
        first_line: dict[str, int] = {}
        column = header.names.index("reverses") if "reverses" in header.names else None
        for number, identity in self._suspected():
            if column is not None and "".join(fields_of_line(identity)[column : column + 1]):
                continue
            original = first_line.setdefault(identity, number)
            if original != number:
                where = Where(self.path, number)
                message = f"the posting is the same as the one in line {original}"
                self.findings.add(rules.REPEATED_POSTING.at(where, message))

    def _suspected(self) -> Iterator[tuple[int, str]]:
        """Line and identity of each record that may stand twice."""
        lines = assembler()
        for block in blocks(self.stream):
            numbers: list[int] = []
            identities: list[str] = []
            for number, line in enumerate(block.lines, block.first):
                if '"' not in line and not lines.is_open:
                    numbers.append(number)
                    identities.append(line)
                    continue
                for record in lines.feed(number, line):
                    if isinstance(record, CsvRecord):
                        numbers.append(record.line)
                        identities.append(_identity(record))
            for position in self.repeats.suspected(identities):
                yield numbers[position], identities[position]


def _identity(record: CsvRecord) -> str:
    """The record written with no more quotes than it needs: equal rows have equal identities."""
    return write_fields([cell.text for cell in record.fields])
