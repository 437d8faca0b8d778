"""Texts of an export before a ledger stores them: no personal number, no character that cannot be seen."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from grants.figures.posting import QUANTITY, VOUCHER_LINE
from grants.findings import exports as rules
from grants.findings.finding import Finding, Severity, Where
from grants.importing.lines import Line
from grants.importing.source_line import SourceLine
from grants.store.postings.csv_records import Block
from grants.values.text import CONTROL_CHARACTERS, is_bare_cpr_like, with_masked_cpr

FIELDS = ("voucher", "text", "supplier", "document", "unit")
"""What of a line may come into the ledger as text."""

BARE_FIELDS = ("account", "document", "supplier", "voucher")
"""What of a line may be a personal number without its hyphen."""

MAX_MINOR = 10**15
"""The least amount in minor units that is too large for postings.csv."""

MAX_TEXT = 10_000
"""Characters of a text that are posted; more is no text of a posting."""

NAMED = 20
"""Rows that one finding names."""

_UNSEEN = re.compile(f"[{CONTROL_CHARACTERS}\\r\\n\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
_REFUSED_REMEDY = "take the number out in the accounting system, or let `--cpr mask` make it unreadable"
_BARE_REMEDY = (
    "if they are numbers of persons, take them out in the accounting system; numbers of vouchers and "
    "accounts are often alike, and are not masked; `--cpr refuse` refuses such a file"
)


class Places:
    """How many numbers there are, and where the first of them are: rows and fields."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[tuple[int, str]] = []

    def add(self, row: int, name: str) -> None:
        """Count a number."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append((row, name))


class Cleaner:
    """Masks or refuses personal numbers, and refuses lines that cannot be posted. `path` is the export."""

    def __init__(self, cpr: Literal["mask", "refuse"], path: str, report: Callable[[Finding], None]) -> None:
        self.cpr, self.path, self.report = cpr, path, report
        self.masked, self.bare = Places(), Places()

    def clean(self, lines: list[Line]) -> list[Line]:
        """The lines without personal numbers, and without those that cannot be posted, which are reported."""
        sources = [line.source for line in lines]
        may_be_bare = {text for s in sources for text in (s.account, s.document, s.supplier, s.voucher)}
        if _are_sound(sources) and not any(map(is_bare_cpr_like, may_be_bare)):
            return lines
        return [line for line in lines if self._is_postable(line)]

    def _is_postable(self, line: Line) -> bool:
        """Mask the personal numbers in a line; whether it can be posted."""
        bare = self._bare_in(line)
        if line.target is not None and line.target.grant_import is None:
            return True
        numbers = self._mask(line)
        where = Where(self.path, line.source.row)
        if self.cpr == "refuse" and (numbers or bare):
            names = ", ".join(dict.fromkeys([*numbers, *filter(None, [bare])]))
            message = f"the line holds what looks like a civil registration number (CPR) in {names}"
            finding = rules.CPR_IN_SOURCE.at(where, message, severity=Severity.ERROR, remedy=_REFUSED_REMEDY)
            self.report(finding)
            return False
        why = _why_not(line.source)
        if why is not None:
            self.report(rules.NOT_POSTABLE.at(where, why))
        return why is None

    def _bare_in(self, line: Line) -> str:
        """The last field with ten digits like a personal number, if it is stored; else nothing.

        What is left out is stored nowhere, and an account only in sheets.
        """
        found = ""
        for name in BARE_FIELDS:
            is_stored = line.target is None or (line.target.grant_import is not None and name != "account")
            if is_stored and is_bare_cpr_like(getattr(line.source, name)):
                found = name
        if found:
            self.bare.add(line.source.row, found)
        return found

    def _mask(self, line: Line) -> list[str]:
        """Mask the personal numbers in a line; the field of each."""
        numbers: list[str] = []
        changes: dict[str, Any] = {}
        for name in FIELDS:
            text, count = with_masked_cpr(getattr(line.source, name))
            if count:
                changes[name] = text
                numbers += [name] * count
        line.source = line.source._replace(**changes)
        for name in numbers:
            self.masked.add(line.source.row, name)
        return numbers

    def summaries(self) -> Iterator[Finding]:
        """What was masked, and what may be a personal number and was not."""
        if self.cpr == "refuse":
            return
        count = self.masked.count
        if count:
            are = "numbers are" if count > 1 else "number is"
            yield self._summary(f"{count:,} {are} masked before the texts are stored", self.masked)
        if self.bare.count:
            said = "fields of ten digits that look like a civil registration number (CPR), stored as they are"
            yield self._summary(f"{self.bare.count:,} {said}", self.bare, _BARE_REMEDY)

    def _summary(self, said: str, places: Places, remedy: str | None = None) -> Finding:
        """A finding that names the rows and fields of the first numbers."""
        named = [f"row {row} ({name})" for row, name in places.first]
        more = [f"and {places.count - NAMED:,} more"] if places.count > NAMED else []
        where = Where(self.path, places.first[0][0])
        return rules.CPR_IN_SOURCE.at(where, f"{said}: {', '.join([*named, *more])}", remedy=remedy)


def _are_sound(sources: Sequence[SourceLine]) -> bool:
    """Whether all of the lines can be posted as they are: the fast path, for all of them together."""
    minors = [source.minor for source in sources]
    numbers, quantities = {s.line_number for s in sources}, {s.quantity for s in sources}
    texts = [text for s in sources for text in (s.voucher, s.text, s.supplier, s.document, s.unit) if text]
    joined = "\n".join(texts)
    return (
        -MAX_MINOR < min(minors) <= max(minors) < MAX_MINOR
        and max(len(source.text) for source in sources) <= MAX_TEXT
        and all(map(VOUCHER_LINE.fullmatch, numbers - {""}))
        and all(map(QUANTITY.fullmatch, quantities - {""}))
        and joined.count("\n") == max(len(texts) - 1, 0)
        and Block(1, texts, joined).is_plain()
    )


def _why_not(source: SourceLine) -> str | None:
    if not -MAX_MINOR < source.minor < MAX_MINOR:
        return "the amount has more than 13 digits before the point"
    if len(source.text) > MAX_TEXT:
        return f"the text has {len(source.text):,} characters"
    unseen = _UNSEEN.search("".join(getattr(source, name) for name in FIELDS))
    if unseen is not None:
        return f"the line holds the control character U+{ord(unseen.group()):04X}"
    if source.line_number and VOUCHER_LINE.fullmatch(source.line_number) is None:
        return f"{source.line_number!r} is no line of a voucher such as 1 or 0010, with at most 20 signs"
    if source.quantity and QUANTITY.fullmatch(source.quantity) is None:
        return f"{source.quantity!r} is no quantity such as 2 or 7.5, with at most four decimals"
    return None
