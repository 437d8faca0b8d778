"""What is said, apart from the language it is said in: a text and its values.

The text is English and stands where it is used. `str(message)` is English by `str.format` alone; other
languages are in `grants.reports.speech`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grants.values.text import did_you_mean


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a fixed set; the context says which idea is meant: ("status", "closed")."""

    context: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in a row: `a, b and c`."""

    items: tuple[Any, ...]
    joint: Term = Term("joint", "and")

    def __str__(self) -> str:
        *rest, last = map(str, self.items)
        return f"{', '.join(rest)} {self.joint} {last}" if rest else last


@dataclass(frozen=True, slots=True)
class Nearest:
    """`; did you mean 'travel'?`, looked for when the sentence is written, as that takes its time."""

    name: str
    names: frozenset[str]

    def __str__(self) -> str:
        return did_you_mean(self.name, self.names)


class Message:
    """A sentence in English with `{braces}`, and the values that fill them."""

    __slots__ = ("many", "text", "values")

    def __init__(self, text: str, /, **values: Any) -> None:
        self.text: str = text
        self.many: str | None = None
        self.values: Mapping[str, Any] = values

    def __str__(self) -> str:
        text = self.text if self.many is None or self.values["count"] == 1 else self.many
        return text.format(**self.values)

    def __repr__(self) -> str:
        return f"Message({self.text!r}, {self.values})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return (self.text, self.many, self.values) == (other.text, other.many, other.values)

    def __hash__(self) -> int:
        return hash((self.text, self.many))


def plural(one: str, many: str, /, *, count: int, **values: Any) -> Message:
    """A sentence that depends on a number; `{count}` may stand in it."""
    message = Message(one, count=count, **values)
    message.many = many
    return message


def term(context: str, text: str) -> Term:
    """A word of a fixed set, such as a status."""
    return Term(context, text)


def terms(context: str, /, *same: str, **named: str) -> Mapping[str, Term]:
    """A whole fixed set, by what the files say; `same` are the words that stand for themselves."""
    return {value: Term(context, text) for value, text in {**{text: text for text in same}, **named}.items()}
