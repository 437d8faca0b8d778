"""The figures of a closing, compared with those of its account."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from grants.figures.postings import Group
from grants.ledger import Account
from grants.records.closings import ClosedSettlement, Closing
from grants.values import money

Sums = dict[tuple[str, str], tuple[int, int]]
"""Number and sum, in minor units, of the postings of each activity and financing."""

_OF_PAYMENTS = ("award", "received", "repaid")
"""What a settlement says that does not follow from postings."""


def sums_of(groups: Iterable[Group]) -> Sums:
    """Number and sum of the postings by activity and financing."""
    sums: Sums = {}
    for group in groups:
        count, minor = sums.get((group.activity, group.financing), (0, 0))
        sums[group.activity, group.financing] = (count + group.postings, minor + group.total)
    return sums


def settlement_of(account: Account, as_of: date | None) -> ClosedSettlement | None:
    """The settlement on a day as a closing states it; of payments nothing where none is recorded."""
    settlement = account.settlement(as_of)
    if settlement is None:
        return None
    names = list(ClosedSettlement.model_fields)
    if not account.grant.instalments and not account.grant.repayments:
        names = ["award", "spent", "unspent"]
    return ClosedSettlement.model_validate({name: getattr(settlement, name) for name in names})


def sums_apart(closing: Closing, groups: Iterable[Group]) -> Iterator[str]:
    """Where numbers and sums that a closing states are not those of postings."""
    period = closing.period
    summed = sums_of(group for group in groups if period is None or period.covers(group.period))
    stated: dict[tuple[str, str], tuple[int, int]] = {}
    for total in closing.totals:
        key = (total.activity, total.financing)
        if key in stated:
            yield f"closing {closing.number} states {' '.join(key)} twice"
        stated[key] = (total.postings, total.amount.minor)
    for key in sorted(set(stated) | set(summed)):
        if stated.get(key) != summed.get(key):
            yield (
                f"closing {closing.number} states {_figures(stated.get(key))} for {' '.join(key)}, "
                f"the postings give {_figures(summed.get(key))}"
            )
    total_minor = sum(minor for _, minor in summed.values())
    count = sum(number for number, _ in summed.values())
    if (closing.postings, closing.total.minor) != (count, total_minor):
        yield (
            f"closing {closing.number} states {closing.total} in {closing.postings} postings in all, "
            f"the postings give {_figures((count, total_minor))}"
        )


def _figures(found: tuple[int, int] | None) -> str:
    count, minor = found or (0, 0)
    return f"{money.format_amount(minor)} in {count} postings"


def terms_apart(closing: Closing, account: Account) -> Iterator[str]:
    """Where currency and settlement that a closing states are not those of the account that it closed.

    `grant` is the account as the closing's copies have it. Of a period they have the postings of that
    period alone, so what was spent until its end is compared only with what was left.
    """
    if closing.currency != account.grant.currency:
        theirs = account.grant.currency
        yield f"closing {closing.number} states {closing.currency}, the account is in {theirs}"
    period = closing.period
    stated = _values(closing.settlement)
    known = _values(settlement_of(account, None if period is None else period.last))
    for name in ClosedSettlement.model_fields:
        is_known = period is None or name in _OF_PAYMENTS
        if is_known and stated.get(name) != known.get(name):
            yield (
                f"closing {closing.number} states {name} {stated.get(name, 'nothing')}, "
                f"the account gives {known.get(name, 'nothing')}"
            )
    settlement = closing.settlement
    if period is not None and settlement is not None:
        left = max(settlement.award - settlement.spent, money.ZERO)
        if settlement.unspent != left:
            yield f"closing {closing.number} states unspent {settlement.unspent}, award less spent is {left}"


def _values(settlement: ClosedSettlement | None) -> Mapping[str, object]:
    return {} if settlement is None else settlement.model_dump(exclude_none=True)


def sizes_apart(closing: Closing, sizes: Mapping[str, tuple[str, int]]) -> Iterator[str]:
    """Where a closing states another size than a file has whose checksum is the one that it states.

    `sizes` has checksum and size of files by name.
    """
    for file in closing.files:
        sha256, size = sizes.get(file.name, ("", 0))
        if sha256 == file.sha256 and size != file.size:
            yield f"closing {closing.number} states {file.size} bytes for {file.name}, it has {size}"


def attachments_apart(closing: Closing, attached: Iterable[str]) -> Iterator[str]:
    """Which of the files that an account has as attachments a closing of all of it does not state."""
    stated = {PurePosixPath(file.name).as_posix() for file in closing.files}
    for name in attached:
        if PurePosixPath(name).as_posix() not in stated:
            yield f"closing {closing.number} does not state the attachment {name!r}, which is there"
