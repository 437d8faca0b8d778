"""The overview sheet: master data, key figures, state of the checks, a chart."""

from xlsxwriter.worksheet import Worksheet

from grants.figures.comparison import ComparisonRow
from grants.findings.finding import Severity
from grants.render.spreadsheet import INK, clean
from grants.reports.document import Facts
from grants.reports.parts import parties, state_of
from grants.values.money import Amount
from grants.workbook import reconciliation
from grants.workbook.chapter import Chapter
from grants.workbook.page import Heading, Page

WIDTHS = (48, 18, 18, 18, 25, 3)
"""Characters of the columns with words and figures, and of the gap before the chart."""

LAST_COLUMN = 4
CHART_PLACE = (2, 6)
CHART_WIDTH, CHART_ROW_HEIGHT = 640, 70


def write(chapter: Chapter, sheet: Worksheet) -> None:
    """Write the sheet, from top to bottom."""
    _Overview(chapter, sheet).write()


class _Overview(Page):
    def write(self) -> None:
        sheet, styles, chapter = self.sheet, self.styles, self.chapter
        self.widen(WIDTHS)
        sheet.set_row(0, 44)
        title = styles.get(bold=True, font_size=16, font_color=INK, text_wrap=True, valign="vcenter")
        self.merged(0, LAST_COLUMN, self.marked(chapter.account.grant.title), title)
        self.row = 1
        self.subtitle()
        self.row = 3
        self.section(self.say("Master data"), LAST_COLUMN + 1)
        left = styles.get(text_wrap=True, align="left")
        for label, value in self._facts().pairs:
            self.text(0, label)
            self.fit(value, sum(WIDTHS[1:LAST_COLUMN]))
            self.merged(1, LAST_COLUMN, value, left)
            self.row += 1
        self.row += 1
        self._key_figures()
        self._checks()
        self._activities()
        if chapter.number in (None, 1):
            sheet.activate()
        self.set_up()
        sheet.fit_to_pages(1, 1)

    def _facts(self) -> Facts:
        chapter = self.chapter
        record, say = chapter.account.grant, self.say
        used = chapter.account.postings.period
        award = record.award
        granted = None
        if award is not None:
            granted = str(award.year or "") if award.date is None else say.date(award.date)
        return Facts.known(
            (say("Grant"), chapter.account.id),
            (say("Status"), state_of(chapter.account, say)),
            *parties(record, say),
            (say("Case no."), record.case_number),
            (say("Period"), say.period(record.effective_period)),
            (say("Spent in the period"), None if used is None else say.period(used)),
            (say("Awarded in"), granted),
        )

    def _key_figures(self) -> None:
        chapter, say, account = self.chapter, self.say, self.chapter.account
        total, application, award = chapter.comparison.total, account.grant.application, account.award
        self.section(f"{say('Key figures')} ({chapter.currency})", LAST_COLUMN + 1)
        if application is not None:
            self._constant(say("Applied for"), application.amount, about=application.approximate)
        if award is not None:
            self._constant(say("Awarded"), award, say.term("name", "Awarded"))
        self._computed(say("Budget"), chapter.in_total(0), total.budget, about=total.approximate)
        if chapter.has_actuals:
            self._computed(say("Spent"), chapter.in_total(1), total.actual, say.term("name", "Spent"))
            self.text(0, say("Spent in % of the budget"))
            cells = self.cell(1, self.row - 1), self.cell(1, self.row - 2)
            self.share(1, cells, total.actual, total.budget)
            self.row += 1
        if award is not None:
            of_grant = chapter.over_grant(chapter.sum_postings)
            self._computed(say("Of which paid by the grant"), of_grant, account.spent_of_grant)
            awarded = chapter.name(say.term("name", "Awarded"))
            self.note(0, say("Awarded less what the grant has paid for."))
            formula = f"ROUND({awarded}-{self.cell(1, self.row - 1)},2)"
            self._computed(say("Rest"), formula, award - account.spent_of_grant, say.term("name", "Rest"))
        limit = account.terms.transfer_limit
        if limit is not None and limit.percent is not None:
            self.number(1, float(limit.percent) / 100, self.styles.share())
            self._labelled(say("Limit of deviation"), say.term("name", "Limit"))
        if limit is not None and limit.amount is not None:
            self._constant(say("Limit of deviation"), limit.amount, say.term("name", "LimitAmount"))
        self.row += 1

    def _constant(self, label: str, amount: Amount, name: str | None = None, *, about: bool = False) -> None:
        self.amount(1, amount, label, about=about)
        self._labelled(label, name)

    def _computed(
        self, label: str, formula: str, value: Amount, name: str | None = None, *, about: bool = False
    ) -> None:
        self.formula(1, formula, value, what=label, about=about)
        self._labelled(label, name)

    def _labelled(self, label: str, name: str | None) -> None:
        """The words before a figure, and a name for formulas; then the next row."""
        self.text(0, label)
        if name is not None:
            self.define(name, 1)
        self.row += 1

    def _checks(self) -> None:
        chapter, say = self.chapter, self.say
        self.section(say("Checks of the account"), LAST_COLUMN + 1)
        sheet, findings = say.term("sheet", "Reconciliation"), say.term("sheet", "Findings")
        self.text(0, say("Reconciliation"))
        reconciliation.put_status(self, 1, chapter, self.styles.get(align="right", bold=True))
        self.colour_status(1, self.row, self.row)
        self.link(2, chapter.sheet_name(sheet), sheet, indent=1)
        self.row += 1
        for label, severity in (
            (say("Errors"), Severity.ERROR),
            (say("Warnings"), Severity.WARNING),
            (say("Notes"), Severity.NOTE),
        ):  # fmt: skip
            self.text(0, label)
            self.number(1, sum(finding.severity is severity for finding in chapter.findings))
            if severity is Severity.ERROR:
                self.link(2, findings, findings, indent=1)
            self.row += 1
        self.row += 1

    def _activities(self) -> None:
        """A row per activity, linked to the follow-up, with a bar for what is used, and the chart."""
        chapter, say, rows = self.chapter, self.say, self.chapter.comparison.rows
        self.section(self._activities_title(), LAST_COLUMN + 1)
        headings = [say("Activity"), say("Budget")]
        if chapter.has_actuals:
            headings += [say("Actual"), say("Deviation"), say("Spent in % of the budget")]
        self.headings([Heading(text, align="right" if n else "left") for n, text in enumerate(headings)])
        first = self.row
        for row in rows:
            self._activity(row)
            self.row += 1
        last = self.row - 1
        if rows and chapter.has_actuals:
            self.sheet.conditional_format(
                first, 4, last, 4,
                {"type": "data_bar", "bar_color": "#7FA8C4", "min_type": "num", "min_value": 0,
                 "max_type": "num", "max_value": 1.5},
            )  # fmt: skip
        if rows:
            self._chart(first, last)

    def _activities_title(self) -> str:
        if not self.chapter.has_actuals:
            return self.say("Budget")
        return f"{self.say('Budget and actual by activity')} ({self.chapter.currency})"

    def _activity(self, row: ComparisonRow) -> None:
        chapter, figures = self.chapter, row.total
        source, slot = chapter.layout.row_of(row.activity), chapter.layout.slots
        self.text(0, chapter.account.grant.title_of(row.activity), wrap=True)
        self.formula(1, chapter.follow_up(source, slot, 0), figures.budget, about=figures.approximate)
        if chapter.has_actuals:
            self.formula(2, chapter.follow_up(source, slot, 1), figures.actual)
            self.formula(3, chapter.follow_up(source, slot, 2), figures.deviation, about=figures.approximate)
            self.share(4, (self.cell(2), self.cell(1)), figures.actual, figures.budget)

    def _chart(self, first: int, last: int) -> None:
        chapter, say = self.chapter, self.say
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
