"""Faults of a whole delimited text: other delimiters than the profile says, and an amount cut at the end.

Each is one finding instead of a fault in every line, or of none at all.
"""

from collections import Counter
from collections.abc import Sequence

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.profiles.profile import Profile
from grants.importing.readers.amounts import Amounts
from grants.importing.readers.headings import MAX_ROWS, Layout, TwiceNamedError, layout_of
from grants.store.postings.csv_records import Dialect, fields_of_line

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
    for number, line in enumerate(lines, 1):
        try:
            if layout_of(fields_of_line(line, dialect), profile) is not None:
                return number
        except TwiceNamedError:
            return number
    return None


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
