"""TOML as records: text to a frozen record, with every fault found and placed."""

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from grants.findings.bounded import each
from grants.findings.finding import Finding, Rule, Where
from grants.records.types import CURRENCY_PATTERN, FROM_FILE, ID_PATTERN
from grants.store.declared.toml_lines import Path, key_places, line_and_column, line_starts
from grants.values.text import did_you_mean

Locate = Callable[[Path], Where]
_Record = TypeVar("_Record", bound=BaseModel)


@dataclass(frozen=True)
class RecordRules:
    """The rules that a file of one kind breaks, by what is wrong with it; `name` is that of the kind."""

    name: str
    not_toml: Rule
    unknown_key: Rule
    missing_key: Rule
    wrong_value: Rule
    of_kind: Mapping[str, Rule] = field(default_factory=dict)
    """Rules for single kinds of errors of pydantic."""
    no_toml: str = ""
    """What is said before a fault of the TOML, where the rule itself does not say it."""

    @classmethod
    def of_one(cls, name: str, rule: Rule) -> "RecordRules":
        """One rule for whatever is wrong: for files that programs write, and people only read."""
        return cls(name, rule, rule, rule, rule, no_toml="the file is not valid TOML: ")


def read_toml(
    text: str, path: str, rules: RecordRules
) -> tuple[dict[str, Any] | None, Locate, list[Finding]]:
    """The document that stands at `path`, None if it is no TOML, and a function that places its keys."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    locate = locator(text, path)
    try:
        return tomllib.loads(text, parse_float=Decimal), locate, []
    except (ValueError, RecursionError) as fault:  # an integer of 5,000 digits is no TOML error
        return None, locate, [_syntax_error(rules.no_toml + str(fault), text, path, rules.not_toml)]


def record_of(
    document: dict[str, Any], kind: type[_Record], locate: Locate, rules: RecordRules
) -> tuple[_Record | None, list[Finding]]:
    """The record that a document is, None if it cannot be read, and every finding.

    Unknown keys are reported and passed over, so that the rest is still read.
    """
    findings: list[Finding] = []
    while True:
        try:
            return kind.model_validate(document, context=FROM_FILE), findings
        except ValidationError as fault:
            details = fault.errors(include_url=False)
        findings += _findings(details, kind, locate, rules)
        if any(detail["type"] != "extra_forbidden" for detail in details):
            return None, findings
        for detail in details:  # what a table says as a whole is checked once its keys are known
            _remove(document, detail["loc"])


def locator(text: str, path: str) -> Locate:
    """A function that places a path of keys, or the nearest table around it, scanning once."""
    places: dict[Path, int] = {}
    starts: list[int] = []

    def locate(keys: Path) -> Where:
        if not places:
            places[()] = 0
            places.update(key_places(text))
            starts.extend(line_starts(text))
        while keys not in places:
            keys = keys[:-1]
        if not keys:
            return Where(path)
        line = bisect_right(starts, places[keys])
        return Where(path, line, places[keys] - starts[line - 1] + 1)

    return locate


def _syntax_error(message: str, text: str, path: str, rule: Rule) -> Finding:
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if found is None:
        return rule.at(Where(path), message)
    if found.group(1) is None:
        where = Where(path, *line_and_column(text, len(text)))
    else:
        where = Where(path, int(found.group(1)), int(found.group(2)))
    return rule.at(where, message[: found.start()])


def _findings(
    details: Sequence[ErrorDetails], record: type[BaseModel], locate: Locate, rules: RecordRules
) -> Iterator[Finding]:
    """The findings of all details, up to the bound of each rule; what is beyond it is only counted."""
    of_rule: defaultdict[str, list[ErrorDetails]] = defaultdict(list)
    for detail in details:
        of_rule[_rule_of(detail, rules).code].append(detail)
    for same in of_rule.values():
        yield from each(same, lambda detail: _finding(detail, record, locate, rules))


def _rule_of(detail: ErrorDetails, rules: RecordRules) -> Rule:
    kind = detail["type"]
    usual = {"missing": rules.missing_key, "extra_forbidden": rules.unknown_key}
    return rules.of_kind.get(kind) or usual.get(kind, rules.wrong_value)


def _finding(detail: ErrorDetails, record: type[BaseModel], locate: Locate, rules: RecordRules) -> Finding:
    path = (*detail["loc"], *detail.get("ctx", {}).get("at", ()))
    kind, value = detail["type"], detail["input"]
    name = _spelled(path) or rules.name
    rule = _rule_of(detail, rules)
    if kind == "extra_forbidden":
        hint = did_you_mean(
            str(path[-1]),
            _known_keys(record, tuple(0 if isinstance(part, int) else part for part in path[:-1])),
        )
        return rule.at(locate(path), f"{name} is no key of this table{hint}")
    if kind == "missing":
        return rule.at(locate(path), f"{name} is missing")
    return rule.at(locate(path), f"{name}: {_reason(detail, value)}")


def _reason(detail: ErrorDetails, value: object) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        expected = [str(word).strip("' ") for word in re.split(r",| or ", context["expected"])]
        return f"{value!r} is none of {', '.join(expected)}{_hint(value, expected)}"
    if kind in _OUR_OWN:
        return detail["msg"]
    said = _SAID_OF_PATTERN.get(context.get("pattern", ""), _SAID_OF_KIND.get(kind))
    if said is not None:
        return said.format(value=repr(value))
    return f"{_shown(value)}: {detail['msg'].lower().removeprefix('input ')}"


_OUR_OWN = frozenset({"amount", "currency", "period", "percentage", "quantity", "limit"})
"""Kinds of errors whose message is made by the records."""

_SAID_OF_PATTERN = {
    ID_PATTERN: "{value} is no id; write lower-case letters a-z, digits and single hyphens",
    CURRENCY_PATTERN: "{value} is no currency; write the three letters of ISO 4217, such as DKK",
    r"\S": "the text is blank",
}
_SAID_OF_KIND = {
    "model_type": "this is one table: write it in single brackets, or its keys in braces",
    "tuple_type": "this is a list of tables: write each in double brackets",
}


def _hint(value: object, expected: Sequence[str]) -> str:
    near = did_you_mean(str(value), expected)
    return near if "did you mean" in near else ""


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _spelled(path: Sequence[str | int]) -> str:
    """`budget[2].amount`, with the positions counted from 1 as people count."""
    spelled = ""
    for part in path:
        spelled += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if spelled else part
    return spelled


@cache
def _known_keys(record: type[BaseModel], table: tuple[str | int, ...]) -> list[str]:
    """The keys that the table at this path may have, from the schema that editors use."""
    schema = record.model_json_schema(by_alias=True)
    node: dict[str, Any] = schema
    for part in table:
        named = node.get("properties", {})
        node = node["items"] if isinstance(part, int) else named.get(part) or _of_any_key(node)
        for option in (node, *node.get("anyOf", ()), *node.get("allOf", ())):
            if "$ref" in option:
                node = schema["$defs"][option["$ref"].rpartition("/")[2]]
    return list(node.get("properties", ()))


def _of_any_key(node: dict[str, Any]) -> dict[str, Any]:
    """The schema of the values of a table whose keys are free but for a pattern."""
    patterns: dict[str, Any] = node.get("patternProperties", {})
    return next(iter(patterns.values()), {})


def _remove(document: Any, path: Sequence[str | int]) -> None:
    for part in path[:-1]:
        document = document[part]
    del document[path[-1]]
