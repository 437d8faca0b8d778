"""Differences of what follows from several records together: budget, award and period in force."""

from collections.abc import Iterable, Iterator

from grants.figures.approved_budget import ApprovedLine, LineKey
from grants.history.differences.values import Change, Difference, Kind, Value
from grants.ledger import Account
from grants.values import money
from grants.values.financing import Payer
from grants.values.periods import Period

IN_FORCE = "in-force"


def differences_in_force(before: Account, after: Account) -> Iterator[Difference]:
    """How the budget lines, the award and the period in force moved, whatever moved them.

    Lines of the same activity, period and financing are the same; several such lines are one sum.
    """
    old, new = before.approved, after.approved
    if before.award != after.award:
        yield _moved("award", "", before.award, after.award)
    if old.period != new.period:
        yield _moved("period", "", old.period, new.period)
    was, becomes = _by_key(old.lines), _by_key(new.lines)
    for key in dict.fromkeys((*was, *becomes)):
        if was.get(key) != becomes.get(key):
            yield _moved("budget", _name(key), was.get(key), becomes.get(key))


def _by_key(lines: Iterable[ApprovedLine]) -> dict[LineKey, Value]:
    sums: dict[LineKey, int] = {}
    for line in lines:
        sums[line.key] = sums.get(line.key, 0) + line.amount.minor
    return {key: money.Amount(minor) for key, minor in sums.items()}


def line_name(activity: str, period: Period | str | None, source: Payer) -> str:
    """What people call a budget line: its activity, its period, and who pays if not the grant."""
    words = (activity, period, None if source == Payer("grant") else source)
    return " ".join(str(word) for word in words if word is not None)


def _name(key: LineKey) -> str:
    return line_name(key.activity, key.period, Payer(key.financing, key.partner, key.in_kind))


def _moved(field: str, name: str, old: Value, new: Value) -> Difference:
    kind = Kind.ADDED if old is None else Kind.VANISHED if new is None else Kind.CHANGED
    return Difference(IN_FORCE, kind, name, (Change(field, old, new),))
