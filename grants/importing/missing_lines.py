"""Postings that an import brought and that an export neither has nor takes back: what to make of them.

A line that moved to another day, across the edge of what the export covers, would be counted twice; a
voucher that was removed from the books would stay. Neither happens in silence.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from grants.figures.postings import PostingText
from grants.findings import imports as rules
from grants.findings.finding import Where
from grants.importing.grant_import import GrantImport

NAMED = 5
"""Postings that one finding names."""


def moved(
    grant_import: GrantImport, strays: list[PostingText], path: str, *, is_partial: bool
) -> list[PostingText]:
    """Those strays to take back, since a new line is the same but for its day.

    A line is the same if voucher, line, amount, activity and payer are, in one calendar year, in which a
    voucher number is given once. Where several strays could be meant, or the export is partial or of
    another year, all stay, and a finding names both sides. What is told leaves the list.
    """
    if not strays:
        return []
    alike: defaultdict[tuple[str, ...], list[PostingText]] = defaultdict(list)
    of_day: defaultdict[tuple[str, ...], list[PostingText]] = defaultdict(list)
    for stray in strays:
        alike[_sameness(stray)].append(stray)
        of_day[_day(stray)].append(stray)
    gone: list[PostingText] = []
    told: set[int] = set()
    for line in grant_import.spool.texts(1):
        same, of_its_day = alike.get(_sameness(line)), of_day.get(_day(line))
        where = Where(path, int(line.imported.partition(":")[2]))
        said = f"the {line.amount} of voucher {line.voucher} on {line.activity}"
        if same:
            days = sorted({stray.date for stray in same})
            was = f"{said} is dated {line.date}, and an earlier import brought it dated {', '.join(days)}"
            if len(days) == 1 and _may_move(grant_import, days[0], line.date) and not is_partial:
                gone.append(same.pop())
                message = f"{was}, which the export does not have: that posting is taken back"
                remedy = "nothing, if the day was corrected; if both are costs, import with --partial"
                grant_import.findings.append(rules.SAME_LINE.at(where, message, remedy=remedy))
            else:
                told.update(stray.line for stray in same)
                message = f"{was}, which the export does not have: both are in the account then"
                grant_import.findings.append(rules.SAME_LINE.at(where, message))
        elif of_its_day and is_partial:
            message = (
                f"{said} comes on {line.date} beside {_named(of_its_day)}, which an earlier import "
                "brought and the export does not have: a line that was corrected counts twice then"
            )
            grant_import.findings.append(rules.SAME_LINE.at(where, message))
    told.update(stray.line for stray in gone)
    strays[:] = [stray for stray in strays if stray.line not in told]
    return gone


def tell(grant_import: GrantImport, strays: Sequence[PostingText], path: str, why: str) -> None:
    """Find postings that stay although the export should have them."""
    if strays:
        is_one, grant = len(strays) == 1, grant_import.account.id
        message = (
            f"{len(strays):,} posting{'' if is_one else 's'} of earlier imports into {grant} "
            f"{'is' if is_one else 'are'} not in the export, {why}: {_named(strays)}"
        )
        grant_import.findings.append(rules.NOT_IN_EXPORT.at(Where(path), message))


def _may_move(grant_import: GrantImport, before: str, after: str) -> bool:
    return before[:4] == after[:4] and not grant_import.is_closed(before)


def tell_quantities(grant_import: GrantImport, path: str) -> None:
    """Find the lines that are known but for their quantity; the postings stay as they are."""
    others = grant_import.other_quantities
    if others:
        named = [f"row {row}, {said}" for row, said in others[:NAMED]]
        more = [f"and {len(others) - NAMED:,} more"] if len(others) > NAMED else []
        message = f"the quantity of lines in {grant_import.account.id} changed: {'; '.join([*named, *more])}"
        grant_import.findings.append(rules.OTHER_QUANTITY.at(Where(path, others[0][0]), message))


def _sameness(posting: PostingText) -> tuple[str, ...]:
    return (posting.voucher, posting.voucher_line, posting.amount, posting.activity, posting.financing)


def _day(posting: PostingText) -> tuple[str, ...]:
    return posting.voucher, posting.date, posting.activity, posting.financing


def _named(postings: Sequence[PostingText]) -> str:
    return "; ".join(_names(postings))


def _names(postings: Sequence[PostingText]) -> Iterator[str]:
    for posting in postings[:NAMED]:
        yield f"{posting.voucher or 'no voucher'} of {posting.date}, {posting.amount}"
    if len(postings) > NAMED:
        yield f"and {len(postings) - NAMED:,} more"
