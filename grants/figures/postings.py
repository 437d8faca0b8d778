"""Postings: single ones as typed rows, and all of them as groups.

Everything above the store asks for groups, whose number depends on the number of distinct dates,
activities and kinds of financing, never on the number of postings.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from grants.errors import ArgumentError
from grants.figures.posting import COLUMNS, REQUIRED_COLUMNS, Posting
from grants.findings.finding import Finding
from grants.findings.unreadable import UnreadableAccountError
from grants.values.arguments import Span, period_of, word_of
from grants.values.financing import KINDS, Payer
from grants.values.money import Amount
from grants.values.periods import Period

__all__ = ["COLUMNS", "REQUIRED_COLUMNS", "AsWritten", "Group", "Posting", "PostingText", "Postings"]


class Group(NamedTuple):
    """All postings that share date text, activity and financing.

    `total` is in whole minor units, `amount` the same as an `Amount`; `first_line` is the line of the first
    of the `postings` many.
    """

    date: str
    activity: str
    financing: str
    total: int
    postings: int
    first_line: int

    @property
    def amount(self) -> Amount:
        """The sum of the group."""
        return Amount(self.total)

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
    left out; `faults` are the errors of reading the file, and `is_whole` says that there are none.
    Sums of postings that are not whole are refused unless they are wanted `with_errors`.
    `read_texts` gives the same as texts, several times quicker; without it they are made of the rows.
    `read_digest` gives the checksum of the file, where there is one, and `columns` are those of the file.
    `may_reverse` is False if the file has no column for reversals, so that none has to be looked for.
    """

    groups: tuple[Group, ...] = ()
    read_rows: Callable[[], Iterable[Posting]] = tuple
    read_texts: Callable[[], Iterable[PostingText]] | None = None
    faults: tuple[Finding, ...] = ()
    read_digest: Callable[[], str | None] | None = None
    may_reverse: bool = True
    columns: tuple[str, ...] = ()
    as_written: AsWritten | None = None
    with_errors: bool = False

    @classmethod
    def of(cls, postings: Iterable[Posting]) -> "Postings":
        """Postings in memory, in this order; those without a line get the one that a file would give.

        Raises `ArgumentError`, a `ValueError`, for anything that is no `Posting`.
        """
        numbered = []
        for line, posting in enumerate(postings, 2):
            if not isinstance(posting, Posting):
                raise ArgumentError(
                    f"{posting!r} is no Posting; Posting(date, activity, amount, ...) makes one"
                )
            numbered.append(posting if posting.line else replace(posting, line=line))
        return cls().plus_all(numbered)

    @property
    def is_whole(self) -> bool:
        """Whether every line of the file is among the postings."""
        return not self.faults

    def refuse_faults(self) -> None:
        """Raise `UnreadableAccountError` unless the postings are whole, or are wanted `with_errors`."""
        if self.faults and not self.with_errors:
            raise UnreadableAccountError(self.faults)

    def __repr__(self) -> str:
        period = self.period
        return f"<Postings: {self.count}{'' if period is None else f' in {period}'}{_wrong(self.faults)}>"

    def __iter__(self) -> Iterator[Posting]:
        return iter(self.read_rows())

    def records(self) -> Iterator[dict[str, object]]:
        """Every posting as a flat record of plain values (`Posting.record`), in file order.

        `Posting.SCHEMA` has their types, also where there are none. Raises `UnreadableAccountError` where
        lines could not be read, unless the postings are wanted `with_errors`.
        """
        self.refuse_faults()
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
        within: Span | None = None,
        financing: str | None = None,
        with_errors: bool = False,
    ) -> Amount:
        """The sum of what matches every condition given; 0.00 of nothing.

        `financing` is grant, own or partner, whichever partner it is, in cash or in kind; `within` a period,
        its text or a day. Raises `ArgumentError`, a `ValueError`, for other words, and
        `UnreadableAccountError` where lines could not be read, unless they may be missing `with_errors`.
        """
        if not with_errors:
            self.refuse_faults()
        kind = None if financing is None else word_of("financing", financing, KINDS)
        inside = None if within is None else period_of("within", within)
        return Amount(
            sum(
                group.total
                for group in self.groups
                if (activity is None or group.activity == activity)
                and (kind is None or group.source.kind == kind)
                and (inside is None or inside.covers(group.period))
            )
        )

    def within(self, period: Period) -> "Postings":
        """The postings whose whole date lies in the period."""
        groups = tuple(group for group in self.groups if period.covers(group.period))
        return Postings(
            groups,
            lambda: (posting for posting in self if period.covers(posting.date)),
            lambda: (text for text in self.texts() if period.covers(Period.parse(text.date))),
            self.faults,
            may_reverse=self.may_reverse,
            with_errors=self.with_errors,
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


def _wrong(faults: tuple[Finding, ...]) -> str:
    """What a `repr` says of errors of reading."""
    return f", {len(faults)} errors of reading" if faults else ""


def _as_text(posting: Posting) -> PostingText:
    texts = posting.fields()
    return PostingText(posting.line, *(texts[name] for name in PostingText._fields[1:]))
