"""Checks, reports, renderers and readers that other packages register as entry points.

A package names them in its pyproject.toml:

    [project.entry-points."grants.checks"]
    vouchers = "my_package:vouchers_are_numbered"

They are looked up only when somebody asks for one, so that they cost other commands nothing.
"""

from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from grants.errors import UnknownExtensionError
from grants.values.text import did_you_mean

Kind = Literal["checks", "reports", "renderers", "readers"]
"""What can be registered: each is a group of entry points, such as `grants.checks`."""


def _registered(kind: Kind) -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=f"grants.{kind}")}


def extension_names(kind: Kind) -> tuple[str, ...]:
    """The names under which installed packages register checks, reports, renderers or readers."""
    return tuple(sorted(_registered(kind)))


def extension(kind: Kind, name: str) -> Any:
    """The registered check, report, renderer or reader of a name, imported now.

    A check is called with an `Account` and yields `Finding`s; a report gives a `Table` or a
    `Document`; a renderer is called with a report and gives `str` or `bytes`; a reader is called with
    a path and yields `SourceLine`s and `Finding`s. Raises `UnknownExtensionError`, which names the
    nearest one, and whatever the import of its package raises.
    """
    registered = _registered(kind)
    if name not in registered:
        hint = did_you_mean(name, list(registered))
        raise UnknownExtensionError(f"no installed package registers {name!r} in grants.{kind}{hint}")
    return registered[name].load()
