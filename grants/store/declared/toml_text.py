"""Values as TOML text."""

import json


def quoted(text: str) -> str:
    """A TOML string; what JSON escapes TOML escapes too, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
