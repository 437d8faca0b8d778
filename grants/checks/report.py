"""Is the report ready to be sent: words, attachments, no personal data, printable characters?"""

import os
from collections.abc import Iterator
from pathlib import PurePath

from pydantic import BaseModel

from grants.checks.registry import check, error, warning
from grants.findings.finding import Finding, Rule
from grants.findings.reading import CPR_IN_TEXT
from grants.ledger import Account
from grants.values.glyphs import not_in_font
from grants.values.text import cpr_like, masked, twins

_NOT_TEXT = frozenset({"id", "activity", "case_number", "document_number", "document", "file"})
"""Keys whose values are names and numbers of cases, not words about people."""


@warning("G502", "no-report-text",
    "A grant that is reported has no words for its report",
    "describe activities, results and dissemination in report.md",
)  # fmt: skip
def has_words(rule: Rule, account: Account) -> Iterator[Finding]:
    """G502: the report should be written by its status, but report.md has only headings."""
    status = account.grant.status
    lines = [line.strip() for line in account.report_text.splitlines()]
    has_words = any(line and not line.startswith("#") for line in lines)
    if status in ("reported", "closed") and not has_words:
        yield rule.at(account.report_line(1), f"the status is {status!r}, but report.md has no text")


@error("G503", "attachment-not-there",
    "The file of an attachment is not in the grant's folder",
    "put the file into the grant's folder and name it as it is called there",
)  # fmt: skip
def attachments_are_there(rule: Rule, account: Account) -> Iterator[Finding]:
    """G503: an attachment names a file that is missing or lies outside the grant's folder."""
    for position, attachment in enumerate(account.grant.attachments):
        name = attachment.file
        if name is None:
            continue
        where = account.where("attachment", position, "file")
        if PurePath(name).is_absolute() or ".." in PurePath(name).parts:
            yield rule.at(where, f"{name!r} leads out of the grant's folder")
        elif name not in account.present_files:
            message = f"there is no file {name!r} in the grant's folder"
            if os.path.exists(os.path.join(account.folder, name)):
                message = f"{name!r} is no plain file, or a link that leads out of the grant's folder"
            yield rule.at(where, message)


@warning("G505", "twin-names",
    "Two attachments have names that are one on another computer",
    "rename one of the files, and name it so in grant.toml",
)  # fmt: skip
def attachments_have_different_names(rule: Rule, account: Account) -> Iterator[Finding]:
    """G505: names that differ in capitals or in the kind of their accents only."""
    places = {a.file: position for position, a in enumerate(account.grant.attachments) if a.file}
    for alike in twins(places):
        names = " and ".join(map(repr, alike))
        yield rule.at(
            account.where("attachment", places[alike[-1]], "file"), f"{names} differ in nothing else"
        )


@check
def no_personal_numbers(account: Account) -> Iterator[Finding]:
    """G501: a text of grant.toml or report.md holds what looks like a CPR number."""
    for path, text in _texts(account.grant):
        for place in cpr_like(text):
            yield CPR_IN_TEXT.at(account.where(*path), _seen(masked(text, place)))
    for place in cpr_like(account.report_text):
        line = account.report_text.count("\n", 0, place) + 1
        column = place - account.report_text.rfind("\n", 0, place)
        yield CPR_IN_TEXT.at(account.report_line(line, column), _seen(masked(account.report_text, place)))


def _seen(number: str) -> str:
    return f"{number} looks like a civil registration number (CPR)"


_MOST = 5
"""Characters that one finding names."""


@warning("G504", "character-not-in-font",
    "A text has a character that the font of the PDF report lacks",
    "write it with other characters; the PDF shows a square instead",
)  # fmt: skip
def can_be_printed(rule: Rule, account: Account) -> Iterator[Finding]:
    """G504: a text of grant.toml, or a line of report.md, has characters that the PDF cannot show."""
    for path, text in _texts(account.grant):
        lacking = _lacking(text)
        if lacking:
            yield rule.at(account.where(*path), _named(lacking))
    for number, line in enumerate(account.report_text.split("\n"), 1):
        lacking = _lacking(line)
        if lacking:
            column = line.index(lacking[0]) + 1
            yield rule.at(account.report_line(number, column), _named(lacking))


def _lacking(text: str) -> list[str]:
    """The characters that the font lacks, each once."""
    return list(dict.fromkeys(not_in_font().findall(text)))


def _named(characters: list[str]) -> str:
    from unicodedata import name  # here, because a clean text never needs it

    named = [f"U+{ord(c):04X} {name(c, 'without a name')}" for c in characters[:_MOST]]
    more = f" and {len(characters) - _MOST} more" if len(characters) > _MOST else ""
    return f"the PDF report has no sign for {', '.join(named)}{more}"


def _texts(
    record: BaseModel, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every free text of a record and those within it, with its path in grant.toml."""
    for name, info in type(record).model_fields.items():
        key = info.alias or name
        value = getattr(record, name)
        entries = list(enumerate(value)) if isinstance(value, tuple) else [(None, value)]
        for position, entry in entries:
            place = (*path, key) if position is None else (*path, key, position)
            if isinstance(entry, BaseModel):
                yield from _texts(entry, place)
            elif isinstance(entry, str) and key not in _NOT_TEXT:
                yield place, entry
