"""The cells of a delimited text: fields as days, amounts and texts, each with its place."""

import re

from grants.findings import exports as rules
from grants.findings.finding import Where
from grants.importing.profiles.dates import Dates
from grants.importing.profiles.profile import Profile
from grants.importing.readers.amounts import Amounts
from grants.importing.readers.table import CellError, wrong_amount
from grants.store.postings.csv_records import Field
from grants.values.text import CONTROL_CHARACTERS

BLANKS = " \t\u00a0\ufeff"
"""What may be around the text of a field and does not belong to it."""

CONTROL = re.compile(f"[{CONTROL_CHARACTERS.replace(chr(9), '')}\\r\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no field may hold: control characters, directions, and bytes that are no text."""

_LINE_BREAK = re.compile(r"\s*\n\s*")


class TextCells:
    """The cells of a text file: fields with their places."""

    def __init__(self, profile: Profile, shown: str) -> None:
        self.amounts = Amounts(profile)
        self.dates = Dates(profile.dates)
        self.shown = shown
        self.fields: tuple[Field, ...] = ()
        self.line = 1

    def text(self, cell: str) -> str:
        """The field without blanks around it, a line break within as one blank."""
        return _LINE_BREAK.sub(" ", cell.strip(BLANKS + "\n")) if "\n" in cell else cell.strip(BLANKS)

    def sound(self, cell: str) -> str:
        """The field, if a ledger may hold its characters."""
        text = self.text(cell)
        found = CONTROL.search(text)
        if found is not None or "\t" in text:
            code = ord(found.group()) if found else 9
            raise CellError(rules.SOURCE_CONTROL, f"the field holds the control character U+{code:04X}")
        return text

    def day(self, cell: str) -> str:
        """The day."""
        try:
            return self.dates.read(self.text(cell))
        except ValueError as why:
            raise CellError(rules.SOURCE_DATE, str(why)) from None

    def amount(self, cell: str) -> int:
        """Minor units."""
        text = self.text(cell)
        try:
            return self.amounts.read(text)
        except ValueError as why:
            raise wrong_amount(text, str(why)) from None

    def quantity(self, cell: str) -> str:
        """A number with a point, or nothing."""
        text = self.text(cell)
        try:
            return self.amounts.quantity(text) if text else ""
        except ValueError as why:
            raise CellError(rules.SOURCE_QUANTITY, str(why)) from None

    def where(self, row: int, place: int) -> tuple[Where, str]:
        """The line and column of a field of the record that is being read."""
        if row == self.line and place < len(self.fields):
            return Where(self.shown, self.fields[place].line, self.fields[place].column), ""
        return Where(self.shown, row), ""
