"""CSV as RFC 4180 has it: physical lines become records whose fields know where they stand.

Stricter than the parser of the standard library, which reads `ab"c`, text behind a closing quote
and half a file inside one lost quote without a word. A line that cannot be right becomes a
`Fault`, and reading goes on with the line after it: nothing is swallowed.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple, TextIO

from grants.store.files.folders import open_plain
from grants.values.text import CONTROL_CHARACTERS, CPR_SHAPE, CPR_WORDS

BLOCK = 1 << 20
MAX_LINE = 1 << 20
"""Characters in one record. More is no posting, and must not fill the memory."""

MAX_LINES = 200
"""Physical lines in one record: a lost quote is noticed after so many."""

_SUSPECT = re.compile(f"[{CONTROL_CHARACTERS}\\r\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FOUR_AFTER_GAP = re.compile("[-\u2010-\u2015 ](?<=[-0-9\u2010-\u2015 ][-\u2010-\u2015 ])[0-9]{4}(?![0-9-])")
_CPR = re.compile(CPR_SHAPE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What stands between fields, and around a field that holds it; either is one character."""

    delimiter: str
    quote: str
    unquoted: re.Pattern[str]
    quoted: re.Pattern[str]
    whole_line: re.Pattern[str]

    @classmethod
    def of(cls, delimiter: str, quote: str = '"') -> "Dialect":
        """A dialect; the quote is doubled within what it quotes."""
        mark, end = re.escape(quote), re.escape(delimiter)
        # The csv module refuses a line end in a field that is not quoted.
        field = f"(?:{mark}(?:[^{mark}]|{mark}{mark})*+{mark}|[^{mark}{end}\r\n]*+)"
        return cls(
            delimiter,
            quote,
            re.compile(f"[^{end}{mark}]*"),
            re.compile(f"{mark}((?:[^{mark}]|{mark}{mark})*){mark}"),
            re.compile(f"{field}(?:{end}{field})*+"),
        )


RFC_4180 = Dialect.of(",")


