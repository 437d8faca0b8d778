"""Profiles on disk: the user's own in the folder `profiles` of a ledger, then those of the package."""

import json
import os
import re
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.profiles.profile import Profile
from grants.records.types import ID_PATTERN
from grants.store.declared.toml_lines import Path as Keys
from grants.store.declared.toml_records import Locate, RecordRules, read_toml, record_of
from grants.values.text import did_you_mean

FOLDER = "profiles"
SHIPPED = "shipped"
MAX_SIZE = 1 << 20
MAX_DEPTH = 5
"""How many profiles may extend one another in a row."""

_RULES = RecordRules(
    "the profile",
    rules.PROFILE_NOT_TOML,
    rules.PROFILE_UNKNOWN_KEY,
    rules.PROFILE_MISSING_KEY,
    rules.PROFILE_WRONG_VALUE,
)


class _Document(NamedTuple):
    """A document with what it extends merged in, and where each of its keys is."""

    values: dict[str, Any]
    locate: Locate


def shipped_names() -> list[str]:
    """The profiles of the package."""
    folder = files("grants.importing.profiles").joinpath(SHIPPED)
    return sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml"))


def profile_names(ledgers: str | PathLike[str] | None = None) -> list[str]:
    """All profiles that can be named, the user's own among them."""
    folder = None if ledgers is None else Path(ledgers) / FOLDER
    own = [p.stem for p in folder.glob("*.toml")] if folder is not None and folder.is_dir() else []
    return sorted({*shipped_names(), *own})


def load_profile(
    name: str, ledgers: str | PathLike[str] | None = None
) -> tuple[Profile | None, list[Finding]]:
    """A profile by its name: that of the ledger, else that of the package; None if there are errors.

    A name is never a path; `ledgers` is the folder of grants.
    """
    findings: list[Finding] = []
    folder = None if ledgers is None else Path(ledgers)
    return _profile_of(_document(name, folder, (), Where(name), findings), findings)


def rule_places(name: str, ledgers: Path | None, key: str) -> list[Where]:
    """Where a key of each rule is, in the order of the profile's rules; empty if it cannot be read."""
    document = _document(name, ledgers, (), Where(name), [])
    if document is None or not isinstance(document.values.get("rule"), list):
        return []
    return [document.locate(("rule", place, key)) for place in range(len(document.values["rule"]))]


def read_profile(text: str, path: str) -> tuple[Profile | None, list[Finding]]:
    """A profile from its text, which extends none but those of the package."""
    findings: list[Finding] = []
    return _profile_of(_merged(text, path, None, (path,), findings), findings)


def _profile_of(document: _Document | None, findings: list[Finding]) -> tuple[Profile | None, list[Finding]]:
    if document is None:
        return None, findings
    profile, found = record_of(document.values, Profile, document.locate, _RULES)
    findings = findings + found
    return None if findings else profile, findings


def _document(
    name: str, ledgers: Path | None, above: tuple[str, ...], asked: Where, findings: list[Finding]
) -> _Document | None:
    if re.fullmatch(ID_PATTERN, name) is None or len(name) > 64:
        near = did_you_mean(name, profile_names(ledgers))
        message = f"{name!r} is no name of a profile; a name is lower-case letters, digits and hyphens{near}"
        findings.append(rules.NO_PROFILE.at(asked, message))
        return None
    text, path = _text(name, ledgers, asked, findings)
    if text is None:
        return None
    return _merged(text, path, ledgers, (*above, name), findings)


def _text(name: str, ledgers: Path | None, asked: Where, findings: list[Finding]) -> tuple[str | None, str]:
    """The text of a profile and how findings name its file."""
    own = None if ledgers is None else ledgers / FOLDER / f"{name}.toml"
    if own is not None and os.path.lexists(own):
        text, reason = _own_text(own)
        if text is not None:
            return text, str(own)
        findings.append(rules.NO_PROFILE.at(Where(str(own)), f"the profile cannot be read: {reason}"))
        return None, ""
    shipped = files("grants.importing.profiles").joinpath(SHIPPED, f"{name}.toml")
    if not shipped.is_file():
        near = did_you_mean(name, profile_names(ledgers))
        findings.append(rules.NO_PROFILE.at(asked, f"there is no profile {name!r}{near}"))
        return None, ""
    return shipped.read_text(encoding="utf-8"), f"{FOLDER}/{name}.toml"


def _own_text(path: Path) -> tuple[str | None, str]:
    """The text of a profile of the ledger; without it, why the file is not read."""
    try:
        if path.resolve().parent != path.parent.resolve() or not path.is_file():
            return None, "it is no plain file in the folder of profiles"
        if path.stat().st_size > MAX_SIZE:
            return None, f"it has more than {MAX_SIZE:,} bytes"
        return path.read_text(encoding="utf-8"), ""
    except OSError as fault:
        return None, fault.strerror or str(fault)
    except UnicodeDecodeError:
        return None, "it is not UTF-8"


def _merged(
    text: str, path: str, ledgers: Path | None, above: tuple[str, ...], findings: list[Finding]
) -> _Document | None:
    """A document over the one that it extends."""
    values, locate, found = read_toml(text, path, _RULES)
    findings += found
    if values is None:
        return None
    name = values.get("extends")
    if not isinstance(name, str):
        return _Document(values, locate)
    where = locate(("extends",))
    if name in above or len(above) >= MAX_DEPTH:
        # A profile of the ledger may replace the one of the package that has its name.
        if name != above[-1] or len(above) >= MAX_DEPTH or ledgers is None:
            message = f"profiles extend one another in a ring or too deep: {' -> '.join((*above, name))}"
            findings.append(rules.PROFILE_WRONG_VALUE.at(where, message))
            return None
        ledgers = None
    base = _document(name, ledgers, above, where, findings)
    return None if base is None else _over(_Document(values, locate), base)


def _over(own: _Document, base: _Document) -> _Document:
    """One document over another: single keys, columns and rules, whose own come first."""
    values = {**base.values, **own.values}
    columns, below = (document.values.get("columns", {}) for document in (own, base))
    if isinstance(columns, dict) and isinstance(below, dict):
        values["columns"] = {**below, **columns}
    lists = [document.values.get("rule", []) for document in (own, base)]
    count = len(lists[0]) if isinstance(lists[0], list) else 0
    if all(isinstance(each, list) for each in lists):
        values["rule"] = [*lists[0], *lists[1]]

    def locate(keys: Keys) -> Where:
        match keys:
            case ("rule", int(place), *rest):
                is_own = place < count
                keys = keys if is_own else ("rule", place - count, *rest)
            case ("columns", name, *_):
                is_own = name in columns
            case _:
                is_own = not keys or keys[0] in own.values
        return (own if is_own else base).locate(keys)

    return _Document(values, locate)


def profile_schema_text() -> str:
    """The JSON Schema of a profile; a profile that extends another may leave any key to it."""
    from grants.store.declared.schema import schema_text

    schema = json.loads(schema_text(Profile, "profile of an ERP system"))
    del schema["required"]
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
