"""Delimited text: fields between `;`, tabs or commas, read in blocks and never held as a whole.

A line that plainly conforms (no odd quotes, a date seen before, a plain amount) takes a fast path. Every
other line is parsed field by field, which explains its faults.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from grants.findings import exports as rules
from grants.findings.finding import Finding, Severity, Where
from grants.importing.profiles.profile import Profile
from grants.importing.readers.cells import CONTROL_BUT_TAB, MAX_ROWS, Amounts, Layout, TextCells, has_headings
from grants.importing.readers.encodings import encoding_of, mixture_in
from grants.importing.readers.fast_paths import fast_line, is_padded
from grants.importing.readers.table import TableReader
from grants.importing.source_line import Item
from grants.store.postings.csv_records import (
    Assembler,
    Block,
    CsvRecord,
    Dialect,
    Fault,
    blocks,
    fields_of_line,
)

_NOTHING = re.compile("(?!)")


def read_delimited(path: str, profile: Profile, shown: str) -> Iterator[Item]:
    """The lines of a delimited text. Raises `OSError` if it cannot be read."""
    encoding = encoding_of(path, profile.encoding, shown)
    mixture = mixture_in(path, encoding, profile.encoding, shown)
    if mixture is not None:
        yield mixture
        if mixture.severity is Severity.ERROR:
            return
    with open(path, encoding=encoding, newline="\n") as stream:
        yield from _Scan(profile, shown, ends=_has_line_end(path)).run(blocks(stream))


def _has_line_end(path: str) -> bool:
    """Whether the last line ends, in an encoding of one byte or of two."""
    with open(path, "rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 2))
        return stream.read().strip(b"\0").endswith((b"\n", b"\r"))


class _Scan:
    """One walk through a file; `ends` says whether its last line does."""

    def __init__(self, profile: Profile, shown: str, *, ends: bool) -> None:
        self.profile, self.shown, self.ends = profile, shown, ends
        self.cells = TextCells(profile, shown)
        self.reader = TableReader(profile, self.cells)
        # A file that quotes nothing is split at a quote that cannot be in a line.
        self.dialect = Dialect.of(profile.delimiter, profile.quote or "\n")
        self.assembler = Assembler(_NOTHING, self.dialect)
        self.latest: list[str] = []

    def run(self, source: Iterable[Block]) -> Iterator[Item]:
        last = 1
        for block, after in pairwise(chain(source, (None,))):
            assert block is not None  # None comes after the last block
            if block.first == 1 and "\r" in block.text and "\n" not in block.text:
                message = "the line ends are carriage returns alone; save the file with CRLF"
                yield rules.SOURCE_CONTROL.at(Where(self.shown), message)
                return
            if block.first == 1 and (other := other_delimiter(block.lines, self.profile, self.shown)):
                yield other
                return
            self.reader.is_cut_off = after is None and not self.ends
            if not self.ends:
                self.latest = [*self.latest, *block.lines[-MAX_LINES - 1 :]][-MAX_LINES - 1 :]
            yield from self._block(block)
            last = block.first + len(block.lines) - 1
            if self.reader.is_over:
                return
        for record in self.assembler.end():
            yield from self._record(record)
        yield from self._end(last)

    def _block(self, block: Block) -> Iterator[Item]:
        reader, assembler = self.reader, self.assembler
        is_clean = CONTROL_BUT_TAB.search(block.text) is None
        padded = is_padded(block.text, self.dialect)
        layout = reader.layout
        fast = None if layout is None else fast_line(self.profile, reader, self.cells, self.dialect)
        count = total = 0
        for number, line in enumerate(block.lines, block.first):
            if is_clean and fast is not None and not assembler.is_open:
                quick = fast(line, number, padded)
                if quick is not None:
                    count += 1
                    total += quick[2]
                    yield quick
                    continue
            if count:
                reader.count(count, total)
                count = total = 0
            for record in assembler.feed(number, line):
                yield from self._record(record)
            if reader.is_over:
                return
            if reader.layout is not layout:
                layout = reader.layout
                fast = fast_line(self.profile, reader, self.cells, self.dialect)
        reader.count(count, total)

    def _record(self, record: CsvRecord | Fault) -> Iterator[Item]:
        if isinstance(record, Fault):
            rule = rules.SOURCE_WIDTH if record.kind == "length" else rules.SOURCE_QUOTES
            yield rule.at(Where(self.shown, record.line, record.column), record.message)
            self.reader.count_fault()
            return
        self.cells.fields, self.cells.line = record.fields, record.line
        had = self.reader.layout
        yield from self.reader.feed(record.line, [cell.text for cell in record.fields])
        if self.reader.layout is not None and self.reader.layout is not had:
            # A quoted text that runs over lines has not, by chance, all the delimiters of a line.
            end = re.escape(self.profile.delimiter)
            least = max(self.reader.layout.width - 1, 1)
            self.assembler.looks_like_record = re.compile(f"(?:[^{end}]*{end}){{{least}}}")

    def _end(self, last: int) -> Iterator[Finding]:
        yield from self.reader.finish()
        if not self.reader.whole.lines:
            return
        if not (self.ends or self.profile.ends_open):
            yield self._no_line_end(last)
        why_open = self.cells.dates.why_open()
        if why_open is not None:
            yield rules.OPEN_DATES.at(Where(self.shown), why_open)

    def _no_line_end(self, last: int) -> Finding:
        """That the last line does not end: an error where its amount looks cut."""
        assert self.reader.layout is not None  # lines were read below the headings
        line = self.latest[-1]
        first = next(filter(None, map(self.cells.text, fields_of_line(line, self.dialect))), "")
        amount = cut_amount(self.latest, self.reader.layout, self.cells.amounts, self.dialect)
        if amount is None or self.reader.totals(first) or self.reader.subtotals(first):
            return rules.NO_LINE_END.at(Where(self.shown, last), "the file ends without a line end")
        message = (
            f"the file ends without a line end, and {amount!r} has fewer decimals than all amounts before"
        )
        return rules.CUT_AMOUNT.at(Where(self.shown, last, line.rindex(amount) + 1), message)


DELIMITERS = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "'|'"}
"""The delimiters that are known, and what they are called."""

MAX_LINES = 1_000
"""Lines before the last one that are compared with it."""

_WRITTEN = {"\t": "\\t"}


def delimiter_of(lines: Sequence[str]) -> tuple[str | None, str]:
    """The delimiter that cuts the most lines into the same number of fields, two at least; and why.

    None if there is none, or if two are as good.
    """
    filled = [line for line in lines if line.strip()]
    scores = []
    for delimiter in DELIMITERS:
        dialect = Dialect.of(delimiter)
        widths = Counter(len(fields_of_line(line, dialect)) for line in filled)
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(0, 0))
        if width > 1:
            scores.append((count, width, delimiter))
    if not scores:
        return None, "no delimiter cuts the lines into the same number of fields"
    scores.sort(reverse=True)
    count, width, best = scores[0]
    is_clear = [score[:2] for score in scores].count((count, width)) == 1
    return best if is_clear else None, f"{count:,} of {len(filled):,} lines have {width} fields"


def other_delimiter(lines: Sequence[str], profile: Profile, shown: str) -> Finding | None:
    """The finding that the first lines have the headings of the profile, but between other delimiters.

    Where the headings are unknown too, a delimiter counts that cuts the lines where the profile's does not.
    """
    lines = lines[:MAX_ROWS]
    if _heading(lines, profile, profile.delimiter) is not None:
        return None
    for delimiter in DELIMITERS:
        line = _heading(lines, profile, delimiter)
        if line is not None:
            return _finding(delimiter, profile, Where(shown, line))
    if any(profile.delimiter in line for line in lines):
        return None
    found, _ = delimiter_of(lines)
    return None if found is None else _finding(found, profile, Where(shown, 1))


def _heading(lines: Sequence[str], profile: Profile, delimiter: str) -> int | None:
    """The line, from 1, that has the headings of the profile between delimiters."""
    dialect = Dialect.of(delimiter, profile.quote or "\n")
    rows = (fields_of_line(line, dialect) for line in lines)
    return next((number for number, row in enumerate(rows, 1) if has_headings(row, profile)), None)


def _finding(found: str, profile: Profile, where: Where) -> Finding:
    says = _WRITTEN.get(profile.delimiter, profile.delimiter)
    message = f'the fields seem separated by {DELIMITERS[found]}, and the profile says delimiter = "{says}"'
    remedy = f'write delimiter = "{_WRITTEN.get(found, found)}" in a profile that extends this one'
    return rules.NO_COLUMNS.at(where, message, remedy=remedy)


def cut_amount(lines: Sequence[str], layout: Layout, amounts: Amounts, dialect: Dialect) -> str | None:
    """The amount at the end of the last line, if it has fewer decimals than those before it.

    They must all have the same number. Only an amount in the last column can be cut and leave a whole line.
    """
    if layout.width - 1 not in [layout.places.get(key) for key in ("amount", "debit", "credit")]:
        return None
    *before, last = [_last_field(line, layout, dialect) for line in lines[-MAX_LINES - 1 :]]
    found = amounts.decimals(last)
    usual = {count for count in map(amounts.decimals, before) if count is not None}
    is_cut = found is not None and len(usual) == 1 and found < min(usual)
    return last if is_cut else None


def _last_field(line: str, layout: Layout, dialect: Dialect) -> str:
    """The last field of a line that has as many fields as there are headings, else nothing."""
    fields = fields_of_line(line, dialect)
    return fields[-1].strip() if len(fields) == layout.width else ""
