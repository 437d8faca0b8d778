"""The JSON Schema of grant.toml and other files of keys, made from the records themselves.

A key is described by the text below its field in the source. That text is read here and not by
pydantic when the classes are made: every command would wait for what one of them needs.
"""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from grants.records.grant import Grant
from grants.records.types import Record


def schema_text(record: type[Record] = Grant, title: str = "grant.toml") -> str:
    """The schema (draft 2020-12) as indented JSON, the same for the same version of `grants`."""
    schema = record.model_json_schema(by_alias=True)
    definitions = {record.__name__: schema, **schema.get("$defs", {})}
    for part in _records(Record):
        if part.__name__ in definitions:
            _describe(definitions[part.__name__], part)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **{key: value for key, value in schema.items() if key != "title"},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _records(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Every record that is made of the base, at any depth."""
    for record in base.__subclasses__():
        yield record
        yield from _records(record)


def _describe(definition: dict[str, Any], record: type[BaseModel]) -> None:
    """Give each key the text below its field; what its type says of it follows."""
    texts: dict[str, str] = {}
    for base in record.__mro__[::-1]:
        if issubclass(base, Record) and base is not Record:
            texts |= field_texts(base)
    for name, info in record.model_fields.items():
        entry = definition["properties"][info.alias or name]
        if name in texts:
            usual = entry.get("description")
            entry["description"] = texts[name] if usual is None else f"{texts[name]} {usual}"


def field_texts(record: type[BaseModel]) -> dict[str, str]:
    """The text below each field of a record, by the field's name; none without the source."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(record)))
    except OSError:
        return {}
    body = tree.body[0]
    assert isinstance(body, ast.ClassDef)  # the source of a class is a class
    texts = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            value = below.value if isinstance(below, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                texts[field.target.id] = " ".join(value.value.split())
    return texts
