"""Do the stated totals hold, and do they agree among themselves?"""

from collections.abc import Iterator
from itertools import pairwise

from grants.checks.registry import derived, error
from grants.findings.finding import Finding, Rule, Where
from grants.findings.message import Message
from grants.ledger import Account
from grants.records.report import Control
from grants.values import money
from grants.values.periods import Period


@derived("amounts")
@error("G211", "control-total-fails",
    "The postings do not give a stated total",
    "find the posting that is missing, doubled or wrong, or correct the stated total",
)  # fmt: skip
def controls_hold(rule: Rule, account: Account) -> Iterator[Finding]:
    """G211: the postings of an activity, a period or the whole give another sum than is stated."""
    for position, control in enumerate(account.grant.controls):
        posted = account.postings.total(activity=control.activity, within=control.period)
        if posted != control.total:
            said = Message(
                "{what} is {posted} in the postings, stated is {total}: a difference of {difference:+}",
                what=_named(control), posted=posted, total=control.total, difference=posted - control.total,
            )  # fmt: skip
            yield rule.at(account.where("control", position, "total"), said)


@error("G212", "control-totals-disagree",
    "Stated totals of rows or columns do not add up to the stated corner",
    "correct the stated totals: together they must give the total of the whole",
)  # fmt: skip
def controls_agree(rule: Rule, account: Account) -> Iterator[Finding]:
    """G212: stated rows or columns that together are everything do not give the stated corner."""
    numbered = list(enumerate(account.grant.controls))
    corners = [(n, c) for n, c in numbered if c.activity is None and c.period is None]
    rows = [c for _, c in numbered if c.activity is not None and c.period is None]
    columns = [c for _, c in numbered if c.activity is None and c.period is not None]
    activities = {activity.id for activity in account.grant.activities}
    for position, corner in corners:
        where = account.where("control", position, "total")
        if {row.activity for row in rows} == activities and len(rows) == len(activities):
            yield from _disagree(rule, "rows", rows, corner, where)
        if _tile([c.period for c in columns if c.period], account.grant.effective_period):
            yield from _disagree(rule, "columns", columns, corner, where)


def _disagree(
    rule: Rule, what: str, parts: list[Control], corner: Control, where: Where
) -> Iterator[Finding]:
    total = money.total([part.total for part in parts])
    if total != corner.total:
        said = Message("the stated {what} add up to {total}, the stated total is {corner}",
            what=what, total=total, corner=corner.total,
        )  # fmt: skip
        yield rule.at(where, said)


def _tile(periods: list[Period], whole: Period) -> bool:
    """Whether the periods cover the whole without a gap or an overlap."""
    ordered = sorted(periods)
    return (
        bool(ordered)
        and (ordered[0].start, ordered[-1].end) == (whole.start, whole.end)
        and all(left.end == right.start for left, right in pairwise(ordered))
    )


def _named(control: Control) -> str:
    what = control.activity or "the total"
    return what if control.period is None else f"{what} in {control.period}"
