"""The status report midway: spent to date, rest, where it is heading, deadlines ahead."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from grants.ledger import Account
from grants.reports.budget import budget_report
from grants.reports.document import Block, Document, Heading, Paragraph, plain
from grants.reports.financing import has_several_sources, sources_table
from grants.reports.parts import STATUSES, Letter, budget_chart
from grants.reports.progress import deadlines, progress
from grants.reports.settlement import availability_table
from grants.reports.speech import Language
from grants.reports.spending_chart import burn_chart
from grants.reports.table import Column, Row, Table, figures, texts
from grants.values.periods import Period

_SUMS = ("award", "spent", "rest", "others", "committed", "available", "left_out")
"""The amounts that the sentences name."""


def status_report(account: Account, *, as_of: date, language: Language | None = None) -> Document:
    """Assemble the status as of a day; sums known only for a span beyond it are named, not counted."""
    return _Status(account, as_of, language or account.grant.language).document()


class _Status(Letter):
    def __init__(self, account: Account, as_of: date, language: Language) -> None:
        super().__init__(account, language)
        self.as_of = as_of
        self.progress = progress(account, as_of)

    def document(self) -> Document:
        say = self.say
        status = say(STATUSES[self.grant.status])
        blocks = (
            self.facts(self.grant.effective_period, (say("Status"), status)),
            Paragraph(plain(" ".join(self.sentences()))),
            *self.figures(),
            *self.forecast(),
            Heading(plain(say("Deadlines ahead"))),
            self.ahead(),
        )
        return self.letter(say("Status"), blocks, day=Period.between(self.as_of, self.as_of))

    def sentences(self) -> Iterator[str]:
        """How much is spent of how much, and how much time has gone."""
        say, now, period = self.say, self.progress, self.grant.effective_period
        sums = {name: getattr(now, name) for name in _SUMS}
        values = {name: self.money(amount) for name, amount in sums.items() if amount is not None}
        values["date"], values["period"] = self.say.date(self.as_of), self.say.period(period)
        if now.award is not None and now.spent:
            yield say("As of {date}, {spent} is spent of the award of {award}. {rest} is left.", **values)
        elif now.award is not None:
            yield say("As of {date}, no spending of the award of {award} is recorded.", **values)
        if now.others:
            yield say("Own money and partners have paid {others} on top of that.", **values)
        if now.committed and now.available is not None:
            yield say("Of the rest, {committed} is ordered, so that {available} is available.", **values)
        if self.as_of < period.start:
            yield say("The period {period} has not begun.", **values)
        elif self.as_of >= period.last:
            yield say("The period {period} is over.", **values)
        else:
            percent = self.say.rough_percent(now.time_gone)
            yield say("{percent} of the period {period} has passed.", percent=percent, **values)
        if now.left_out:
            yield say(
                "{left_out} is known only for a period that goes beyond the date, and is not in the figures.",
                **values,
            )

    def figures(self) -> Iterator[Block]:
        say = self.say
        language = self.say.language
        table = budget_report(self.account, as_of=self.as_of, language=language)
        title = say("Budget against actual") if self.grant.is_awarded else say("Budget")
        yield replace(table, title=title)
        if self.grant.is_awarded and len(table.rows) > 1:
            yield budget_chart(self.account.compare(as_of=self.as_of), self.grant, say)
        if has_several_sources(self.account):
            yield sources_table(self.account, as_of=self.as_of, language=language)
        if self.account.commitments(self.as_of):
            yield availability_table(self.account, as_of=self.as_of, language=language)
        chart = burn_chart(self.account, self.as_of, say)
        if chart is not None:
            yield chart
            if any(group.period.days > 1 for group in self.account.postings.groups):
                text = say("Amounts known only for a longer period are drawn on its last day.")
                yield Paragraph(plain(text))

    def forecast(self) -> Iterator[Block]:
        """Where spending is heading, as long as the period runs."""
        if self.grant.is_awarded and self.as_of < self.grant.effective_period.last:
            yield Heading(plain(self.say("Forecast")))
            yield Paragraph(plain(" ".join(self.outlook())))

    def outlook(self) -> Iterator[str]:
        """What spending comes to at the end of the period, and how far that is from the award."""
        say, now = self.say, self.progress
        if now.forecast is None:
            yield say("There is no basis for a forecast yet.")
            return
        if now.run_rate is not None:
            yield say(
                "If spending goes on as until now, {forecast} is spent at the end of the period. The "
                "calculation is the spending per day of the period so far, times all its days.",
                forecast=self.money(now.run_rate),
            )
        if now.run_rate is None or now.bound > now.run_rate:
            yield say(
                "{forecast} is spent or ordered, more than spending so far leads to.",
                forecast=self.money(now.forecast),
            )
        if now.award is not None and now.forecast != now.award:
            amount = self.money(abs(now.forecast - now.award))
            if now.forecast > now.award:
                yield say("That is {amount} more than the award.", amount=amount)
            else:
                yield say("That is {amount} less than the award.", amount=amount)

    def ahead(self) -> Block:
        say = self.say
        found = deadlines(self.account, self.as_of, say=say)
        day = self.say.date(self.as_of)
        if not found:
            return Paragraph(plain(say("No deadline after {date} is known.", date=day)))
        return Table(
            title=say("Deadlines from {date}", date=day),
            columns=(*texts(say("Text")), Column(say("Deadline")), *figures(say("Days left"))),
            rows=tuple(Row((one.text, one.day, (one.day - self.as_of).days)) for one in found),
            language=self.say.language,
        )
