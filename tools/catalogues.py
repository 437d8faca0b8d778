"""Find what is said in the source, merge it into the catalogues, and refuse what is not right.

catalogues.py extract grants > words.pot
catalogues.py merge words.pot grants/locales/da.po    what Babel guesses is marked fuzzy: look at it
catalogues.py check grants grants/locales/da.po       missing, fuzzy, unused, other fields than the English
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ENGLISH_ALONE = {"checks"}
"""Folders whose texts have no translations yet."""


class NoTextError(Exception):
    """A text that the catalogue cannot be made of, with its place."""


def said(tree: ast.AST) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    """The context and the text of everything that is said; a pair for what has a plural."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name in ("Message", "say", "self"):
                if name == "Message" or not isinstance(
                    node.args[0], ast.Name | ast.Subscript | ast.Call | ast.Attribute
                ):
                    yield None, text_of(node.args[0])
            elif name == "plural":
                yield None, (text_of(node.args[0]), text_of(node.args[1]))
            elif name in ("term", "Term"):
                yield text_of(node.args[0]), text_of(node.args[1])
            elif name == "terms":
                context = text_of(node.args[0])
                values = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
                flat = [v.values if isinstance(v, ast.Dict) else [v] for v in values]
                yield from ((context, text_of(value)) for group in flat for value in group)


def text_of(node: ast.expr) -> str:
    """The text that an argument is."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NoTextError(
        f"line {node.lineno}: what is said stands there as it is: no f-string, name or sum of strings"
    )


def extract(folder: Path) -> Catalog:
    """Everything that the modules of a folder say."""
    catalog = Catalog(project="grants", charset="utf-8")
    for path in sorted(folder.rglob("*.py")):
        if path.name != "message.py" and path.parent.name not in ENGLISH_ALONE:
            try:
                for context, text in said(ast.parse(path.read_text(encoding="utf-8"))):
                    catalog.add(
                        text, context=context, locations=[(path.relative_to(folder.parent).as_posix(), 0)]
                    )
            except NoTextError as fault:
                raise SystemExit(f"{path}, {fault}") from None
    catalog.add("and", context="joint", locations=[("grants/findings/message.py", 0)])
    return catalog


def fields(text: str) -> set[tuple[str, str | None]]:
    """The `{fields}` of a text, each with how it is quoted."""
    return {(name, conversion) for _, name, _, conversion in Formatter().parse(text) if name is not None}


def faults(template: Catalog, catalog: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue, a line each."""
    wanted = {(message.context, message.id) for message in template if message.id}
    have = {(message.context, message.id) for message in catalog if message.id}
    for message in catalog:
        if message.id:
            ids: Any = message.id if isinstance(message.id, tuple) else (message.id,)
            strings: Any = message.string if isinstance(message.string, tuple) else (message.string,)
            if (message.context, message.id) not in wanted:
                yield f"unused: {ids[0]}"
            elif message.fuzzy:
                yield f"fuzzy: {ids[0]}"
            elif not all(strings):
                yield f"missing: {ids[0]}"
            elif any(
                fields(other).symmetric_difference(fields(one)) - {("count", None)}
                if len(ids) > 1
                else fields(one) != fields(other)
                for one, other in zip(ids, strings, strict=True)
            ):
                yield f"other fields: {ids[0]}"
    yield from (f"missing: {text}" for context, text in wanted - have)
    yield from (f"unused: {message.id}" for message in catalog.obsolete.values())


def catalogue(path: Path) -> Catalog:
    """The catalogue that a file holds; the file is named after its language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def main() -> None:
    """Run one of the three commands."""
    verb, first, *rest = sys.argv[1:]
    if verb == "extract":
        write_po(
            sys.stdout.buffer,
            extract(Path(first)),
            sort_output=True,
            width=100,
            omit_header=True,
            include_lineno=False,
        )
        return
    path = Path(rest[0])
    catalog = catalogue(path)
    if verb == "merge":
        with Path(first).open("rb") as file:
            catalog.update(read_po(file))
        header = path.read_bytes().partition(b"\n\n")[0] + b"\n\n"
        with path.open("wb") as written:
            written.write(header)
            write_po(written, catalog, sort_output=True, width=100, include_lineno=False, omit_header=True)
    elif found := list(faults(extract(Path(first)), catalog)):
        raise SystemExit("\n".join(found))


if __name__ == "__main__":
    main()
