"""Checks, terms, reports, renderers and readers that other packages register as entry points.

A package names them in its pyproject.toml:

    [project.entry-points."grants.checks"]
    vouchers = "my_package:vouchers_are_numbered"

They are looked up only when somebody asks for one, so that they cost other commands nothing.
"""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from grants.errors import ArgumentError, UnknownExtensionError
from grants.values.text import did_you_mean

Kind = Literal["checks", "terms", "reports", "renderers", "readers"]
"""What can be registered: each is a group of entry points, such as `grants.checks`."""


KINDS: tuple[Kind, ...] = ("checks", "terms", "reports", "renderers", "readers")


def _registered(kind: Kind) -> dict[str, EntryPoint]:
    if kind not in KINDS:
        raise ArgumentError(f"kind={kind!r} is none of {', '.join(KINDS)}{did_you_mean(str(kind), KINDS)}")
    return {point.name: point for point in entry_points(group=f"grants.{kind}")}


def extension_names(kind: Kind) -> tuple[str, ...]:
    """The names under which installed packages register checks, terms, reports, renderers or readers.

    Raises `ArgumentError` for another kind.
    """
    return tuple(sorted(_registered(kind)))


def extension(kind: Kind, name: str, *, known: Iterable[str] = ()) -> Any:
    """The registered check, set of terms, report, renderer or reader of a name, imported now.

    A check is called with an `Account` and yields `Finding`s; terms are a `TermSet` or its TOML text; a
    report is called with an `Account` and gives a `Table` or a `Document`; a renderer is called with a
    report and gives `str` or `bytes`; a reader is called with a path and a `Profile` and yields
    `SourceLine`s, `ControlTotal`s and `Finding`s. Raises `UnknownExtensionError`, which names the nearest
    one, those of the `known` names included, `ArgumentError` for another kind, and whatever the import of its
    package raises.
    """
    registered = _registered(kind)
    if name not in registered:
        hint = did_you_mean(name, [*registered, *known])
        raise UnknownExtensionError(f"no installed package registers {name!r} in grants.{kind}{hint}")
    return registered[name].load()
