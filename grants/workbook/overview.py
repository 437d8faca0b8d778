"""The overview sheet: master data, key figures, state of the checks, a chart."""

from collections.abc import Iterator

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from grants.findings.finding import Severity
from grants.render.spreadsheet import INK, clean, float_of
from grants.reports.parts import state_of
from grants.values import money
from grants.values.money import Amount
from grants.workbook import reconciliation
from grants.workbook.chapter import Chapter, link_to
from grants.workbook.follow_up import share_of
from grants.workbook.page import fit_row, note, set_up, subtitle

WIDTHS = (48, 18, 18, 18, 25, 3)
"""Characters of the columns with words and figures, and of the gap before the chart."""

LAST_COLUMN = 4
CHART_PLACE = (2, 6)
CHART_WIDTH, CHART_ROW_HEIGHT = 640, 70


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet, from top to bottom."""
    _Overview(chapter, sheet).write()


class _Overview:
    def __init__(self, chapter: Chapter, sheet: Worksheet) -> None:
        self.chapter = chapter
        self.sheet = sheet
        self.row = 0

    def write(self) -> None:
        chapter, sheet, styles = self.chapter, self.sheet, self.chapter.styles
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 44)
        title = styles.get(bold=True, font_size=16, font_color=INK, text_wrap=True, valign="vcenter")
        name = clean(chapter.account.grant.title)
        sheet.merge_range(0, 0, 0, LAST_COLUMN, name, styles.guarded(name, title))
        sheet.write_string(1, 0, subtitle(chapter), styles.subtitle)
        self.row = 3
        self._section(chapter.say("Master data"))
        for label, value in self._facts():
            styles.put(sheet, self.row, 0, label, styles.text())
            left = styles.get(text_wrap=True, align="left")
            fit_row(sheet, self.row, (value, sum(WIDTHS[1:LAST_COLUMN])))
            sheet.merge_range(
                self.row, 1, self.row, LAST_COLUMN, clean(value), styles.guarded(clean(value), left)
            )
            self.row += 1
        self.row += 1
        self._key_figures()
        self._checks()
        self._activities()
        sheet.activate() if chapter.number in (None, 1) else None
        set_up(chapter, sheet)
        sheet.fit_to_pages(1, 1)

    def _section(self, title: str) -> None:
        form = self.chapter.styles.section
        self.sheet.write_string(self.row, 0, title, form)
        for column in range(1, LAST_COLUMN + 1):
            self.sheet.write_blank(self.row, column, None, form)
        self.row += 1

    def _facts(self) -> Iterator[tuple[str, str]]:
        chapter = self.chapter
        record, say, locale = chapter.account.grant, chapter.say, chapter.locale
        used = chapter.account.postings.period
        award = record.award
        granted = None
        if award is not None:
            granted = str(award.year or "") if award.date is None else locale.date(award.date)
        pairs = (
            (say("Grant"), chapter.account.id),
            (say("Status"), state_of(chapter.account, say, locale)),
            (say("Funder"), record.funder.name),
            (say("Recipient"), record.recipient.name),
            (say("On behalf of"), record.recipient.on_behalf_of),
            (say("Case no."), record.case_number),
            (say("Period"), locale.period(record.effective_period)),
            (say("Spent in the period"), None if used is None else locale.period(used)),
            (say("Awarded in"), granted),
        )
        yield from ((label, value) for label, value in pairs if value)

    def _key_figures(self) -> None:
        chapter, say = self.chapter, self.chapter.say
        record, account = chapter.account.grant, chapter.account
        self._section(f"{say('Key figures')} ({chapter.currency})")
        application, award = record.application, account.award
        if application is not None:
            self._constant(say("Applied for"), application.amount, about=application.approximate)
        if award is not None:
            self._constant(say("Awarded"), award, name=say.term("name", "Awarded"))
        layout = chapter.layout
        corner = chapter.at(say.term("sheet", "Follow-up"), layout.total_row, layout.total_column)
        total = chapter.comparison.total
        self._formula(say("Budget"), corner, total.budget, about=total.approximate)
        if chapter.has_actuals:
            spent = chapter.at(say.term("sheet", "Follow-up"), layout.total_row, layout.total_column + 1)
            self._formula(say("Spent"), spent, total.actual, name=say.term("name", "Spent"))
            budget_cell, spent_cell = (xl_rowcol_to_cell(self.row - n, 1) for n in (2, 1))
            share = f'=IF({budget_cell}=0,"",{spent_cell}/{budget_cell})'
            self._label(say("Spent in % of the budget"))
            self.sheet.write_formula(
                self.row, 1, share, chapter.styles.share(), share_of(total.actual, total.budget)
            )
            self.row += 1
        if award is not None:
            self._formula(
                say("Of which paid by the grant"),
                chapter.over_grant(chapter.sum_postings),
                account.spent_of_grant,
            )
            rest = award.minor - account.spent_of_grant.minor
            formula = (
                f"ROUND({chapter.name(say.term('name', 'Awarded'))}-{xl_rowcol_to_cell(self.row - 1, 1)},2)"
            )
            note(self.sheet, self.row, 0, say("Awarded less what the grant has paid for."))
            self._formula(say("Rest"), formula, money.Amount(rest), name=say.term("name", "Rest"))
        limit = account.terms.transfer_limit
        if limit is not None and limit.percent is not None:
            self._label(say("Limit of deviation"))
            self.sheet.write_number(self.row, 1, float(limit.percent) / 100, chapter.styles.share())
            self._named(say.term("name", "Limit"))
        if limit is not None and limit.amount is not None:
            self._constant(say("Limit of deviation"), limit.amount, name=say.term("name", "LimitAmount"))
        self.row += 1

    def _label(self, label: str) -> None:
        self.sheet.write_string(self.row, 0, label, self.chapter.styles.text())

    def _constant(self, label: str, amount: Amount, *, name: str | None = None, about: bool = False) -> None:
        self._label(label)
        self.sheet.write_number(self.row, 1, float_of(amount, label), self.chapter.styles.amount(about=about))
        self._named(name)

    def _formula(
        self, label: str, formula: str, value: Amount, *, name: str | None = None, about: bool = False
    ) -> None:
        self._label(label)
        form = self.chapter.styles.amount(about=about)
        self.sheet.write_formula(self.row, 1, f"={formula}", form, float_of(value, label))
        self._named(name)

    def _named(self, name: str | None) -> None:
        if name is not None:
            self.chapter.define(name, self.chapter.say.term("sheet", "Overview"), self.row, 1)
        self.row += 1

    def _checks(self) -> None:
        chapter, say, styles = self.chapter, self.chapter.say, self.chapter.styles
        self._section(say("Checks of the account"))
        self._label(say("Reconciliation"))
        status = say("OK") if reconciliation.is_reconciled(chapter) else say("ERROR")
        name = chapter.name(say.term("name", "Reconciled"))
        formula = f'=IF(COUNTIF({name},"{say("ERROR")}")=0,"{say("OK")}","{say("ERROR")}")'
        self.sheet.write_formula(self.row, 1, formula, styles.get(align="right", bold=True), status)
        self._mark(say("ERROR"), "#F8C9C4")
        self._mark(say("OK"), "#D5EBD8")
        link = styles.get(font_color="#0B5394", underline=1, indent=1)
        target = chapter.sheet_name(say.term("sheet", "Reconciliation"))
        self.sheet.write_url(self.row, 2, link_to(target), link, say.term("sheet", "Reconciliation"))
        self.row += 1
        for label, severity in (
            (say("Errors"), Severity.ERROR),
            (say("Warnings"), Severity.WARNING),
            (say("Notes"), Severity.NOTE),
        ):  # fmt: skip
            self._label(label)
            number = sum(finding.severity is severity for finding in chapter.findings)
            self.sheet.write_number(self.row, 1, number, styles.count())
            if severity is Severity.ERROR:
                self.sheet.write_url(
                    self.row, 2, link_to(say.term("sheet", "Findings")), link, say.term("sheet", "Findings")
                )
            self.row += 1
        self.row += 1

    def _mark(self, text: str, colour: str) -> None:
        mark = self.chapter.book.add_format({"bg_color": colour})
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": mark}
        self.sheet.conditional_format(self.row, 1, self.row, 1, rule)

    def _activities(self) -> None:
        """A row per activity, linked to the follow-up, with a bar for what is used, and the chart."""
        chapter, say, styles = self.chapter, self.chapter.say, self.chapter.styles
        layout, rows = chapter.layout, chapter.comparison.rows
        self._section(
            f"{say('Budget and actual by activity')} ({chapter.currency})"
            if chapter.has_actuals
            else say("Budget")
        )
        headings: tuple[str, ...] = (
            say("Activity"),
            say("Budget"),
            say("Actual"),
            say("Deviation"),
            say("Spent in % of the budget"),
        )
        headings = headings[: 5 if chapter.has_actuals else 2]
        for column, heading in enumerate(headings):
            self.sheet.write_string(self.row, column, heading, styles.heading("right" if column else "left"))
        first = self.row + 1
        for number, row in enumerate(rows, first):
            source = layout.row_of(row.activity)
            title = chapter.account.grant.title_of(row.activity)
            fit_row(self.sheet, number, (title, WIDTHS[0]))
            styles.put(self.sheet, number, 0, title, styles.text(wrap=True))
            figures = row.total
            for measure, value in enumerate((figures.budget, figures.actual, figures.deviation)):
                if measure and not chapter.has_actuals:
                    break
                cell = chapter.at(
                    say.term("sheet", "Follow-up"), source, layout.column(layout.slots, measure)
                )
                about = figures.approximate and measure != 1
                form = styles.amount(about=about)
                self.sheet.write_formula(number, 1 + measure, f"={cell}", form, float_of(value))
            if chapter.has_actuals:
                budget, actual = xl_rowcol_to_cell(number, 1), xl_rowcol_to_cell(number, 2)
                share = f'=IF({budget}=0,"",{actual}/{budget})'
                self.sheet.write_formula(
                    number, 4, share, styles.share(), share_of(figures.actual, figures.budget)
                )
        last = first + len(rows) - 1
        self.row = last + 1
        if not rows:
            return
        if chapter.has_actuals:
            self.sheet.conditional_format(
                first, 4, last, 4,
                {"type": "data_bar", "bar_color": "#7FA8C4", "min_type": "num", "min_value": 0,
                 "max_type": "num", "max_value": 1.5},
            )  # fmt: skip
        self._chart(first, last)

    def _chart(self, first: int, last: int) -> None:
        chapter, say = self.chapter, self.chapter.say
        chart = chapter.book.add_chart({"type": "bar"})
        name = chapter.sheet_name(say.term("sheet", "Overview"))
        series = [(1, "#9FB3C1"), (2, "#1F5F8B")][: 2 if chapter.has_actuals else 1]
        for column, colour in series:
            chart.add_series(
                {
                    "name": [name, first - 1, column],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, column, last, column],
                    "fill": {"color": colour},
                    "gap": 60,
                }
            )
        small = {"name": "Calibri", "size": 9}
        chart.set_y_axis(
            {"reverse": True, "crossing": "max", "num_font": small, "line": {"color": "#9FB3C1"}}
        )
        chart.set_x_axis(
            {
                "num_format": "#,##0",
                "num_font": small,
                "line": {"none": True},
                "major_gridlines": {"visible": True, "line": {"color": "#DDE4E9"}},
            }
        )
        title = say("Budget and actual by activity") if chapter.has_actuals else say("Budget")
        title += f" ({chapter.currency})"
        chart.set_title({"name": title, "name_font": {"name": "Calibri", "size": 12, "color": INK}})
        chart.set_legend({"position": "bottom"} if chapter.has_actuals else {"none": True})
        height = min(1_000, max(360, 150 + CHART_ROW_HEIGHT * (last - first + 1)))
        chart.set_size({"width": CHART_WIDTH, "height": height})
        description = f"{title}: {chapter.account.grant.title}"
        self.sheet.insert_chart(
            *CHART_PLACE, chart, {"object_position": 2, "description": clean(description)[:250]}
        )
