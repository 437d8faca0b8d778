"""Differences of what follows from several records together: budget, award and period in force."""

from collections.abc import Iterable, Iterator

from grants.figures.approved_budget import ApprovedLine, LineKey
from grants.history.differences.values import Change, Difference, Kind, Value
from grants.ledger import Account
from grants.values.financing import Payer
from grants.values.money import ZERO, Amount
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
            name = line_name(key.activity, key.period, key.payer)
            yield _moved("budget", name, was.get(key), becomes.get(key))


def _by_key(lines: Iterable[ApprovedLine]) -> dict[LineKey, Amount]:
    sums: dict[LineKey, Amount] = {}
    for line in lines:
        sums[line.key] = sums.get(line.key, ZERO) + line.amount
    return sums


def line_name(activity: str, period: Period | str | None, source: Payer) -> str:
    """What people call a budget line: its activity, its period, and who pays if not the grant."""
    words = (activity, period, None if source == Payer("grant") else source)
    return " ".join(str(word) for word in words if word is not None)


def _moved(field: str, name: str, old: Value, new: Value) -> Difference:
    return Difference(IN_FORCE, Kind.of(old, new), name, (Change(field, old, new),))
