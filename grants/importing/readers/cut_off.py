"""Whether the last line of a text was cut within its amount, which then is smaller and looks sound."""

from collections.abc import Sequence

from grants.importing.readers.amounts import Amounts
from grants.importing.readers.headings import Layout
from grants.store.postings.csv_records import Dialect, fields_of_line

_AMOUNTS = ("amount", "debit", "credit")
MAX_LINES = 1_000
"""Lines before the last one that are looked at."""


def cut_amount(lines: Sequence[str], layout: Layout, amounts: Amounts, dialect: Dialect) -> str | None:
    """The amount at the end of the last line, if it has fewer decimals than those before it.

    They must all have the same number. Only an amount in the last column can be cut and leave a whole line.
    """
    place = next((key for key in _AMOUNTS if layout.places.get(key) == layout.width - 1), None)
    if place is None or not lines:
        return None
    last = _amount(lines[-1], layout, dialect)
    found = amounts.decimals(last)
    if found is None:
        return None
    before = (_amount(line, layout, dialect) for line in lines[-MAX_LINES - 1 : -1])
    counts = {amounts.decimals(text) for text in before} - {None}
    usual = counts.pop() if len(counts) == 1 else None
    return last if usual is not None and found < usual else None


def _amount(line: str, layout: Layout, dialect: Dialect) -> str:
    """The last field of a line that has as many fields as there are headings, else nothing."""
    fields = fields_of_line(line, dialect)
    return fields[-1].strip() if len(fields) == layout.width else ""
