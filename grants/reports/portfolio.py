"""The portfolio: every grant of a ledger in a line, with totals per currency."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from grants.findings.finding import Finding, Severity
from grants.ledger import Account, Ledger
from grants.reports.document import BarChart, Block, Document, Paragraph, Series, plain
from grants.reports.locale import Locale
from grants.reports.parts import in_words
from grants.reports.progress import Progress, deadlines, progress
from grants.reports.speech import Language, Speech
from grants.reports.state import state_of
from grants.reports.table import Align, Cell, Column, Money, Percent, Row, Table
from grants.values import money
from grants.values.money import Amount


def portfolio_report(
    ledger: Ledger,
    *,
    as_of: date,
    findings: Iterable[Finding] = (),
    language: Language = "da",
) -> Document:
    """Assemble all grants as of a day: award, spent, rest, time and money gone, deadline, findings.

    `findings` are those of the check, counted for the grant in whose folder they lie.
    """
    return _Portfolio(ledger, as_of, tuple(findings), Speech.of(language), Locale(language)).document()


class _Portfolio:
    def __init__(
        self, ledger: Ledger, as_of: date, findings: Sequence[Finding], say: Speech, locale: Locale
    ) -> None:
        self.grants = tuple(ledger)
        self.as_of = as_of
        self.weights = Counter(
            (folder, finding.severity)
            for finding in findings
            for folder in PurePath(finding.where.path).parents
        )
        self.say = say
        self.locale = locale
        self.progress = {account.id: progress(account, as_of) for account in self.grants}

    def document(self) -> Document:
        say, day = self.say, self.locale.date(self.as_of)
        sentence = say("As of {date}. {count} grants and applications.", date=day, count=len(self.grants))
        return Document(
            say("All grants"),
            self.locale.language,
            (Paragraph(plain(sentence)), self.table(), *self.chart()),
            day=self.as_of,
            page_of=say("Page {page} of {pages}"),
        )

    def table(self) -> Table:
        say = self.say
        return Table(
            title=say("Grants"),
            columns=(
                Column(say("Grant"), wraps=True),
                Column(say("Awarded"), Align.RIGHT),
                Column(say("Spent"), Align.RIGHT),
                Column(say("Rest"), Align.RIGHT),
                Column(say("Time gone"), Align.RIGHT),
                Column(say("Spent in %"), Align.RIGHT),
                Column(say("Next deadline")),
                Column(say("Findings"), wraps=True),
            ),
            rows=(*map(self.row, self.grants), *self.totals()),
            language=self.locale.language,
            notes=tuple(self.notes()),
            data={
                "as_of": self.as_of,
                "grants": [self.data(account) for account in self.grants],
                "totals": [
                    {"currency": currency, "award": award, "spent": spent, "rest": rest}
                    for currency, (award, spent, rest) in self.sums().items()
                ],
            },
        )

    def row(self, account: Account) -> Row:
        now = self.progress[account.id]
        gone = now.money_gone
        name = f"{account.id} ({state_of(account, self.say, self.locale)})"
        return Row(
            (
                name,
                *self.amounts(account.grant.currency, now),
                Percent(now.time_gone) if now.award is not None else None,
                None if gone is None else Percent(gone),
                self.next_deadline(account),
                self.say("{errors} errors, {warnings} warnings", **self.counts(account)),
            )
        )

    def amounts(self, currency: str, now: Progress) -> tuple[Cell, ...]:
        amounts = (now.award, now.spent, now.rest)
        return tuple(None if amount is None else Money(amount, currency) for amount in amounts)

    def notes(self) -> Iterator[str]:
        """What is spent beside the grants, which the table does not count."""
        beside = [(account, self.progress[account.id].others) for account in self.grants]
        if any(amount for _, amount in beside):
            yield self.say("Spent is what the grant pays, and rest is award less spent.")
        for account, amount in beside:
            if amount:
                paid = self.locale.money(amount, account.grant.currency)
                yield self.say(
                    "{grant}: own money and partners have paid {amount} on top of that.",
                    grant=account.id,
                    amount=paid,
                )

    def totals(self) -> Iterator[Row]:
        for currency, sums in self.sums().items():
            cells = (Money(amount, currency) for amount in sums)
            yield Row((f"{self.say('Total')} {currency}", *cells, None, None, None, ""), is_total=True)

    def sums(self) -> dict[str, tuple[Amount, Amount, Amount]]:
        """Award, spent and rest in each currency, by its code."""
        sums = {}
        for currency in sorted({account.grant.currency for account in self.grants}):
            inside = [self.progress[g.id] for g in self.grants if g.grant.currency == currency]
            award = money.total([now.award for now in inside if now.award is not None])
            spent = money.total([now.spent for now in inside])
            rest = money.total([now.rest for now in inside if now.rest is not None])
            sums[currency] = (award, spent, rest)
        return sums

    def next_deadline(self, account: Account) -> date | None:
        found = deadlines(account, self.as_of, say=self.say, locale=self.locale)
        return found[0].day if found else None

    def counts(self, account: Account) -> dict[str, int]:
        folder = PurePath(account.folder)
        return {
            "errors": self.weights[folder, Severity.ERROR],
            "warnings": self.weights[folder, Severity.WARNING],
        }

    def chart(self) -> Iterator[Block]:
        """Time and money gone of each awarded grant, as bars."""
        shown = [(g, self.progress[g.id]) for g in self.grants if self.progress[g.id].award]
        if not shown:
            return
        say = self.say
        time = tuple(now.time_gone for _, now in shown)
        spent = tuple(now.money_gone or Decimal(0) for _, now in shown)
        series = tuple(
            Series(label, values, tuple(map(self.locale.percent, values)))
            for label, values in ((say("Time gone"), time), (say("Spent in %"), spent))
        )
        categories = tuple(f"{account.id}: {account.grant.title}" for account, _ in shown)
        names = tuple(account.id for account, _ in shown)
        yield BarChart(say("Spending and time in percent"), in_words(names, series), categories, series)

    def data(self, account: Account) -> dict[str, object]:
        now = self.progress[account.id]
        return {
            "grant": account.id,
            "title": account.grant.title,
            "status": account.grant.status,
            "closed": account.closed,
            "currency": account.grant.currency,
            "award": now.award,
            "spent": now.spent,
            "rest": now.rest,
            "spent_by_others": now.others,
            "committed": now.committed,
            "time_gone": now.time_gone,
            "money_gone": now.money_gone,
            "next_deadline": self.next_deadline(account),
            **self.counts(account),
        }
