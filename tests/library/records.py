"""What hypothesis draws of every record: any value that its fields and its rules allow."""

import datetime as dt
import types
from decimal import Decimal
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import reject
from hypothesis import strategies as st
from pydantic import BeforeValidator, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from grants import Account, Amount, Grant, Posting
from grants.records.types import CODE_PATTERN, CURRENCY_PATTERN, Record
from tests.strategies import periods

_Record = TypeVar("_Record", bound=Record)

IDS = ("fees", "travel", "a-1", "x")
ids = st.sampled_from(IDS)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
days = st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))
amounts = st.integers(0, 10**15 - 1).map(Amount) | st.integers(0, 10**6).map(Amount)
signed = amounts | amounts.map(lambda amount: -amount)
quantities = st.decimals(Decimal(0), Decimal(10**6), places=4)
BY_VALIDATOR: dict[str, st.SearchStrategy[Any]] = {
    "_amount": signed,
    "_sum": signed,
    "_percent": st.decimals(Decimal(0), Decimal(100), places=2),
    "_quantity": quantities,
    "_positive": st.decimals(Decimal("0.0001"), Decimal(10**6), places=4),
    "_hours_per_day": st.decimals(Decimal("0.0001"), Decimal(24), places=4),
    "_period": periods(),
    "_date": days,
}
PATTERNS = {CURRENCY_PATTERN: st.sampled_from(["DKK", "EUR"]), r"\S": texts}


def of_type(kind: Any) -> st.SearchStrategy[Any]:  # noqa: C901, PLR0911  # a case for each kind
    """Values of an annotation."""
    extras = getattr(kind, "__metadata__", ())
    for extra in extras:
        if isinstance(extra, BeforeValidator) and extra.func.__name__ in BY_VALIDATOR:
            return BY_VALIDATOR[extra.func.__name__]
        if isinstance(extra, StringConstraints):
            pattern = str(extra.pattern)
            if pattern in PATTERNS:
                return PATTERNS[pattern]
            return st.from_regex(pattern, fullmatch=True) if "a-f" in pattern else ids
        if getattr(extra, "json_schema", {}).get("pattern") == CODE_PATTERN:
            return st.sampled_from(["G101", "G303", "G999"])
    if extras:
        bounds = [extra for extra in extras if isinstance(extra, FieldInfo)]
        if get_args(kind)[0] is int and bounds:
            return st.integers(1900, 2999)
        return of_type(get_args(kind)[0])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return st.one_of([of_type(argument) for argument in arguments])
    if origin is tuple:
        return st.lists(of_type(arguments[0]), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(of_type(arguments[0]), of_type(arguments[1]), max_size=2)
    if isinstance(kind, type) and issubclass(kind, Record):
        return records(kind)
    return {bool: st.booleans(), int: st.integers(1, 100), str: texts, type(None): st.none()}[kind]


@st.composite
def records(draw: st.DrawFn, kind: type[_Record]) -> _Record:
    """A record of a kind; what its own rules refuse is not drawn."""
    hints = get_type_hints(kind, include_extras=True)
    values = {}
    for name, field in kind.model_fields.items():
        if field.is_required() or draw(st.booleans()):
            values[name] = draw(of_type(hints[name]))
    try:
        return kind(**values)
    except ValidationError:
        reject()


@st.composite
def postings(draw: st.DrawFn) -> Posting:
    """A posting that a file could hold."""
    printable = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12)
    return Posting(
        draw(periods()),
        draw(ids),
        draw(signed),
        draw(printable),
        draw(printable),
        draw(st.sampled_from(["grant", "own", "partner", "partner:x", "own/in-kind"])),
        draw(printable),
        draw(st.none() | quantities),
        draw(st.sampled_from(["", "hour", "meeting"])),
        person=draw(st.sampled_from(["", "therapist-1"])),
        voucher_line=draw(st.sampled_from(["", "0010"])),
        imported=draw(st.sampled_from(["", "1:7"])),
        reverses=draw(st.none() | periods()),
    )


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """An account that was built in memory."""
    return Account.of(draw(records(Grant)), draw(st.lists(postings(), max_size=5)), draw(st.just("") | texts))
