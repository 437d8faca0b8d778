"""Are the rates those of their dates, and do the calculations give the budget?"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

from grants.checks.registry import derived, error, warning
from grants.figures.rates import calculated, payable_hours, rate_of, step_at
from grants.figures.reversals import costs
from grants.findings.finding import Finding, Rule, Severity
from grants.findings.message import Message, plural
from grants.ledger import Account
from grants.records.budget import Calculation, RateTable
from grants.values import money
from grants.values.money import Amount
from grants.values.periods import Period
from grants.values.text import nearest
from grants.values.units import UNIT_OF_NAME, same_unit, work_unit


@error("G208", "rate-table-gap",
    "A rate table has a gap, an overlap, or no step at all",
    "let each step begin on the day after the one before it ends",
)  # fmt: skip
def rate_tables_have_no_gap(rule: Rule, account: Account) -> Iterator[Finding]:
    """G208: on some day between its first and last a table has no rate, or two."""
    for position, table in enumerate(account.grant.rates):
        if not table.steps:
            yield rule.at(account.where("rate", position), f"{table.id} has no step")
        steps = sorted(enumerate(table.steps), key=lambda item: item[1].from_)
        for _, step in steps:
            if step.to is not None and step.to < step.from_:
                where = account.where("rate", position, "step", table.steps.index(step))
                yield rule.at(where, f"{table.id}: the step from {step.from_} ends before it begins")
        for (_, before), (number, after) in pairwise(steps):
            where = account.where("rate", position, "step", number)
            if before.from_ == after.from_ or (before.to is not None and before.to >= after.from_):
                yield rule.at(where, f"{table.id} has two rates on {after.from_}")
            elif before.to is not None and before.from_ <= before.to < after.from_ - timedelta(days=1):
                yield rule.at(where, f"{table.id} has no rate between {before.to} and {after.from_}")


def _tables(account: Account) -> dict[str, RateTable]:
    """The rate tables in the grant's currency; with others nothing can be compared."""
    return {t.id: t for t in account.grant.rates if t.currency in (None, account.grant.currency)}


@error("G207", "not-as-calculated",
    "A budget line is not what its calculation gives",
    "correct the amount or the numbers; a calculation is rounded once, to the øre",
)  # fmt: skip
def lines_are_as_calculated(rule: Rule, account: Account) -> Iterator[Finding]:
    """G207: the amount of a line differs from the sum of its calculation."""
    tables = _tables(account)
    for position, line in enumerate(account.grant.budget):
        amount = calculated(line.calculation, tables) if line.calculation else None
        if amount is not None and amount != line.amount:
            said = Message(
                "the line is {amount}, its calculation gives {calculated}: a difference of {difference:+}",
                amount=line.amount, calculated=amount, difference=line.amount - amount,
            )  # fmt: skip
            yield rule.at(account.where("budget", position, "amount"), said)


@error("G209", "not-the-rate-of-its-date",
    "A calculation uses a rate that is not the one of its date",
    "use the rate of the date, or leave the rate out and let the table give it",
)  # fmt: skip
def rates_are_of_their_date(rule: Rule, account: Account) -> Iterator[Finding]:
    """G209: the table has no rate on the day, or another one than is stated, or pays no such share."""
    tables = _tables(account)
    for position, line in enumerate(account.grant.budget):
        for place, part in enumerate(line.calculation):
            table = tables.get(part.rate_table or "")
            if table is not None:
                for key, message, remedy in _wrong_rate(part, table):
                    where = account.where("budget", position, "calculation", place, key)
                    yield rule.at(where, message, remedy=remedy)


def _wrong_rate(part: Calculation, table: RateTable) -> Iterator[tuple[str, str, str | None]]:
    """The key that is at fault, what is wrong with it, and the remedy where it is not the rule's own."""
    rate = rate_of(part, {table.id: table})
    if rate is None:
        remedy = "correct the date, or add the step of that day to the rate table"
        yield "date", f"{table.id} has no rate on {part.date}", remedy
    elif part.rate is not None and part.rate != rate:
        yield "rate", f"the rate is {part.rate}; {table.id} has {rate} on {part.date}", None
    if part.minutes is not None and work_unit(table.unit) != "hour":
        remedy = f"leave minutes out, and write how many of one {table.unit} it is as a factor"
        yield "minutes", f"minutes are paid by the hour; {table.id} is for one {table.unit}", remedy
    if part.percent is not None and table.shares and part.percent not in table.shares:
        paid = ", ".join(f"{share} %" for share in table.shares)
        remedy = (
            f"calculate with one of {paid}; if the agreement pays {part.percent} % too, add it to the shares "
            f"of {table.id}"
        )
        yield "percent", f"{part.percent} % of the rate is paid; {table.id} knows {paid}", remedy


