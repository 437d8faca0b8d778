"""Do payments and the settlement agree with the award and the spending?"""

from collections.abc import Iterator
from datetime import date

from grants.checks.registry import derived, error, warning
from grants.figures.settlement import planned_amounts, received_of
from grants.findings.finding import Finding, Rule
from grants.findings.message import Message
from grants.ledger import Account
from grants.records.payments import Instalment
from grants.values.money import ZERO


@error("G601", "instalments-beyond-award",
    "The instalments are more than the award",
    "correct the instalments, or record the larger award in an [[amendment]]",
)  # fmt: skip
def instalments_within_award(rule: Rule, account: Account) -> Iterator[Finding]:
    """G601: planned or received payments are more than the award; reported at the one that passes it."""
    award = account.award
    if award is None:
        return
    numbered = sorted(enumerate(account.grant.instalments), key=lambda item: _day(item[1]))
    in_order = [instalment for _, instalment in numbered]
    amounts = {"planned": planned_amounts(in_order), "received": [received_of(i) for i in in_order]}
    for what, each in amounts.items():
        sum_ = ZERO
        for (position, _), amount in zip(numbered, each, strict=True):
            sum_ += amount
            if sum_ > award:
                said = Message("with this one {sum} is {what} of an award of {award}",
                    sum=sum_, what=what, award=award,
                )  # fmt: skip
                yield rule.at(account.where("instalment", position, "amount"), said)
                return


def _day(instalment: Instalment) -> date:
    day = instalment.received or instalment.planned
    assert day is not None  # an instalment has one of the two
    return day


@derived("amounts")
@error("G602", "other-repayment",
    "The stated repayment is not what was received less what was spent",
    "correct the stated repayment, or the instalments and postings that it follows from",
)  # fmt: skip
def repayment_is_as_stated(rule: Rule, account: Account) -> Iterator[Finding]:
    """G602: what was received less what was spent of the grant is not what was stated to the funder."""
    stated, settlement = account.grant.settlement, account.settlement()
    if stated is None or settlement is None:
        return
    is_known = bool(account.grant.instalments)
    if stated.repayment == (settlement.due if is_known else settlement.repaid):
        return
    said = Message("{stated} is stated, {repaid} is repaid, and no instalment states what was received",
        stated=stated.repayment, repaid=settlement.repaid,
    )  # fmt: skip
    if is_known:
        said = Message(
            "{received} received less {spent} spent of the award gives {due} to repay, stated is {stated}",
            received=settlement.received, spent=settlement.eligible, due=settlement.due,
            stated=stated.repayment,
        )  # fmt: skip
    yield rule.at(account.where("settlement", "repayment"), said)


@derived("amounts")
@error("G607", "repaid-too-much",
    "More is repaid to the funder than was received and not spent",
    "correct the repayment, or the postings and instalments that it follows from; else ask for the rest",
)  # fmt: skip
def no_more_is_repaid_than_due(rule: Rule, account: Account) -> Iterator[Finding]:
    """G607: a final account has repaid more than was received and not spent; reported where it passes that.

    Without instalments nobody knows what was received; then what is unspent of the award is due.
    """
    settlement = account.settlement()
    if settlement is None or not account.grant.is_final:
        return
    due = settlement.due if account.grant.instalments else settlement.unspent
    repaid = ZERO
    for position, repayment in sorted(enumerate(account.grant.repayments), key=lambda item: item[1].date):
        repaid += repayment.amount
        if repaid > due:
            known = Message("{spent} is spent of the award of {award}, which leaves {due}",
                spent=settlement.eligible, award=settlement.award, due=due,
            )  # fmt: skip
            if account.grant.instalments:
                known = Message("{received} received less {spent} spent of the award gives {due}",
                    received=settlement.received, spent=settlement.eligible, due=due,
                )  # fmt: skip
            said = Message("with this one {repaid} is repaid; {known}: {more} too much",
                repaid=repaid, known=known, more=repaid - due,
            )  # fmt: skip
            yield rule.at(account.where("repayment", position, "amount"), said)
            return


@warning("G608", "payment-dates",
    "The dates of payments contradict the award, the period or each other",
    "correct the day of the payment or of the settlement; they are mistyped in most cases, often in the year",
)  # fmt: skip
def payments_are_dated_soundly(rule: Rule, account: Account) -> Iterator[Finding]:
    """G608: money came before it was granted, went back before it came, or was settled before the end."""
    record = account.grant
    award = record.award
    if award is not None:
        granted = award.date or (None if award.year is None else date(award.year, 1, 1))
        for position, instalment in enumerate(record.instalments):
            if granted is not None and instalment.received is not None and instalment.received < granted:
                said = Message("{amount} was received on {day}, but the award is of {granted}",
                    amount=received_of(instalment), day=instalment.received, granted=award.date or award.year,
                )  # fmt: skip
                yield rule.at(account.where("instalment", position, "received"), said)
    came = [instalment.received for instalment in record.instalments if instalment.received is not None]
    for position, repayment in enumerate(record.repayments):
        if record.instalments and not any(day <= repayment.date for day in came):
            since = f"the first payment came in on {min(came)}" if came else "no payment is received"
            message = f"{repayment.amount} was repaid on {repayment.date}, but {since}"
            yield rule.at(account.where("repayment", position, "date"), message)
    stated, end = record.settlement, record.effective_period.last
    if stated is not None and stated.date is not None and stated.date < end:
        message = f"the settlement is of {stated.date}, but the period ends on {end}"
        yield rule.at(account.where("settlement", "date"), message)


@warning("G605", "not-settled",
    "A closed account still owes money, or is owed some",
    "record what was paid in [[instalment]] and [[repayment]], or set the status back to reported",
)  # fmt: skip
def closed_is_settled(rule: Rule, account: Account) -> Iterator[Finding]:
    """G605: the grant is closed, but a planned payment did not come, or something is still to be paid.

    Without any instalment nobody knows what was received: then what is unspent, or was stated as to be
    repaid, must be repaid.
    """
    settlement = account.settlement()
    if settlement is None or account.grant.status != "closed":
        return
    for position, instalment in enumerate(account.grant.instalments):
        if instalment.received is None:
            message = f"{instalment.amount}, planned for {instalment.planned}, was not received"
            yield rule.at(account.where("instalment", position), message)
    if account.grant.instalments:
        for what, amount in (("repaid", settlement.to_repay), ("received", settlement.receivable)):
            if amount:
                yield rule.at(account.where("status"), f"{amount} is still to be {what}")
        return
    stated = account.grant.settlement
    due = settlement.unspent if stated is None else stated.repayment
    if due > settlement.repaid:
        said = Message("{due} {what}, {repaid} is repaid, and no instalment states what was received",
            due=due, what="of the award is not spent" if stated is None else "is stated as to be repaid",
            repaid=settlement.repaid,
        )  # fmt: skip
        yield rule.at(account.where("status"), said)
