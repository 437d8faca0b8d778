"""What reports have in common: the head of a letter, charts, the state of a grant in words."""

from collections.abc import Iterable, Iterator, Sequence

from grants.figures.comparison import Comparison
from grants.findings.message import terms
from grants.ledger import Account
from grants.records.grant import Grant
from grants.reports.document import BarChart, Block, Document, Facts, Letterhead, Paragraph, Series, Span
from grants.reports.speech import Language, Speech
from grants.values.money import Amount
from grants.values.periods import Period

AUDITOR_KINDS = terms(
    "auditor",
    "declaration",
    **{
        "competent-person": "competent person",
        "approved-auditor": "approved auditor",
        "performance-audit": "audit with performance audit",
    },
)
"""What those are called who audit an account; other words stay as they are."""

STATUSES = terms("status", "applied", "awarded", "reported", "closed")
"""What each status of a grant is called."""


class Letter:
    """A report on one account that is sent as a letter, in one language."""

    def __init__(self, account: Account, language: Language) -> None:
        self.account = account
        self.grant: Grant = account.grant
        self.say: Speech = Speech.of(language)

    def letter(
        self, kind: str, blocks: Iterable[Block], *, day: Period | None, document_number: str | None = None
    ) -> Document:
        """The whole letter: its head, then the blocks."""
        return Document(
            f"{kind}: {self.grant.title}",
            self.say.language,
            (self._head(day, document_number), *blocks),
            author=self.grant.recipient.name,
            day=None if day is None else day.last,
            page_of=self.say("Page {page} of {pages}"),
        )

    def _head(self, day: Period | None, document_number: str | None) -> Letterhead:
        """The recipient of the grant writes to its funder, under the numbers of the case."""
        say, sender = self.say, self.grant.recipient
        details = Facts.known(
            (say("Date"), None if day is None else self.say.period(day)),
            (say("Case no."), self.grant.case_number),
            (say("Document no."), document_number),
        )
        return Letterhead(
            sender=tuple(part for part in (sender.name, sender.unit, *sender.address) if part),
            recipient=(self.grant.funder.name,),
            details=details.pairs,
        )

    def facts(self, period: Period, *more: tuple[str, str | None]) -> Facts:
        """Who granted what to whom for which period, and more."""
        return Facts.known(
            *parties(self.grant, self.say), (self.say("Period"), self.say.period(period)), *more
        )

    def money(self, amount: Amount, *, approximate: bool = False) -> str:
        """An amount in the currency of the grant."""
        return self.say.money(amount, self.grant.currency, approximate=approximate)


def parties(grant: Grant, say: Speech) -> tuple[tuple[str, str | None], ...]:
    """Funder and recipient, as facts."""
    return (
        (say("Funder"), grant.funder.name),
        (say("Recipient"), grant.recipient.name),
        (say("On behalf of"), grant.recipient.on_behalf_of),
    )


def state_of(account: Account, say: Speech) -> str:
    """`closed 1 May 2018` where a closing is in force, whatever grant.toml says; else its status."""
    if account.closed is None:
        return say(STATUSES[account.grant.status])
    return say("closed {date}", date=say.date(account.closed))


def explanations(grant: Grant, say: Speech) -> Iterator[Block]:
    """A paragraph for each explanation: what it is about, and its words."""
    names = {
        "period": say("The period"),
        "award": say("Spending beyond the award"),
        "deviation": say("The budget as a whole"),
    }
    for explanation in grant.explanations:
        activity = explanation.activity
        about = names[explanation.of] if activity is None else grant.title_of(activity)
        yield Paragraph((Span(f"{about}: ", strong=True), Span(explanation.text)))


def auditor_kind(kind: str, say: Speech) -> str:
    """What a kind of auditor or of audit is called."""
    return say(AUDITOR_KINDS[kind]) if kind in AUDITOR_KINDS else kind


def paid_by_others(paid: Iterable[tuple[Account, Amount]], say: Speech) -> tuple[str, ...]:
    """Notes on what is spent beside the grants, which a table of grants does not count."""
    notes = [
        say(
            "{grant}: own money and partners have paid {amount} on top of that.",
            grant=account.id,
            amount=say.money(amount, account.grant.currency),
        )
        for account, amount in paid
        if amount
    ]
    return (say("Spent is what the grant pays, and rest is award less spent."), *notes) if notes else ()


def budget_chart(comparison: Comparison, grant: Grant, say: Speech) -> BarChart:
    """Budget and actual spend of each activity as bars, and the same in words."""
    decimals = any(
        not amount.is_whole for row in comparison.rows for amount in (row.total.budget, row.total.actual)
    )
    categories = tuple(grant.title_of(row.activity) for row in comparison.rows)

    def series(label: str, values: Sequence[Amount]) -> Series:
        texts = tuple(say.money(value, grant.currency, decimals=decimals) for value in values)
        return Series(label, tuple(value.decimal for value in values), texts)

    both = (
        series(say("Budget"), [row.total.budget for row in comparison.rows]),
        series(say("Actual"), [row.total.actual for row in comparison.rows]),
    )
    return BarChart(
        say("Budget and actual spending by activity"), in_words(categories, both), categories, both
    )


def in_words(categories: tuple[str, ...], series: tuple[Series, ...]) -> str:
    """What bars show, a sentence for each category."""
    sentences = []
    for position, category in enumerate(categories):
        values = ", ".join(f"{one.label.lower()} {one.texts[position]}" for one in series)
        sentences.append(f"{category}: {values}")
    return "; ".join(sentences).rstrip(".") + "."
