"""The ledger: grants with their postings, and the questions one asks of them."""

import os.path
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, Self

from grants.errors import ArgumentError, UnknownGrantError
from grants.figures.approved_budget import ApprovedBudget, ApprovedLine, approved_budget
from grants.figures.comparison import Comparison, compare
from grants.figures.postings import Group, Posting, Postings
from grants.figures.settlement import Availability, Settlement, availability, settle
from grants.figures.terms import due_day, effective_terms, satisfies, tier_of
from grants.findings.finding import Finding, Where, errors
from grants.findings.unreadable import UnreadableAccountError
from grants.records.closings import NOT_CLOSED, ClosedAccount, Closings
from grants.records.grant import Grant
from grants.records.imports import ImportRecord
from grants.records.payments import Commitment
from grants.records.terms import AuditorTier, Terms
from grants.values.arguments import Day, choice_of, optional_day, word_of
from grants.values.financing import KINDS
from grants.values.money import Amount
from grants.values.periods import Granularity, Period, Spread
from grants.values.text import did_you_mean

KeyPath = tuple[str | int, ...]
"""The way to a value in grant.toml by keys and positions, such as `("budget", 1, "amount")`."""


@dataclass(frozen=True)
class Account:
    """One grant: what is declared, what was spent, and the words of its report.

    `report_text` is the Markdown of report.md, empty without one. `folder` holds the files, so that
    findings can name them, and `locate` says where in grant.toml a value is. `present_files`
    are the attachments whose files are there, inside the folder. `closings` is the history of its
    closings, `imports` are the records of imports.toml.

    `faults` are the errors of reading its files, each of which left something out. Sums of an account with
    faults raise `UnreadableAccountError`, unless the caller says `with_errors`, by the argument of that
    name or with `despite_errors()`. An account is never changed; threads may share it.
    """

    grant: Grant
    postings: Postings = field(default_factory=Postings)
    report_text: str = ""
    locate: Callable[[KeyPath], Where] = lambda _: Where("grant.toml")
    folder: str = "."
    present_files: frozenset[str] = frozenset()
    closings: Closings = NOT_CLOSED
    imports: tuple[ImportRecord, ...] = ()
    faults: tuple[Finding, ...] = ()
    with_errors: bool = False

    @classmethod
    def of(cls, grant: Grant, postings: Iterable[Posting] = (), report_text: str = "") -> "Account":
        """An account in memory, which no file has; its findings name files in a folder of its id.

        Raises `ArgumentError`, a `ValueError`, for what is no `Grant`, no `Posting` or no text.
        """
        if not isinstance(grant, Grant):
            raise ArgumentError(f"grant={grant!r:.60} is no Grant")
        if not isinstance(report_text, str):
            raise ArgumentError(f"report_text={report_text!r:.60} is no text of Markdown")
        where = Where(f"{grant.id}/grant.toml")
        return cls(grant, Postings.of(postings), report_text, lambda _: where, folder=grant.id)

    def __repr__(self) -> str:
        wrong = f", {len(self.faults)} errors of reading" if self.faults else ""
        return f"<Account {self.id}: {self.grant.status}, {self.postings.count} postings{wrong}>"

    def despite_errors(self) -> Self:
        """The same account, whose sums are given although something of its files could not be read."""
        if not (self.faults or self.postings.faults):
            return self
        return replace(self, with_errors=True, postings=replace(self.postings, with_errors=True))

    def readable(self, *, with_errors: bool = False) -> Self:
        """The account, if it was read whole or that does not matter; else `UnreadableAccountError`."""
        if with_errors:
            return self.despite_errors()
        faults = self.faults or self.postings.faults
        if faults and not self.with_errors:
            raise UnreadableAccountError(faults)
        return self

    @property
    def closed(self) -> date | None:
        """The day of the final closing in force; None as long as the account is open."""
        final = self.closings.final
        return None if final is None else final.date

    @property
    def id(self) -> str:
        """The grant's id, which is the name of its folder."""
        return self.grant.id

    @property
    def spent(self) -> Amount:
        """The sum of all postings, whoever financed them. `UnreadableAccountError` if some were not read."""
        self.readable()
        return self.postings.total()

    @property
    def spent_of_grant(self) -> Amount:
        """What the grant itself pays for. `UnreadableAccountError` if some postings were not read."""
        self.readable()
        return self.postings.total(financing="grant")

    @property
    def budgeted(self) -> Amount:
        """The sum of all lines of the approved budget, whoever finances them."""
        return self.approved.total()

    @cached_property
    def approved(self) -> ApprovedBudget:
        """The budget, award and period in force: the original ones with all approved amendments."""
        return approved_budget(self.grant)

    @cached_property
    def terms(self) -> Terms:
        """The funder's rules in force: the set that `use` names, overridden by the grant's own keys.

        A set that does not exist gives nothing; `grants check` says so.
        """
        return effective_terms(self.grant)

    @property
    def award(self) -> Amount | None:
        """The award in force, None for an application."""
        return self.approved.award if self.grant.award is not None else None

    @property
    def retention_end(self) -> date | None:
        """The day until which vouchers are kept, None where the terms do not say.

        So many years after the accounting year in which the period, or the last posting, ends.
        """
        if self.terms.retention is None:
            return None
        used = self.postings.period
        last = max(period.last for period in (self.grant.effective_period, used) if period is not None)
        return date(last.year + self.terms.retention.years, 12, 31)

    @property
    def report_due(self) -> date | None:
        """The last day on which the final report is in time, None where the terms name none."""
        deadline = self.terms.report_deadline
        return None if deadline is None else due_day(deadline, self.grant.effective_period)

    @property
    def auditor_needed(self) -> AuditorTier | None:
        """What the terms ask for at an award of this size, None once the report names such an auditor."""
        needed, report = tier_of(self.terms.auditor, self.award), self.grant.report
        given = None if report is None or report.auditor is None else report.auditor.kind
        if needed is None or satisfies(self.terms.auditor, needed, given):
            return None
        return needed

    def settlement(self, as_of: Day | None = None, *, with_errors: bool = False) -> Settlement | None:
        """The settlement with the funder, up to and with `as_of`; None for an application.

        The award is the one in force then. Of the postings those count whose whole date lies up to then.
        Raises `ArgumentError` for what is no day, and `UnreadableAccountError` for an account that was not
        read whole, unless `with_errors`.
        """
        self.readable(with_errors=with_errors)
        day = optional_day("as_of", as_of)
        award = self.award if day is None else approved_budget(self.grant, day).award
        if self.award is None or award is None:
            return None
        until = None if day is None else Period.between(date.min, day)
        spent = self.postings.total(financing="grant", within=until, with_errors=True)
        return settle(award, spent, self.grant.instalments, self.grant.repayments, as_of=day)

    def availability(
        self, as_of: Day | None = None, *, financing: str | None = None, with_errors: bool = False
    ) -> tuple[Availability, ...]:
        """What each activity has left of the approved budget, now or at the end of a day.

        With `financing` (grant, own or partner) of the money of that kind alone, in cash and in kind.
        Raises `ArgumentError` for other words or what is no day, and `UnreadableAccountError` for an account
        that was not read whole, unless `with_errors`.
        """
        self.readable(with_errors=with_errors)
        day = optional_day("as_of", as_of)
        order = [activity.id for activity in self.grant.activities]
        groups = [g for g in self._groups_of(financing) if day is None or g.period.last <= day]
        orders = [o for o in self.commitments(day) if financing in (None, o.financing)]
        return availability(self._lines_of(financing), groups, orders, order=order)

    def _lines_of(self, financing: str | None) -> tuple[ApprovedLine, ...]:
        """The lines in force that a kind of source pays, or all of them."""
        return tuple(line for line in self.approved.lines if financing in (None, line.financing))

    def _groups_of(self, financing: str | None) -> tuple[Group, ...]:
        """The groups of postings that a kind of source pays, or all of them."""
        if financing is None:
            return self.postings.groups
        kind = word_of("financing", financing, KINDS)
        return tuple(group for group in self.postings.groups if group.source.kind == kind)

    def commitments(self, as_of: Day | None = None) -> tuple[Commitment, ...]:
        """What is ordered and not posted, now or at the end of a day; `ArgumentError` for what is no day."""
        day = optional_day("as_of", as_of)
        return tuple(commitment for commitment in self.grant.commitments if commitment.is_open(day))

    def where(self, *path: str | int) -> Where:
        """Where in grant.toml the value at this path is, or the nearest one that encloses it."""
        return self.locate(path)

    def posting_line(self, line: int) -> Where:
        """A line of postings.csv."""
        return Where(os.path.join(self.folder, "postings.csv"), line)

    def report_line(self, line: int, column: int | None = None) -> Where:
        """A place in report.md."""
        return Where(os.path.join(self.folder, "report.md"), line, column)

    def compare(
        self,
        by: Granularity | str = Granularity.TOTAL,
        *,
        as_of: Day | None = None,
        allocate: Spread | str | None = None,
        budget: Literal["approved", "original"] = "approved",
        financing: str | None = None,
        with_errors: bool = False,
    ) -> Comparison:
        """Budget against actual spend per activity and period.

        `by` is total, year, quarter or month. Sums known only for a span that no column holds
        get a column of their own, unless `allocate` (days or months) spreads them, exact to
        the minor unit. `as_of` counts spend up to and with that day. The approved budget governs;
        `budget="original"` compares with the first one, in which lines that were added later are
        nothing. `financing` (grant, own or partner) compares the money of that kind alone.
        Raises `ArgumentError`, a `ValueError` that names the known ones, for other words or what is no day,
        and `UnreadableAccountError` for an account that was not read whole, unless `with_errors`.
        """
        self.readable(with_errors=with_errors)
        groups, lines = self._groups_of(financing), self._lines_of(financing)
        if word_of("budget", budget, ("approved", "original")) == "original":
            lines = tuple(replace(line, amount=line.original) for line in lines)
        return compare(
            lines,
            groups,
            order=[activity.id for activity in self.grant.activities],
            whole=self.grant.effective_period,
            by=choice_of("by", by, Granularity),
            as_of=optional_day("as_of", as_of),
            spread=None if allocate is None else choice_of("allocate", allocate, Spread),
        )

    def with_posting(self, posting: Posting) -> "Account":
        """The same grant with one posting more; no file changes."""
        return self.with_postings([posting])

    def with_postings(self, postings: Sequence[Posting]) -> "Account":
        """The same grant with several postings more; no file changes."""
        return replace(self, postings=self.postings.plus_all(postings))


