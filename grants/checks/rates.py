"""Are the rates those of their dates, and do the calculations give the budget?"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

from grants import money
from grants.calculation import calculated, payable_hours, rate_of, step_at
from grants.diagnostics import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger
from grants.periods import Period
from grants.records import Calculation, RateTable
from grants.units import same_unit, work_unit

NOT_CALCULATED = Rule(
    "G207", "not-as-calculated", Severity.ERROR,
    "A budget line is not what its calculation gives",
    "correct the amount or the numbers; a calculation is rounded once, to the øre",
)  # fmt: skip
RATE_GAP = Rule(
    "G208", "rate-table-gap", Severity.ERROR,
    "A rate table has a gap, an overlap, or no step at all",
    "let each step begin on the day after the one before it ends",
)  # fmt: skip
NOT_RATE_OF_DATE = Rule(
    "G209", "not-the-rate-of-its-date", Severity.ERROR,
    "A calculation uses a rate that is not the one of its date",
    "use the rate of the date, or leave the rate out and let the table give it",
)  # fmt: skip
POSTING_RATE = Rule(
    "G307", "posting-not-at-rate", Severity.WARNING,
    "A posting was not paid at the rate of its date",
    "correct the quantity or the amount, or say in the text why another rate was paid",
)  # fmt: skip

RULES = (NOT_CALCULATED, RATE_GAP, NOT_RATE_OF_DATE, POSTING_RATE)


def rate_tables_have_no_gap(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G208: on some day between its first and last a table has no rate, or two."""
    for position, table in enumerate(grant.grant.rates):
        if not table.steps:
            yield RATE_GAP.at(grant.where("rate", position), f"{table.id} has no step")
        steps = sorted(enumerate(table.steps), key=lambda item: item[1].from_)
        for _, step in steps:
            if step.to is not None and step.to < step.from_:
                where = grant.where("rate", position, "step", table.steps.index(step))
                yield RATE_GAP.at(where, f"{table.id}: the step from {step.from_} ends before it begins")
        for (_, before), (number, after) in pairwise(steps):
            where = grant.where("rate", position, "step", number)
            if before.from_ == after.from_ or (before.to is not None and before.to >= after.from_):
                yield RATE_GAP.at(where, f"{table.id} has two rates on {after.from_}")
            elif before.to is not None and Period.between(before.from_, before.to).end != after.from_:
                message = f"{table.id} has no rate between {before.to} and {after.from_}"
                yield RATE_GAP.at(where, message)


def _tables(grant: GrantLedger) -> dict[str, RateTable]:
    """The rate tables in the grant's currency; with others nothing can be compared."""
    return {t.id: t for t in grant.grant.rates if t.currency in (None, grant.grant.currency)}


def lines_are_as_calculated(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G207: the amount of a line differs from the sum of its calculation."""
    tables = _tables(grant)
    for position, line in enumerate(grant.grant.budget):
        amount = calculated(line.calculation, tables) if line.calculation else None
        if amount is not None and amount != line.amount:
            apart = money.difference(line.amount, amount)
            yield NOT_CALCULATED.at(
                grant.where("budget", position, "amount"),
                f"the line is {line.amount}, its calculation gives {amount}: {apart:+} apart",
            )


def rates_are_of_their_date(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G209: the table has no rate on the day, or another one than is stated, or pays no such share."""
    tables = _tables(grant)
    for position, line in enumerate(grant.grant.budget):
        for place, part in enumerate(line.calculation):
            table = tables.get(part.rate_table or "")
            if table is not None:
                for key, message in _wrong_rate(part, table):
                    where = grant.where("budget", position, "calculation", place, key)
                    yield NOT_RATE_OF_DATE.at(where, message)


def _wrong_rate(part: Calculation, table: RateTable) -> Iterator[tuple[str, str]]:
    rate = rate_of(part, {table.id: table})
    if rate is None:
        yield "date", f"{table.id} has no rate on {part.date}"
    elif part.rate is not None and part.rate != rate:
        yield "rate", f"the rate is {part.rate}; {table.id} has {rate} on {part.date}"
    if part.minutes is not None and work_unit(table.unit) != "hour":
        yield "minutes", f"minutes are paid by the hour; {table.id} is for one {table.unit}"
    if part.percent is not None and table.shares and part.percent not in table.shares:
        paid = ", ".join(f"{share} %" for share in table.shares)
        yield "percent", f"{part.percent} % of the rate is paid; {table.id} knows {paid}"


def postings_are_at_their_rate(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G307: amount and quantity of a posting give another rate than the table's on its date.

    Only where an activity names a rate table: then the postings are read once, row by row. A
    posting without a quantity, in another unit, or known only for a span is not judged. Hours are
    rounded as the agreement has it, and every share of the rate that it knows may be paid.
    """
    tables = _tables(grant)
    rated = {a.id: tables[a.rate] for a in grant.grant.activities if a.rate in tables}
    if not any(group.activity in rated for group in grant.postings.groups):
        return
    for posting in grant.postings.texts():
        table = rated.get(posting.activity)
        if table is None or not posting.quantity or not same_unit(posting.unit, table.unit):
            continue
        period = Period.parse(posting.date)
        if period.days > 1:
            continue
        step = step_at(table, period.start)
        where = grant.posting_line(posting.line)
        if step is None:
            yield POSTING_RATE.at(where, f"{table.id} has no rate on {posting.date}")
            continue
        due = _due(Decimal(posting.quantity), table, step.amount)
        if posting.amount not in map(str, due):
            sums = " or ".join(map(str, due))
            yield POSTING_RATE.at(
                where,
                f"{posting.quantity} {posting.unit} at {step.amount} is {sums}, posted is {posting.amount}",
            )


def _due(quantity: Decimal, table: RateTable, rate: Decimal) -> list[Decimal]:
    """What a quantity may be paid with: hours rounded as agreed, and each share of the rate."""
    exact = Fraction(quantity)
    if work_unit(table.unit) == "hour" and table.rounding != "none":
        minutes = ceil(abs(exact) * 60)
        exact = payable_hours(minutes, table.rounding) * (-1 if exact < 0 else 1)
    shares = table.shares or (Decimal(100),)
    return [money.rounded(exact * Fraction(rate) * Fraction(share) / 100) for share in shares]
