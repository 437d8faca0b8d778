"""Are orders covered by what is available, posted in the end, and dated soundly?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from grants.checks.registry import derived, error, warning
from grants.findings.finding import Finding, Rule
from grants.findings.message import Message
from grants.ledger import Account
from grants.records.payments import Commitment
from grants.values import money
from grants.values.financing import KINDS
from grants.values.money import ZERO
from grants.values.periods import Period

_WHOSE = {"grant": "of the grant's money", "own": "of own money", "partner": "of partners' money"}

LATEST = timedelta(days=31)
"""How long after the day in `posted` the posting of an order may be dated: bills are booked by month."""


@derived("names")
@warning("G603", "over-available",
    "More is spent and ordered on an activity than its budget has",
    "cancel the order, move money to the line by an [[amendment]], or write when it was posted",
)  # fmt: skip
def orders_are_covered(rule: Rule, account: Account) -> Iterator[Finding]:
    """G603: budget less spending less orders of one kind of source is below zero, an order part of it.

    The grant's, own and partners' money are checked separately: own money that is left pays no order of
    the grant. An order paid by a source without a line of the activity is for G308.
    """
    lines = {(line.activity, line.financing) for line in account.approved.lines}
    budgeted = {activity for activity, _ in lines}
    for kind in KINDS:
        for left in account.availability(financing=kind):
            if left.available >= ZERO or left.committed <= ZERO:
                continue
            if left.activity in budgeted and (left.activity, kind) not in lines:
                continue
            position = next(
                number
                for number, order in enumerate(account.grant.commitments)
                if (order.activity, order.financing, order.posted) == (left.activity, kind, None)
            )
            said = Message(
                "{activity}: of {budget} {whose} is {spent} spent and {ordered} ordered, {more} too much",
                activity=left.activity, budget=left.budget, whose=_WHOSE[kind], spent=left.spent,
                ordered=left.committed, more=-left.available,
            )  # fmt: skip
            yield rule.at(account.where("commitment", position), said)


@error("G604", "open-commitment",
    "A reported account has orders that are not posted",
    "post the cost and write the day (posted), or remove the order if it was cancelled",
)  # fmt: skip
def orders_are_posted(rule: Rule, account: Account) -> Iterator[Finding]:
    """G604: the account is final, and something ordered was never posted."""
    for position, commitment in enumerate(account.grant.commitments):
        if account.grant.is_final and commitment.posted is None:
            message = f"{commitment.amount} of {commitment.date} for {commitment.activity} is not posted"
            yield rule.at(account.where("commitment", position), message)


@warning("G606", "order-dates",
    "An order is posted before it was made, or is outside the grant's period",
    "correct the day of the order (date) or of its posting (posted)",
)  # fmt: skip
def orders_are_dated_soundly(rule: Rule, account: Account) -> Iterator[Finding]:
    """G606: an order was posted before it was made, or made outside the period in force."""
    period = account.grant.effective_period
    for position, order in enumerate(account.grant.commitments):
        what = f"the order of {order.amount} for {order.activity}"
        if order.posted is not None and order.posted < order.date:
            message = f"{what} is of {order.date}, but was posted on {order.posted} already"
            yield rule.at(account.where("commitment", position, "posted"), message)
        if not period.start <= order.date <= period.last:
            message = f"{what} is of {order.date}, outside the period {period}"
            yield rule.at(account.where("commitment", position, "date"), message)


@warning("G609", "order-not-found",
    "An order is marked as posted, but there is no such posting",
    "post the cost, remove posted until it is, or write the amount of the bill as that of the order",
)  # fmt: skip
def posted_orders_are_there(rule: Rule, account: Account) -> Iterator[Finding]:
    """G609: too little is posted by the order's source, from its day to a month after the one in `posted`.

    Groups have no single postings. So the orders of one activity and source are added up by the day in
    `posted`, and compared with what is posted from the first of them on.
    """
    by_payer: defaultdict[tuple[str, str, str | None], list[tuple[int, Commitment]]] = defaultdict(list)
    for position, order in enumerate(account.grant.commitments):
        if order.posted is not None:
            by_payer[order.activity, order.financing, order.partner].append((position, order))
    for (activity, kind, partner), orders in by_payer.items():
        groups = [
            (group.period, group.total)
            for group in account.postings.groups
            if (group.activity, group.source.kind) == (activity, kind)
            and partner in (None, group.source.partner)
        ]
        first = min(order.date for _, order in orders)
        needed = ZERO
        for position, order in sorted(orders, key=lambda item: (str(item[1].posted), item[0])):
            assert order.posted is not None  # only those are here
            window = Period.between(min(first, order.posted), max(first, order.posted) + LATEST)
            posted = money.Amount(
                sum(total for p, total in groups if p.start < window.end and window.start < p.end)
            )
            if posted >= needed + order.amount:
                needed += order.amount
                continue
            said = Message(
                "the order of {amount} for {activity} is marked as posted on {day}, but {left} is posted on "
                "{activity} from {first} to {last} for it",
                amount=order.amount, activity=activity, day=order.posted, left=max(posted - needed, ZERO),
                first=window.start, last=window.last,
            )  # fmt: skip
            yield rule.at(account.where("commitment", position, "posted"), said)
