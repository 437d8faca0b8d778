"""Postings that the books no longer have as they were: each is taken back by a posting of its own.

A posting is taken back only if it was imported and its voucher is in the export, so that the export says
what the voucher has become: within the days that the export covers, or, where the lines of vouchers are
numbered, if the export has another line of that number in the same year, or if a new line differs by its
day alone. What the export leaves open otherwise is told (`strays`).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grants.figures.postings import COLUMNS, PostingText
from grants.importing.already_posted import identity_of
from grants.importing.grant_import import Changed, GrantImport
from grants.importing.missing_lines import moved, tell, tell_quantities
from grants.importing.plan import SHOWN
from grants.importing.source_line import SourceLine
from grants.store.postings.rows import read_values
from grants.values import money


@dataclass
class Coverage:
    """What an export speaks of: its days, its vouchers, and its numbered lines of vouchers by year.

    Vouchers and lines are kept as hashes. `is_partial` says that a voucher may have lines that the export
    leaves out.
    """

    is_partial: bool = False
    is_wanted: bool = True
    """Whether any grant has imported postings, so that vouchers need be remembered."""
    first: str = ""
    last: str = ""
    vouchers: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    """Vouchers with a year: their numbers begin anew with each."""
    lines: set[int] = field(default_factory=set)

    def add(self, lines: Sequence[SourceLine]) -> None:
        """Remember the days of some lines, and their vouchers if any posting could be reversed."""
        days = {self.first, self.last, *(line.date for line in lines)} - {""}
        self.first, self.last = min(days), max(days)
        if not self.is_wanted:
            return
        for line in lines:
            year = line.date[:4]
            self.vouchers.add(hash(line.voucher))
            self.years.add(hash((line.voucher, year)))
            if line.line_number:
                self.lines.add(hash((line.voucher, line.line_number, year)))

    def takes_in(self, posting: PostingText) -> bool:
        """Whether the export says what has become of the posting."""
        if not posting.voucher or hash(posting.voucher) not in self.vouchers:
            return False
        if posting.voucher_line:
            line = hash((posting.voucher, posting.voucher_line, posting.date[:4]))
            if line in self.lines:
                return True
        return not self.is_partial and self.first <= posting.date <= self.last

    def knows_voucher(self, posting: PostingText) -> bool:
        """Whether the export has other lines of the posting's voucher, in its year."""
        return bool(posting.voucher) and hash((posting.voucher, posting.date[:4])) in self.years

    def is_near(self, posting: PostingText) -> bool:
        """Whether the export should have the posting or says something of its voucher."""
        if posting.voucher and hash(posting.voucher) in self.vouchers:
            return True
        return not self.is_partial and self.first <= posting.date <= self.last


def settle(grant_imports: Sequence[GrantImport], coverage: Coverage, path: str, profile_name: str) -> None:
    """Reverse what the export at `path` no longer has, when all of its lines are posted.

    What it lacks and leaves open is found, of those postings that came by the same profile.
    """
    for grant_import in grant_imports:
        others = [each for each in grant_imports if each is not grant_import]
        _settle(grant_import, others, coverage, path, profile_name)


def _settle(
    grant_import: GrantImport,
    others: Sequence[GrantImport],
    coverage: Coverage,
    path: str,
    profile_name: str,
) -> None:
    tell_quantities(grant_import, path)
    days: dict[int, str] = {}
    strays: list[PostingText] = []
    gone = list(_gone(grant_import, coverage, strays))
    if grant_import.has_closed_days:
        closed = [posting for posting in gone if grant_import.is_closed(posting.date)]
        gone = [posting for posting in gone if not grant_import.is_closed(posting.date)]
        days = _replaced_later(grant_import, closed)
        gone += [posting for posting in closed if posting.line in days]
        stays = [posting for posting in closed if posting.line not in days]
        tell(grant_import, stays, path, "and stay, since they lie in a closed period")
    gone += moved(grant_import, strays, path, is_partial=coverage.is_partial)
    if strays and not coverage.is_partial and grant_import.postings + grant_import.known.lines:
        by_profile = [stray for stray in strays if _profile_of(grant_import, stray) == profile_name]
        known = [stray for stray in by_profile if coverage.knows_voucher(stray)]
        covered = [
            stray
            for stray in by_profile
            if stray not in known and coverage.first <= stray.date <= coverage.last
        ]
        tell(grant_import, known, path, "though other lines of their vouchers are")
        tell(grant_import, covered, path, "which covers their days")
    if gone:
        _take_back(grant_import, gone, _pair(grant_import, gone, others), days)


def _replaced_later(grant_import: GrantImport, closed: list[PostingText]) -> dict[int, str]:
    """The day on which each posting of a closed period is taken back, by its line: that of what replaces it.

    A person decided the day for a late line of the same voucher and line; the others stay.
    """
    days: dict[int, str] = {}
    for posting in closed:
        open_days = grant_import.post_on.get((posting.voucher, posting.voucher_line))
        if open_days:
            days[posting.line] = open_days.pop(0)
    return days


