"""Columns that mark debit and credit: found by what is in them, checked together with the amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grants.importing.readers.headings import plain

PAIRS = (
    ("D", "K"), ("D", "C"), ("S", "H"), ("Debet", "Kredit"), ("Debit", "Credit"), ("Debit", "Kredit"),
    ("Soll", "Haben"), ("Dr", "Cr"), ("+", "-"), ("+", "\N{MINUS SIGN}"),
)  # fmt: skip
"""Marks of debit and of credit that go together; S and H are the German ones."""

HEADINGS = frozenset({
    "d/k", "dk", "d-k", "k/d", "d/c", "dr/cr", "s/h", "sh", "debet/kredit", "debit/kredit", "debit/credit",
    "debet-kredit", "debetkredit", "debit-credit", "debet kredit", "debit credit", "soll/haben",
    "s/h-kennzeichen", "fortegn", "+/-", "debet/kredit-kode", "d/k-kode", "dk-kode",
})  # fmt: skip
"""Headings that are over nothing else."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a column says of the sides: the marks of debit and of credit, and how many lines have each."""

    debit: tuple[str, ...]
    credit: tuple[str, ...]
    counts: Mapping[str, int]
    blank: int

    @property
    def has_both(self) -> bool:
        """Whether the file shows both sides."""
        return len(self.counts) == 2

    @property
    def is_sign(self) -> bool:
        """Whether the marks are plus and minus, which say nothing of debit."""
        return self.debit == ("+",)

    def __str__(self) -> str:
        said = ", ".join(f"{count:,} {mark!r}" for mark, count in self.counts.items())
        return f"{said}, {self.blank:,} blank" if self.blank else said


def marks_of(texts: Sequence[str]) -> Marks | None:
    """The marks of a column, if all that is in it is one pair; None of any other column."""
    counts: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for text in filter(None, texts):
        mark = spelled.setdefault(text.casefold(), text)
        counts[mark] = counts.get(mark, 0) + 1
        if len(counts) > 2:
            return None
    for debit, credit in PAIRS if counts else ():
        if spelled.keys() <= {debit.casefold(), credit.casefold()}:
            return Marks((debit,), (credit,), counts, len(texts) - sum(counts.values()))
    return None


def mark_columns(headings: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, Marks | None]:
    """The columns that may be the marks, by heading: those of a known heading, else those of known marks.

    `columns` are the texts of the columns that are nothing else. A column of one mark alone may be
    anything, unless its heading is known.
    """
    named = [heading for heading in headings if heading in columns and plain(heading) in HEADINGS]
    if named:
        return {heading: marks_of(columns[heading]) for heading in named}
    found = {heading: marks_of(texts) for heading, texts in columns.items()}
    return {heading: marks for heading, marks in found.items() if marks is not None}
