"""Overviews: all grants of a ledger in a line each, one grant with all that is declared of it."""

from collections.abc import Iterator

from grants.figures.postings import Posting
from grants.ledger import Account, Ledger
from grants.reports.budget import budget_report
from grants.reports.changes import changes_in_words
from grants.reports.document import Block, Document, Facts, Heading, Paragraph, Span, plain
from grants.reports.financing import has_several_sources, sources_table
from grants.reports.locale import Locale
from grants.reports.settlement import (
    availability_table,
    has_payments,
    instalments_table,
    settlement_table,
)
from grants.reports.speech import Language, Speech
from grants.reports.state import closed_periods, state_of
from grants.reports.table import Align, Column, Money, Row, Table
from grants.values import money


def ledger_overview(ledger: Ledger, *, language: Language = "da") -> Table:
    """All grants in a line each: status, period, award (or what was applied for), spent, rest.

    Spent is what the grant pays, so that the rest is award less spent; notes name what others pay.
    """
    say, locale = Speech.of(language), Locale(language)
    rows = []
    data = []
    notes: list[str] = []
    for account in ledger:
        record = account.grant
        granted = account.approved.award
        about = record.application is not None and not record.is_awarded and record.application.approximate
        spent, rest = account.spent_of_grant, None
        if account.award is not None or spent:
            rest = (account.award or money.ZERO) - spent
        others = account.spent - spent
        if others:
            paid = locale.money(others, record.currency)
            notes.append(
                say(
                    "{grant}: own money and partners have paid {amount} on top of that.",
                    grant=account.id,
                    amount=paid,
                )
            )
        rows.append(
            Row(
                (
                    account.id,
                    state_of(account, say, locale),
                    locale.period(record.effective_period),
                    None if granted is None else Money(granted, record.currency, about),
                    Money(spent, record.currency),
                    None if rest is None else Money(rest, record.currency),
                    record.title,
                )
            )
        )
        data.append(
            {
                "grant": account.id,
                "title": record.title,
                "status": record.status,
                "closed": account.closed,
                "period": str(record.effective_period),
                "currency": record.currency,
                "applied_for": record.application.amount if record.application else None,
                "award": account.award,
                "spent": spent,
                "rest": rest,
                "spent_by_others": others,
            }
        )
    return Table(
        title=say("Grants"),
        columns=(
            Column(say("Grant")),
            Column(say("Status")),
            Column(say("Period")),
            Column(f"{say('Awarded')}/{say('Applied for').lower()}", Align.RIGHT),
            Column(say("Spent"), Align.RIGHT),
            Column(say("Rest"), Align.RIGHT),
            Column(say("Title"), wraps=True),
        ),
        rows=tuple(rows),
        language=language,
        notes=(say("Spent is what the grant pays, and rest is award less spent."), *notes) if notes else (),
        data={"grants": data},
    )


def grant_overview(account: Account, *, language: Language | None = None) -> Document:
    """One grant: its master data, budget against actual, controls and explanations."""
    spoken = language or account.grant.language
    say, locale = Speech.of(spoken), Locale(spoken)
    blocks: list[Block] = [_facts(account, say, locale), budget_report(account, language=spoken)]
    return Document(
        f"{account.id}: {account.grant.title}",
        spoken,
        (
            *blocks,
            *_changes(account, say, locale),
            *_payments(account, spoken),
            *_controls(account, say, spoken),
            *_explanations(account, say),
        ),
    )


def postings_table(
    account: Account, *, activity: str | None = None, language: Language | None = None
) -> Table:
    """Every posting in file order, or those of one activity, with its line and the total last."""
    spoken = language or account.grant.language
    say, locale = Speech.of(spoken), Locale(spoken)
    chosen = [p for p in account.postings if activity is None or p.activity == activity]
    currency = account.grant.currency
    total = money.total([posting.amount for posting in chosen])
    return Table(
        title=say("Postings"),
        subject=account.grant.title,
        columns=(
            Column(say("Line"), Align.RIGHT),
            Column(say("Date")),
            Column(say("Activity")),
            Column(say("Amount"), Align.RIGHT),
            Column(say("Voucher")),
            Column(say("Text"), wraps=True),
        ),
        rows=(
            *(
                Row((p.line, locale.period(p.date), p.activity, Money(p.amount, currency), p.voucher, p.text))
                for p in chosen
            ),
            Row((None, "", say("Total"), Money(total, currency), "", ""), is_total=True),
        ),
        language=spoken,
        data={
            "grant": account.id,
            "currency": currency,
            "postings": [_posting_data(posting) for posting in chosen],
            "total": total,
        },
    )


