"""The postings sheets: every posting in an Excel table, split where a sheet is full."""

import os.path
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from grants.errors import WorkbookError
from grants.figures.postings import Posting
from grants.render.spreadsheet import AMOUNT, DAY, clean, float_of
from grants.reports.speech import Speech
from grants.values import money
from grants.values.periods import Period
from grants.workbook.chapter import POSTINGS_HEAD, Chapter
from grants.workbook.page import Heading, Page, counted_note
from grants.workbook.streamed import StreamedSheet, Value, style_of

HEADINGS_ROW = POSTINGS_HEAD - 1
SLOT_COLUMN, AMOUNT_COLUMN, DOCUMENT_COLUMN = 3, 7, 10
TEXT_COLUMNS = (5, 6, 8, 9, 10, 12)
_FORMULA_STARTS = frozenset("=+-@")
BATCH = 1_000

MAX_LINKS = 65_000
"""Links of one sheet; a spreadsheet takes 65,530."""

_DAY_ZERO = date(1899, 12, 30).toordinal()


def write(chapter: Chapter, *sheets: Worksheet) -> None:
    """Write all postings in file order over the sheets.

    `WorkbookError` if the binary sums of a spreadsheet would miss a total by half a minor unit.
    """
    rows = _Rows(chapter)
    source = iter(chapter.account.postings)
    for part, sheet in enumerate(sheets, 1):
        assert isinstance(sheet, StreamedSheet)
        _begin(Page(chapter, sheet), sheet, part)
        rows.write(sheet, islice(source, chapter.row_limit - POSTINGS_HEAD))
        sheet.end_table()
    for sheet in sheets:
        _finish(Page(chapter, sheet), rows)
    rows.refuse_if_sums_drift()


def _begin(page: Page, sheet: StreamedSheet, part: int) -> None:
    """Title, the sums of all and of the filtered postings, and the headings of the table."""
    chapter, say, bold = page.chapter, page.say, page.styles.get(bold=True, num_format=AMOUNT)
    page.title(f"{say.term('sheet', 'Postings')}: {chapter.account.grant.title}")
    amount = say("Amount")
    shown = chapter.over_postings(lambda table: f"SUBTOTAL(109,{table}[{amount}])")
    page.row = 1
    page.subtitle()
    page.define(say.term("name", "AllPostings"), AMOUNT_COLUMN, part=part)
    for label, formula in (
        (say("All postings"), chapter.sum_postings()),
        (say("Postings shown"), f"ROUND({shown},2)"),
    ):
        page.text(AMOUNT_COLUMN - 1, label, page.styles.get(bold=True, align="right"))
        page.formula(AMOUNT_COLUMN, formula, chapter.account.spent, bold, what="the sum of all postings")
        page.row += 1
    headings = _headings(say)
    for column, heading in enumerate(headings):
        if heading.note is not None:
            page.note(column, heading.note)
    forms = [(heading.title, page.heading_form(heading)) for heading in headings]
    sheet.begin_table(HEADINGS_ROW, chapter.name(say.term("name", "Postings"), part), forms)


def _headings(say: Speech) -> tuple[Heading, ...]:
    return (
        Heading(say("Line"), 8, "right", note=say("The line of postings.csv with the posting.")),
        Heading(say("From"), 12, indent=1),
        Heading(say("To"), 12),
        Heading(say("Counted"), 18, note=counted_note(say)),
        Heading(say("Activity"), 22),
        Heading(say("Title"), 44),
        Heading(say("Financing"), 24),
        Heading(say("Amount"), 16, "right", note=say("Amount spent. A reversal is negative.")),
        Heading(say("Voucher"), 18, indent=1, note=say("The number of the voucher that documents the cost.")),
        Heading(say("Text"), 50),
        Heading(say("Document"), 18),
        Heading(say("Quantity"), 10, "right"),
        Heading(say("Unit"), 12, indent=1),
    )


