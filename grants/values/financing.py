"""Who pays a cost: the grant, own money or a partner, each in cash or in kind.

In postings.csv `grant`, `own`, `partner`, `partner:hammel`, and `/in-kind` behind any of them.
"""

import re
from functools import lru_cache
from typing import NamedTuple, Self

from grants.values.text import did_you_mean

KINDS = ("grant", "own", "partner")

_SOURCE = re.compile(r"([a-z]+)(?::([a-z0-9]+(?:-[a-z0-9]+)*))?(/in-kind)?")
PAYER = re.compile(r"(?:grant|own|partner(?::[a-z0-9]+(?:-[a-z0-9]+)*)?)(?:/in-kind)?")
"""What `Payer.parse` reads: a quick look at many texts."""


class Payer(NamedTuple):
    """Who pays: `kind` is grant, own or partner, `partner` the id of one, if it is named."""

    kind: str
    partner: str | None = None
    in_kind: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of postings.csv; `ValueError` says what is wrong with it."""
        return cls(*_parts(text))

    def __str__(self) -> str:
        """The text that `parse` reads back as this source."""
        partner = f":{self.partner}" if self.partner else ""
        return f"{self.kind}{partner}{'/in-kind' if self.in_kind else ''}"


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[str, str | None, bool]:
    found = _SOURCE.fullmatch(text)
    if found is None or found[1] not in KINDS:
        raise ValueError(
            f"{text!r} is no payer{did_you_mean(text, KINDS)}; write grant, own, partner or "
            "partner:ID, with /in-kind behind it if it is no money"
        )
    if found[2] and found[1] != "partner":
        raise ValueError(f"{text!r} names a partner, so it begins with partner:")
    return found[1], found[2], found[3] is not None


def in_words(source: Payer) -> str:
    """The source as a message names it: the grant, own money, the partner hammel in kind."""
    named = {"grant": "the grant", "own": "own money", "partner": "a partner"}[source.kind]
    if source.partner:
        named = f"the partner {source.partner}"
    return f"{named} in kind" if source.in_kind else named
