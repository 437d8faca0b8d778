"""Differences of what grant.toml declares, and of what is in force because of it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from grants.figures.approved_budget import ApprovedLine, LineKey
from grants.history.differences.values import (
    Change,
    Difference,
    Key,
    Kind,
    State,
    Value,
    both_sides,
    by_line,
    paired,
)
from grants.ledger import Account
from grants.records.types import Record
from grants.values.financing import Payer
from grants.values.money import ZERO, Amount
from grants.values.periods import Period

IDENTITY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "partner": (("id",),),
    "activity": (("id",),),
    "rate": (("id",),),
    "budget": (("activity", "period", "financing", "partner", "in_kind"), ("activity",)),
    "financing": (("source", "partner", "in_kind"),),
    "amendment": (("date", "document"), ("document",), ("date",), ("applied",)),
    "instalment": (("planned", "received"), ("planned",), ("received",), ("voucher",)),
    "repayment": (("date",), ("document",)),
    "commitment": (("activity", "date", "document"), ("document",), ("activity", "date")),
    "control": (("activity", "period"),),
    "explanation": (("of", "activity"),),
    "attachment": (("title",), ("file",)),
    "import": (("number",),),
    "closing": (("number",),),
    "reopening": (("number",),),
}
"""What makes two entries of a table the same one: the keys that they share, the surest first.

A set of keys pairs nothing where it has no value at all, `control` and `explanation` apart, whose
values may all be missing for the whole account. Entries of a table that is not named here are the
same only if they are equal in all.
"""

_WITHOUT_VALUES = ("control", "explanation")


def declared_differences(before: Account, after: Account) -> Iterator[Difference]:
    """What of grant.toml was added, vanished or was changed, in the order of the records' fields.

    Entries of a table are the same by `IDENTITY`; their order means nothing. A value that is left out
    and one that is written as what it is by default are the same.
    """
    fields = type(before.grant).model_fields
    for name, info in fields.items():
        key = info.alias or name
        old, new = getattr(before.grant, name), getattr(after.grant, name)
        if old == new:
            continue
        if _is_table(old) or _is_table(new):
            yield from _entries(key, old, new, before, after)
        elif isinstance(old, dict):
            for code in sorted({*old, *new}):
                if old.get(code) != new.get(code):
                    was = _table(before, code, old.get(code), key, code)
                    yield Difference.between(key, was, _table(after, code, new.get(code), key, code))
        elif isinstance(old, Record) or isinstance(new, Record):
            yield Difference.between(key, _table(before, "", old, key), _table(after, "", new, key))
        else:
            change = Change(key, old, new)
            lines = before.where(key).line, after.where(key).line
            yield Difference(key, Kind.of(old, new), "", (change,), *lines)


def history_differences(before: Account, after: Account) -> Iterator[Difference]:
    """Imports, closings and reopenings that were added, vanished or were changed.

    What an account says does not depend on them; the copy that a closing keeps has none.
    """
    for key, old, new in (
        ("import", before.imports, after.imports),
        ("closing", before.closings.closings, after.closings.closings),
        ("reopening", before.closings.reopenings, after.closings.reopenings),
    ):
        if old != new:
            yield from _entries(key, old, new)


def flattened(record: Record) -> dict[str, Value]:
    """The values of a record that say something, by their way: `amount`, `change[1].amount`."""
    return dict(_leaves(record, ""))


def _leaves(value: Any, way: str) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Record):
        for name, info in type(value).model_fields.items():
            inner = getattr(value, name)
            if inner != info.get_default(call_default_factory=True, validated_data={}):
                yield from _leaves(inner, f"{way}.{info.alias or name}" if way else info.alias or name)
    elif isinstance(value, dict):
        for key in sorted(value):
            yield from _leaves(value[key], f"{way}.{key}")
    elif isinstance(value, tuple) and value and not isinstance(value[0], Record):
        yield way, ", ".join(map(str, value))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, 1):
            yield from _leaves(inner, f"{way}[{number}]")
    else:
        yield way, value


def _is_table(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Record)


def _table(account: Account, name: str, record: Record | None, *path: str) -> State | None:
    """One table of grant.toml, or one entry of it."""
    return None if record is None else State(name, flattened(record), account.where(*path).line)


def _entries(
    key: str,
    old: Iterable[Record],
    new: Iterable[Record],
    before: Account | None = None,
    after: Account | None = None,
) -> Iterator[Difference]:
    """The entries of a table in double brackets; without accounts their lines are not known."""
    was = [_state(key, place, record, before) for place, record in enumerate(old)]
    becomes = [_state(key, place, record, after) for place, record in enumerate(new)]
    _, gone, come = paired(was, becomes, [lambda state: tuple(state.fields.items())])
    rest = paired(gone, come, map(partial(_key, key), IDENTITY.get(key, ())))
    yield from by_line(Difference.between(key, one, other) for one, other in both_sides(*rest))


def _state(key: str, place: int, record: Record, account: Account | None) -> State:
    fields = flattened(record)
    return State(name_of(key, fields), fields, None if account is None else account.where(key, place).line)


def _key(table: str, names: tuple[str, ...]) -> Key[State]:
    def key(entry: State) -> tuple[Value, ...] | None:
        values = tuple(entry.fields.get(name) for name in names)
        return None if table not in _WITHOUT_VALUES and not any(values) else values

    return key


def name_of(table: str, values: Mapping[str, Value]) -> str:
    """What people call an entry: the values that identify it, `laboratories 2016`."""
    if table == "budget":
        source = Payer(
            str(values.get("financing") or "grant"), _word(values.get("partner")), bool(values.get("in_kind"))
        )
        return line_name(str(values.get("activity")), _word(values.get("period")), source)
    keys = IDENTITY.get(table, ())
    named = next((found for found in ([values.get(n) for n in names] for names in keys) if any(found)), [])
    return " ".join(str(value) for value in named if value is not None and value is not True)


def _word(value: Value) -> str | None:
    return None if value is None else str(value)


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
