"""The budget sheet: every approved line in a table that can be edited and read back."""

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from grants.exchange.workbook.chapter import Chapter, put_key
from grants.exchange.workbook.page import fit_row, head, note, set_up
from grants.render.spreadsheet import Styles, float_of
from grants.reports.workbook_words import WorkbookWords

HEADINGS_ROW = 3
AMOUNT_COLUMN = 7


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet: a row per line in the order of grant.toml, the sum in the table's total row."""
    words, styles, record = chapter.words, chapter.styles, chapter.grant.grant
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
        (words.financing, 14, None),
        (words.amount, 16, None),
        (words.approximate, 12, None),
        (words.text, 40, None),
    )
    first, last = HEADINGS_ROW + 1, HEADINGS_ROW + max(1, len(record.budget))
    in_total = styles.amount(total=True, about=any(line.approximate for line in record.budget))
    total = float_of(chapter.grant.budgeted, "the budget")
    sheet.add_table(
        HEADINGS_ROW, 0, last + 1, len(columns) - 1,
        {
            "name": chapter.budget_table,
            "style": "Table Style Light 1",
            "total_row": True,
            "columns": [
                {"header": name, "header_format": _heading(styles, name, words)}
                | ({} if number else {"total_string": chapter.labels.total})
                | ({"total_function": "sum"} if name == words.amount else {})
                for number, (name, _, _) in enumerate(columns)
            ],
        },
    )  # fmt: skip
    for column in range(len(columns)):
        sheet.write_blank(last + 1, column, None, styles.text(total=True))
    sheet.write_string(last + 1, 0, chapter.labels.total, styles.text(total=True))
    # The table's own formula names no table, which LibreOffice does not follow.
    formula = f"=SUBTOTAL(109,{chapter.budget_table}[{words.amount}])"
    sheet.write_formula(last + 1, AMOUNT_COLUMN, formula, in_total, total)
    categories = {activity.id: activity.category for activity in record.activities}
    for position, line in enumerate(record.budget):
        row = first + position
        sheet.write_number(row, 0, position + 1, styles.count())
        sheet.write_string(row, 1, line.activity, styles.text(indent=1))
        title, remark = record.title_of(line.activity), line.text or ""
        fit_row(sheet, row, (title, 50), (remark, 40))
        styles.put(sheet, row, 2, title, wrapped)
        sheet.write_string(row, 3, categories.get(line.activity) or "", text)
        sheet.write_string(row, 4, "" if line.period is None else str(line.period), period)
        put_key(sheet, row, 5, chapter.key_of(line.period), keys)
        sheet.write_string(row, 6, words.financings[line.financing], text)
        sheet.write_number(row, AMOUNT_COLUMN, float_of(line.amount), styles.amount(about=line.approximate))
        sheet.write_string(row, 8, words.yes if line.approximate else "", styles.text(indent=1))
        styles.put(sheet, row, 9, remark, wrapped)
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
    follows = name in (words.activity, words.approximate)
    return styles.heading("right" if name in (words.number, words.amount) else "left", indent=int(follows))
