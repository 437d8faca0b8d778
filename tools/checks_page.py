"""docs/checks.md, made of the rules and their pages: `python -m tools.checks_page > docs/checks.md`."""

import re
import sys

from grants.checks import RULES
from grants.checks.severities import is_settable
from grants.findings.finding import RETIRED, Rule, page

FAMILIES = {
    "G0": "Reading grant.toml",
    "G1": "Reading postings.csv",
    "G2": "Budget and award",
    "G3": "Postings",
    "G4": "The funder's terms",
    "G5": "The report",
    "G6": "Payments and settlement",
    "G7": "Across grants",
    "G8": "Closed accounts and reversals",
    "G9": "Importing",
}
"""What the rules are about, by the beginning of their codes."""

INTRODUCTION = """\
# What `grants check` checks

<!-- made by `python -m tools.checks_page > docs/checks.md`; write in grants/checks, not here -->

Every finding has a stable code. `grants explain CODE` prints what is written here. An error makes the
account wrong or unreadable, a warning needs an answer, a note is information: nothing needs to be done.

The examples are run by the test suite: those that fail give the finding, those that pass do not. They show
what differs from one small grant (`grants/findings/pages/base`). Those of importing show a file and the
profile that reads it, `generic-dk` where none is shown; a block `sheet` is a workbook, cell by cell.

A grant can give a rule another severity, with a reason that is printed with the finding:

```toml
[checks.G304]
severity = "off"                     # off | warn | error
reason = "The vouchers are filed by date in the archive"
```
"""


def document() -> str:
    """The whole document: an introduction, a table of all rules by family, then their pages."""
    parts = [INTRODUCTION]
    for family, title in FAMILIES.items():
        rules = [rule for rule in RULES if rule.code.startswith(family)]
        rows = [
            f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {rule.title} "
            f"| {'yes' if is_settable(rule.code) else 'no'} |"
            for rule in rules
        ]
        head = "| Code | Severity | What is wrong | Can be set |\n|---|---|---|---|"
        parts.append("\n".join([f"## {title}", "", head, *rows, ""]))
    retired = [f"- **{code}**: {why}" for code, why in RETIRED.items()]
    parts.append("\n".join(["## Retired codes", "", "These codes are not used again.", "", *retired, ""]))
    parts += [_section(rule) for rule in RULES]
    return "\n".join(parts)


def _section(rule: Rule) -> str:
    """A rule's page as a section of the document, its own headings one level deeper."""
    heading, _, body = page(rule).partition("\n")
    deeper = re.sub(r"^## ", "### ", body, flags=re.MULTILINE)
    return (
        f'<a id="{rule.code.lower()}"></a>\n\n#{heading}\n{deeper.rstrip()}\n\n**In short:** {rule.remedy}.\n'
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a text stream
    sys.stdout.write(document())