def is_in(folder: str, folders: Container[str]) -> bool:
    """Whether a folder, however it is written, is among resolved ones."""
    return os.path.realpath(folder) in folders


@dataclass(frozen=True)
class Ledger:
    """A folder of grants: those that could be read, and what was found while reading.

    One in memory is made of accounts: `Ledger(grants=(Account.of(grant, postings),))`.
    `unread` are the ids of the folders whose grant.toml could not be read, `closed` the accounts in the
    list of closed ones, each with its line. `ledger["id"]` is the account of that id, `"id" in ledger`
    says whether there is one, `len(ledger)` how many there are.
    """

    root: str = "."
    grants: tuple[Account, ...] = ()
    findings: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = ()
    closed: tuple[tuple[ClosedAccount, Where], ...] = ()
    with_errors: bool = False

    def __iter__(self) -> Iterator[Account]:
        return iter(self.grants)

    def __len__(self) -> int:
        """How many grants could be read."""
        return len(self.grants)

    def __bool__(self) -> bool:
        return True  # a ledger without grants is one too

    def __contains__(self, grant: object) -> bool:
        """Whether the ledger has a grant of this id, or this account."""
        return any(grant in (account.id, account) for account in self.grants)

    def __getitem__(self, grant_id: str) -> Account:
        """The grant of that id, as `grant` gives it; `UnknownGrantError`, a `LookupError`, without one."""
        return self.grant(grant_id)

    def __repr__(self) -> str:
        unread = f", {len(self.unread)} that cannot be read" if self.unread else ""
        return f"<Ledger {self.root}: {len(self.grants)} grants{unread}, {len(self.findings)} findings>"

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The errors of reading that left something out: of its accounts, and of what could not be read."""
        folders = {account.folder for account in self}
        unread = [f for f in errors(self.findings) if os.path.dirname(f.where.path) not in folders]
        return (*(fault for account in self for fault in account.faults), *unread)

    def readable(self, *, with_errors: bool = False) -> Self:
        """The ledger, if all of it was read whole or that does not matter; else `UnreadableAccountError`."""
        if with_errors:
            return replace(self, grants=tuple(one.despite_errors() for one in self), with_errors=True)
        accepted = {fault for one in self if one.with_errors for fault in one.faults}
        faults = [fault for fault in self.faults if fault not in accepted]
        if faults and not self.with_errors:
            raise UnreadableAccountError(faults)
        return self

    def grant(self, grant_id: str) -> Account:
        """The grant of that id; `UnknownGrantError` names the nearest id if there is none."""
        for account in self.grants:
            if account.id == grant_id:
                return account
        if grant_id in self.unread:
            raise UnknownGrantError(
                f"the grant {grant_id!r} in {self.root} cannot be read; `grants check` says why"
            )
        hint = did_you_mean(grant_id, [account.id for account in self.grants])
        raise UnknownGrantError(f"there is no grant {grant_id!r} in {self.root}{hint}")

    def only(self, folders: Container[str]) -> "Ledger":
        """The same ledger with the grants alone whose folders, resolved, are among `folders`."""
        unread = [name for name in self.unread if is_in(os.path.join(self.root, name), folders)]
        return replace(
            self,
            grants=tuple(account for account in self.grants if is_in(account.folder, folders)),
            findings=tuple(d for d in self.findings if is_in(os.path.dirname(d.where.path), folders)),
            unread=tuple(unread),
        )

    def replacing(self, account: Account) -> "Ledger":
        """The same ledger with another version of one grant."""
        grants = tuple(account if old.id == account.id else old for old in self.grants)
        return replace(self, grants=grants)
