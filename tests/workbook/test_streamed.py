from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.escape import unescape

from grants.render.spreadsheet import Styles, clean, open_book
from grants.workbook.streamed import StreamedSheet, style_of


def written(rows: list[list[str | float | int | None]]) -> bytes:
    with open_book() as (book, stream):
        styles = Styles(book, "da")
        sheet = book.add_worksheet("Long", StreamedSheet)
        sheet.write_string(0, 0, "above", styles.title)
        sheet.begin_table(2, "Rows", [("One", styles.heading()), ("Two", styles.heading())])
        for row in rows:
            sheet.put_row(row, [style_of(styles.count()), ""])
        sheet.end_table()
    return stream.getvalue()


@given(texts=st.lists(st.text(), max_size=5))
def test_every_text_comes_back(texts: list[str], opened: Callable[..., Workbook]) -> None:
    sheet = opened(written([[number, clean(text)] for number, text in enumerate(texts)]))["Long"]

    back = [row[1] for row in sheet.iter_rows(min_row=4, values_only=True)][: len(texts)]
    assert [unescape(str(value or "")) for value in back] == [clean(text) for text in texts]


def test_the_table_covers_all_rows_and_never_none(opened: Callable[..., Workbook]) -> None:
    assert opened(written([]))["Long"].tables["Rows"].ref == "A3:B4"
    assert opened(written([[1, "a"]]))["Long"].tables["Rows"].ref == "A3:B4"
    many = opened(written([[n, "a"] for n in range(50)]))["Long"]
    assert many.tables["Rows"].ref == "A3:B53"
    assert many["A1"].value == "above"
    assert (many.max_row, many["A53"].value) == (53, 49)