def _profile_of(grant_import: GrantImport, posting: PostingText) -> str:
    """The profile of the import that brought a posting."""
    number = int(posting.imported.partition(":")[0])
    return (
        grant_import.account.imports[number - 1].profile
        if number <= len(grant_import.account.imports)
        else ""
    )


def _gone(grant_import: GrantImport, coverage: Coverage, strays: list[PostingText]) -> Iterator[PostingText]:
    """The postings to reverse, in the order of the file; those that are only near go to `strays`."""
    posted, replaced = grant_import.posted, grant_import.replaced
    if not replaced and not (posted.has_imported and coverage.vouchers and posted):
        return
    for posting in grant_import.account.postings.texts():
        if not posting.imported or posting.reverses:
            continue
        key, purpose = identity_of(posting), (posting.activity, posting.financing)
        if replaced[key, purpose] > 0:
            replaced[key, purpose] -= 1
            yield posting
        elif (purpose, True) in posted.kinds(key):
            if coverage.takes_in(posting):
                posted.take_imported(key, purpose)
                yield posting
            elif coverage.is_near(posting):
                posted.take_imported(key, purpose)
                strays.append(posting)


def _pair(
    grant_import: GrantImport, gone: list[PostingText], others: Sequence[GrantImport]
) -> dict[int, str]:
    """Find which of the new lines stand in the place of those taken back: their rows by its line.

    A line that moved to another grant is new there, and is named with it here.
    """
    rows: dict[int, str] = {}
    waiting: defaultdict[tuple[str, str], list[PostingText]] = defaultdict(list)
    for posting in gone:
        waiting[posting.voucher, posting.voucher_line].append(posting)
    lines = [line for line in grant_import.spool.texts(1) if (line.voucher, line.voucher_line) in waiting]
    for is_alike in (_is_moved, lambda *_: True):  # the same amount stands for the same line first
        left = []
        for line in lines:
            before = waiting[line.voucher, line.voucher_line]
            place = next((place for place, old in enumerate(before) if is_alike(old, line)), None)
            if place is None:
                left.append(line)
                continue
            minor = money.parse_amount(line.amount)
            grant_import.new.remove(minor)
            grant_import.changed.add(minor)
            taken = before.pop(place)
            rows[taken.line] = line.imported.partition(":")[2]
            _show(grant_import, Changed(taken, line))
        lines = left
    unpaired = [posting for postings in waiting.values() for posting in postings]
    went = _went(unpaired, others) if unpaired else {}
    for posting in unpaired:
        if posting.line in went:
            line, grant = went[posting.line]
            rows[posting.line] = line.imported.partition(":")[2]
            _show(grant_import, Changed(posting, line, grant))
        else:
            _show(grant_import, Changed(posting, None))
    return rows


def _went(gone: list[PostingText], others: Sequence[GrantImport]) -> dict[int, tuple[PostingText, str]]:
    """The same lines among the new ones of other grants, by the line of the posting that is gone."""
    found: dict[int, tuple[PostingText, str]] = {}
    waiting: defaultdict[tuple[str, ...], list[PostingText]] = defaultdict(list)
    for posting in gone:
        waiting[_identity(posting)].append(posting)
    for other in others:
        for line in other.spool.texts(1):
            before = waiting.get(_identity(line))
            if before and not line.reverses:
                found[before.pop(0).line] = line, other.account.id
    return found


def _identity(posting: PostingText) -> tuple[str, ...]:
    return posting.voucher, posting.voucher_line, posting.date, posting.amount


def _is_moved(before: PostingText, after: PostingText) -> bool:
    return before.amount == after.amount


def _show(grant_import: GrantImport, change: Changed) -> None:
    if len(grant_import.changes) < SHOWN:
        grant_import.changes.append(change)


def _take_back(
    grant_import: GrantImport, gone: list[PostingText], places: dict[int, str], days: dict[int, str]
) -> None:
    """Add a posting for each that takes it back: the same in all but the sign of amount and quantity.

    It is traced to the row of the line that stands in its place, or to row 1, for the file as a whole.
    `days` has the day of those that are taken back on another than their own, by the line of the posting.
    """
    path = str(grant_import.account.posting_line(1).path)
    values = read_values(path, {posting.line for posting in gone})
    minors = [-money.parse_amount(posting.amount) for posting in gone]
    rows = [values[posting.line] for posting in gone]
    dates = [days.get(posting.line, posting.date) for posting in gone]
    columns = {name: [row.get(name, "") for row in rows] for name in COLUMNS}
    columns |= {
        "date": dates,
        "amount": list(map(money.format_amount, minors)),
        "reverses": [posting.date for posting in gone],
        "imported": [f"{grant_import.number}:{places.get(posting.line, '1')}" for posting in gone],
        "quantity": [_negated(row.get("quantity", "")) for row in rows],
    }
    grant_import.spool.write(columns)
    for posting, day, minor in zip(gone, dates, minors, strict=True):
        grant_import.reversed.add(minor)
        grant_import.sums[day, (posting.activity, posting.financing)].add(minor)


def _negated(quantity: str) -> str:
    return quantity[1:] if quantity.startswith("-") else f"-{quantity}" if quantity else ""
