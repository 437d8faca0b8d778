"""The budget sheet: every approved line in a table that can be edited and read back.

Where amendments changed the budget, the original amounts and what has changed since are beside it.
"""

from xlsxwriter.worksheet import Worksheet

from grants.figures.approved_budget import ApprovedLine
from grants.reports.speech import Speech
from grants.values import money
from grants.workbook.chapter import Chapter
from grants.workbook.page import Heading, Page, counted_note

HEADINGS_ROW = 3
AMOUNT_COLUMN, ORIGINAL_COLUMN = 7, 10


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet: a row per line in the order of grant.toml, added ones last, and a total row."""
    page, say = Page(chapter, sheet), chapter.say
    lines = chapter.account.approved.lines
    has_changes = any(line.history for line in lines)
    page.head(say.term("sheet", "Budget"))
    page.row = HEADINGS_ROW
    sums = (say("Amount"), say("Original"), say("Changed"))
    page.table(chapter.budget_table, _headings(say, has_changes=has_changes), max(1, len(lines)), sums)
    for number, line in enumerate(lines, 1):
        _put_line(page, number, line)
        if has_changes:
            _put_change(page, line)
        page.row += 1
    page.row = max(page.row, HEADINGS_ROW + 2)
    _put_sums(page, has_changes=has_changes)
    sheet.freeze_panes(HEADINGS_ROW + 1, 3)
    sheet.ignore_errors({"number_stored_as_text": f"E1:E{page.row}"})
    page.set_up(repeat=(HEADINGS_ROW, HEADINGS_ROW))
    page.define(say.term("name", "Budgeted"), AMOUNT_COLUMN)


def _headings(say: Speech, *, has_changes: bool) -> list[Heading]:
    """Figures have their heading on the right, what follows them is a little apart."""
    period = say("ISO 8601, such as 2018, 2018-Q1 or 2018/2019. Empty: the whole period of the grant.")
    headings = [
        Heading(
            say("No."), 6, "right", note=say("The place of the line in grant.toml. A new line has no number.")
        ),
        Heading(say("Activity"), 22, indent=1),
        Heading(say("Title"), 50),
        Heading(say("Category"), 14),
        Heading(say("Period"), 14, note=period),
        Heading(say("Counted"), 16, note=counted_note(say)),
        Heading(say("Financing"), 24),
        Heading(say("Amount"), 16, "right"),
        Heading(say("Approximate"), 12, indent=1),
        Heading(say("Text"), 40),
    ]
    if has_changes:
        original = say("The amount in the first budget, before any change was approved.")
        changed = say("The amount less the original one. The approvals are in the next column.")
        headings += [
            Heading(say("Original"), 16, "right", note=original),
            Heading(say("Changed"), 16, "right", note=changed),
            Heading(say("Approvals"), 62, indent=1),
        ]
    return headings


def _put_line(page: Page, number: int, line: ApprovedLine) -> None:
    chapter, styles, record = page.chapter, page.styles, page.chapter.account.grant
    categories = {activity.id: activity.category for activity in record.activities}
    page.number(0, number)
    page.text(1, line.activity, indent=1)
    page.text(2, record.title_of(line.activity), wrap=True)
    page.text(3, categories.get(line.activity) or "")
    page.text(4, "" if line.period is None else str(line.period), styles.get(num_format="@"))
    page.key(5, chapter.key_of(line.period), styles.get(num_format=chapter.slot_pattern, align="left"))
    page.text(6, chapter.source_names[line.payer], wrap=True)
    page.amount(AMOUNT_COLUMN, line.amount, about=line.approximate)
    page.text(8, page.say("yes") if line.approximate else "", indent=1)
    page.text(9, line.text or "", wrap=True)


def _put_change(page: Page, line: ApprovedLine) -> None:
    """The original amount, what the amount is above or below it, and the approvals.

    Each approval is a line: by how much, when, by whom, and where that is written.
    """
    say, currency = page.chapter.say, page.chapter.account.grant.currency
    page.amount(ORIGINAL_COLUMN, line.original, about=line.approximate)
    formula = f"ROUND({page.cell(AMOUNT_COLUMN)}-{page.cell(ORIGINAL_COLUMN)},2)"
    page.formula(ORIGINAL_COLUMN + 1, formula, line.amount - line.original, about=line.approximate)
    steps = (
        (say.date(step.date), say.money(step.amount, currency), step.approved_by, step.document)
        for step in line.history
    )
    approvals = "\n".join(", ".join(word for word in step if word) for step in steps)
    page.text(ORIGINAL_COLUMN + 2, approvals, wrap=True, indent=1)


def _put_sums(page: Page, *, has_changes: bool) -> None:
    """The sums as formulas that name the table: LibreOffice does not follow the table's own ones."""
    chapter, say = page.chapter, page.say
    lines, budgeted = chapter.account.approved.lines, chapter.account.budgeted
    sums = {AMOUNT_COLUMN: (say("Amount"), budgeted)}
    if has_changes:
        original = money.total(line.original for line in lines)
        sums[ORIGINAL_COLUMN] = (say("Original"), original)
        sums[ORIGINAL_COLUMN + 1] = (say("Changed"), budgeted - original)
    page.total(ORIGINAL_COLUMN + (3 if has_changes else 0))
    about = any(line.approximate for line in lines)
    for column, (name, value) in sums.items():
        formula = f"SUBTOTAL(109,{chapter.budget_table}[{name}])"
        page.formula(column, formula, value, what="the budget", about=about, total=True)
