"""The JSON Schema of grant.toml, made from the records themselves."""

import json

from grants.records import Grant


def schema_text() -> str:
    """The schema (draft 2020-12) as indented JSON, the same for the same version of `grants`."""
    schema = Grant.model_json_schema(by_alias=True)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "grant.toml",
        **{key: value for key, value in schema.items() if key != "title"},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
