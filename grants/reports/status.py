"""The status report midway: spent to date and over time, rest, where it is heading, deadlines ahead."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import accumulate, count

from grants.ledger import Account
from grants.reports.budget import comparison_table
from grants.reports.document import Block, Document, Heading, Line, LineChart, Paragraph, plain
from grants.reports.financing import has_several_sources, sources_table
from grants.reports.marks import marks_of, readable_account, speech
from grants.reports.parts import STATUSES, Letter, budget_chart
from grants.reports.progress import deadlines, progress
from grants.reports.settlement import availability_table
from grants.reports.speech import Language, Speech
from grants.reports.table import Column, Row, Table, figures, texts
from grants.values.arguments import Day, day_of
from grants.values.money import ZERO, Amount
from grants.values.periods import Granularity, Period

_SUMS = ("award", "spent", "rest", "others", "committed", "available", "left_out")
"""The amounts that the sentences name."""


def status_report(
    account: Account,
    *,
    as_of: Day,
    language: Language | None = None,
    open_errors: int | None = None,
    with_errors: bool = False,
) -> Document:
    """Assemble the status as of a day; sums known only for a span beyond it are named, not counted.

    Errors that the check finds mark it as a draft with their number, which `open_errors` gives where it is
    known already.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    say = speech(language, account.grant.language)
    document = _Status(account, day_of("as_of", as_of), say.language).document()
    return marks_of(account, open_errors).put_on(document, say)


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
        table = comparison_table(self.account, as_of=self.as_of, say=say)
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


_MOST_MARKS = 5
"""Lines across the chart above zero, at most."""


def burn_chart(account: Account, as_of: date, say: Speech) -> LineChart | None:
    """Accumulated spend up to a day, beside the budget spread evenly over the period.

    A sum known only for a span counts on its last day. None where nothing is budgeted, nothing is
    spent, or the day lies before the period.
    """
    period, budget = account.grant.effective_period, account.budgeted
    spent = _accumulated(account, as_of)
    until = period.up_to(as_of)
    if not spent or not budget or until is None:
        return None
    whole = Period.between(min(period.start, spent[0][0]), max(period.last, spent[-1][0]))
    total = spent[-1][1]

    def day(when: date) -> int:
        return (when - whole.start).days

    end = max(min(as_of, whole.last), spent[-1][0])
    spending = [(0, ZERO), *((day(when), amount) for when, amount in spent), (day(end), total)]
    planned = ((day(period.start), ZERO), (day(period.last), budget))
    even = budget.part(until.days, period.days)
    return LineChart(
        title=say("Spending over time ({currency})", currency=say.currency(account.grant.currency)),
        description=say(
            "The line of spending ends at {spent} as of {date}. Even spending of the budget of "
            "{budget} would be {even} on the same day.",
            date=say.date(as_of),
            spent=say.money(total, account.grant.currency),
            budget=say.money(budget, account.grant.currency),
            even=say.money(even, account.grant.currency),
        ),
        days=whole.days - 1,
        lines=(_line(say("Budget, spread evenly"), planned), _line(say("Spent"), spending, is_stepped=True)),
        time_marks=tuple((max(day(unit.start), 0), say.period(unit)) for unit in _units(whole)),
        amount_marks=tuple(
            (amount.decimal, say.number(amount, decimals=False))
            for amount in round_amounts(max(budget, *(amount for _, amount in spent)))
        ),
    )


def _line(label: str, points: Iterable[tuple[int, Amount]], *, is_stepped: bool = False) -> Line:
    return Line(label, tuple((day, amount.decimal) for day, amount in points), is_stepped=is_stepped)


def round_amounts(highest: Amount) -> Iterator[Amount]:
    """Zero and a few round amounts above it, evenly apart, up to the first that is not lower."""
    steps = (factor * 10**power for power in count(2) for factor in (1, 2, 5))
    step = next(step for step in steps if step * _MOST_MARKS >= highest.minor)
    for amount in count(0, step):
        yield Amount(amount)
        if amount >= highest.minor:
            return


def _accumulated(account: Account, as_of: date) -> list[tuple[date, Amount]]:
    """The sum of spend at the end of each day on which it changed."""
    by_day: defaultdict[date, int] = defaultdict(int)
    for group in account.postings.groups:
        if group.period.last <= as_of:
            by_day[group.period.last] += group.total
    days = sorted(by_day)
    return list(zip(days, map(Amount, accumulate(by_day[day] for day in days)), strict=True))


def _units(whole: Period) -> Iterator[Period]:
    by = Granularity.YEAR if whole.days > 800 else Granularity.QUARTER
    return (unit for unit in whole.units(by) if unit.start >= whole.start)
