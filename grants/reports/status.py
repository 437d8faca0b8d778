"""The status report midway: spent to date, rest, where it is heading, deadlines ahead."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from grants.ledger import Account
from grants.reports.budget import budget_report
from grants.reports.document import Block, Document, Facts, Heading, Paragraph, plain
from grants.reports.financing import has_several_sources, sources_table
from grants.reports.labels import LABELS
from grants.reports.locale import Language, Locale
from grants.reports.parts import budget_chart, letterhead
from grants.reports.progress import deadlines, progress
from grants.reports.settlement import availability_table
from grants.reports.spending_chart import burn_chart
from grants.reports.table import Align, Column, Row, Table
from grants.values.money import Amount
from grants.values.periods import Period


def status_report(account: Account, *, as_of: date, language: Language | None = None) -> Document:
    """Assemble the status as of a day; sums known only for a span beyond it are named, not counted."""
    return _Status(account, as_of, language or account.grant.language).document()


class _Status:
    def __init__(self, account: Account, as_of: date, language: Language) -> None:
        self.ledger = account
        self.grant = account.grant
        self.as_of = as_of
        self.labels = LABELS[language]
        self.locale = Locale(language)
        self.progress = progress(account, as_of)

    def document(self) -> Document:
        labels = self.labels
        day = Period.between(self.as_of, self.as_of)
        return Document(
            f"{labels.status}: {self.grant.title}",
            self.locale.language,
            (
                letterhead(self.grant, labels, self.locale, day=day),
                self.facts(),
                Paragraph(plain(" ".join(self.sentences()))),
                *self.figures(),
                *self.forecast(),
                Heading(plain(labels.deadlines)),
                self.ahead(),
            ),
            author=self.grant.recipient.name,
            day=self.as_of,
            page_of=labels.page_of,
        )

    def facts(self) -> Facts:
        labels, locale = self.labels, self.locale
        pairs = (
            (labels.funder, self.grant.funder.name),
            (labels.recipient, self.grant.recipient.name),
            (labels.on_behalf_of, self.grant.recipient.on_behalf_of),
            (labels.period, locale.period(self.grant.effective_period)),
            (labels.status, labels.statuses[self.grant.status]),
        )
        return Facts(tuple((label, value) for label, value in pairs if value))

    def sentences(self) -> Iterator[str]:
        """How much is spent of how much, and how much time has gone."""
        labels, now, period = self.labels, self.progress, self.grant.effective_period
        names = {"date": self.locale.date(self.as_of), "period": self.locale.period(period)}
        if now.award is not None and now.rest is not None:
            award = self.money(now.award)
            if now.spent:
                spent, rest = self.money(now.spent), self.money(now.rest)
                yield labels.status_sentence.format(spent=spent, award=award, rest=rest, **names)
            else:
                yield labels.nothing_spent_sentence.format(award=award, **names)
        if now.others:
            yield labels.others_sentence.format(amount=self.money(now.others))
        if now.committed and now.available is not None:
            committed, available = self.money(now.committed), self.money(now.available)
            yield labels.committed_sentence.format(committed=committed, available=available)
        if self.as_of < period.start:
            yield labels.before_start_sentence.format(**names)
        elif self.as_of >= period.last:
            yield labels.after_end_sentence.format(**names)
        else:
            percent = self.locale.percent(now.time_gone)
            yield labels.time_gone_sentence.format(percent=percent, **names)
        if now.left_out:
            yield labels.left_out_sentence.format(amount=self.money(now.left_out))

    def figures(self) -> Iterator[Block]:
        labels = self.labels
        table = budget_report(self.ledger, as_of=self.as_of, language=self.locale.language)
        title = labels.budget_against_actual if self.grant.is_awarded else labels.budget
        yield replace(table, title=title)
        if self.grant.is_awarded and len(table.rows) > 1:
            yield budget_chart(self.ledger.compare(as_of=self.as_of), self.grant, labels, self.locale)
        language = self.locale.language
        if has_several_sources(self.ledger):
            yield sources_table(self.ledger, as_of=self.as_of, language=language)
        if self.ledger.commitments(self.as_of):
            yield availability_table(self.ledger, as_of=self.as_of, language=language)
        chart = burn_chart(self.ledger, self.as_of, labels, self.locale)
        if chart is not None:
            yield chart
            if any(group.period.days > 1 for group in self.ledger.postings.groups):
                yield Paragraph(plain(labels.burn_placed_note))

    def forecast(self) -> Iterator[Block]:
        """Where spending is heading, as long as the period runs."""
        if self.grant.is_awarded and self.as_of < self.grant.effective_period.last:
            yield Heading(plain(self.labels.forecast))
            yield Paragraph(plain(" ".join(self.outlook())))

    def outlook(self) -> Iterator[str]:
        """What spending comes to at the end of the period, and how far that is from the award."""
        labels, now = self.labels, self.progress
        if now.forecast is None:
            yield labels.no_forecast_sentence
            return
        is_bound = now.run_rate is None or now.bound > now.run_rate
        if now.run_rate is not None:
            yield labels.forecast_sentence.format(forecast=self.money(now.run_rate))
        if is_bound:
            yield labels.forecast_commitments_sentence.format(forecast=self.money(now.forecast))
        if now.award is not None and now.forecast != now.award:
            apart = now.forecast - now.award
            is_over = now.forecast > now.award
            sentence = labels.forecast_over_sentence if is_over else labels.forecast_under_sentence
            yield sentence.format(amount=self.money(abs(apart)))

    def ahead(self) -> Block:
        labels = self.labels
        found = deadlines(self.ledger, self.as_of, labels=labels, locale=self.locale)
        if not found:
            return Paragraph(plain(labels.no_deadlines_sentence.format(date=self.locale.date(self.as_of))))
        return Table(
            title=labels.deadlines_from.format(date=self.locale.date(self.as_of)),
            columns=(
                Column(labels.text, wraps=True),
                Column(labels.deadline),
                Column(labels.days_left, Align.RIGHT),
            ),
            rows=tuple(Row((one.text, one.day, (one.day - self.as_of).days)) for one in found),
            language=self.locale.language,
        )

    def money(self, amount: Amount) -> str:
        return self.locale.money(amount, self.grant.currency)
