"""The portfolio: every grant of a ledger in a line, with totals per currency."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from grants.checks import check
from grants.findings.finding import Finding, Severity
from grants.findings.message import plural
from grants.ledger import Account, Ledger
from grants.reports.document import BarChart, Block, Document, Paragraph, Series, plain
from grants.reports.marks import faults_of, readable_ledger, speech
from grants.reports.parts import in_words, paid_by_others, state_of
from grants.reports.progress import deadlines, progress
from grants.reports.speech import Language, Speech
from grants.reports.table import Column, Percent, Row, Table, amounts, data_of, figures, percentage, texts
from grants.values import money
from grants.values.arguments import Day, day_of
from grants.values.money import Amount


def portfolio_report(
    ledger: Ledger,
    *,
    as_of: Day,
    findings: Iterable[Finding] | None = None,
    language: Language = "da",
    with_errors: bool = False,
) -> Document:
    """Assemble all grants as of a day: award, spent, rest, time and money gone, deadline, findings.

    `findings` are those of the check, counted for the grant in whose folder they lie; without them the
    check is run here.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for a ledger that was not read whole, unless `with_errors`: then it says so.
    """
    ledger = readable_ledger(ledger, with_errors=with_errors)
    say, found = speech(language, "da"), check(ledger) if findings is None else findings
    document = _Portfolio(ledger, day_of("as_of", as_of), found, say.language).document()
    return faults_of(ledger).put_on(document, say)


class _Portfolio:
    def __init__(self, ledger: Ledger, as_of: date, findings: Iterable[Finding], language: Language) -> None:
        self.grants = tuple(ledger)
        self.as_of = as_of
        self.weights = Counter(
            (folder, finding.severity)
            for finding in findings
            for folder in PurePath(finding.where.path).parents
        )
        self.say = Speech.of(language)
        self.progress = {account.id: progress(account, as_of) for account in self.grants}

    def document(self) -> Document:
        say, day = self.say, self.say.date(self.as_of)
        sentence = say(
            plural(
                "As of {date}. {count} grant or application.",
                "As of {date}. {count} grants and applications.",
                date=day,
                count=len(self.grants),
            )
        )
        return Document(
            say("All grants"),
            self.say.language,
            (Paragraph(plain(sentence)), self.table(), *self.chart()),
            day=self.as_of,
            page_of=say("Page {page} of {pages}"),
        )

    def table(self) -> Table:
        say = self.say
        return Table(
            title=say("Grants"),
            columns=(
                *texts(say("Grant")),
                *figures(say("Awarded"), say("Spent"), say("Rest"), say("Time gone"), say("Spent in %")),
                Column(say("Next deadline")),
                *texts(say("Findings")),
            ),
            rows=(*map(self.row, self.grants), *self.totals()),
            language=self.say.language,
            notes=paid_by_others(
                ((account, self.progress[account.id].others) for account in self.grants), say
            ),
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
        return Row(
            (
                f"{account.id} ({state_of(account, self.say)})",
                *amounts(account.grant.currency, now.award, now.spent, now.rest),
                Percent(now.time_gone) if now.award is not None else None,
                percentage(now.money_gone),
                self.next_deadline(account),
                self.findings(account),
            )
        )

    def findings(self, account: Account) -> str:
        counts = self.counts(account)
        errors = plural("{count} error", "{count} errors", count=counts["errors"])
        warnings = plural("{count} warning", "{count} warnings", count=counts["warnings"])
        return f"{self.say(errors)}, {self.say(warnings)}"

    def totals(self) -> Iterator[Row]:
        for currency, sums in self.sums().items():
            label = f"{self.say('Total')} {currency}"
            yield Row((label, *amounts(currency, *sums), None, None, None, ""), is_total=True)

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
        found = deadlines(account, self.as_of, say=self.say)
        return found[0].day if found else None

    def counts(self, account: Account) -> dict[str, int]:
        kinds = {"errors": Severity.ERROR, "warnings": Severity.WARNING}
        return {name: self.weights[PurePath(account.folder), kind] for name, kind in kinds.items()}

    def chart(self) -> Iterator[Block]:
        """Time and money gone of each awarded grant, as bars."""
        shown = [(g, self.progress[g.id]) for g in self.grants if self.progress[g.id].award]
        if not shown:
            return
        say = self.say
        time = tuple(now.time_gone for _, now in shown)
        spent = tuple(now.money_gone or Decimal(0) for _, now in shown)
        series = tuple(
            Series(label, values, tuple(map(self.say.percent, values)))
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
            **data_of(now, "award", "spent", "rest"),
            "spent_by_others": now.others,
            **data_of(now, "committed", "time_gone", "money_gone"),
            "next_deadline": self.next_deadline(account),
            **self.counts(account),
        }
