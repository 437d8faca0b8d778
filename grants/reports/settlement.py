"""Where recipient and funder stand, and what each activity has left, as tables."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from grants.figures.postings import Group
from grants.figures.settlement import Settlement, received_of
from grants.ledger import Account
from grants.records import Instalment
from grants.reports.financing import has_several_sources
from grants.reports.locale import Locale
from grants.reports.speech import Language, Speech
from grants.reports.table import Align, Column, Money, Row, Table
from grants.values import money
from grants.values.money import Amount

_FIGURES = ("budget", "spent", "committed", "available")


def has_payments(account: Account) -> bool:
    """Whether anything is known of money between funder and recipient."""
    record = account.grant
    return bool(record.instalments or record.repayments or record.settlement)


def settlement_report(
    account: Account, *, as_of: date | None = None, language: Language | None = None
) -> Table | None:
    """The settlement as a report of its own, up to and with a day; None for an application.

    Postings of a span that the day cuts in two are not counted; a note says how much they are.
    """
    spoken = language or account.grant.language
    currency = account.grant.currency
    settlement = account.settlement(as_of)
    if settlement is None:
        return None
    is_over = as_of is None or as_of >= account.grant.effective_period.last
    table = settlement_table(account, settlement, language=spoken, is_over=is_over)
    grants_own = [group for group in account.postings.groups if group.source.kind == "grant"]
    return replace(_as_of(table, as_of, grants_own, currency), subject=account.grant.title)


def availability_report(
    account: Account, *, as_of: date | None = None, language: Language | None = None
) -> Table:
    """What each activity has left as a report of its own, now or at the end of a day.

    Postings of a span that the day cuts in two are not counted; a note says how much they are.
    """
    table = availability_table(account, as_of=as_of, language=language)
    return _as_of(table, as_of, account.postings.groups, account.grant.currency, is_of_budget=True)


def _as_of(
    table: Table, as_of: date | None, groups: Iterable[Group], currency: str, *, is_of_budget: bool = False
) -> Table:
    """The table with notes on its day, and on what the day cuts in two."""
    language: Language = "da" if table.language == "da" else "en"
    say, locale = Speech.of(language), Locale(language)
    notes = []
    cut = money.ZERO
    if as_of is not None:
        note = (
            say("Spent up to and including {date}. The budget is for the whole period.")
            if is_of_budget
            else say("Settled up to and including {date}.")
        )
        notes.append(note.format(date=locale.date(as_of)))
        cut = money.Amount(sum(g.total for g in groups if g.period.start <= as_of < g.period.last))
    if cut:
        notes.append(
            say(
                "{amount} is known only for a period that goes beyond the date, and is not counted.",
                amount=locale.money(cut, currency),
            )
        )
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
    result = (
        ("receivable", say("Receivable from the funder"), settlement.receivable)
        if settlement.receivable
        else (
            "to_repay",
            say("To be repaid") if is_over else say("Received and not yet spent"),
            settlement.to_repay,
        )
    )
    shown = [pair for pair in pairs if pair[2] or pair[0] not in ("overspent", "repaid")]
    return Table(
        title=say("Received and spent"),
        columns=(Column(say("Text"), wraps=True), Column(say("Amount"), Align.RIGHT)),
        rows=(
            *(Row((label, Money(amount, currency))) for _, label, amount in shown),
            Row((result[1], Money(result[2], currency)), is_total=True),
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
    instalments = sorted(account.grant.instalments, key=_day)
    planned = money.total(i.amount for i in instalments if i.planned is not None)
    received = money.total(map(received_of, instalments))
    return Table(
        title=say("Instalments"),
        columns=(
            Column(say("Planned")),
            Column(say("Amount"), Align.RIGHT),
            Column(say("Received on")),
            Column(say("Received"), Align.RIGHT),
            Column(say("Voucher")),
        ),
        rows=(
            *(
                Row(
                    (
                        instalment.planned,
                        None if instalment.planned is None else Money(instalment.amount, currency),
                        instalment.received,
                        Money(received_of(instalment), currency) if instalment.received else None,
                        instalment.voucher or "",
                    )
                )
                for instalment in instalments
            ),
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
    spoken = language or account.grant.language
    say, currency = Speech.of(spoken), account.grant.currency
    left = account.availability(as_of)
    of_grant = {entry.activity: entry for entry in account.availability(as_of, financing="grant")}
    sums = [money.total(getattr(entry, name) for entry in left) for name in _FIGURES]
    others_pay = has_several_sources(account)

    def last(amount: Amount) -> tuple[Money, ...]:
        return (Money(amount, currency),) if others_pay else ()

    def available_of_grant(activity: str) -> Amount:
        return of_grant[activity].available if activity in of_grant else money.ZERO

    return Table(
        title=say("Availability"),
        columns=(
            Column(say("Activity"), wraps=True),
            *(
                Column(label, Align.RIGHT)
                for label in (say("Budget"), say("Actual"), say("Ordered"), say("Available"))
            ),
            *((Column(say("Of the grant"), Align.RIGHT),) if others_pay else ()),
        ),
        rows=(
            *(
                Row(
                    (
                        account.grant.title_of(entry.activity),
                        Money(entry.budget, currency),
                        Money(entry.spent, currency),
                        Money(entry.committed, currency),
                        Money(entry.available, currency),
                        *last(available_of_grant(entry.activity)),
                    )
                )
                for entry in left
            ),
            Row(
                (
                    say("Total"),
                    *(Money(amount, currency) for amount in sums),
                    *last(money.total(entry.available for entry in of_grant.values())),
                ),
                is_total=True,
            ),
        ),
        language=spoken,
        data={
            "grant": account.id,
            "currency": currency,
            "activities": [
                {
                    "activity": entry.activity,
                    "budget": entry.budget,
                    "spent": entry.spent,
                    "committed": entry.committed,
                    "available": entry.available,
                    "available_of_grant": available_of_grant(entry.activity),
                }
                for entry in left
            ],
        },
    )


def _day(instalment: Instalment) -> str:
    return str(instalment.planned or instalment.received)
