"""Whether a text is parted by another delimiter than its profile says: one word instead of many faults."""

from collections.abc import Sequence

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.detection.evidence import DELIMITERS, delimiter_of
from grants.importing.profiles.profile import Profile
from grants.importing.readers.headings import MAX_ROWS, TwiceNamedError, layout_of
from grants.store.postings.csv_records import Dialect, fields_of_line

_NAMES = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "'|'"}
_WRITTEN = {"\t": "\\t"}


def other_delimiter(lines: Sequence[str], profile: Profile, shown: str) -> Finding | None:
    """The finding that the first lines have the headings of the profile, but between other delimiters.

    Where the headings are unknown too, a delimiter counts that parts the lines, and the profile's none.
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
    found = delimiter_of(lines).value
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
    message = f'the fields seem parted by {_NAMES[found]}, and the profile says delimiter = "{says}"'
    remedy = f'write delimiter = "{_WRITTEN.get(found, found)}" in a profile that extends this one'
    return rules.NO_COLUMNS.at(where, message, remedy=remedy)
