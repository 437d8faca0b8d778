"""The final report to the funder, in the order that the funder reads it.

Letterhead, award and use, the table and its chart, description and results, dissemination,
attachments, explanation of deviations, approved changes, settlement, management statement, and a
page for the auditor where one is asked for. The words come from report.md: a section whose heading
is the name of a part of the report adds its words to that part, every other section stands on its
own after the table, in the order of the file.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from grants.findings.message import Message
from grants.ledger import Account
from grants.records import ReportDetails
from grants.reports.budget import budget_report
from grants.reports.changes import changes_in_words
from grants.reports.document import (
    Block,
    Document,
    Facts,
    Heading,
    Item,
    ListBlock,
    PageBreak,
    Paragraph,
    Signature,
    Span,
    plain,
)
from grants.reports.financing import has_several_sources, sources_table
from grants.reports.locale import Locale
from grants.reports.narrative import Section, sections
from grants.reports.parts import auditor_kind, budget_chart, letterhead
from grants.reports.settlement import has_payments, settlement_table
from grants.reports.speech import LANGUAGES, Language, Speech
from grants.reports.table import Align, Column, Money, Row, Table
from grants.values import money
from grants.values.money import ZERO, Amount
from grants.values.periods import Period

PARTS = (
    Message("Award and use"),
    Message("Attachments"),
    Message("Explanation of deviations"),
    Message("Approved changes"),
    Message("Settlement"),
    Message("Management statement"),
)
"""The parts of the report, in their order; a section of report.md that is called so stands in its part."""


def final_report(
    account: Account,
    *,
    language: Language | None = None,
    open_errors: int = 0,
    as_of: date | None = None,
    checksums: Mapping[str, str] | None = None,
    auditor: bool = False,
) -> Document:
    """Assemble the final report; `open_errors` above zero marks it as a draft, with their number.

    Labels and sentences are in `language`, the grant's own unless another is asked for; the words
    of report.md and grant.toml stay as they are written. `as_of` is the day of the letter where
    grant.toml names none. `checksums` are those of the attached files, by the name that grant.toml
    gives them; the page that an auditor fills in comes where the
    terms ask for one and the report names none yet, or always with `auditor`.
    """
    spoken = language or account.grant.language
    report = _FinalReport(account, Speech.of(spoken), Locale(spoken), checksums or {})
    return report.document(open_errors, as_of, auditor=auditor)


def aliases(name: str) -> set[str]:
    """What a label is called in every language, so that words find their part in any of them."""
    called = [{Speech.of(language).say(part) for language in LANGUAGES} for part in PARTS]
    return set().union(*(names for names in called if name in names))


class _FinalReport:
    def __init__(self, account: Account, say: Speech, locale: Locale, checksums: Mapping[str, str]) -> None:
        self.ledger = account
        self.grant = account.grant
        self.say = say
        self.locale = locale
        self.checksums = checksums
        self.words = sections(account.report_text)
        self.parts = tuple(map(say.say, PARTS))

    def document(self, open_errors: int, as_of: date | None, *, auditor: bool) -> Document:
        say = self.say
        kind = say("Final report") if self.grant.is_awarded else say("Application")
        draft = say(
            "DRAFT: checking the account found {count} errors that are not corrected.", count=open_errors
        )
        details = self.grant.report or ReportDetails()
        stated, number = details.date, details.document_number
        day = stated or (None if as_of is None else Period.between(as_of, as_of))
        blocks: list[Block] = [
            letterhead(self.grant, say, self.locale, day=day, document_number=number),
            *([Paragraph((Span(draft, strong=True),))] if open_errors else []),
            self.facts(),
            *self.part(say("Award and use"), self.award_and_use()),
            *self.own_sections(),
            *self.part(say("Attachments"), self.attachments()),
            *self.part(say("Explanation of deviations"), self.explanations()),
            *self.part(say("Approved changes"), changes_in_words(self.ledger, say, self.locale)),
            *self.part(say("Settlement"), self.settlement()),
            *self.part(say("Management statement"), self.management_statement()),
            *(self.auditor_page() if auditor or self.asks_for_auditor() else []),
        ]
        return Document(
            f"{kind}: {self.grant.title}",
            self.locale.language,
            tuple(blocks),
            author=self.grant.recipient.name,
            day=None if day is None else day.last,
            page_of=say("Page {page} of {pages}"),
        )

    def part(self, name: str, generated: Iterator[Block]) -> list[Block]:
        """A part under its heading: what the ledger says and what report.md adds; none if blank."""
        added = [block for section in self.words if self.is_part(section, name) for block in section.blocks]
        blocks = list(generated)
        sentences = [block for block in blocks if isinstance(block, Paragraph)]
        tables = [block for block in blocks if not isinstance(block, Paragraph)]
        together = [*sentences, *added, *tables]
        return [Heading(plain(name)), *together] if together else []

    def own_sections(self) -> Iterator[Block]:
        for section in self.words:
            if not any(self.is_part(section, name) for name in self.parts):
                if section.heading is not None:
                    yield Heading(section.heading)
                yield from section.blocks

    def is_part(self, section: Section, name: str) -> bool:
        """Whether the section is called as the part is, in whichever language."""
        return any(section.is_called(alias) for alias in aliases(name))

    def facts(self) -> Facts:
        grant, say, locale = self.grant, self.say, self.locale
        pairs = [
            (say("Funder"), grant.funder.name),
            (say("Recipient"), grant.recipient.name),
            (say("On behalf of"), grant.recipient.on_behalf_of),
            (say("Period"), locale.period(grant.effective_period)),
            (say("Audited by"), self.auditor()),
        ]
        return Facts(tuple((label, value) for label, value in pairs if value))

    def auditor(self) -> str | None:
        """Who looked at the account, when, and where that is written, as far as it is known."""
        auditor = self.grant.report.auditor if self.grant.report else None
        if auditor is None:
            return None
        kind = auditor_kind(auditor.kind, self.say)
        date = None if auditor.date is None else self.locale.date(auditor.date)
        return ", ".join(part for part in (auditor.name, kind, date, auditor.document) if part)

    def asks_for_auditor(self) -> bool:
        """Whether the terms want an auditor for this award, and the report names none that is enough."""
        return self.grant.is_awarded and self.ledger.auditor_needed is not None

    def award_and_use(self) -> Iterator[Block]:
        yield Paragraph(plain(" ".join(self.sentences())))
        table = budget_report(self.ledger, language=self.locale.language)
        yield table
        if self.grant.is_awarded and len(table.rows) > 1:
            yield budget_chart(self.ledger.compare(), self.grant, self.say, self.locale)
        if has_several_sources(self.ledger):
            yield sources_table(self.ledger, language=self.locale.language)

    def sentences(self) -> Iterator[str]:
        """The award, when it was spent, and whether all of it was."""
        grant, say = self.grant, self.say
        award, first = self.ledger.award, grant.award
        partners = grant.recipient.on_behalf_of
        names = {
            "recipient": grant.recipient.name,
            "behalf": say(" on behalf of {name}", name=partners) if partners else "",
            "funder": grant.funder.name,
            "title": grant.title,
        }
        if award is None or first is None:
            if grant.application is not None:
                amount = self.money(grant.application.amount, approximate=grant.application.approximate)
                yield say(
                    "{recipient} applies{behalf} to {funder} for {amount} for “{title}”.",
                    amount=amount,
                    **names,
                )
            return
        yield say(
            "{recipient} was awarded {amount} by {funder}{when}{behalf} for “{title}”.",
            amount=self.money(first.amount),
            when=self.when(),
            **names,
        )
        if award != first.amount:
            yield say("With later changes {amount} is awarded in all.", amount=self.money(award))
        used = self.ledger.postings.period
        if used is None:
            return
        planned = grant.effective_period
        sentence = (
            say("The money was spent {when}.")
            if planned.covers(used)
            else say("The money was spent {when}; it was expected to be spent {planned}.")
        )
        yield sentence.format(when=self.locale.when(used), planned=self.locale.when(planned))
        spent = self.ledger.spent_of_grant
        rest = award.minor - spent.minor
        apart = self.money(money.Amount(abs(rest)))
        others = self.ledger.spent - spent
        if others:
            yield say(
                "{total} is spent in all, of which the grant pays {spent}, and {others} is own money or "
                "comes from partners.",
                total=self.money(self.ledger.spent),
                spent=self.money(spent),
                others=self.money(others),
            )
        if rest == 0:
            yield say("The whole award is spent.")
        elif rest > 0:
            yield say("{spent} of the award is spent and {rest} is not.", spent=self.money(spent), rest=apart)
        else:
            yield say(
                "{spent} is charged to the grant, which is {rest} more than the award.",
                spent=self.money(spent),
                rest=apart,
            )

    def when(self) -> str:
        """` i 2014`, ` den 1. juni 2014`, or nothing where the date of the award is not known."""
        award = self.grant.award
        if award is not None and award.date is not None:
            return self.say(" on {date}", date=self.locale.date(award.date))
        if award is not None and award.year is not None:
            return self.say(" in {year}", year=award.year)
        return ""

    def attachments(self) -> Iterator[Block]:
        items = []
        for number, attachment in enumerate(self.grant.attachments, 1):
            spans = [Span(attachment.title)]
            if attachment.file:
                spans.append(Span(f" ({attachment.file})"))
                checksum = self.checksums.get(attachment.file)
                if checksum is not None:
                    spans += [Span(f"\n{'SHA-256'}: "), Span(checksum, code=True)]
            items.append(Item(tuple(spans), number=number))
        if items:
            yield ListBlock(tuple(items))

    def explanations(self) -> Iterator[Block]:
        names = {
            "period": self.say("The period"),
            "award": self.say("Spending beyond the award"),
            "deviation": self.say("The budget as a whole"),
        }
        for explanation in self.grant.explanations:
            about = names[explanation.of]
            if explanation.activity is not None:
                about = self.grant.title_of(explanation.activity)
            yield Paragraph((Span(f"{about}: ", strong=True), Span(explanation.text)))

    def settlement(self) -> Iterator[Block]:
        """Where recipient and funder stand; without known payments, what is left of the award."""
        settlement, say = self.ledger.settlement(), self.say
        if settlement is None:
            return
        if has_payments(self.ledger):
            yield settlement_table(self.ledger, settlement, language=self.locale.language)
            return
        is_over = settlement.overspent > ZERO
        rest = settlement.overspent if is_over else settlement.unspent
        named = [
            (say("Awarded"), settlement.award),
            (say("Spent of the award"), settlement.eligible),
            (say("Spent beyond the award") if is_over else say("Not spent"), rest),
        ]
        currency = self.grant.currency
        rows = [Row((name, Money(amount, currency)), is_total=amount is rest) for name, amount in named]
        columns = (Column(say("Text"), wraps=True), Column(say("Amount"), Align.RIGHT))
        yield Table(say("Award, spending and rest"), columns, tuple(rows), self.locale.language)

    def auditor_page(self) -> Iterator[Block]:
        """A page that the auditor fills in."""
        say = self.say
        spent = self.money(self.ledger.spent)
        yield PageBreak()
        yield Heading(plain(say("Auditor's statement")))
        sentences = [
            say(
                "To be filled in by the auditor. The statement covers the account of “{title}” with "
                "{spent} spent.",
                title=self.grant.title,
                spent=spent,
            )
        ]
        needed = self.ledger.auditor_needed
        if needed is not None:
            requires = auditor_kind(needed.requires, say)
            above = self.money(needed.above)
            sentences.append(
                say(
                    "The terms of an award above {above} ask for: {requires}.", above=above, requires=requires
                )
            )
        yield Paragraph(plain(" ".join(sentences)))
        yield Signature((say("Place and date"), say("Name and firm of the auditor"), say("Signature")))

    def management_statement(self) -> Iterator[Block]:
        if self.grant.is_awarded:
            say = self.say
            yield Paragraph(
                plain(
                    say(
                        "We declare that the account is correct, that the transactions in it comply with the "
                        "grant, with laws and other rules and with agreements made, and that the money was "
                        "administered with due regard to economy."
                    )
                )
            )
            statement = self.grant.report.statement if self.grant.report else None
            if statement is not None:
                date = self.locale.date(statement.date)
                signed = say(
                    "The management statement was signed on {date} by {name}.", date=date, name=statement.by
                )
                yield Paragraph(plain(signed))
                return
            yield Signature((say("Place and date"), say("Name and title"), say("Signature")))

    def money(self, amount: Amount, *, approximate: bool = False) -> str:
        return self.locale.money(amount, self.grant.currency, approximate=approximate)
