"""Overviews: all grants of a ledger in a line each, one grant with all that is declared of it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial

from grants.figures.postings import COLUMNS, Posting
from grants.ledger import Account, Ledger
from grants.reports.budget import comparison_table
from grants.reports.changes import changes_in_words
from grants.reports.document import Block, Document, Facts, Heading, plain
from grants.reports.financing import has_several_sources, sources_table
from grants.reports.marks import faults_of, readable_account, readable_ledger, speech
from grants.reports.parts import explanations, paid_by_others, parties, state_of
from grants.reports.settlement import availability_table, has_payments, instalments_table, settlement_table
from grants.reports.speech import Language, Speech
from grants.reports.table import Column, Money, Row, Table, amounts, data_of, figures, texts
from grants.values import money
from grants.values.money import ZERO, Amount
from grants.values.periods import Period


def ledger_overview(ledger: Ledger, *, language: Language = "da", with_errors: bool = False) -> Table:
    """All grants in a line each: status, period, award (or what was applied for), spent, rest.

    Spent is what the grant pays, so that the rest is award less spent; notes name what others pay.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for a ledger that was not read whole, unless `with_errors`: then it says so.
    """
    ledger = readable_ledger(ledger, with_errors=with_errors)
    say = speech(language, "da")
    accounts = tuple(ledger)
    table = Table(
        title=say("Grants"),
        columns=(
            Column(say("Grant")),
            Column(say("Status")),
            Column(say("Period")),
            *figures(f"{say('Awarded')}/{say('Applied for').lower()}", say("Spent"), say("Rest")),
            *texts(say("Title")),
        ),
        rows=tuple(_grant_row(account, say) for account in accounts),
        language=say.language,
        notes=paid_by_others(((one, one.spent - one.spent_of_grant) for one in accounts), say),
        data={"grants": [_grant_data(account) for account in accounts]},
    )
    return faults_of(ledger).put_on(table, say)


def _grant_row(account: Account, say: Speech) -> Row:
    record, granted = account.grant, account.approved.award
    about = record.application is not None and not record.is_awarded and record.application.approximate
    return Row(
        (
            account.id,
            state_of(account, say),
            say.period(record.effective_period),
            None if granted is None else Money(granted, record.currency, about),
            *amounts(record.currency, account.spent_of_grant, _rest(account)),
            record.title,
        )
    )


def _grant_data(account: Account) -> dict[str, object]:
    record = account.grant
    return {
        "grant": account.id,
        **data_of(record, "title", "status"),
        "closed": account.closed,
        "period": str(record.effective_period),
        "currency": record.currency,
        "applied_for": record.application.amount if record.application else None,
        "award": account.award,
        "spent": account.spent_of_grant,
        "rest": _rest(account),
        "spent_by_others": account.spent - account.spent_of_grant,
    }


def _rest(account: Account) -> Amount | None:
    """Award less spent; None without an award and without spending."""
    if account.award is None and not account.spent_of_grant:
        return None
    return (account.award or ZERO) - account.spent_of_grant


def grant_overview(
    account: Account, *, language: Language | None = None, with_errors: bool = False
) -> Document:
    """One grant: its master data, budget against actual, controls and explanations.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    say = speech(language, account.grant.language)
    document = Document(
        f"{account.id}: {account.grant.title}",
        say.language,
        (
            _facts(account, say),
            comparison_table(account, say=say),
            *_part(say("Approved changes"), changes_in_words(account, say)),
            *_payments(account, say.language),
            *_controls(account, say),
            *_part(say("Explanations"), explanations(account.grant, say)),
        ),
    )
    return faults_of(account).put_on(document, say)


def postings_table(
    account: Account,
    *,
    activity: str | None = None,
    language: Language | None = None,
    with_errors: bool = False,
) -> Table:
    """Every posting in file order, or those of one activity, with its line and the total last.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    say = speech(language, account.grant.language)
    chosen = [p for p in account.postings if activity is None or p.activity == activity]
    currency = account.grant.currency
    total = money.total([posting.amount for posting in chosen])
    rows = [
        Row((p.line, say.period(p.date), p.activity, Money(p.amount, currency), p.voucher, p.text))
        for p in chosen
    ]
    table = Table(
        title=say("Postings"),
        subject=account.grant.title,
        columns=(
            *figures(say("Line")),
            Column(say("Date")),
            Column(say("Activity")),
            *figures(say("Amount")),
            Column(say("Voucher")),
            *texts(say("Text")),
        ),
        rows=(*rows, Row((None, "", say("Total"), Money(total, currency), "", ""), is_total=True)),
        language=say.language,
        data={
            "grant": account.id,
            "currency": currency,
            "postings": [_posting_data(posting) for posting in chosen],
            "total": total,
        },
    )
    return faults_of(account).put_on(table, say)


def _posting_data(posting: Posting) -> dict[str, object]:
    values = ((name, getattr(posting, name)) for name in ("line", *COLUMNS))
    return {name: str(value) if isinstance(value, Period | Decimal) else value for name, value in values}


def _facts(account: Account, say: Speech) -> Facts:
    record, used = account.grant, account.postings.period
    application, kept = record.application, account.retention_end
    amount = partial(say.money, currency=record.currency)
    applied = None
    if application is not None:
        applied = amount(application.amount, approximate=application.approximate)
    spent = amount(account.spent)
    if account.spent_of_grant != account.spent:
        of_grant = amount(account.spent_of_grant)
        spent = say("{amount}, of which {of_grant} of the grant", amount=spent, of_grant=of_grant)
    closings = [(c.period, c.date) for c in account.closings.in_force if c.period is not None]
    closed = ", ".join(f"{say.period(period)} ({say.date(day)})" for period, day in closings)
    return Facts.known(
        (say("Status"), state_of(account, say)),
        (say("Closed periods"), closed),
        *parties(record, say),
        (say("Case no."), record.case_number),
        (say("Period"), say.period(record.effective_period)),
        (say("Spent in the period"), None if used is None else say.period(used)),
        (say("Applied for"), applied),
        (say("Awarded"), None if account.award is None else amount(account.award)),
        (say("Spent"), spent),
        (say("Postings"), str(account.postings.count)),
        (say("Vouchers are kept until"), None if kept is None else say.date(kept)),
    )


def _part(title: str, blocks: Iterable[Block]) -> list[Block]:
    """Blocks below their heading; nothing without blocks."""
    inside = list(blocks)
    return [Heading(plain(title)), *inside] if inside else []


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


def _controls(account: Account, say: Speech) -> Iterator[Block]:
    rows = []
    for control in account.grant.controls:
        title = say("Total") if control.activity is None else account.grant.title_of(control.activity)
        period = None if control.period is None else str(control.period)
        rows.append(Row((title, period, Money(control.total, account.grant.currency), control.source)))
    if rows:
        columns = (
            *texts(say("Activity")),
            Column(say("Period")),
            *figures(say("Amount")),
            *texts(say("Text")),
        )
        yield Table(say("Control totals"), columns, tuple(rows), say.language)
