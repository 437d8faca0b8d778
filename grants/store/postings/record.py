"""One record of postings.csv: from fields to a sound row, or to findings that explain its faults."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from grants.figures.posting import COLUMNS, ID, IMPORTED, QUANTITY, REQUIRED_COLUMNS, VOUCHER_LINE, Posting
from grants.figures.postings import PostingText
from grants.findings import reading as rules
from grants.findings.finding import Finding, Rule, Where
from grants.store.postings.csv_records import CsvRecord, Fault, Field
from grants.values.financing import Payer
from grants.values.money import Amount
from grants.values.periods import Period
from grants.values.text import INVISIBLE, cpr_like, did_you_mean, masked, nearest

UNNAMED_PAYER = "grant"
"""Who pays if the file has no column `financing`, or the column is blank."""


class Row(NamedTuple):
    """A sound record: its values, and its texts by column as they are written."""

    posting: Posting
    texts: Mapping[str, str]


def posting_text(line: int, texts: Mapping[str, str]) -> PostingText:
    """The texts of a sound posting, by column, as checks ask for them."""
    filled = {
        **texts,
        "voucher": texts["voucher"].strip(),
        "financing": texts.get("financing") or UNNAMED_PAYER,
    }
    return PostingText(line, *(filled.get(name, "") for name in PostingText._fields[1:]))


def parse_record(
    record: CsvRecord | Fault, columns: Sequence[str], path: str
) -> tuple[Row | None, list[Finding]]:
    """Check and parse every field of a record; the row is None if its form is wrong anywhere."""
    if isinstance(record, Fault):
        return None, [finding_of(record, path)]
    if len(record.fields) == 1 and not record.fields[0].text.strip():
        return None, [rules.BLANK_LINE.at(Where(path, record.line), "the line is blank")]
    found = list(_characters(record, path))
    if len(record.fields) != len(columns):
        found.append(_wrong_width(record, len(columns), path))
    if found:
        return None, found
    cells = dict(zip(columns, record.fields, strict=True))
    values: dict[str, Any] = {}
    for name, (rule, parse) in _PARSERS.items():
        if name in cells:
            cell = cells[name]
            try:
                values[name] = parse(cell.text)
            except ValueError as why:
                found.append(rule.at(Where(path, cell.line, cell.column), str(why)))
    if found:
        return None, found
    posting = Posting.of_sound_line(record.line, values)
    texts = {name: cell.text for name, cell in cells.items()}
    return Row(posting, texts), list(_remarks(posting, cells, path))


def _remarks(posting: Posting, cells: Mapping[str, Field], path: str) -> Iterator[Finding]:
    """What is doubtful in a sound posting: its voucher, its signs, personal numbers in its text."""

    def where(name: str) -> Where:
        return Where(path, cells[name].line, cells[name].column)

    if not posting.voucher:
        yield rules.NO_VOUCHER.at(where("voucher"), f"the posting of {posting.amount} has no voucher")
    if posting.quantity is not None and posting.amount.minor * posting.quantity < 0:
        quantity = f"{posting.quantity} {posting.unit}".rstrip()
        message = (
            f"the amount is {posting.amount} and the quantity {quantity}: one is reversed, the other is not"
        )
        yield rules.OPPOSITE_SIGNS.at(where("quantity"), message)
    for place in cpr_like(posting.text):
        message = f"{masked(posting.text, place)} looks like a civil registration number (CPR)"
        yield rules.CPR_IN_TEXT.at(where("text"), message)


def _activity(text: str) -> str:
    if not text.strip():
        raise ValueError("the activity is blank")
    if ID.fullmatch(text) is None:
        raise ValueError(
            f"{text!r} is no id of an activity; write lower-case letters, digits, single hyphens"
        )
    return text


def _financing(text: str) -> str:
    if text:
        Payer.parse(text)
    return text or UNNAMED_PAYER


def _reverses(text: str) -> Period | None:
    return Period.parse(text) if text else None


def _optional(form: re.Pattern[str], fault: str) -> Callable[[str], str]:
    """A parser of a text that may be blank and otherwise has this form."""

    def parse(text: str) -> str:
        if text and form.fullmatch(text) is None:
            raise ValueError(f"{text!r} {fault}")
        return text

    return parse


_PERSON = _optional(ID, "is no id of a person; write a role such as therapist-1, no name and no number")
_LINE = _optional(VOUCHER_LINE, "is no line of a voucher such as 1 or 0010, with at most 20 signs")
_NUMBER = _optional(QUANTITY, "is no quantity such as 2 or 7.5, with at most four decimals")
_IMPORTED = _optional(IMPORTED, "is no place such as 3:1042, for row 1042 of the third import")


def _quantity(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER(text) else None


_PARSERS: dict[str, tuple[Rule, Callable[[str], object]]] = {
    "date": (rules.WRONG_POSTING_DATE, Period.parse),
    "activity": (rules.WRONG_FIELD, _activity),
    "amount": (rules.WRONG_POSTING_AMOUNT, Amount.parse),
    "voucher": (rules.WRONG_FIELD, str.strip),
    "text": (rules.WRONG_FIELD, str),
    "financing": (rules.WRONG_FIELD, _financing),
    "document": (rules.WRONG_FIELD, str),
    "quantity": (rules.WRONG_FIELD, _quantity),
    "unit": (rules.WRONG_FIELD, str),
    "person": (rules.WRONG_FIELD, _PERSON),
    "voucher_line": (rules.WRONG_FIELD, _LINE),
    "imported": (rules.WRONG_FIELD, _IMPORTED),
    "reverses": (rules.WRONG_POSTING_DATE, _reverses),
}
"""For each column the rule that a wrong text breaks, and what parses a text or raises `ValueError`."""


def parse_header(record: CsvRecord | Fault | None, path: str) -> tuple[tuple[str, ...], list[Finding]]:
    """Check the first record of a file; gives the columns, none if they cannot be used."""
    if record is None:
        return (), [rules.EMPTY_FILE.at(Where(path), "the file is empty, without a header")]
    if isinstance(record, Fault):
        return (), [finding_of(record, path)]
    found = _of_another_form(record, path)
    if found:
        return (), found
    names = [cell.text for cell in record.fields]
    is_usable = True
    meant: set[str | None] = set()
    for cell in record.fields:
        where = Where(path, cell.line, cell.column)
        if names.index(cell.text) != record.fields.index(cell):
            found.append(rules.WRONG_HEADER.at(where, f"the column {cell.text!r} appears twice"))
            is_usable = False
        elif cell.text not in COLUMNS:
            near = nearest(cell.text.lower(), COLUMNS)
            meant.add(near)
            hint = did_you_mean(cell.text.lower(), COLUMNS)
            found.append(rules.WRONG_HEADER.at(where, f"there is no column {cell.text!r}{hint}"))
            is_usable = is_usable and near not in REQUIRED_COLUMNS
    for name in REQUIRED_COLUMNS:
        if name not in names and name not in meant:
            found.append(rules.WRONG_HEADER.at(Where(path), f"the column {name!r} is missing"))
            is_usable = False
    return (tuple(names) if is_usable else ()), found


def _of_another_form(record: CsvRecord, path: str) -> list[Finding]:
    """What a header has that only a file of another kind has: another encoding, other marks."""
    if record.raw.startswith(("\udcff\udcfe", "\udcfe\udcff")):
        return [rules.NOT_UTF8.at(Where(path), "the file is UTF-16")]
    if len(record.fields) == 1 and re.search("[;\t]", record.raw):
        message = "the columns are separated by semicolons or tabs; save the file with commas between them"
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
    """The finding for a line that is no record."""
    rule = {"quotes": rules.WRONG_QUOTES, "length": rules.TOO_LONG}[fault.kind]
    return rule.at(Where(path, fault.line, fault.column), fault.message)


def _wrong_width(record: CsvRecord, width: int, path: str) -> Finding:
    count = len(record.fields)
    message = f"the line has {count} field{'s' * (count != 1)}, the header {width}"
    amount = re.search(r"(?:^|,)(-?[0-9]+),([0-9]{2})(?:,|$)", record.raw)
    if count > width and amount is not None:
        message += f"; is {amount.group(1)},{amount.group(2)} an amount with a decimal comma?"
    where = record.fields[min(count, width) - 1] if count < width else record.fields[width]
    return rules.WRONG_WIDTH.at(Where(path, where.line, where.column), message)
