"""What became of the first budget: the history of each line, and the changes in words."""

from collections.abc import Iterator

from grants.figures.approved_budget import ApprovedLine, Step
from grants.ledger import Account
from grants.records.budget import Amendment
from grants.reports.document import Block, Paragraph, Span
from grants.reports.financing import name_of
from grants.reports.marks import readable_account, speech
from grants.reports.speech import Language, Speech
from grants.reports.table import Column, Money, Row, Table, amounts, data_of, figures, texts
from grants.values import money
from grants.values.money import ZERO, Amount


def history_table(account: Account, *, language: Language | None = None) -> Table:
    """Every budget line with its first amount and each approved change, by date; the total last.

    Raises `ArgumentError`, a `ValueError`, for a language that there is not. It needs grant.toml alone.
    """
    account = readable_account(account, with_errors=True)
    say = speech(language, account.grant.language)
    currency, lines = account.grant.currency, account.approved.lines
    original, total = money.total(line.original for line in lines), account.approved.total()
    change, amount = amounts(currency, total - original, total)
    return Table(
        title=say("History of the budget lines"),
        subject=account.grant.title,
        columns=(
            *texts(say("Activity")),
            Column(say("Date")),
            *texts(say("Text")),
            *figures(say("Change"), say("Amount after it")),
            Column(say("Document")),
        ),
        rows=(
            *(row for line in lines for row in _line_rows(line, account, say)),
            Row((say("Total"), None, "", change, amount, ""), is_total=True),
        ),
        language=say.language,
        data={
            "grant": account.id,
            "currency": currency,
            "lines": [_line_data(line) for line in lines],
            "original": original,
            "approved": total,
        },
    )


def _steps(line: ApprovedLine) -> Iterator[tuple[Step, Amount]]:
    """The changes of a line, each with the amount after it."""
    amount = line.original
    for step in line.history:
        amount += step.amount
        yield step, amount


def _line_rows(line: ApprovedLine, account: Account, say: Speech) -> Iterator[Row]:
    """The first amount of a line, and a row for each change of it."""
    title, currency = account.grant.title_of(line.activity), account.grant.currency
    if line.period is not None:
        title += f" ({line.period})"
    if str(line.payer) != "grant":
        title += f": {name_of(line.payer, account, say)}"
    first = say("Line added") if line.position is None else say("Original budget")
    yield Row((title, None, first, None, Money(line.original, currency, line.approximate), ""))
    for step, after in _steps(line):
        who = say("Approved by {name}", name=step.approved_by)
        words = f"{who}: {step.text}" if step.text else who
        yield Row(("", step.date, words, *amounts(currency, step.amount, after), step.document or ""))


def _line_data(line: ApprovedLine) -> dict[str, object]:
    return {
        **data_of(line.key, "activity", "period", "financing", "partner", "in_kind"),
        "original": line.original,
        "approved": line.amount,
        "history": [
            {
                "date": step.date,
                "change": step.amount,
                "amount": after,
                **data_of(step, "approved_by", "document", "text"),
            }
            for step, after in _steps(line)
        ],
    }


def changes_in_words(account: Account, say: Speech) -> Iterator[Block]:
    """A paragraph for each amendment, by date: what it changes, who approved it, where that is written."""
    for amendment in sorted(account.grant.amendments, key=lambda a: (a.date, str(a))):
        what = "; ".join(amendment_words(account, amendment, say))
        if amendment.period is not None or amendment.award is not None:
            what = what[0].upper() + what[1:]
        clauses = []
        if amendment.applied is not None:
            clauses.append(say("applied for on {date}", date=say.date(amendment.applied)))
        values = {"name": amendment.approved_by, "date": say.date(amendment.date)}
        is_approved = amendment.approved_by is not None
        clauses.append(say("approved by {name} on {date}", **values) if is_approved else say("not approved"))
        if amendment.document is not None:
            clauses.append(f"{say('Document').lower()} {amendment.document}")
        text = f" {amendment.text}" if amendment.text else ""
        yield Paragraph((Span(what, strong=True), Span(f" ({', '.join(clauses)}).{text}")))


def amendment_words(account: Account, amendment: Amendment, say: Speech) -> Iterator[str]:
    """What an amendment changes: the period, the award, each line."""
    currency = account.grant.currency
    if amendment.period is not None:
        yield say("the period is changed to {period}", period=say.period(amendment.period))
    if amendment.award is not None:
        yield say("the award is changed to {amount}", amount=say.money(amendment.award, currency))
    for change in amendment.changes:
        sign = "+" if change.amount > ZERO else ""
        amount = say.money(change.amount, currency)
        yield f"{account.grant.title_of(change.activity)}: {sign}{amount}"
