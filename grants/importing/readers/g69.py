"""Prisme G69: batches of postings in numbered fields, `&` between them.

A batch begins with a header `G69…FLYD` (also `000G69…FLYD`) on a line of its own, or each line has one
before its fields. A line's fields are a number of three digits and a value, in ascending order: 110 day
(YYYYMMDD), 111 account, 112 amount in øre (zero-padded, a minus or blank behind), 113 D or K, 114 year,
116 voucher, 153 text. Others are passed over.

Every line is given, debit above zero: a voucher's lines add up to nothing. Which side is the cost is for
the rules of the profile to say. They map the accounts of costs and ignore the others, such as the bank;
a line that no rule knows is unmatched, and nothing is left out in silence.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from grants.findings import exports as rules
from grants.findings.finding import Where
from grants.importing.profiles.dates import iso
from grants.importing.profiles.profile import Profile
from grants.importing.readers.cells import CONTROL
from grants.importing.readers.encodings import encoding_of
from grants.importing.source_line import ControlTotal, Item, SourceLine
from grants.store.postings.csv_records import blocks
from grants.values import money

_HEADER = re.compile(r"(?:000)?G69.{0,60}?FLYD")
_FIELD = re.compile(r"[0-9]{3}")
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_AMOUNT = re.compile(r"([0-9]{1,15})([- ]?)")
_WANTED = {110: "posting date", 111: "account", 112: "amount", 113: "D/K"}
TEXT = 153


class _Part(NamedTuple):
    """A field: its value and the column at which it begins."""

    text: str
    column: int


_NOTHING = _Part("", 1)


class _FieldError(ValueError):
    """What is wrong with a line, and in which column."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


def read_g69(path: str, profile: Profile, shown: str) -> Iterator[Item]:
    """The lines of all batches of a file, and a control total per batch and day, which must be zero."""
    encoding = encoding_of(path, profile.encoding, shown)
    sign = 1 if profile.costs == "positive" else -1
    batch = _Batch(shown)
    lines = 0
    with open(path, encoding=encoding, newline="\n") as stream:
        lines_of_blocks = (enumerate(block.lines, block.first) for block in blocks(stream))
        for number, text in chain.from_iterable(lines_of_blocks):
            if not text.strip():
                continue
            header = _HEADER.match(text)
            if header is None and batch.number == 0:
                yield rules.BATCH_FIELD.at(Where(shown, number, 1), "the file does not begin with G69…FLYD")
                return
            start = 0 if header is None else header.end()
            is_alone = start == len(text.rstrip())
            if is_alone or batch.number == 0:
                yield from batch.totals(sign)
                batch.begin(number)
            if is_alone:
                continue
            try:
                line = _line(text, start, number, profile)
            except _FieldError as why:
                batch.faulty += 1
                yield rules.BATCH_FIELD.at(Where(shown, number, why.column), str(why))
                continue
            lines += 1
            batch.add(line)
            yield line._replace(minor=sign * line.minor)
    yield from batch.totals(sign)
    if not lines and not batch.faulty:
        yield rules.EMPTY_SOURCE.at(Where(shown), "the file has a header, and no line below it")


class _Batch:
    """The batch that is being read; sums of debit and credit by day."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.number = self.row = self.faulty = 0
        self.days: dict[str, list[int]] = {}

    def begin(self, row: int) -> None:
        self.number, self.row, self.days, self.faulty = self.number + 1, row, {}, 0

    def add(self, line: SourceLine) -> None:
        sums = self.days.setdefault(line.date, [0, 0, 0])
        sums[0] += 1
        sums[1 if line.mark == "D" else 2] += line.minor

    def totals(self, sign: int) -> Iterator[Item]:
        """What the batch's days come to, and those that are not in balance."""
        for day, (count, debit, credit) in sorted(self.days.items()):
            label = f"batch {self.number}, {day}"
            yield ControlTotal(self.row, "", label, 0, count, sign * (debit + credit))
            if debit + credit:
                unread = f"; {self.faulty:,} lines could not be read" if self.faulty else ""
                yield rules.BATCH_BALANCE.at(
                    Where(self.shown, self.row),
                    f"{label}: debit {money.format_amount(debit)} and credit {money.format_amount(-credit)} "
                    f"differ by {money.format_amount(debit + credit)}{unread}",
                )
        self.days = {}


def _line(text: str, start: int, row: int, profile: Profile) -> SourceLine:
    """A line; `minor` has debit above zero, whatever the profile says of costs."""
    control = CONTROL.search(text)
    if control is not None:
        code = ord(control.group())
        raise _FieldError(f"the line holds the control character U+{code:04X}", control.start() + 1)
    fields = _fields(text, start)
    for number, name in _WANTED.items():
        if number not in fields:
            raise _FieldError(f"the line lacks the field {number} ({name})", len(text))
    mark = fields[113]
    if mark.text not in ("D", "K"):
        raise _FieldError(f"113 is {mark.text!r}, neither D nor K", mark.column)
    minor = _minor(fields[112])
    return SourceLine(
        row,
        _day(fields[110]),
        minor if mark.text == "D" else -minor,
        voucher=fields.get(116, _NOTHING).text.strip(),
        text=fields.get(TEXT, _NOTHING).text.strip(),
        account=fields[111].text.strip(),
        currency=profile.currency or "",
        mark=mark.text,
    )


def _fields(text: str, start: int) -> dict[int, _Part]:
    """The fields by their numbers. An `&` within the text of a posting belongs to it."""
    fields: dict[int, _Part] = {}
    last = 0
    after = start + 1 if text.startswith("&", start) else start
    for piece in text[after:].split("&"):
        column, after = after + 1, after + len(piece) + 1
        is_field = _FIELD.match(piece) is not None
        if not is_field and last == TEXT:
            fields[TEXT] = fields[TEXT]._replace(text=f"{fields[TEXT].text}&{piece}")
            continue
        if not is_field:
            raise _FieldError(f"a field begins with {piece[:3]!r}, and not with its number", column)
        number = int(piece[:3])
        if number <= last:
            raise _FieldError(f"the field {number:03d} comes after {last:03d}; they ascend", column)
        fields[number] = _Part(piece[3:], column)
        last = number
    return fields


def _day(part: _Part) -> str:
    found = _DAY.fullmatch(part.text.strip())
    try:
        if found is not None:
            return iso(*map(int, found.groups()))
    except ValueError:
        pass
    raise _FieldError(f"110 is {part.text!r}, no day as YYYYMMDD", part.column)


def _minor(part: _Part) -> int:
    found = _AMOUNT.fullmatch(part.text.rstrip(" ") or part.text)
    if found is None:
        raise _FieldError(f"112 is {part.text!r}, no amount in whole øre", part.column)
    minor = int(found[1])
    return -minor if found[2] == "-" else minor
