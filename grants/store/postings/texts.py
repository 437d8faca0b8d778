"""postings.csv as sound texts: for checks that look at each posting and need few of its values.

Several times quicker than typed rows. A line takes the short way if its date, activity and financing are
those of a group, which the reader of groups has proved, and if its other values have their form; every
other line is parsed field by field, and left out if it is faulty.
"""

import re
from collections.abc import Collection, Iterator
from itertools import chain

from grants.figures.postings import Group, PostingText
from grants.records import ID_PATTERN
from grants.store.postings.csv_records import Block, CsvRecord, Fault, blocks, fields_of_line, open_text
from grants.store.postings.record import (
    IMPORTED,
    QUANTITY,
    VOUCHER_LINE,
    Header,
    assembler,
    parse_header,
    parse_record,
    posting_records,
)
from grants.values import money

_QUANTITY_OR_NONE = re.compile(f"(?:{QUANTITY.pattern})?")
_VOUCHER_LINE_OR_NONE = re.compile(f"(?:{VOUCHER_LINE.pattern})?")
_IMPORTED_OR_NONE = re.compile(f"(?:{IMPORTED.pattern})?")
_PERSON_OR_NONE = re.compile(f"(?:{ID_PATTERN.strip('^$')})?")


def read_texts(path: str, groups: Collection[Group]) -> Iterator[PostingText]:
    """The sound postings of a file in file order; `groups` are those of the same file."""
    with open_text(path) as stream:
        source = blocks(stream)
        first = next(source, Block(1, [], ""))
        head = Block(first.first, first.lines[:1], first.text)
        header, _ = parse_header(next(posting_records(iter([head])), None), path)
        if header is None:
            return
        rest = Block(first.first + 1, first.lines[1:], first.text)
        known = {(group.date, group.activity, group.financing) for group in groups}
        yield from _texts(chain([rest], source), header, path, known)


def _texts(
    source: Iterator[Block], header: Header, path: str, known: Collection[tuple[str, str, str]]
) -> Iterator[PostingText]:
    lines = assembler()
    width = len(header.names)
    places = [header.names.index(name) for name in ("date", "activity", "amount", "voucher")]
    places += [
        header.names.index(name) if name in header.names else width
        for name in ("financing", "quantity", "unit", "person", "voucher_line", "imported", "reverses")
    ]
    date, activity, amount, voucher, financing, quantity, unit, person = places[:8]
    voucher_line, imported, reverses = places[8:]
    is_amount = money.AMOUNT.fullmatch
    for block in source:
        is_plain = block.is_plain()
        for number, line in enumerate(block.lines, block.first):
            if is_plain and not lines.is_open:
                fields = fields_of_line(line)
                if len(fields) == width:
                    fields.append("")  # what a column that the file lacks holds
                    paid_by = fields[financing] or "grant"
                    if (
                        (fields[date], fields[activity], paid_by) in known
                        and is_amount(fields[amount])
                        and _QUANTITY_OR_NONE.fullmatch(fields[quantity])
                        and _PERSON_OR_NONE.fullmatch(fields[person])
                        and _VOUCHER_LINE_OR_NONE.fullmatch(fields[voucher_line])
                        and _IMPORTED_OR_NONE.fullmatch(fields[imported])
                        and not fields[reverses]
                    ):
                        yield PostingText(
                            number,
                            fields[date],
                            fields[activity],
                            fields[amount],
                            fields[voucher].strip(),
                            paid_by,
                            fields[quantity],
                            fields[unit],
                            fields[person],
                            fields[voucher_line],
                            fields[imported],
                        )
                        continue
            for record in lines.feed(number, line):
                yield from _long_way(record, header, path)
    for record in lines.end():
        yield from _long_way(record, header, path)


def _long_way(record: CsvRecord | Fault, header: Header, path: str) -> Iterator[PostingText]:
    row = None if isinstance(record, Fault) else parse_record(record, header, path)[0]
    if row is not None:
        yield PostingText(
            row.line,
            row.date,
            row.activity,
            money.format_amount(row.minor),
            row.voucher,
            row.financing,
            "" if row.quantity is None else str(row.quantity),
            row.unit,
            row.person,
            row.voucher_line,
            row.imported,
            row.reverses,
        )
