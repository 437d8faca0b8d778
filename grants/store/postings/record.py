"""One record of postings.csv: from fields to a sound row, or to findings that explain its faults."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from grants.figures.postings import COLUMNS, REQUIRED_COLUMNS, Posting
from grants.findings import reading as rules
from grants.findings.finding import Finding, Rule, Where
from grants.records import ID_PATTERN
from grants.store.postings.csv_records import Assembler, Block, CsvRecord, Fault, Field, records
from grants.values import money
from grants.values.financing import Payer
from grants.values.periods import Period
from grants.values.text import INVISIBLE, cpr_like, did_you_mean, masked, nearest

_ID = re.compile(ID_PATTERN)
QUANTITY = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?")
"""The one way to write a quantity: at most nine digits, a point and four decimals."""

VOUCHER_LINE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,19}")
"""A line of a voucher: a number, or what the books call it, in at most twenty signs."""

IMPORTED = re.compile(r"[1-9][0-9]{0,5}:[1-9][0-9]{0,9}")
"""Where a posting came from: the number of the import in imports.toml, a colon, the row of its file."""

_LOOKS_LIKE_POSTING = re.compile(r"[0-9]{4}[-0-9/Q]*,[a-z0-9-]+,-?[0-9]+\.[0-9]{2}(?:,|$)")


def assembler() -> Assembler:
    """An assembler that knows a line of postings when a lost quote has swallowed one."""
    return Assembler(_LOOKS_LIKE_POSTING)


def posting_records(source: Iterator[Block]) -> Iterator[CsvRecord | Fault]:
    """All records and faults of a postings.csv, the header first."""
    return records(source, assembler())


class Header(NamedTuple):
    """Which field of a record holds which column."""

    names: tuple[str, ...]

    def value(self, fields: tuple[Field, ...], name: str) -> Field | None:
        """The field of a column, None if the file has no such column."""
        return fields[self.names.index(name)] if name in self.names else None


class Row(NamedTuple):
    """A sound record with its amount in minor units and its date as it is written."""

    date: str
    activity: str
    minor: int
    voucher: str
    text: str
    financing: str
    document: str
    quantity: Decimal | None
    unit: str
    line: int
    person: str = ""
    voucher_line: str = ""
    imported: str = ""
    reverses: str = ""

    def posting(self) -> Posting:
        """The same as a typed posting."""
        return Posting(
            Period.parse(self.date),
            self.activity,
            money.Amount(self.minor),
            self.voucher,
            self.text,
            self.financing,
            self.document,
            self.quantity,
            self.unit,
            self.line,
            self.person,
            self.voucher_line,
            self.imported,
            Period.parse(self.reverses) if self.reverses else None,
        )


def parse_record(record: CsvRecord, header: Header, path: str) -> tuple[Row | None, list[Finding]]:
    """Judge every field of a record; the row is None if its form is wrong anywhere."""
    if len(record.fields) == 1 and not record.fields[0].text.strip():
        return None, [rules.BLANK_LINE.at(Where(path, record.line), "the line is blank")]
    found = list(_characters(record, path))
    if len(record.fields) != len(header.names):
        found.append(_wrong_width(record, header, path))
    if found:
        return None, found
    for name, rule, judge in _JUDGES:
        cell = header.value(record.fields, name)
        if cell is not None:
            try:
                judge(cell.text)
            except ValueError as why:
                found.append(rule.at(Where(path, cell.line, cell.column), str(why)))
    if found:
        return None, found
    row = _row(record, header)
    return row, list(_remarks(row, record, header, path))


def _row(record: CsvRecord, header: Header) -> Row:
    """The values of a record whose fields are sound."""
    texts = dict.fromkeys(COLUMNS, "")
    texts |= zip(header.names, (cell.text for cell in record.fields), strict=True)
    return Row(
        date=texts["date"],
        activity=texts["activity"],
        minor=money.parse_amount(texts["amount"]),
        voucher=texts["voucher"].strip(),
        text=texts["text"],
        financing=texts["financing"] or "grant",
        document=texts["document"],
        quantity=Decimal(texts["quantity"]) if texts["quantity"] else None,
        unit=texts["unit"],
        line=record.line,
        person=texts["person"],
        voucher_line=texts["voucher_line"],
        imported=texts["imported"],
        reverses=texts["reverses"],
    )


def _remarks(row: Row, record: CsvRecord, header: Header, path: str) -> Iterator[Finding]:
    """What a sound row has to answer for: its voucher, its signs, and personal numbers in its text."""

    def where(name: str) -> Where:
        cell = header.value(record.fields, name)
        assert cell is not None  # only columns that the file has are asked for
        return Where(path, cell.line, cell.column)

    if not row.voucher:
        amount = money.format_amount(row.minor)
        yield rules.NO_VOUCHER.at(where("voucher"), f"the posting of {amount} has no voucher")
    if row.quantity is not None and row.minor * row.quantity < 0:
        amount, quantity = money.format_amount(row.minor), f"{row.quantity} {row.unit}".rstrip()
        message = f"the amount is {amount} and the quantity {quantity}: one is taken back, the other is not"
        yield rules.OPPOSITE_SIGNS.at(where("quantity"), message)
    for place in cpr_like(row.text):
        message = f"{masked(row.text, place)} looks like a civil registration number (CPR)"
        yield rules.CPR_IN_TEXT.at(where("text"), message)


def _judge_activity(text: str) -> None:
    if not text.strip():
        raise ValueError("the activity is blank")
    if _ID.fullmatch(text) is None:
        raise ValueError(
            f"{text!r} is no id of an activity; write lower-case letters, digits, single hyphens"
        )


def _judge_financing(text: str) -> None:
    if text:
        Payer.parse(text)


def _judge_person(text: str) -> None:
    if text and _ID.fullmatch(text) is None:
        raise ValueError(
            f"{text!r} is no id of a person; write a role such as therapist-1, no name and no number"
        )


def _judge_quantity(text: str) -> None:
    if text and QUANTITY.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no quantity such as 2 or 7.5, with at most four decimals")


def _judge_voucher_line(text: str) -> None:
    if text and VOUCHER_LINE.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no line of a voucher such as 1 or 0010, with at most 20 signs")


def _judge_imported(text: str) -> None:
    if text and IMPORTED.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no place such as 3:1042, for row 1042 of the third import")


def _judge_reverses(text: str) -> None:
    if text:
        Period.parse(text)


_JUDGES: tuple[tuple[str, Rule, Callable[[str], object]], ...] = (
    ("date", rules.WRONG_POSTING_DATE, Period.parse),
    ("activity", rules.WRONG_FIELD, _judge_activity),
    ("amount", rules.WRONG_POSTING_AMOUNT, money.parse_amount),
    ("financing", rules.WRONG_FIELD, _judge_financing),
    ("quantity", rules.WRONG_FIELD, _judge_quantity),
    ("person", rules.WRONG_FIELD, _judge_person),
    ("voucher_line", rules.WRONG_FIELD, _judge_voucher_line),
    ("imported", rules.WRONG_FIELD, _judge_imported),
    ("reverses", rules.WRONG_POSTING_DATE, _judge_reverses),
)
"""What judges the text of a column, by raising `ValueError`, and the rule that it breaks."""


def parse_header(record: CsvRecord | Fault | None, path: str) -> tuple[Header | None, list[Finding]]:
    """Judge the first record of a file; the header is None if it does not serve."""
    if record is None:
        return None, [rules.EMPTY_FILE.at(Where(path), "the file is empty, without a header")]
    if isinstance(record, Fault):
        return None, [finding_of(record, path)]
    found = _of_another_form(record, path)
    if found:
        return None, found
    names = [cell.text for cell in record.fields]
    serves = True
    meant: set[str | None] = set()
    for cell in record.fields:
        where = Where(path, cell.line, cell.column)
        if names.index(cell.text) != record.fields.index(cell):
            found.append(rules.WRONG_HEADER.at(where, f"the column {cell.text!r} stands twice"))
            serves = False
        elif cell.text not in COLUMNS:
            near = nearest(cell.text.lower(), COLUMNS)
            meant.add(near)
            hint = did_you_mean(cell.text.lower(), COLUMNS)
            found.append(rules.WRONG_HEADER.at(where, f"there is no column {cell.text!r}{hint}"))
            serves = serves and near not in REQUIRED_COLUMNS
    for name in REQUIRED_COLUMNS:
        if name not in names and name not in meant:
            found.append(rules.WRONG_HEADER.at(Where(path), f"the column {name!r} is missing"))
            serves = False
    return (Header(tuple(names)) if serves else None), found


def _of_another_form(record: CsvRecord, path: str) -> list[Finding]:
    """What a header has that only a file of another kind has: another encoding, other marks."""
    if record.raw.startswith(("\udcff\udcfe", "\udcfe\udcff")):
        return [rules.NOT_UTF8.at(Where(path), "the file is UTF-16")]
    if len(record.fields) == 1 and re.search("[;\t]", record.raw):
        message = "the columns are parted by semicolons or tabs; save the file with commas between them"
        return [rules.WRONG_HEADER.at(Where(path), message)]
    return list(_characters(record, path))


def _characters(record: CsvRecord, path: str) -> Iterator[Finding]:
    """Characters that no posting may hold, each with its place."""
    for found in re.finditer("[\ud800-\udfff]+", record.raw):
        where = _place(record, found.start(), path)
        count = len(found.group())
        yield rules.NOT_UTF8.at(where, f"{count} byte{'s' * (count > 1)} outside UTF-8")
    for found in INVISIBLE.finditer(record.raw):
        where = _place(record, found.start(), path)
        code = ord(found.group())
        if found.group() == "\r":
            yield rules.LONE_CARRIAGE_RETURN.at(where, "a carriage return stands here without a line feed")
        elif found.group() not in "\u200e\u200f":
            yield rules.CONTROL_CHARACTER.at(where, f"the control character U+{code:04X} stands here")


def _place(record: CsvRecord, offset: int, path: str) -> Where:
    line = record.line + record.raw.count("\n", 0, offset)
    return Where(path, line, offset - record.raw.rfind("\n", 0, offset))


def finding_of(fault: Fault, path: str) -> Finding:
    """What a line that is no record comes to."""
    rule = {"quotes": rules.WRONG_QUOTES, "length": rules.TOO_LONG}[fault.kind]
    return rule.at(Where(path, fault.line, fault.column), fault.message)


def _wrong_width(record: CsvRecord, header: Header, path: str) -> Finding:
    count, width = len(record.fields), len(header.names)
    message = f"the line has {count} field{'s' * (count != 1)}, the header {width}"
    amount = re.search(r"(?:^|,)(-?[0-9]+),([0-9]{2})(?:,|$)", record.raw)
    if count > width and amount is not None:
        message += f"; is {amount.group(1)},{amount.group(2)} an amount with a decimal comma?"
    where = record.fields[min(count, width) - 1] if count < width else record.fields[width]
    return rules.WRONG_WIDTH.at(Where(path, where.line, where.column), message)