class _Rows:
    """Postings on their way to cells; remembers the sums that the formulas over them will give."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.sums: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.total = 0.0
        self.has_documents = self.has_quantities = False
        self.links = 0
        self.made = chapter.styles
        styles, record = chapter.styles, chapter.account.grant
        self.titles = {activity.id: clean(activity.title) for activity in record.activities}
        groups = chapter.account.postings.groups
        self.financings = {group.financing: chapter.source_names[group.source] for group in groups}
        plain, day, amount = styles.text(), styles.day, styles.amount()
        after, first_day = styles.text(indent=1), styles.get(num_format=DAY, align="left", indent=1)
        key = styles.get(num_format=chapter.slot_pattern, align="left")
        self.forms = (
            styles.get(font_color="#5A6B76"), first_day, day, key, plain, plain, plain, amount,
            after, plain, plain, styles.get(num_format="General"), after,
        )  # fmt: skip
        self.styles = [style_of(form) for form in self.forms]
        self.link = styles.link()
        self.when = lru_cache(maxsize=100_000)(self._when)
        self.target = lru_cache(maxsize=10_000)(self._target)

    def write(self, sheet: StreamedSheet, postings: Iterable[Posting]) -> None:
        """Write the rows of one sheet."""
        progress = self.chapter.progress
        pending = self.links = 0
        for posting in postings:
            values = self._values(posting)
            styles = self.styles
            for column in TEXT_COLUMNS:
                text = values[column]
                if isinstance(text, str) and text[:1] in _FORMULA_STARTS:
                    styles = self._with(styles, column, self.made.guarded(text, self.forms[column]))
            target = self.target(posting.document) if posting.document else None
            if target is not None and self.links < MAX_LINKS:
                self.links += 1
                styles = self._with(styles, DOCUMENT_COLUMN, self.link)
                sheet.link(DOCUMENT_COLUMN, target)
            sheet.put_row(values, styles)
            pending += 1
            if pending == BATCH:
                progress(pending)
                pending = 0
        progress(pending)

    def _values(self, posting: Posting) -> list[Value]:
        """The cells of one posting, whose amount is counted among the sums."""
        start, last, key, name = self.when(posting.date)
        amount = float_of(posting.amount, f"the posting in line {posting.line}")
        activity, quantity = posting.activity, posting.quantity
        self.sums[activity, name] += amount
        self.total += amount
        self.has_documents |= posting.document != ""
        self.has_quantities |= quantity is not None
        return [
            posting.line, start, last, key, activity, self.titles.get(activity, activity),
            self.financings[posting.financing], amount, clean(posting.voucher), clean(posting.text),
            clean(posting.document), None if quantity is None else float(quantity), clean(posting.unit),
        ]  # fmt: skip

    def _with(self, styles: list[str], column: int, form: Format) -> list[str]:
        return [*styles[:column], style_of(form), *styles[column + 1 :]]

    def refuse_if_sums_drift(self) -> None:
        """Compare the sums that a spreadsheet will make in binary with the exact ones."""
        exact: defaultdict[tuple[str, str], int] = defaultdict(int)
        for group in self.chapter.account.postings.groups:
            exact[group.activity, self.when(group.period)[3]] += group.total
        for place, minor in exact.items():
            _refuse_drift(f"the postings of {place[0]} ({place[1]})", self.sums[place], minor)
        _refuse_drift("all postings", self.total, sum(exact.values()))

    def _when(self, period: Period) -> tuple[int, int, Value, str]:
        """First and last day as serial numbers, the column of the follow-up, and its name."""
        chapter = self.chapter
        key = chapter.key_of(period) if chapter.comparison.counts(period) else chapter.say("Not counted")
        shown: Value = key if not isinstance(key, datetime) else key.toordinal() - _DAY_ZERO
        return (
            period.start.toordinal() - _DAY_ZERO,
            period.last.toordinal() - _DAY_ZERO,
            shown,
            key.date().isoformat()[:7] if isinstance(key, datetime) else str(key),
        )

    def _target(self, document: str) -> str | None:
        """A link to the file of a document, if it is an attachment that is there in the folder."""
        account, start = self.chapter.account, self.chapter.files_from
        path = PurePosixPath(document)
        if start is None or document not in account.present_files or path.is_absolute() or ".." in path.parts:
            return None
        target = PurePosixPath(
            os.path.relpath(os.path.join(account.folder, document), start).replace(os.sep, "/")
        )
        return f"external:{target}"


def _refuse_drift(what: str, binary: float, minor: int) -> None:
    if round(binary * 100) != minor:
        raise WorkbookError(
            f"{what} come to {money.format_amount(minor)}, and to {binary:.2f} in the binary figures of a "
            "spreadsheet: amounts this large and this many lose their last digits there; divide the "
            "account, or use csv or json"
        )


def _finish(page: Page, rows: _Rows) -> None:
    """Widths, frozen headings, print; columns that no posting uses are hidden, not left out."""
    for column, heading in enumerate(_headings(page.say)):
        is_used = rows.has_documents if column == DOCUMENT_COLUMN else rows.has_quantities
        hidden = {"hidden": True} if column >= DOCUMENT_COLUMN and not is_used else {}
        page.sheet.set_column(column, column, heading.width, None, hidden)
    page.sheet.freeze_panes(HEADINGS_ROW + 1, 1)
    page.set_up(repeat=(HEADINGS_ROW, HEADINGS_ROW))
    page.sheet.ignore_errors({"number_stored_as_text": "I1:K1048576"})
