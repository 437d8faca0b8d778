"""A sheet of any length: its rows go to the disk as they come, and a table lies over them.

XlsxWriter has `constant_memory` for long sheets, but refuses a table on them and marks every cell of
a table in memory. Both are avoided here: the table is declared over its first row and then
stretched, and the rows are written as XML in one go, which is several times faster than cell by
cell. `tests/workbook/test_streamed.py` reads all of it back.
"""

import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

Value = str | float | int | None
"""Text, or a figure (a date is its serial number); None leaves the cell out."""

_NEVER = 1 << 30
"""A row beyond every sheet: XlsxWriter then writes no row of its own any more."""

_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")


class StreamedSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter's classes are untyped to mypy
    """A worksheet in constant memory. Cells above the table are written as usual, row after row.

    Then `begin_table`, `put_row` for each row, and `end_table`.
    """

    def _initialize(self, init_data: dict[str, Any]) -> None:
        super()._initialize(init_data | {"constant_memory": True})

    def begin_table(self, row: int, name: str, headings: Sequence[tuple[str, Format]]) -> None:
        """Declare the table whose headings are on `row`, from the first column on."""
        width = len(headings)
        self._write_single_row(row)
        self.constant_memory = False
        options = {
            "name": name,
            "style": "Table Style Light 1",
            "columns": [{"header": heading} for heading, _ in headings],
        }
        self.add_table(row, 0, row + 1, width - 1, options)
        self.constant_memory = True
        self.table.clear()
        for column, (heading, form) in enumerate(headings):
            self.write_string(row, column, heading, form)
        self._write_single_row(row + 1)
        self._names = [xl_col_to_name(column) for column in range(width)]
        self._first = self._row = row + 1
        self._check_dimensions(row + 1, width - 1)
        self.previous_row = _NEVER

    def put_row(self, values: Sequence[Value], styles: Sequence[str]) -> None:
        """Write the next row; a style is what `style_of` gives for a format, for each column."""
        self._row += 1
        row = self._row
        cells = []
        for name, value, style in zip(self._names, values, styles, strict=True):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                cells.append(f'<c r="{name}{row}"{style} t="inlineStr"><is>{_text(value)}</is></c>')
            else:
                cells.append(f'<c r="{name}{row}"{style}><v>{value!r}</v></c>')
        self.row_data_fh.write(f'<row r="{row}">{"".join(cells)}</row>')

    def link(self, column: int, target: str) -> None:
        """Let a cell of the next row lead to `target`; the cell itself is written by `put_row`."""
        self.previous_row = self._row
        self.write_url(self._row, column, target, string="-")
        self.table.clear()
        self.previous_row = _NEVER

    def end_table(self) -> None:
        """Stretch the table over all rows; one without any keeps an empty row, as Excel demands."""
        last = max(self._row - 1, self._first)
        whole = xl_range(self._first - 1, 0, last, len(self._names) - 1)
        self.tables[-1] |= {"range": whole, "a_range": whole, "autofilter": whole}
        self.dim_rowmax = last
        self._opt_close()


def style_of(form: Format) -> str:
    """The attribute that gives a cell its format."""
    return f' s="{form._get_xf_index()}"'  # noqa: SLF001  # XlsxWriter's own row writer asks the same


def _text(text: str) -> str:
    """Text as XML; blanks at its ends are kept, and `_x0041_` is not read as `A`."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "_x" in text:
        text = _ESCAPE.sub(r"_x005F\1", text)
    keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() or "\n" in text else ""
    return f"<t{keep}>{text}</t>"
