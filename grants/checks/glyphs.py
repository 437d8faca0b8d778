"""Can all the text of the report be printed?"""

from collections.abc import Iterator

from grants.checks.family import Family
from grants.checks.report import texts
from grants.findings.finding import Finding
from grants.ledger import Account
from grants.values.glyphs import not_in_font

FAMILY = Family()

_MOST = 5
"""Characters that one finding names."""


NOT_IN_FONT = FAMILY.warning(
    "G504", "character-not-in-font",
    "A text has a character that the font of the PDF report lacks",
    "write it with other characters; the PDF shows a square instead",
)  # fmt: skip


@FAMILY.check
def can_be_printed(account: Account) -> Iterator[Finding]:
    """G504: a text of grant.toml, or a line of report.md, has characters that the PDF cannot show."""
    for path, text in texts(account.grant):
        if lacking := _lacking(text):
            yield NOT_IN_FONT.at(account.where(*path), _named(lacking))
    for number, line in enumerate(account.report_text.split("\n"), 1):
        if lacking := _lacking(line):
            column = line.index(lacking[0]) + 1
            yield NOT_IN_FONT.at(account.report_line(number, column), _named(lacking))


def _lacking(text: str) -> list[str]:
    """The characters that the font lacks, each once."""
    return list(dict.fromkeys(not_in_font().findall(text)))


def _named(characters: list[str]) -> str:
    from unicodedata import name  # here, because a clean text never needs it

    named = [f"U+{ord(c):04X} {name(c, 'without a name')}" for c in characters[:_MOST]]
    more = f" and {len(characters) - _MOST} more" if len(characters) > _MOST else ""
    return f"the PDF report has no sign for {', '.join(named)}{more}"
