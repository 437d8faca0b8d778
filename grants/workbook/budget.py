"""The budget sheet: every line in force in a table that can be edited and read back.

Where amendments changed the budget, the original amounts and what has changed since stand beside.
"""

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.figures.approved_budget import ApprovedLine
from grants.render.spreadsheet import Styles, float_of
from grants.reports.speech import Speech
from grants.values import money
from grants.values.financing import Payer
from grants.workbook.chapter import Chapter, put_key
from grants.workbook.page import counted_note, fit_row, head, note, set_up

HEADINGS_ROW = 3
AMOUNT_COLUMN, ORIGINAL_COLUMN = 7, 10


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet: a row per line in the order of grant.toml, added ones last, and a total row."""
    say, styles, record = chapter.say, chapter.styles, chapter.account.grant
    lines = chapter.account.approved.lines
    has_changes = any(line.history for line in lines)
    head(chapter, sheet, say.term("sheet", "Budget"))
    text, wrapped = styles.text(), styles.text(wrap=True)
    period = styles.get(num_format="@")
    keys = styles.get(num_format=chapter.slot_pattern, align="left")
    columns = _columns(say, has_changes=has_changes)
    summed = (say("Amount"), say("Original"), say("Changed"))
    first, last = HEADINGS_ROW + 1, HEADINGS_ROW + max(1, len(lines))
    in_total = styles.amount(total=True, about=any(line.approximate for line in lines))
    total = float_of(chapter.account.budgeted, "the budget")
    sheet.add_table(
        HEADINGS_ROW, 0, last + 1, len(columns) - 1,
        {
            "name": chapter.budget_table,
            "style": "Table Style Light 1",
            "total_row": True,
            "columns": [
                {"header": name, "header_format": _heading(styles, name, say)}
                | ({} if number else {"total_string": chapter.say("Total")})
                | ({"total_function": "sum"} if name in summed else {})
                for number, (name, _, _) in enumerate(columns)
            ],
        },
    )  # fmt: skip
    for column in range(len(columns)):
        sheet.write_blank(last + 1, column, None, styles.text(total=True))
    sheet.write_string(last + 1, 0, chapter.say("Total"), styles.text(total=True))
    # The table's own formula names no table, which LibreOffice does not follow.
    sums = {say("Amount"): total}
    if has_changes:
        original = money.total(line.original for line in lines)
        changed = chapter.account.budgeted - original
        sums |= {say("Original"): float_of(original), say("Changed"): float_of(changed)}
    for column, (name, _, _) in enumerate(columns):
        if name in sums:
            formula = f"=SUBTOTAL(109,{chapter.budget_table}[{name}])"
            sheet.write_formula(last + 1, column, formula, in_total, sums[name])
    categories = {activity.id: activity.category for activity in record.activities}
    for position, line in enumerate(lines):
        row = first + position
        sheet.write_number(row, 0, position + 1, styles.count())
        sheet.write_string(row, 1, line.activity, styles.text(indent=1))
        title, remark = record.title_of(line.activity), line.text or ""
        approvals = _approvals(chapter, line) if has_changes else ""
        payer = chapter.source_names[Payer(line.financing, line.key.partner, line.key.in_kind)]
        fit_row(sheet, row, (title, 50), (payer, 24), (remark, 40), (approvals, 62))
        styles.put(sheet, row, 2, title, wrapped)
        sheet.write_string(row, 3, categories.get(line.activity) or "", text)
        sheet.write_string(row, 4, "" if line.period is None else str(line.period), period)
        put_key(sheet, row, 5, chapter.key_of(line.period), keys)
        styles.put(sheet, row, 6, payer, wrapped)
        sheet.write_number(row, AMOUNT_COLUMN, float_of(line.amount), styles.amount(about=line.approximate))
        sheet.write_string(row, 8, say("yes") if line.approximate else "", styles.text(indent=1))
        styles.put(sheet, row, 9, remark, wrapped)
        if has_changes:
            _put_change(chapter, sheet, row, line)
            styles.put(sheet, row, ORIGINAL_COLUMN + 2, approvals, styles.text(wrap=True, indent=1))
    for column, (_, width, meaning) in enumerate(columns):
        sheet.set_column(column, column, width)
        if meaning is not None:
            note(sheet, HEADINGS_ROW, column, meaning)
    sheet.freeze_panes(first, 3)
    sheet.ignore_errors({"number_stored_as_text": f"E1:E{last + 1}"})
    set_up(chapter, sheet, repeat=(HEADINGS_ROW, HEADINGS_ROW))
    chapter.define(say.term("name", "Budgeted"), say.term("sheet", "Budget"), last + 1, AMOUNT_COLUMN)


def _columns(say: Speech, *, has_changes: bool) -> list[tuple[str, int, str | None]]:
    """The heading, the width and the note of each column."""
    columns: list[tuple[str, int, str | None]] = [
        (say("No."), 6, say("The place of the line in grant.toml. A new line has no number.")),
        (say("Activity"), 22, None),
        (say("Title"), 50, None),
        (say("Category"), 14, None),
        (
            say("Period"),
            14,
            say("ISO 8601, such as 2018, 2018-Q1 or 2018/2019. Empty: the whole period of the grant."),
        ),
        (say("Counted"), 16, counted_note(say)),
        (say("Financing"), 24, None),
        (say("Amount"), 16, None),
        (say("Approximate"), 12, None),
        (say("Text"), 40, None),
    ]
    if has_changes:
        columns += [
            (say("Original"), 16, say("The amount in the first budget, before any change was approved.")),
            (
                say("Changed"),
                16,
                say("The amount less the original one. The approvals stand in the next column."),
            ),
            (say("Approvals"), 62, None),
        ]
    return columns


def _heading(styles: Styles, name: str, say: Speech) -> Format:
    """Figures have their heading on the right, what follows them stands a little apart."""
    follows = name in (say("Activity"), say("Approximate"), say("Approvals"))
    right = name in (say("No."), say("Amount"), say("Original"), say("Changed"))
    return styles.heading("right" if right else "left", indent=int(follows))


def _approvals(chapter: Chapter, line: ApprovedLine) -> str:
    """Each approved change of a line: by how much, when, by whom, and where that is written."""
    locale = chapter.locale
    steps = (
        (locale.date(step.date), locale.money(step.amount, chapter.account.grant.currency), step.approved_by)
        + ((step.document,) if step.document else ())
        for step in line.history
    )
    return "\n".join(", ".join(step) for step in steps)


def _put_change(chapter: Chapter, sheet: Worksheet, row: int, line: ApprovedLine) -> None:
    """The original amount, and what the amount is above or below it."""
    form = chapter.styles.amount(about=line.approximate)
    sheet.write_number(row, ORIGINAL_COLUMN, float_of(line.original), form)
    amount, original = (xl_rowcol_to_cell(row, column) for column in (AMOUNT_COLUMN, ORIGINAL_COLUMN))
    changed = line.amount - line.original
    sheet.write_formula(row, ORIGINAL_COLUMN + 1, f"=ROUND({amount}-{original},2)", form, float_of(changed))
