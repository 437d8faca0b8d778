"""Postings that the books no longer have as they were: each is reversed by a posting of its own.

A posting is reversed only if it was imported and its voucher is in the export, so that the export says
what has become of the voucher: within the days that the export covers, or, where the lines of vouchers are
numbered, if the export has another line of that number in the same year, or if a new line differs by its
day alone. What the export leaves open otherwise is reported: a line that moved to another day, across the
edge of what the export covers, would be counted twice; a voucher that was removed from the books would stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from grants.figures.postings import COLUMNS, PostingText
from grants.findings import exports as rules
from grants.findings.finding import Where
from grants.importing.grant_import import Changed, GrantImport
from grants.importing.lines import identity_of
from grants.importing.plan import SHOWN
from grants.importing.source_line import SourceLine
from grants.store.postings.rows import read_values
from grants.values import money

NAMED = 5
"""Postings that one finding names."""

_LINE = attrgetter("voucher", "voucher_line")
_DATED_LINE = attrgetter("voucher", "voucher_line", "date", "amount")
_UNDATED_LINE = attrgetter("voucher", "voucher_line", "amount", "activity", "financing")
_DAY = attrgetter("voucher", "date", "activity", "financing")


@dataclass
class Coverage:
    """What an export speaks of: its days and its vouchers.

    `is_partial` says that a voucher may have lines that the export leaves out.
    """

    is_partial: bool = False
    is_wanted: bool = True
    """Whether any grant has imported postings, so that vouchers need be remembered."""
    first: str = ""
    last: str = ""
    vouchers: set[int] = field(default_factory=set)
    """Hashes of vouchers, of those with a year, since numbers begin anew, and of their numbered lines."""

    def add(self, lines: Sequence[SourceLine]) -> None:
        """Remember the days of some lines, and their vouchers if any posting could be reversed."""
        days = {self.first, self.last, *(line.date for line in lines)} - {""}
        self.first, self.last = min(days), max(days)
        if not self.is_wanted:
            return
        for line in lines:
            year = line.date[:4]
            self.vouchers.add(hash(line.voucher))
            self.vouchers.add(hash((line.voucher, year)))
            if line.line_number:
                self.vouchers.add(hash((line.voucher, line.line_number, year)))

    def takes_in(self, posting: PostingText) -> bool:
        """Whether the export says what has become of the posting."""
        if not posting.voucher or hash(posting.voucher) not in self.vouchers:
            return False
        line = hash((posting.voucher, posting.voucher_line, posting.date[:4]))
        return (bool(posting.voucher_line) and line in self.vouchers) or self._should_have(posting)

    def knows_voucher(self, posting: PostingText) -> bool:
        """Whether the export has other lines of the posting's voucher, in its year."""
        return bool(posting.voucher) and hash((posting.voucher, posting.date[:4])) in self.vouchers

    def is_near(self, posting: PostingText) -> bool:
        """Whether the export should have the posting or says something of its voucher."""
        has_voucher = bool(posting.voucher) and hash(posting.voucher) in self.vouchers
        return has_voucher or self._should_have(posting)

    def _should_have(self, posting: PostingText) -> bool:
        """Whether the day of a posting is one that the export covers whole."""
        return not self.is_partial and self.first <= posting.date <= self.last


