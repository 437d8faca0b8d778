"""Postings: single ones as typed rows, and all of them as groups.

Everything above the store asks for groups, whose number depends on the number of distinct dates,
activities and kinds of financing, never on the number of postings.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from grants.values.financing import Payer
from grants.values.money import Amount
from grants.values.periods import Period

REQUIRED_COLUMNS = ("date", "activity", "amount", "voucher", "text")
OPTIONAL_COLUMNS = (
    "financing",
    "document",
    "quantity",
    "unit",
    "person",
    "voucher_line",
    "imported",
    "reverses",
)
COLUMNS = REQUIRED_COLUMNS + OPTIONAL_COLUMNS


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of `postings.csv`.

    `date` is a day, or a span when the cost is known only for one. `amount` is in the grant's
    currency, exact to two places, negative for a reversal. `line` is the line of the file on which
    the posting begins. `quantity` counts `unit`s (hours, meetings), None if not recorded. `financing`
    says who pays, as `grants.values.financing.Payer` reads it. `person` is a role such as `therapist-1`,
    whose hours are added up over all grants; never a name.

    `voucher_line` is the line of the voucher, where the books number them. `imported` is `3:1042` for
    row 1042 of the grant's third import, blank for a posting that was entered by hand. `reverses`
    is None, or the date of the posting that this one reverses: one of the same voucher, voucher
    line, activity and financing with the opposite amount.
    """

    date: Period
    activity: str
    amount: Amount
    voucher: str
    text: str
    financing: str = "grant"
    document: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    line: int = 0
    person: str = ""
    voucher_line: str = ""
    imported: str = ""
    reverses: Period | None = None

    def fields(self) -> dict[str, str]:
        """The text of every column of postings.csv, blank where the posting says nothing."""
        values = {name: getattr(self, name) for name in COLUMNS}
        values["quantity"] = None if self.quantity is None else f"{self.quantity:f}"
        return {name: "" if value is None else str(value) for name, value in values.items()}

    def record(self) -> dict[str, object]:
        """The posting as one flat record of plain values, for a table of another library.

        `first` and `last` are the days of the date, both included; `reverses_first` and
        `reverses_last` those of what it reverses, None for what is no reversal. `amount` is a
        `Decimal` with two places in the grant's currency, `quantity` a `Decimal` or None.
        """
        reverses = self.reverses
        return {
            "line": self.line,
            "first": self.date.start,
            "last": self.date.last,
            "activity": self.activity,
            "amount": self.amount.decimal,
            "voucher": self.voucher,
            "voucher_line": self.voucher_line,
            "text": self.text,
            "financing": self.financing,
            "document": self.document,
            "quantity": self.quantity,
            "unit": self.unit,
            "person": self.person,
            "imported": self.imported,
            "reverses_first": None if reverses is None else reverses.start,
            "reverses_last": None if reverses is None else reverses.last,
        }


class Group(NamedTuple):
    """All postings that share date text, activity and financing.

    `total` is in whole minor units; `first_line` is the line of the first of the `postings` many.
    """

    date: str
    activity: str
    financing: str
    total: int
    postings: int
    first_line: int

    @property
    def source(self) -> Payer:
        """Who paid."""
        return Payer.parse(self.financing)

    @property
    def period(self) -> Period:
        """The day or span that `date` names."""
        return Period.parse(self.date)


class PostingText(NamedTuple):
    """A sound posting as the file has it, for checks that go through all of them.

    `amount` reads as an amount, `quantity` as a `Decimal` or is blank, `financing` is never blank;
    `date` may be any spelling of its period.
    """

    line: int
    date: str
    activity: str
    amount: str
    voucher: str
    financing: str
    quantity: str
    unit: str
    person: str
    voucher_line: str = ""
    imported: str = ""
    reverses: str = ""


class AsWritten(NamedTuple):
    """The postings of a file as they are written, to compare two files.

    `lines` gives the first line and the text of every record, sound or not, without the header; `rows`
    the sound postings that begin on certain lines.
    """

    lines: Callable[[], Iterable[tuple[int, str]]]
    rows: Callable[[Container[int]], Iterable[Posting]]


