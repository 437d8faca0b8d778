"""Postings that an import brought and that an export does not have, though it does not reverse them either.

A line that moved to another day, across the edge of what the export covers, would be counted twice; a
voucher that was removed from the books would stay. Both are reported.
"""

from collections import defaultdict
from collections.abc import Sequence

from grants.figures.postings import PostingText
from grants.findings import imports as rules
from grants.findings.finding import Where
from grants.importing.grant_import import GrantImport

NAMED = 5
"""Postings that one finding names."""


def moved(
    grant_import: GrantImport, missing: list[PostingText], path: str, *, is_partial: bool
) -> list[PostingText]:
    """The missing postings to reverse, since a new line is the same but for its day.

    A line is the same if voucher, line, amount, activity and payer are, in one calendar year, in which a
    voucher number is given once. Where several postings could be meant, or the export is partial or of
    another year, all stay, and a finding names both sides. What is reported leaves the list.
    """
    alike: defaultdict[tuple[str, ...], list[PostingText]] = defaultdict(list)
    of_day: defaultdict[tuple[str, ...], list[PostingText]] = defaultdict(list)
    for posting in missing:
        alike[_sameness(posting)].append(posting)
        of_day[_day(posting)].append(posting)
    reversible: list[PostingText] = []
    reported: set[int] = set()
    for line in grant_import.spool.texts(1) if missing else ():
        same, of_its_day = alike.get(_sameness(line)), of_day.get(_day(line))
        said = f"the {line.amount} of voucher {line.voucher} on {line.activity}"
        remedy = None
        if same:
            days = sorted({posting.date for posting in same})
            message = (
                f"{said} is dated {line.date}, and an earlier import brought it dated {', '.join(days)}, "
                "which the export does not have: "
            )
            is_one_day = len(days) == 1 and days[0][:4] == line.date[:4]
            if is_one_day and not grant_import.is_closed(days[0]) and not is_partial:
                posting = same.pop()
                reversible.append(posting)
                reported.add(posting.line)
                message += "that posting is reversed"
                remedy = "nothing, if the day was corrected; if both are costs, import with --partial"
            else:
                reported.update(posting.line for posting in same)
                message += "both are in the account then"
        elif of_its_day and is_partial:
            message = (
                f"{said} comes on {line.date} beside {_named(of_its_day)}, which an earlier import "
                "brought and the export does not have: a line that was corrected counts twice then"
            )
        else:
            continue
        where = Where(path, int(line.imported.partition(":")[2]))
        grant_import.findings.append(rules.SAME_LINE.at(where, message, remedy=remedy))
    missing[:] = [posting for posting in missing if posting.line not in reported]
    return reversible


def report(grant_import: GrantImport, missing: Sequence[PostingText], path: str, why: str) -> None:
    """Find postings that stay although the export should have them."""
    if missing:
        is_one, grant = len(missing) == 1, grant_import.account.id
        message = (
            f"{len(missing):,} posting{'' if is_one else 's'} of earlier imports into {grant} "
            f"{'is' if is_one else 'are'} not in the export, {why}: {_named(missing)}"
        )
        grant_import.findings.append(rules.NOT_IN_EXPORT.at(Where(path), message))


def report_quantities(grant_import: GrantImport, path: str) -> None:
    """Find the lines that are known but for their quantity; the postings stay as they are."""
    others = grant_import.other_quantities
    if others:
        named = _listed([f"row {row}, {said}" for row, said in others])
        message = f"the quantity of lines in {grant_import.account.id} changed: {named}"
        grant_import.findings.append(rules.OTHER_QUANTITY.at(Where(path, others[0][0]), message))


def _sameness(posting: PostingText) -> tuple[str, ...]:
    return (posting.voucher, posting.voucher_line, posting.amount, posting.activity, posting.financing)


def _day(posting: PostingText) -> tuple[str, ...]:
    return posting.voucher, posting.date, posting.activity, posting.financing


def _named(postings: Sequence[PostingText]) -> str:
    return _listed([f"{p.voucher or 'no voucher'} of {p.date}, {p.amount}" for p in postings])


def _listed(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = [f"and {len(names) - NAMED:,} more"] if len(names) > NAMED else []
    return "; ".join([*names[:NAMED], *more])