@dataclass
class Reversals:
    """Finds and reverses what the export at `path` no longer has, once all of its lines are posted.

    What it lacks and leaves open is found, of those postings that came by the profile of that name.
    """

    grant_import: GrantImport
    others: Sequence[GrantImport]
    """The imports of the other grants."""
    coverage: Coverage
    path: str
    profile_name: str
    missing: list[PostingText] = field(default_factory=list)
    """Postings that the export should have and does not reverse."""
    days: dict[int, str] = field(default_factory=dict)
    """The day of reversals that have another one than their posting, by its line."""
    rows: dict[int, str] = field(default_factory=dict)
    """The row of the line that replaces each posting, by the line of the posting."""

    def settle(self) -> None:
        """Reverse what is to be reversed, and report what is missing."""
        grant_import = self.grant_import
        self._report_quantities()
        gone: list[PostingText] = []
        staying: list[PostingText] = []
        for posting in list(self._gone()):
            is_open = not grant_import.is_closed(posting.date) or self._has_open_day(posting)
            (gone if is_open else staying).append(posting)
        # Those of open days first.
        gone.sort(key=lambda posting: posting.line in self.days)
        self._report(staying, "and stay, since they lie in a closed period")
        gone += self._moved()
        if not self.coverage.is_partial and grant_import.postings + grant_import.known.lines:
            self._report_missing()
        if gone:
            self._pair(gone)
            self._reverse(gone)

    def _gone(self) -> Iterator[PostingText]:
        """The postings to reverse, in the order of the file; those that are only near are missing."""
        posted, replaced = self.grant_import.posted, self.grant_import.replaced
        if not replaced and not (posted.has_imported and self.coverage.vouchers and posted):
            return
        for posting in self.grant_import.account.postings.texts():
            if not posting.imported or posting.reverses:
                continue
            key, purpose = identity_of(posting), (posting.activity, posting.financing)
            if replaced[key, purpose] > 0:
                replaced[key, purpose] -= 1
                yield posting
            elif (purpose, True) in posted.kinds(key):
                if self.coverage.takes_in(posting):
                    posted.take_imported(key, purpose)
                    yield posting
                elif self.coverage.is_near(posting):
                    posted.take_imported(key, purpose)
                    self.missing.append(posting)

    def _has_open_day(self, posting: PostingText) -> bool:
        """Whether a posting of a closed day is reversed on the day of the line that replaces it.

        A person decided that day for a line of the same voucher and line.
        """
        open_days = self.grant_import.post_on.get(_LINE(posting))
        if open_days:
            self.days[posting.line] = open_days.pop(0)
        return posting.line in self.days

    def _moved(self) -> list[PostingText]:
        """The missing postings to reverse, since a new line is the same but for its day.

        A line is the same if voucher, line, amount, activity and payer are, in one calendar year, in which a
        voucher number is given once. Where several postings could be meant, or the export is partial or of
        another year, all stay, and a finding names both sides. What is reported is missing no longer.
        """
        alike, of_day = _by(_UNDATED_LINE, self.missing), _by(_DAY, self.missing)
        is_partial = self.coverage.is_partial
        reversible: list[PostingText] = []
        reported: set[int] = set()
        for line in self.grant_import.spool.texts(1) if self.missing else ():
            same, of_its_day = alike.get(_UNDATED_LINE(line)), of_day.get(_DAY(line))
            message = f"the {line.amount} of voucher {line.voucher} on {line.activity} "
            remedy = None
            if same:
                days = sorted({posting.date for posting in same})
                message += (
                    f"is dated {line.date}, and an earlier import brought it dated {', '.join(days)}, "
                    "which the export does not have: "
                )
                is_one_day = len(days) == 1 and days[0][:4] == line.date[:4]
                if is_one_day and not self.grant_import.is_closed(days[0]) and not is_partial:
                    posting = same.pop()
                    reversible.append(posting)
                    reported.add(posting.line)
                    message += "that posting is reversed"
                    remedy = "nothing, if the day was corrected; if both are costs, import with --partial"
                else:
                    reported.update(posting.line for posting in same)
                    message += "both are in the account then"
            elif of_its_day and is_partial:
                message += (
                    f"comes on {line.date} beside {_named(of_its_day)}, which an earlier import "
                    "brought and the export does not have: then a corrected line is counted twice"
                )
            else:
                continue
            where = Where(self.path, int(_row_of(line)))
            self.grant_import.findings.append(rules.SAME_LINE.at(where, message, remedy=remedy))
        self.missing = [posting for posting in self.missing if posting.line not in reported]
        return reversible

    def _report_missing(self) -> None:
        """Report the postings that stay, of those that came by the same profile."""
        imports, coverage = self.grant_import.account.imports, self.coverage
        known, covered = [], []
        for posting in self.missing:
            number = int(posting.imported.partition(":")[0])
            if number > len(imports) or imports[number - 1].profile != self.profile_name:
                continue
            if coverage.knows_voucher(posting):
                known.append(posting)
            elif coverage.first <= posting.date <= coverage.last:
                covered.append(posting)
        self._report(known, "though other lines of their vouchers are")
        self._report(covered, "which covers their days")

    def _report(self, missing: Sequence[PostingText], why: str) -> None:
        """Report postings that stay although the export should have them."""
        if missing:
            postings = "posting" if len(missing) == 1 else "postings"
            verb = "is" if len(missing) == 1 else "are"
            message = (
                f"{len(missing):,} {postings} of earlier imports into {self.grant_import.account.id} "
                f"{verb} not in the export, {why}: {_named(missing)}"
            )
            self.grant_import.findings.append(rules.NOT_IN_EXPORT.at(Where(self.path), message))

    def _report_quantities(self) -> None:
        """Report the lines that are known but for their quantity; the postings stay as they are."""
        others = self.grant_import.other_quantities
        if others:
            named = _listed([f"row {row}, {said}" for row, said in others])
            message = f"the quantity of lines in {self.grant_import.account.id} changed: {named}"
            where = Where(self.path, others[0][0])
            self.grant_import.findings.append(rules.OTHER_QUANTITY.at(where, message))

    def _pair(self, gone: Sequence[PostingText]) -> None:
        """Find which of the new lines replace those that are gone.

        A line that moved to another grant is new there, and is named with it here.
        """
        grant_import = self.grant_import
        waiting = _by(_LINE, gone)
        lines = [line for line in grant_import.spool.texts(1) if _LINE(line) in waiting]
        for is_same_amount in (True, False):  # the same amount replaces the same line first
            left = []
            for line in lines:
                before = waiting[_LINE(line)]
                fitting = (old for old in before if not is_same_amount or old.amount == line.amount)
                replaced = next(fitting, None)
                if replaced is None:
                    left.append(line)
                    continue
                before.remove(replaced)
                minor = money.parse_amount(line.amount)
                grant_import.new.remove(minor)
                grant_import.changed.add(minor)
                self._show(Changed(replaced, line))
            lines = left
        unpaired = [posting for postings in waiting.values() for posting in postings]
        moved_on = self._moved_on(unpaired) if unpaired else {}
        for posting in unpaired:
            self._show(moved_on.get(posting.line, Changed(posting, None)))

    def _moved_on(self, gone: Sequence[PostingText]) -> dict[int, Changed]:
        """The same lines among the new ones of other grants, by the line of the posting that is gone."""
        found: dict[int, Changed] = {}
        waiting = _by(_DATED_LINE, gone)
        for other in self.others:
            for line in other.spool.texts(1):
                before = waiting.get(_DATED_LINE(line))
                if before and not line.reverses:
                    posting = before.pop(0)
                    found[posting.line] = Changed(posting, line, other.account.id)
        return found

    def _show(self, change: Changed) -> None:
        """Keep the row of the line that replaces a posting, and the first changes for people to see."""
        if change.after is not None:
            self.rows[change.before.line] = _row_of(change.after)
        if len(self.grant_import.changes) < SHOWN:
            self.grant_import.changes.append(change)

    def _reverse(self, gone: Sequence[PostingText]) -> None:
        """Add a reversal of each posting: the same in all but the sign of amount and quantity.

        It is traced to the row of the line that replaces the posting, or to row 1, for the file as a whole.
        """
        grant_import = self.grant_import
        path = str(grant_import.account.posting_line(1).path)
        values = read_values(path, {posting.line for posting in gone})
        minors = [-money.parse_amount(posting.amount) for posting in gone]
        rows = [values[posting.line] for posting in gone]
        dates = [self.days.get(posting.line, posting.date) for posting in gone]
        columns = {name: [row.get(name, "") for row in rows] for name in COLUMNS}
        columns |= {
            "date": dates,
            "amount": list(map(money.format_amount, minors)),
            "reverses": [posting.date for posting in gone],
            "imported": [f"{grant_import.number}:{self.rows.get(posting.line, '1')}" for posting in gone],
            "quantity": [_negated(row.get("quantity", "")) for row in rows],
        }
        grant_import.spool.write(columns)
        for posting, day, minor in zip(gone, dates, minors, strict=True):
            grant_import.reversed.add(minor)
            grant_import.sums[day, (posting.activity, posting.financing)].add(minor)


def _by(
    key: Callable[[PostingText], Any], postings: Iterable[PostingText]
) -> defaultdict[Any, list[PostingText]]:
    """Postings with the same key together."""
    found: defaultdict[Any, list[PostingText]] = defaultdict(list)
    for posting in postings:
        found[key(posting)].append(posting)
    return found


def _row_of(line: PostingText) -> str:
    """The row of the export that a new posting comes from."""
    return line.imported.partition(":")[2]


def _named(postings: Sequence[PostingText]) -> str:
    return _listed([f"{p.voucher or 'no voucher'} of {p.date}, {p.amount}" for p in postings])


def _listed(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = [f"and {len(names) - NAMED:,} more"] if len(names) > NAMED else []
    return "; ".join([*names[:NAMED], *more])


def _negated(quantity: str) -> str:
    return quantity[1:] if quantity.startswith("-") else f"-{quantity}" if quantity else ""