def _posting_data(posting: Posting) -> dict[str, object]:
    return {
        "line": posting.line,
        "date": str(posting.date),
        "activity": posting.activity,
        "amount": posting.amount,
        "voucher": posting.voucher,
        "text": posting.text,
        "financing": posting.financing,
        "document": posting.document,
        "quantity": None if posting.quantity is None else str(posting.quantity),
        "unit": posting.unit,
        "person": posting.person,
        "voucher_line": posting.voucher_line,
        "imported": posting.imported,
        "reverses": None if posting.reverses is None else str(posting.reverses),
    }


def _facts(account: Account, say: Speech, locale: Locale) -> Facts:
    record = account.grant
    application, award, kept = record.application, account.award, account.retention_end
    used = account.postings.period
    pairs: list[tuple[str, str | None]] = [
        (say("Status"), state_of(account, say, locale)),
        (say("Closed periods"), closed_periods(account, locale)),
        (say("Funder"), record.funder.name),
        (say("Recipient"), record.recipient.name),
        (say("On behalf of"), record.recipient.on_behalf_of),
        (say("Case no."), record.case_number),
        (say("Period"), locale.period(record.effective_period)),
        (say("Spent in the period"), None if used is None else locale.period(used)),
    ]
    if application is not None:
        amount = locale.money(application.amount, record.currency, approximate=application.approximate)
        pairs.append((say("Applied for"), amount))
    if award is not None:
        pairs.append((say("Awarded"), locale.money(award, record.currency)))
    spent = locale.money(account.spent, record.currency)
    if account.spent_of_grant != account.spent:
        of_grant = locale.money(account.spent_of_grant, record.currency)
        spent = say("{amount}, of which {of_grant} of the grant", amount=spent, of_grant=of_grant)
    pairs += [
        (say("Spent"), spent),
        (say("Postings"), f"{account.postings.count}"),
        (say("Vouchers are kept until"), None if kept is None else locale.date(kept)),
    ]
    return Facts(tuple((label, value) for label, value in pairs if value))


def _changes(account: Account, say: Speech, locale: Locale) -> Iterator[Block]:
    if account.grant.amendments:
        yield Heading(plain(say("Approved changes")))
        yield from changes_in_words(account, say, locale)


def _payments(account: Account, language: Language) -> Iterator[Block]:
    settlement = account.settlement()
    if has_several_sources(account):
        yield sources_table(account, language=language)
    if account.grant.instalments:
        yield instalments_table(account, language=language)
    if settlement is not None and has_payments(account):
        yield settlement_table(account, settlement, language=language)
    if account.commitments():
        yield availability_table(account, language=language)


def _controls(account: Account, say: Speech, language: Language) -> Iterator[Block]:
    if account.grant.controls:
        currency = account.grant.currency
        yield Table(
            title=say("Control totals"),
            columns=(
                Column(say("Activity"), wraps=True),
                Column(say("Period")),
                Column(say("Amount"), Align.RIGHT),
                Column(say("Text"), wraps=True),
            ),
            rows=tuple(
                Row(
                    (
                        say("Total") if c.activity is None else account.grant.title_of(c.activity),
                        None if c.period is None else str(c.period),
                        Money(c.total, currency),
                        c.source,
                    )
                )
                for c in account.grant.controls
            ),
            language=language,
        )


def _explanations(account: Account, say: Speech) -> Iterator[Block]:
    if account.grant.explanations:
        yield Heading(plain(say("Explanations")))
    for explanation in account.grant.explanations:
        about = explanation.of if explanation.activity is None else explanation.activity
        yield Paragraph((Span(f"{about}: ", strong=True), Span(explanation.text)))