@warning("G229", "calculation-outside-period",
    "A calculation takes the rate of a day on which the grant does not run",
    "correct the date of the calculation: the rate is that of a day in the grant's period",
)  # fmt: skip
def calculations_are_in_the_period(rule: Rule, account: Account) -> Iterator[Finding]:
    """G229: a rate is of a day after the grant's period, or before it.

    Before it is a note: a budget is made with the rate that is known when it is made.
    """
    period = account.grant.effective_period
    for position, line in enumerate(account.grant.budget):
        for place, part in enumerate(line.calculation):
            if part.date is None or period.start <= part.date <= period.last:
                continue
            where = account.where("budget", position, "calculation", place, "date")
            is_early = part.date < period.start
            said = Message("{activity} is calculated with the rate of {day}, {side} the period {period}",
                activity=line.activity, day=part.date, side="before" if is_early else "after", period=period,
            )  # fmt: skip
            remedy = "take the rate of a day in the period if it is known" if is_early else None
            yield rule.at(where, said, remedy=remedy, severity=Severity.NOTE if is_early else None)


@derived("names")
@warning("G307", "posting-not-at-rate",
    "A posting was not paid at the rate of its date",
    "correct the quantity or the amount; a rate that was agreed separately gets a [[rate]] table of its own, "
    "or set [checks.G307] with the reason",
)  # fmt: skip
def postings_are_at_their_rate(rule: Rule, account: Account) -> Iterator[Finding]:
    """G307: amount and quantity of a posting give another rate than the table's on its date.

    Only where an activity names a rate table: then the postings are read row by row. A posting
    without a quantity, reversed, or known only for a span is not checked; those in another unit than
    the table's give one finding for each unit. Hours are rounded as the agreement has it, and
    every share of the rate that it knows may be paid.
    """
    tables = _tables(account)
    rated = {a.id: tables[a.rate] for a in account.grant.activities if a.rate in tables}
    if not any(group.activity in rated for group in account.postings.groups):
        return
    other_units: dict[tuple[str, str], list[int]] = {}
    for posting in costs(account.postings):
        table = rated.get(posting.activity)
        if table is None or not posting.quantity:
            continue
        if not same_unit(posting.unit, table.unit):
            other_units.setdefault((posting.activity, posting.unit.strip()), []).append(posting.line)
            continue
        period = Period.parse(posting.date)
        if period.days > 1:
            continue
        step = step_at(table, period.start)
        where = account.posting_line(posting.line)
        if step is None:
            yield rule.at(where, f"{table.id} has no rate on {posting.date}")
            continue
        due = _due(Decimal(posting.quantity), table, step.amount)
        if posting.amount not in map(str, due):
            sums = " or ".join(map(str, due))
            yield rule.at(
                where,
                f"{posting.quantity} {posting.unit} at {step.amount} is {sums}, posted is {posting.amount}",
            )
    for (activity, unit), lines in other_units.items():
        yield _not_checked(rule, account, rated[activity], activity, unit, lines)


def _not_checked(
    rule: Rule, account: Account, table: RateTable, activity: str, unit: str, lines: list[int]
) -> Finding:
    """Postings in another unit: a warning if the unit is mistyped or missing, else a note."""
    names = UNIT_OF_NAME if work_unit(table.unit) is not None else (table.unit,)
    near = nearest(unit.casefold(), names) if work_unit(unit) is None and unit else None
    hint = "" if near is None else f"; did you mean {near!r}?"
    named = f"the unit {unit!r}" if unit else "a quantity and no unit"
    has = plural(
        "{count:,} posting has {named}", "{count:,} postings have {named}", count=len(lines), named=named
    )
    return rule.at(
        account.posting_line(lines[0]),
        f"{activity}: {has}; {table.id} is for one {table.unit}, so that the rate cannot be checked{hint}",
        remedy=f"write {table.unit} as the unit, with the quantity in it",
        severity=Severity.WARNING if near is not None or not unit else Severity.NOTE,
    )


def _due(quantity: Decimal, table: RateTable, rate: Amount) -> list[Amount]:
    """What a quantity may be paid with: hours rounded as agreed, and each share of the rate."""
    exact = Fraction(quantity)
    if work_unit(table.unit) == "hour" and table.rounding != "none":
        minutes = ceil(abs(exact) * 60)
        exact = payable_hours(minutes, table.rounding) * (-1 if exact < 0 else 1)
    shares = table.shares or (Decimal(100),)
    return [money.Amount.rounded(exact * rate.exact * Fraction(share) / 100) for share in shares]
