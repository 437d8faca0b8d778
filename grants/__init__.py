"""Accounts of grants in plain files: check, compare, report.

    import grants

    ledger = grants.load("ledgers")
    comparison = ledger.grant("gp-fees-2014").compare(by="year")

A name is imported when it is first used, so that importing the package costs nothing. `__init__.pyi`
lists the names with their homes, once for this module and for type checkers.
"""

import importlib
from functools import cache


@cache
def _homes() -> dict[str, tuple[str, str]]:
    """The public names, each with its module and its name there."""
    import ast
    from importlib.resources import files

    homes = {}
    for node in ast.parse(files(__name__).joinpath("__init__.pyi").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            homes |= {alias.name: (str(node.module), alias.name) for alias in node.names}
    return homes


def __getattr__(name: str) -> object:
    """Import a public name from its home (PEP 562)."""
    if name == "__all__":
        return sorted(_homes())
    if name == "__version__":
        from importlib.metadata import version

        return version("grants-ledger")
    if name not in _homes():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, name_there = _homes()[name]
    return getattr(importlib.import_module(module), name_there)


def __dir__() -> list[str]:
    return [*sorted(_homes()), "__version__"]
