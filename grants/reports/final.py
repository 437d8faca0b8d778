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
from grants.records.payments import Award
from grants.records.report import ReportDetails
from grants.reports.budget import comparison_table
from grants.reports.changes import changes_in_words
from grants.reports.document import (
    Block,
    Document,
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
from grants.reports.marks import marks_of, readable_account, speech
from grants.reports.narrative import sections
from grants.reports.parts import Letter, auditor_kind, budget_chart, explanations
from grants.reports.settlement import has_payments, settlement_table
from grants.reports.speech import LANGUAGES, Language, Speech
from grants.reports.table import Money, Row, Table, figures, texts
from grants.values.arguments import Day, optional_day
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
    open_errors: int | None = None,
    as_of: Day | None = None,
    checksums: Mapping[str, str] | None = None,
    auditor: bool = False,
    with_errors: bool = False,
) -> Document:
    """Assemble the final report; errors that the check finds mark it as a draft, with their number.

    Labels and sentences are in `language`, the grant's own unless another is asked for; the words
    of report.md and grant.toml stay as they are written. `as_of` is the day of the letter where
    grant.toml names none. `checksums` are those of the attached files, by the name that grant.toml
    gives them; the page that an auditor fills in comes where the terms ask for one and the report
    names none yet, or always with `auditor`. `open_errors` is the number of errors where it is known already.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    say = speech(language, account.grant.language)
    report = _FinalReport(account, say.language, checksums or {})
    document = report.document(optional_day("as_of", as_of), auditor=auditor)
    return marks_of(account, open_errors).put_on(document, say)


class _FinalReport(Letter):
    def __init__(self, account: Account, language: Language, checksums: Mapping[str, str]) -> None:
        super().__init__(account, language)
        self.checksums = checksums
        self.details = account.grant.report or ReportDetails()
        self.words = sections(account.report_text)
        self.parts = {
            Speech.of(other).say(part).lower(): self.say(part) for part in PARTS for other in LANGUAGES
        }
        """What each part is called in the report, by its name in any language."""

    def document(self, as_of: date | None, *, auditor: bool) -> Document:
        say = self.say
        kind = say("Final report") if self.grant.is_awarded else say("Application")
        day = self.details.date or (None if as_of is None else Period.between(as_of, as_of))
        blocks: list[Block] = [
            self.facts(self.grant.effective_period, (say("Audited by"), self.auditor())),
            *self.part(say("Award and use"), self.award_and_use()),
            *self.own_sections(),
            *self.part(say("Attachments"), self.attachments()),
            *self.part(say("Explanation of deviations"), explanations(self.grant, say)),
            *self.part(say("Approved changes"), changes_in_words(self.account, say)),
            *self.part(say("Settlement"), self.settlement()),
            *self.part(say("Management statement"), self.management_statement()),
            *(self.auditor_page() if auditor or self.needs_auditor else []),
        ]
        return self.letter(kind, blocks, day=day, document_number=self.details.document_number)

    def part(self, name: str, generated: Iterator[Block]) -> list[Block]:
        """A part under its heading: what the ledger says and what report.md adds; none if blank."""
        added = [block for one in self.words if self.parts.get(one.name) == name for block in one.blocks]
        blocks = list(generated)
        sentences = [block for block in blocks if isinstance(block, Paragraph)]
        tables = [block for block in blocks if not isinstance(block, Paragraph)]
        together = [*sentences, *added, *tables]
        return [Heading(plain(name)), *together] if together else []

    def own_sections(self) -> Iterator[Block]:
        for section in self.words:
            if section.name not in self.parts:
                if section.heading is not None:
                    yield Heading(section.heading)
                yield from section.blocks

    def auditor(self) -> str | None:
        """Who looked at the account, when, and where that is written, as far as it is known."""
        auditor = self.details.auditor
        if auditor is None:
            return None
        kind = auditor_kind(auditor.kind, self.say)
        date = None if auditor.date is None else self.say.date(auditor.date)
        return ", ".join(filter(None, (auditor.name, kind, date, auditor.document)))

    @property
    def needs_auditor(self) -> bool:
        """Whether the terms want an auditor for this award, and the report names none that is enough."""
        return self.grant.is_awarded and self.account.auditor_needed is not None

    def award_and_use(self) -> Iterator[Block]:
        yield Paragraph(plain(" ".join(self.sentences())))
        table = comparison_table(self.account, say=self.say)
        yield table
        if self.grant.is_awarded and len(table.rows) > 1:
            yield budget_chart(self.account.compare(), self.grant, self.say)
        if has_several_sources(self.account):
            yield sources_table(self.account, language=self.say.language)

    def sentences(self) -> Iterator[str]:
        """The award, when it was spent, and whether all of it was."""
        grant, say = self.grant, self.say
        award, first = self.account.award, grant.award
        if award is None or first is None:
            yield from self.applied()
            return
        yield say(
            "{recipient} was awarded {amount} by {funder}{when}{behalf} for “{title}”.",
            amount=self.money(first.amount),
            when=self.when(first),
            **self.names(),
        )
        if award != first.amount:
            yield say("With later changes {amount} is awarded in all.", amount=self.money(award))
        used, planned = self.account.postings.period, grant.effective_period
        if used is None:
            return
        values = {"when": self.say.when(used), "planned": self.say.when(planned)}
        if planned.covers(used):
            yield say("The money was spent {when}.", **values)
        else:
            yield say("The money was spent {when}; it was expected to be spent {planned}.", **values)
        yield from self.spending(award)

    def names(self) -> dict[str, str]:
        """What a sentence on the award names."""
        grant, say = self.grant, self.say
        partners = grant.recipient.on_behalf_of
        return {
            "recipient": grant.recipient.name,
            "behalf": say(" on behalf of {name}", name=partners) if partners else "",
            "funder": grant.funder.name,
            "title": grant.title,
        }

    def applied(self) -> Iterator[str]:
        application = self.grant.application
        if application is not None:
            yield self.say(
                "{recipient} applies{behalf} to {funder} for {amount} for “{title}”.",
                amount=self.money(application.amount, approximate=application.approximate),
                **self.names(),
            )

    def spending(self, award: Amount) -> Iterator[str]:
        """What is spent, who paid it, and how much of the award is left."""
        say, spent = self.say, self.account.spent_of_grant
        rest, others = award - spent, self.account.spent - spent
        if others:
            yield say(
                "{total} is spent in all, of which the grant pays {spent}, and {others} is own money or "
                "comes from partners.",
                total=self.money(self.account.spent),
                spent=self.money(spent),
                others=self.money(others),
            )
        values = {"spent": self.money(spent), "rest": self.money(abs(rest))}
        if not rest:
            yield say("The whole award is spent.")
        elif rest > ZERO:
            yield say("{spent} of the award is spent and {rest} is not.", **values)
        else:
            yield say("{spent} is charged to the grant, which is {rest} more than the award.", **values)

    def when(self, award: Award) -> str:
        """` i 2014`, ` den 1. april 2014`, or nothing where the date of the award is not known."""
        if award.date is not None:
            return self.say(" on {date}", date=self.say.date(award.date))
        return "" if award.year is None else self.say(" in {year}", year=award.year)

    def attachments(self) -> Iterator[Block]:
        items = []
        for number, attachment in enumerate(self.grant.attachments, 1):
            spans = [Span(attachment.title)]
            if attachment.file:
                spans.append(Span(f" ({attachment.file})"))
                if attachment.file in self.checksums:
                    spans += [Span("\nSHA-256: "), Span(self.checksums[attachment.file], code=True)]
            items.append(Item(tuple(spans), number=number))
        if items:
            yield ListBlock(tuple(items))

    def settlement(self) -> Iterator[Block]:
        """Where recipient and funder stand; without known payments, what is left of the award."""
        settlement, say = self.account.settlement(), self.say
        if settlement is None:
            return
        if has_payments(self.account):
            yield settlement_table(self.account, settlement, language=self.say.language)
            return
        is_over = settlement.overspent > ZERO
        rest = settlement.overspent if is_over else settlement.unspent
        label = say("Spent beyond the award") if is_over else say("Not spent")
        currency = self.grant.currency
        rows = (
            Row((say("Awarded"), Money(settlement.award, currency))),
            Row((say("Spent of the award"), Money(settlement.eligible, currency))),
            Row((label, Money(rest, currency)), is_total=True),
        )
        columns = (*texts(say("Text")), *figures(say("Amount")))
        yield Table(say("Award, spending and rest"), columns, rows, self.say.language)

    def auditor_page(self) -> Iterator[Block]:
        """A page that the auditor fills in."""
        say = self.say
        yield PageBreak()
        yield Heading(plain(say("Auditor's statement")))
        text = say(
            "To be filled in by the auditor. The statement covers the account of “{title}” with "
            "{spent} spent.",
            title=self.grant.title,
            spent=self.money(self.account.spent),
        )
        needed = self.account.auditor_needed
        if needed is not None:
            text += " " + say(
                "The terms of an award above {above} ask for: {requires}.",
                above=self.money(needed.above),
                requires=auditor_kind(needed.requires, say),
            )
        yield Paragraph(plain(text))
        yield Signature((say("Place and date"), say("Name and firm of the auditor"), say("Signature")))

    def management_statement(self) -> Iterator[Block]:
        if not self.grant.is_awarded:
            return
        say = self.say
        declared = say(
            "We declare that the account is correct, that the transactions in it comply with the grant, "
            "with laws and other rules and with agreements made, and that the money was administered with "
            "due regard to economy."
        )
        yield Paragraph(plain(declared))
        statement = self.details.statement
        if statement is None:
            yield Signature((say("Place and date"), say("Name and title"), say("Signature")))
        else:
            signed = say(
                "The management statement was signed on {date} by {name}.",
                date=self.say.date(statement.date),
                name=statement.by,
            )
            yield Paragraph(plain(signed))
