"""What a workbook leaves out of the texts of grant.toml, each with its place."""

from collections.abc import Iterator

from grants.findings.finding import Finding, Severity
from grants.findings.reading import CONTROL_CHARACTER
from grants.ledger import Account, KeyPath
from grants.render.spreadsheet import clean


def left_out(account: Account) -> Iterator[Finding]:
    """A warning for each text with characters that no cell can show, which the workbook leaves out.

    Postings need none: a posting with such a character is an error when it is read.
    """
    for path, text in _texts(account.grant.model_dump(by_alias=True), ()):
        gone = sorted(set(text) - set(clean(text)) - {"\r"})
        if gone:
            names = ", ".join(f"U+{ord(character):04X}" for character in gone)
            message = f"the text holds the control character {names}, which the workbook leaves out"
            yield CONTROL_CHARACTER.at(account.where(*path), message, severity=Severity.WARNING)


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))
