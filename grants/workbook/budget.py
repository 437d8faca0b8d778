"""The budget sheet: every line in force in a table that can be edited and read back.

Where amendments changed the budget, the original amounts and what has changed since stand beside.
"""

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.figures.approved_budget import ApprovedLine
from grants.render.spreadsheet import Styles, float_of
from grants.reports.workbook_words import WorkbookWords
from grants.values import money
from grants.values.financing import Payer
from grants.workbook.chapter import Chapter, put_key
from grants.workbook.page import fit_row, head, note, set_up

HEADINGS_ROW = 3
AMOUNT_COLUMN, ORIGINAL_COLUMN = 7, 10


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet: a row per line in the order of grant.toml, added ones last, and a total row."""
    words, styles, record = chapter.words, chapter.styles, chapter.account.grant
    lines = chapter.account.approved.lines
    has_changes = any(line.history for line in lines)
    head(chapter, sheet, words.budget)
    text, wrapped = styles.text(), styles.text(wrap=True)
    period = styles.get(num_format="@")
    keys = styles.get(num_format=chapter.slot_pattern, align="left")
    columns = (
        (words.number, 6, words.note_budget_number),
        (words.activity, 22, None),
        (words.title, 50, None),
        (words.category, 14, None),
        (words.period, 14, words.note_budget_period),
        (words.slot, 16, words.note_slot),
        (words.financing, 24, None),
        (words.amount, 16, None),
        (words.approximate, 12, None),
        (words.text, 40, None),
        *((
            (words.original, 16, words.note_original), (words.changed, 16, words.note_changed),
            (words.approvals, 62, None),
        ) if has_changes else ()),
    )  # fmt: skip
    summed = (words.amount, words.original, words.changed)
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
                {"header": name, "header_format": _heading(styles, name, words)}
                | ({} if number else {"total_string": chapter.labels.total})
                | ({"total_function": "sum"} if name in summed else {})
                for number, (name, _, _) in enumerate(columns)
            ],
        },
    )  # fmt: skip
    for column in range(len(columns)):
        sheet.write_blank(last + 1, column, None, styles.text(total=True))
    sheet.write_string(last + 1, 0, chapter.labels.total, styles.text(total=True))
    # The table's own formula names no table, which LibreOffice does not follow.
    sums = {words.amount: total}
    if has_changes:
        original = money.total(line.original for line in lines)
        changed = chapter.account.budgeted - original
        sums |= {words.original: float_of(original), words.changed: float_of(changed)}
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
        sheet.write_string(row, 8, words.yes if line.approximate else "", styles.text(indent=1))
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
    chapter.define(words.name_budget, words.budget, last + 1, AMOUNT_COLUMN)


def _heading(styles: Styles, name: str, words: WorkbookWords) -> Format:
    """Figures have their heading on the right, what follows them stands a little apart."""
    follows = name in (words.activity, words.approximate, words.approvals)
    right = name in (words.number, words.amount, words.original, words.changed)
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
