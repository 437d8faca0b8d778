"""Where recipient and funder stand, and what each activity has left, as tables."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from grants.figures.postings import Group
from grants.figures.settlement import Settlement, received_of
from grants.ledger import Account
from grants.reports.budget import left_out, spent_until
from grants.reports.financing import has_several_sources
from grants.reports.marks import marks_of, readable_account, speech
from grants.reports.speech import Language, Speech
from grants.reports.table import Column, Money, Row, Table, amounts, figures, texts
from grants.values import money
from grants.values.arguments import Day, optional_day
from grants.values.money import ZERO, Amount

_FIGURES = ("budget", "spent", "committed", "available")


def has_payments(account: Account) -> bool:
    """Whether anything is known of money between funder and recipient."""
    record = account.grant
    return bool(record.instalments or record.repayments or record.settlement)


def settlement_report(
    account: Account,
    *,
    as_of: Day | None = None,
    language: Language | None = None,
    open_errors: int | None = None,
    with_errors: bool = False,
) -> Table | None:
    """The settlement as a report of its own, up to and with a day; None for an application.

    Postings of a span that the day cuts in two are not counted; a note says how much they are. Errors that
    the check finds mark it as a draft with their number, which `open_errors` gives where it is known
    already.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    say, day = speech(language, account.grant.language), optional_day("as_of", as_of)
    settlement = account.settlement(day)
    if settlement is None:
        return None
    is_over = day is None or day >= account.grant.effective_period.last
    table = settlement_table(account, settlement, language=say.language, is_over=is_over)
    grants_own = [group for group in account.postings.groups if group.source.kind == "grant"]
    table = replace(_as_of(table, day, grants_own, account.grant.currency), subject=account.grant.title)
    return marks_of(account, open_errors).put_on(table, say)


def availability_report(
    account: Account,
    *,
    as_of: Day | None = None,
    language: Language | None = None,
    open_errors: int | None = None,
    with_errors: bool = False,
) -> Table:
    """What each activity has left as a report of its own, now or at the end of a day.

    Postings of a span that the day cuts in two are not counted; a note says how much they are. Errors that
    the check finds mark it as a draft with their number, which `open_errors` gives where it is known
    already.

    Raises `ArgumentError`, a `ValueError`, for words or days that are not known, and
    `UnreadableAccountError` for an account that was not read whole, unless `with_errors`: then it says so.
    """
    account = readable_account(account, with_errors=with_errors)
    say, day = speech(language, account.grant.language), optional_day("as_of", as_of)
    table = availability_table(account, as_of=day, language=say.language)
    table = _as_of(table, day, account.postings.groups, account.grant.currency, is_of_budget=True)
    return marks_of(account, open_errors).put_on(table, say)


def _as_of(
    table: Table, as_of: date | None, groups: Iterable[Group], currency: str, *, is_of_budget: bool = False
) -> Table:
    """The table with notes on its day, and on what the day cuts in two."""
    say = Speech.of("da" if table.language == "da" else "en")
    notes, cut = [], ZERO
    if as_of is not None and is_of_budget:
        notes.append(spent_until(as_of, say))
    elif as_of is not None:
        notes.append(say("Settled up to and including {date}.", date=say.date(as_of)))
    if as_of is not None:
        cut = Amount(sum(g.total for g in groups if g.period.start <= as_of < g.period.last))
    if cut:
        notes.append(left_out(cut, currency, say))
    return replace(table, notes=tuple(notes), data={**table.data, "as_of": as_of, "left_out": cut})


def settlement_table(
    account: Account, settlement: Settlement, *, language: Language, is_over: bool = True
) -> Table:
    """The settlement line by line, what is to be repaid or received last.

    As long as the grant runs (its status is awarded, or the time it is about is not over) what is
    received and not spent is no debt yet, and is called so.
    """
    say, currency = Speech.of(language), account.grant.currency
    is_over = is_over and account.grant.is_final
    pairs = [
        ("award", say("Awarded"), settlement.award),
        ("received", say("Received"), settlement.received),
        ("spent", say("Spent of the award"), settlement.eligible),
        ("unspent", say("Not spent"), settlement.unspent),
        ("overspent", say("Spent beyond the award"), settlement.overspent),
        ("repaid", say("Paid back"), settlement.repaid),
    ]
    result, rest = say("Receivable from the funder"), settlement.receivable
    if not rest:
        result = say("To be repaid") if is_over else say("Received and not yet spent")
        rest = settlement.to_repay
    return Table(
        title=say("Received and spent"),
        columns=(*texts(say("Text")), *figures(say("Amount"))),
        rows=(
            *(
                Row((label, Money(amount, currency)))
                for name, label, amount in pairs
                if amount or name not in ("overspent", "repaid")
            ),
            Row((result, Money(rest, currency)), is_total=True),
        ),
        language=language,
        data={
            "grant": account.id,
            "currency": currency,
            **{name: amount for name, _, amount in pairs},
            "receivable": settlement.receivable,
            "to_repay": settlement.to_repay,
        },
    )


def instalments_table(account: Account, *, language: Language) -> Table:
    """The payments from the funder, planned and received, by date; the totals last."""
    say, currency = Speech.of(language), account.grant.currency
    instalments = sorted(account.grant.instalments, key=lambda i: i.planned or i.received or date.max)
    planned = money.total(i.amount for i in instalments if i.planned is not None)
    received = money.total(map(received_of, instalments))
    rows = []
    for one in instalments:
        expected = None if one.planned is None else Money(one.amount, currency)
        came = Money(received_of(one), currency) if one.received else None
        rows.append(Row((one.planned, expected, one.received, came, one.voucher or "")))
    return Table(
        title=say("Instalments"),
        columns=(
            Column(say("Planned")),
            *figures(say("Amount")),
            Column(say("Received on")),
            *figures(say("Received")),
            Column(say("Voucher")),
        ),
        rows=(
            *rows,
            Row((say("Total"), Money(planned, currency), None, Money(received, currency), ""), is_total=True),
        ),
        language=language,
    )


def availability_table(
    account: Account, *, as_of: date | None = None, language: Language | None = None
) -> Table:
    """Budget, spent, ordered and available of each activity, now or at the end of a day; totals last.

    Where others than the grant pay, a last column has what is available of the grant's own money, which
    may be overspent where an activity has own money left.
    """
    say, currency = Speech.of(language or account.grant.language), account.grant.currency
    of_grant = {entry.activity: entry.available for entry in account.availability(as_of, financing="grant")}
    left = {
        entry.activity: {
            **{name: getattr(entry, name) for name in _FIGURES},
            "available_of_grant": of_grant.get(entry.activity, ZERO),
        }
        for entry in account.availability(as_of)
    }
    others_pay = has_several_sources(account)
    shown = (*_FIGURES, "available_of_grant") if others_pay else _FIGURES
    rows = [
        Row((account.grant.title_of(activity), *amounts(currency, *(values[name] for name in shown))))
        for activity, values in left.items()
    ]
    sums = [money.total(values[name] for values in left.values()) for name in shown]
    return Table(
        title=say("Availability"),
        columns=(
            *texts(say("Activity")),
            *figures(say("Budget"), say("Actual"), say("Ordered"), say("Available")),
            *(figures(say("Of the grant")) if others_pay else ()),
        ),
        rows=(*rows, Row((say("Total"), *amounts(currency, *sums)), is_total=True)),
        language=say.language,
        data={
            "grant": account.id,
            "currency": currency,
            "activities": [{"activity": activity, **values} for activity, values in left.items()],
        },
    )
