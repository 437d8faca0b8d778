"""The findings sheet: what the checks found in all grants of the workbook."""

import os.path
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from grants.findings.finding import Finding
from grants.findings.message import terms
from grants.workbook.chapter import Chapter
from grants.workbook.page import ORANGE, RED, Heading, Page

HEADINGS_ROW = 2
SEVERITIES = terms("severity", "error", "warning", "note")


def write(chapter: Chapter, sheet: Worksheet, findings: Sequence[Finding], root: str) -> None:
    """Write the sheet: a row per finding, or the word that there are none.

    Places are given from `root` on, so that the workbook names no folder of a machine.
    """
    page = Page(chapter, sheet)
    say = page.say
    page.title(say.term("sheet", "Findings"))
    headings = (
        Heading(say("Kind"), 13),
        Heading(say("Code"), 8),
        Heading(say("Place"), 34),
        Heading(say("Found"), 70),
        Heading(say("What can be done"), 60),
    )
    page.row = HEADINGS_ROW
    if not findings:
        page.widen([heading.width for heading in headings])
        page.text(0, say("The checks found nothing."))
    else:
        page.table(say.term("name", "FindingsList"), headings, len(findings))
        for finding in findings:
            page.text(0, say(SEVERITIES[finding.severity]))
            page.text(1, finding.code)
            page.text(2, place_of(finding, root))
            page.text(3, finding.message, wrap=True)
            page.text(4, finding.remedy, wrap=True)
            page.row += 1
        looks = {"error": {"bg_color": RED}, "warning": {"bg_color": ORANGE}}
        marks = {say(SEVERITIES[severity]): look for severity, look in looks.items()}
        page.colour(0, HEADINGS_ROW + 1, page.row - 1, marks)
    page.set_up_list(HEADINGS_ROW, 0)


def place_of(finding: Finding, root: str) -> str:
    """File and line of a finding, from the ledger's folder on."""
    where = finding.where
    path = os.path.relpath(where.path, root).replace(os.sep, "/")
    return ":".join(str(part) for part in (path, where.line, where.column) if part is not None)
