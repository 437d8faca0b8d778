"""The findings sheet: what the checks found in all grants of the workbook."""

import os.path
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from grants.findings.finding import Finding
from grants.findings.message import terms
from grants.render.spreadsheet import Styles
from grants.reports.speech import Speech
from grants.workbook.page import fit_row

HEADINGS_ROW = 2
SEVERITIES = terms("severity", "error", "warning", "note")
COLOURS = {"error": "#F8C9C4", "warning": "#FFE2B8"}


def write(
    book: Workbook,
    sheet: Worksheet,
    styles: Styles,
    say: Speech,
    findings: Sequence[Finding],
    root: str,
) -> None:
    """Write the sheet: a row per finding, or the word that there are none.

    Places are told from `root` on, so that no folder of a machine stands in the workbook.
    """
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, say.term("sheet", "Findings"), styles.title)
    headings = (
        (say("Kind"), 13), (say("Code"), 8), (say("Place"), 34), (say("Found"), 70),
        (say("What can be done"), 60),
    )  # fmt: skip
    for column, (_, width) in enumerate(headings):
        sheet.set_column(column, column, width)
    if not findings:
        sheet.write_string(HEADINGS_ROW, 0, say("The checks found nothing."), styles.text())
    else:
        last = HEADINGS_ROW + len(findings)
        sheet.add_table(
            HEADINGS_ROW, 0, last, len(headings) - 1,
            {"name": say.term("name", "FindingsList"), "style": "Table Style Light 1",
             "columns": [{"header": title, "header_format": styles.heading()} for title, _ in headings]},
        )  # fmt: skip
        wrapped = styles.text(wrap=True)
        for row, finding in enumerate(findings, HEADINGS_ROW + 1):
            fit_row(sheet, row, (finding.message, 70), (finding.remedy, 60))
            sheet.write_string(row, 0, say(SEVERITIES[finding.severity]), styles.text())
            sheet.write_string(row, 1, finding.code, styles.text())
            styles.put(sheet, row, 2, place_of(finding, root), styles.text())
            styles.put(sheet, row, 3, finding.message, wrapped)
            styles.put(sheet, row, 4, finding.remedy, wrapped)
        for severity, colour in COLOURS.items():
            sheet.conditional_format(
                HEADINGS_ROW + 1, 0, last, 0,
                {"type": "cell", "criteria": "==", "value": f'"{say(SEVERITIES[severity])}"',
                 "format": book.add_format({"bg_color": colour})},
            )  # fmt: skip
    sheet.freeze_panes(HEADINGS_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADINGS_ROW)
    sheet.set_footer(f"&C&A&R{say('Page &P of &N')}")
    sheet.hide_gridlines(2)


def place_of(finding: Finding, root: str) -> str:
    """File and line of a finding, from the ledger's folder on."""
    where = finding.where
    path = os.path.relpath(where.path, root).replace(os.sep, "/")
    return ":".join(str(part) for part in (path, where.line, where.column) if part is not None)
