"""Does the account keep to the funder's terms?"""

from collections.abc import Iterator
from decimal import Decimal

from grants import money
from grants.compare import Figures
from grants.diagnostics import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger
from grants.records import TransferLimit

OVER_TRANSFER_LIMIT = Rule(
    "G401", "over-transfer-limit", Severity.WARNING,
    "Spending moved further from the budget than the terms allow, and nobody says why",
    "explain it in an [[explanation]] for the activity, or record the funder's approval",
)  # fmt: skip

RULES = (OVER_TRANSFER_LIMIT,)


def within_transfer_limit(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G401: an activity, or the whole budget, deviates beyond the limit without an explanation.

    As long as a grant runs only overspending counts: what is not spent yet may still be.
    """
    limit = grant.grant.terms.transfer_limit
    if limit is None or not grant.grant.is_awarded:
        return
    severity = Severity.ERROR if limit.action == "stop" else Severity.WARNING
    is_final = grant.grant.status in ("reported", "closed")
    comparison = grant.compare()
    if limit.of == "total":
        moved = money.total([row.total.deviation for row in comparison.rows if row.total.deviation > 0])
        whole = comparison.total.budget
        if _exceeds(limit, moved, whole) and grant.grant.explained("deviation") is None:
            part = money.percent(moved, whole)
            yield OVER_TRANSFER_LIMIT.at(
                grant.where("terms", "transfer_limit"),
                f"{moved} is moved between the lines, {part} % of the budget; {_spelled(limit)}",
                severity=severity,
            )
        return
    for row in comparison.rows:
        figures = row.total
        if not figures.budget:
            continue  # spending on no line at all is for other checks to say
        counts = figures.deviation > 0 or is_final
        if counts and _line_exceeds(limit, figures) and not grant.grant.explained("deviation", row.activity):
            percent = "" if figures.percent is None else f" ({figures.percent:+} %)"
            yield OVER_TRANSFER_LIMIT.at(
                grant.where(*_line_of(grant, row.activity)),
                f"{row.activity}: {figures.actual} is spent of {figures.budget}, "
                f"{figures.deviation:+}{percent}; {_spelled(limit)}",
                severity=severity,
            )


def _line_of(grant: GrantLedger, activity: str) -> tuple[str | int, ...]:
    """The first budget line of an activity; the terms if it has none."""
    for position, line in enumerate(grant.grant.budget):
        if line.activity == activity:
            return ("budget", position)
    return ("terms", "transfer_limit")


def _line_exceeds(limit: TransferLimit, figures: Figures) -> bool:
    return _exceeds(limit, figures.deviation.copy_abs(), figures.budget)


def _exceeds(limit: TransferLimit, moved: Decimal, whole: Decimal) -> bool:
    if limit.percent is not None:
        return money.exceeds_percent(moved, limit.percent, whole)
    assert limit.amount is not None  # a limit has one of the two
    return moved > limit.amount


def _spelled(limit: TransferLimit) -> str:
    measure = f"{limit.percent} %" if limit.percent is not None else f"{limit.amount}"
    return f"the limit is {measure} of the {'line' if limit.of == 'line' else 'whole budget'}"