@dataclass(frozen=True)
class Postings:
    """The postings of one grant: their groups, and single rows or texts on request.

    `read_rows` opens the file anew at each call and yields rows in file order; faulty lines are
    left out, since the ledger's findings already name them; `is_whole` says that there are none.
    `read_texts` gives the same as texts, several times quicker; without it they are made of the rows.
    `read_digest` gives the checksum of the file, where there is one, and `columns` are those of the file.
    `may_reverse` is False if the file has no column for reversals, so that none has to be looked for.
    """

    groups: tuple[Group, ...] = ()
    read_rows: Callable[[], Iterable[Posting]] = tuple
    read_texts: Callable[[], Iterable[PostingText]] | None = None
    is_whole: bool = True
    read_digest: Callable[[], str | None] | None = None
    may_reverse: bool = True
    columns: tuple[str, ...] = ()
    as_written: AsWritten | None = None

    @classmethod
    def of(cls, postings: Iterable[Posting]) -> "Postings":
        """Postings in memory, in this order; those without a line get the one that a file would give.

        Raises `ValueError` for a `financing` that names no payer.
        """
        numbered = []
        for line, posting in enumerate(postings, 2):
            Payer.parse(posting.financing)
            numbered.append(posting if posting.line else replace(posting, line=line))
        return cls().plus_all(numbered)

    def __iter__(self) -> Iterator[Posting]:
        return iter(self.read_rows())

    def records(self) -> Iterator[dict[str, object]]:
        """Every sound posting as a flat record of plain values (`Posting.record`), in file order."""
        return (posting.record() for posting in self)

    def texts(self) -> Iterator[PostingText]:
        """Every sound posting as texts, in file order."""
        return map(_as_text, self) if self.read_texts is None else iter(self.read_texts())

    def is_same_file_as(self, other: "Postings") -> bool:
        """Whether both are read from files of the same bytes; False also where that is not known."""
        if self.read_digest is None or other.read_digest is None:
            return False
        digest = self.read_digest()
        return digest is not None and digest == other.read_digest()

    @property
    def count(self) -> int:
        """How many postings there are."""
        return sum(group.postings for group in self.groups)

    @property
    def period(self) -> Period | None:
        """From the first to the last day that any posting names; None without postings."""
        periods = [group.period for group in self.groups]
        if not periods:
            return None
        return Period(min(p.start for p in periods), max(p.end for p in periods))

    def total(
        self,
        *,
        activity: str | None = None,
        within: Period | None = None,
        financing: str | None = None,
    ) -> Amount:
        """The sum of what matches every condition given; 0.00 of nothing.

        `financing` is grant, own or partner, whichever partner it is, in cash or in kind.
        """
        return Amount(
            sum(
                group.total
                for group in self.groups
                if (activity is None or group.activity == activity)
                and (financing is None or group.source.kind == financing)
                and (within is None or within.covers(group.period))
            )
        )

    def within(self, period: Period) -> "Postings":
        """The postings whose whole date lies in the period."""
        groups = tuple(group for group in self.groups if period.covers(group.period))
        return Postings(
            groups,
            lambda: (posting for posting in self if period.covers(posting.date)),
            lambda: (text for text in self.texts() if period.covers(Period.parse(text.date))),
            self.is_whole,
            may_reverse=self.may_reverse,
        )

    def plus_groups(
        self, groups: Iterable[Group], texts: Callable[[], Iterable[PostingText]], *, may_reverse: bool
    ) -> "Postings":
        """These postings and many more, given as groups and, on request, as texts."""
        merged = {(g.date, g.activity, g.financing): g for g in self.groups}
        for group in groups:
            key = (group.date, group.activity, group.financing)
            old = merged.get(key)
            merged[key] = (
                group
                if old is None
                else old._replace(total=old.total + group.total, postings=old.postings + group.postings)
            )
        return replace(
            self,
            groups=tuple(merged.values()),
            read_texts=lambda: chain(self.texts(), texts()),
            read_digest=None,
            as_written=None,
            may_reverse=self.may_reverse or may_reverse,
        )

    def plus_all(self, more: Sequence[Posting]) -> "Postings":
        """These postings and more; the text of each date is its period's shortest form."""
        groups = [Group(str(p.date), p.activity, p.financing, p.amount.minor, 1, p.line) for p in more]
        plus = self.plus_groups(
            groups, lambda: map(_as_text, more), may_reverse=any(p.reverses is not None for p in more)
        )
        return replace(plus, read_rows=lambda: chain(self, more))


def _as_text(posting: Posting) -> PostingText:
    texts = posting.fields()
    return PostingText(posting.line, *(texts[name] for name in PostingText._fields[1:]))
