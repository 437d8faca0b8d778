"""The final report to the funder, in the order that the funder reads it.

Letterhead, award and use, the table and its chart, description and results, dissemination,
attachments, explanation of deviations, approved changes, settlement, management statement, and a
page for the auditor where one is asked for. The words come from report.md: a section whose heading
is the name of a part of the report adds its words to that part, every other section stands on its
own after the table, in the order of the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date

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
from grants.reports.labels import LABELS, Labels
from grants.reports.locale import Language, Locale
from grants.reports.narrative import Section, sections
from grants.reports.parts import budget_chart, letterhead
from grants.reports.settlement import has_payments, settlement_table
from grants.reports.table import Align, Column, Money, Row, Table
from grants.values import money
from grants.values.money import ZERO, Amount
from grants.values.periods import Period


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
    report = _FinalReport(account, LABELS[spoken], Locale(spoken), checksums or {})
    return report.document(open_errors, as_of, auditor=auditor)


def aliases(name: str) -> set[str]:
    """What a label is called in every language, so that words find their part in any of them."""
    return {
        getattr(labels, field.name)
        for spoken in LABELS.values()
        for field in fields(spoken)
        if getattr(spoken, field.name) == name
        for labels in LABELS.values()
    }


class _FinalReport:
    def __init__(
        self, account: Account, labels: Labels, locale: Locale, checksums: Mapping[str, str]
    ) -> None:
        self.ledger = account
        self.grant = account.grant
        self.labels = labels
        self.locale = locale
        self.checksums = checksums
        self.words = sections(account.report_text)
        self.parts = (
            labels.award_and_use,
            labels.attachments,
            labels.explanation_of_deviations,
            labels.approved_changes,
            labels.settlement,
            labels.management_statement,
        )

    def document(self, open_errors: int, as_of: date | None, *, auditor: bool) -> Document:
        labels = self.labels
        kind = labels.final_report if self.grant.is_awarded else labels.application
        draft = [Paragraph((Span(labels.draft_note.format(count=open_errors), strong=True),))]
        details = self.grant.report or ReportDetails()
        stated, number = details.date, details.document_number
        day = stated or (None if as_of is None else Period.between(as_of, as_of))
        blocks: list[Block] = [
            letterhead(self.grant, labels, self.locale, day=day, document_number=number),
            *(draft if open_errors else []),
            self.facts(),
            *self.part(labels.award_and_use, self.award_and_use()),
            *self.own_sections(),
            *self.part(labels.attachments, self.attachments()),
            *self.part(labels.explanation_of_deviations, self.explanations()),
            *self.part(labels.approved_changes, changes_in_words(self.ledger, labels, self.locale)),
            *self.part(labels.settlement, self.settlement()),
            *self.part(labels.management_statement, self.management_statement()),
            *(self.auditor_page() if auditor or self.asks_for_auditor() else []),
        ]
        return Document(
            f"{kind}: {self.grant.title}",
            self.locale.language,
            tuple(blocks),
            author=self.grant.recipient.name,
            day=None if day is None else day.last,
            page_of=labels.page_of,
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
        grant, labels, locale = self.grant, self.labels, self.locale
        pairs = [
            (labels.funder, grant.funder.name),
            (labels.recipient, grant.recipient.name),
            (labels.on_behalf_of, grant.recipient.on_behalf_of),
            (labels.period, locale.period(grant.effective_period)),
            (labels.auditor, self.auditor()),
        ]
        return Facts(tuple((label, value) for label, value in pairs if value))

    def auditor(self) -> str | None:
        """Who looked at the account, when, and where that is written, as far as it is known."""
        auditor = self.grant.report.auditor if self.grant.report else None
        if auditor is None:
            return None
        kind = self.labels.auditor_kinds.get(auditor.kind, auditor.kind)
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
            yield budget_chart(self.ledger.compare(), self.grant, self.labels, self.locale)
        if has_several_sources(self.ledger):
            yield sources_table(self.ledger, language=self.locale.language)

    def sentences(self) -> Iterator[str]:
        """The award, when it was spent, and whether all of it was."""
        grant, labels = self.grant, self.labels
        award, first = self.ledger.award, grant.award
        partners = grant.recipient.on_behalf_of
        names = {
            "recipient": grant.recipient.name,
            "behalf": labels.behalf.format(name=partners) if partners else "",
            "funder": grant.funder.name,
            "title": grant.title,
        }
        if award is None or first is None:
            if grant.application is not None:
                amount = self.money(grant.application.amount, approximate=grant.application.approximate)
                yield labels.applied_sentence.format(amount=amount, **names)
            return
        yield labels.awarded_sentence.format(amount=self.money(first.amount), when=self.when(), **names)
        if award != first.amount:
            yield labels.award_changed_later_sentence.format(amount=self.money(award))
        used = self.ledger.postings.period
        if used is None:
            return
        planned = grant.effective_period
        sentence = labels.used_sentence if planned.covers(used) else labels.used_otherwise_sentence
        yield sentence.format(when=self.locale.when(used), planned=self.locale.when(planned))
        spent = self.ledger.spent_of_grant
        rest = award.minor - spent.minor
        apart = self.money(money.Amount(abs(rest)))
        others = self.ledger.spent - spent
        if others:
            total, beside = self.money(self.ledger.spent), self.money(others)
            yield labels.shared_sentence.format(total=total, spent=self.money(spent), others=beside)
        if rest == 0:
            yield labels.all_spent_sentence
        elif rest > 0:
            yield labels.unspent_sentence.format(spent=self.money(spent), rest=apart)
        else:
            yield labels.overspent_sentence.format(spent=self.money(spent), rest=apart)

    def when(self) -> str:
        """` i 2014`, ` den 1. juni 2014`, or nothing where the date of the award is not known."""
        award = self.grant.award
        if award is not None and award.date is not None:
            return self.labels.on_date.format(date=self.locale.date(award.date))
        if award is not None and award.year is not None:
            return self.labels.in_year.format(year=award.year)
        return ""

    def attachments(self) -> Iterator[Block]:
        items = []
        for number, attachment in enumerate(self.grant.attachments, 1):
            spans = [Span(attachment.title)]
            if attachment.file:
                spans.append(Span(f" ({attachment.file})"))
                checksum = self.checksums.get(attachment.file)
                if checksum is not None:
                    spans += [Span(f"\n{self.labels.checksum}: "), Span(checksum, code=True)]
            items.append(Item(tuple(spans), number=number))
        if items:
            yield ListBlock(tuple(items))

    def explanations(self) -> Iterator[Block]:
        names = {
            "period": self.labels.period_explanation,
            "award": self.labels.award_explanation,
            "deviation": self.labels.whole_explanation,
        }
        for explanation in self.grant.explanations:
            about = names[explanation.of]
            if explanation.activity is not None:
                about = self.grant.title_of(explanation.activity)
            yield Paragraph((Span(f"{about}: ", strong=True), Span(explanation.text)))

    def settlement(self) -> Iterator[Block]:
        """Where recipient and funder stand; without known payments, what is left of the award."""
        settlement, labels = self.ledger.settlement(), self.labels
        if settlement is None:
            return
        if has_payments(self.ledger):
            yield settlement_table(self.ledger, settlement, language=self.locale.language)
            return
        is_over = settlement.overspent > ZERO
        rest = settlement.overspent if is_over else settlement.unspent
        named = [
            (labels.award, settlement.award),
            (labels.eligible, settlement.eligible),
            (labels.overspent if is_over else labels.unspent, rest),
        ]
        currency = self.grant.currency
        rows = [Row((name, Money(amount, currency)), is_total=amount is rest) for name, amount in named]
        columns = (Column(labels.text, wraps=True), Column(labels.amount, Align.RIGHT))
        yield Table(labels.settlement_table, columns, tuple(rows), self.locale.language)

    def auditor_page(self) -> Iterator[Block]:
        """A page that the auditor fills in."""
        labels = self.labels
        spent = self.money(self.ledger.spent)
        yield PageBreak()
        yield Heading(plain(labels.auditor_statement))
        sentences = [labels.auditor_sentence.format(title=self.grant.title, spent=spent)]
        needed = self.ledger.auditor_needed
        if needed is not None:
            requires = labels.auditor_kinds.get(needed.requires, needed.requires)
            above = self.money(needed.above)
            sentences.append(labels.auditor_tier_sentence.format(above=above, requires=requires))
        yield Paragraph(plain(" ".join(sentences)))
        yield Signature(labels.auditor_lines)

    def management_statement(self) -> Iterator[Block]:
        if self.grant.is_awarded:
            labels = self.labels
            yield Paragraph(plain(labels.management_sentence))
            statement = self.grant.report.statement if self.grant.report else None
            if statement is not None:
                date = self.locale.date(statement.date)
                signed = labels.statement_signed.format(date=date, name=statement.by)
                yield Paragraph(plain(signed))
                return
            yield Signature((labels.place_and_date, labels.name_and_title, labels.signature))

    def money(self, amount: Amount, *, approximate: bool = False) -> str:
        return self.locale.money(amount, self.grant.currency, approximate=approximate)