class Field(NamedTuple):
    """One field: its text without quotes, and where it begins in the file."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One record and the physical line on which it begins; `raw` is the record as it stands."""

    line: int
    fields: tuple[Field, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no record: `kind` is `quotes` or `length`."""

    kind: str
    line: int
    column: int
    message: str


class Block(NamedTuple):
    """Whole lines of a file without their line ends; `first` is the number of the first one."""

    first: int
    lines: list[str]
    text: str

    def is_plain(self) -> bool:
        """Whether a reader may be quick about the lines.

        None of them is too long, holds a control character, a byte that is not UTF-8 (these arrive as lone
        surrogates), or anything like a civil registration number.
        """
        return (
            (len(self.text) <= MAX_LINE or max(map(len, self.lines)) < MAX_LINE)
            and _SUSPECT.search(self.text) is None
            and not any(word in self.text for word in CPR_WORDS)
            # The cheap pattern first: most files never come to the costly one.
            and (_FOUR_AFTER_GAP.search(self.text) is None or _CPR.search(self.text) is None)
        )


def open_text(path: str) -> TextIO:
    """Open a text for `blocks`: UTF-8 with or without BOM, bytes that are none kept visible."""
    return as_text(open_plain(path))  # closing the text closes the file


def as_text(content: BinaryIO) -> TextIO:
    """Bytes that are read as `open_text` reads a file."""
    return TextIOWrapper(content, encoding="utf-8-sig", errors="surrogateescape", newline="\n")


def blocks(stream: TextIO) -> Iterator[Block]:
    """Cut a text into blocks of whole lines; CRLF counts as a line end, a lone CR as a character.

    A line of more than `MAX_LINE` characters is cut to that and so found to be too long.
    """
    number, carry, skipping = 1, "", False
    while chunk := stream.read(BLOCK):
        if skipping:
            _, newline, chunk = chunk.partition("\n")
            if not newline:
                continue
            skipping, carry = False, carry + "\n"
        text = carry + chunk
        cut = text.rfind("\n")
        if cut < 0:
            carry = text
            if len(text) > MAX_LINE:
                carry, skipping = text[: MAX_LINE + 1], True
            continue
        carry = text[cut + 1 :]
        block = _block(number, text[:cut].removesuffix("\r"))
        number += len(block.lines)
        yield block
    if carry:
        yield _block(number, carry)


def _block(first: int, text: str) -> Block:
    text = text.replace("\r\n", "\n")
    return Block(first, text.split("\n"), text)


class Assembler:
    """Makes records of lines, joining those that quoted line breaks keep apart."""

    def __init__(self, looks_like_record: re.Pattern[str], dialect: Dialect = RFC_4180) -> None:
        self.looks_like_record = looks_like_record
        self._dialect = dialect
        self._lines: list[str] = []
        self._first = 0
        self._quotes = 0
        self._size = 0

    @property
    def is_open(self) -> bool:
        """Whether a quoted field waits for its end, so that the next line must be fed."""
        return bool(self._lines)

    def feed(self, number: int, line: str) -> Iterator[CsvRecord | Fault]:
        """Take the next line; yield what it completes."""
        if not self._lines:
            self._first = number
        self._lines.append(line)
        self._quotes += line.count(self._dialect.quote)
        self._size += len(line) + 1
        if self._size > MAX_LINE:
            yield Fault("length", self._first, 1, f"the line has more than {MAX_LINE:,} characters")
            self._reset()
        elif self._quotes % 2 == 0:
            yield from self._complete()
        elif len(self._lines) > MAX_LINES:
            yield from self._give_up()

    def end(self) -> Iterator[CsvRecord | Fault]:
        """Say that no line follows; yield what was still open."""
        while self._lines:
            yield from self._give_up()

    def _complete(self) -> Iterator[CsvRecord | Fault]:
        first, lines = self._first, self._lines
        swallowed = any(self.looks_like_record.match(line) for line in lines[1:])
        result = None if swallowed else split("\n".join(lines), first, self._dialect)
        if len(lines) > 1 and not isinstance(result, CsvRecord):
            yield from self._give_up()
            return
        assert result is not None  # a single line swallows nothing
        self._reset()
        yield result

    def _give_up(self) -> Iterator[CsvRecord | Fault]:
        """Blame the line that opened the quotes, and read the ones after it afresh."""
        first, lines = self._first, self._lines
        self._reset()
        alone = split(lines[0], first, self._dialect)
        assert isinstance(alone, Fault)  # its quotes do not pair up, or it lost them to another line
        yield alone
        for number, line in enumerate(lines[1:], first + 1):
            yield from self.feed(number, line)

    def _reset(self) -> None:
        self._lines, self._quotes, self._size = [], 0, 0


def records(source: Iterable[Block], assembler: Assembler) -> Iterator[CsvRecord | Fault]:
    """All records and faults of a text, in file order."""
    for block in source:
        for number, line in enumerate(block.lines, block.first):
            yield from assembler.feed(number, line)
    yield from assembler.end()


def split(raw: str, line: int, dialect: Dialect = RFC_4180) -> CsvRecord | Fault:
    """Split one record into fields, or say where its quotes are wrong."""
    quote = dialect.quote
    fields: list[Field] = []
    at = 0
    if quote not in raw:
        for text in raw.split(dialect.delimiter):
            fields.append(Field(text, line, at + 1))
            at += len(text) + 1
        return CsvRecord(line, tuple(fields), raw)
    while True:
        where_line, column = line + raw.count("\n", 0, at), at - raw.rfind("\n", 0, at)
        is_quoted = raw.startswith(quote, at)
        found = (dialect.quoted if is_quoted else dialect.unquoted).match(raw, at)
        if found is None:
            return Fault("quotes", where_line, column, "the quote that opens here is never closed")
        at = found.end()
        text = found.group(1).replace(quote + quote, quote) if is_quoted else found.group()
        fields.append(Field(text, where_line, column))
        if at == len(raw):
            return CsvRecord(line, tuple(fields), raw)
        if raw[at] != dialect.delimiter:
            end_line, end_column = line + raw.count("\n", 0, at), at - raw.rfind("\n", 0, at)
            message = (
                "text follows the quote that closes the field"
                if is_quoted
                else "a quote stands inside a field that is not quoted"
            )
            return Fault("quotes", end_line, end_column, message)
        at += 1


def fields_of_line(line: str, dialect: Dialect = RFC_4180) -> list[str]:
    """The fields of a record, several times faster than `split`; none if its quotes are not in order.

    The csv module reads what a pattern has proved to be RFC 4180. None either if the record is longer
    than that module reads.
    """
    delimiter, quote = dialect.delimiter, dialect.quote
    if quote not in line:
        return line.split(delimiter)
    if len(line) > csv.field_size_limit() or dialect.whole_line.fullmatch(line) is None:
        return []
    return next(csv.reader((line,), delimiter=delimiter, quotechar=quote, strict=True))


def texts_of(raw: str) -> list[str]:
    """The fields of a record that an assembler has found to be one."""
    fields = fields_of_line(raw)
    if fields:
        return fields
    record = split(raw, 1)
    assert isinstance(record, CsvRecord)
    return [cell.text for cell in record.fields]


def write_fields(fields: Iterable[str]) -> str:
    """One line of CSV without its line end, quoted where RFC 4180 asks for it."""
    return ",".join(
        '"' + text.replace('"', '""') + '"' if re.search('[",\n]', text) else text for text in fields
    )
