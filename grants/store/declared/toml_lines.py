"""Where in a TOML document each key and table stands.

The parser of the standard library gives values without places. This scanner walks through a text
that the parser has accepted already, so it need not check anything: it only has to know keys, strings,
arrays and tables from each other. It runs when a finding must name a line, and not before.
"""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|'
    r"'''.*?'{3,5}|"
    r'"(?:\\.|[^"\\])*"|'
    r"'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def key_places(text: str) -> dict[Path, int]:
    """The offset in `text` of every key, table header and array element, by its path."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.places


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def line_starts(text: str) -> list[int]:
    """The offset at which each line begins."""
    return [0, *(found.end() for found in re.finditer("\n", text))]


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)

    def header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path of the table that begins here."""
        start = self.at
        is_array = self.text.startswith("[[", start)
        self.at += 2 if is_array else 1
        *outer, name = self.key()
        self.at = self.text.index("]", self.at) + (2 if is_array else 1)
        path: Path = ()
        for part in outer:
            path = self.newest((*path, part))
        path = (*path, name)
        self.places.setdefault(path, start)
        if is_array:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = self.newest(path)
        self.places.setdefault(path, start)
        return path

    def newest(self, path: Path) -> Path:
        """The last element where the path names an array of tables, else the path itself."""
        length = self.lengths.get(path)
        return path if length is None else (*path, length - 1)

    def pair(self, table: Path) -> None:
        start = self.at
        path = table
        for part in self.key():
            path = (*path, part)
            self.places.setdefault(path, start)
        self.at = self.text.index("=", self.at) + 1
        self.value(path)

    def key(self) -> Iterator[str]:
        while True:
            self.skip(_SPACE)
            if self.text[self.at] in "\"'":
                quoted = self.take(_STRING)
                yield _unquoted(quoted)
            else:
                yield self.take(_BARE_KEY)
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return
            self.at += 1

    def value(self, path: Path) -> None:
        self.skip(_SPACE)
        first = self.text[self.at]
        if first in "\"'":
            self.take(_STRING)
        elif first == "[":
            self.items(path)
        elif first == "{":
            self.inline_table(path)
        else:
            self.take(_SCALAR)

    def items(self, path: Path) -> None:
        for position in self.elements("]"):
            self.places[*path, position] = self.at
            self.value((*path, position))

    def inline_table(self, path: Path) -> None:
        for _ in self.elements("}"):
            self.pair(path)

    def elements(self, end: str) -> Iterator[int]:
        """Walk through what is in brackets: the number of each element, when the scanner is at it."""
        self.at += 1
        position = 0
        while True:
            self.skip(_BLANK)
            mark = self.text[self.at]
            if mark in (",", end):
                self.at += 1
                if mark == end:
                    return
            else:
                yield position
                position += 1

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        assert found is not None  # both patterns match nothing at all, too
        self.at = found.end()

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"not TOML at offset {self.at}")
        self.at = found.end()
        return found.group()


def _unquoted(quoted: str) -> str:
    """The name that a quoted key spells; escapes are rare enough to ask the parser."""
    if "\\" not in quoted:
        return quoted[1:-1]
    import tomllib

    name: str = tomllib.loads(f"name = {quoted}")["name"]
    return name
