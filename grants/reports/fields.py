"""Every field of a grant by name: what a funder's own form can ask for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grants.figures.comparison import Figures
from grants.figures.settlement import received_of
from grants.ledger import Account
from grants.records.report import ReportDetails
from grants.reports.document import Block, Heading, ListBlock, Paragraph, words_of
from grants.reports.marks import readable_account, speech
from grants.reports.narrative import sections
from grants.reports.parts import STATUSES, auditor_kind
from grants.reports.speech import Language, Speech
from grants.reports.table import Cell, Column, Money, Row, Table, amount_cell, percentage
from grants.values import money
from grants.values.financing import KINDS

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u", "é": "e"})


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields by their dotted names, and rows for forms that repeat a line.

    `values` are as in tables: amounts, percentages and dates keep their kind; None is a field that
    the ledger says nothing about. `lists` holds, by name, rows of fields.
    """

    values: Mapping[str, Cell]
    lists: Mapping[str, tuple[Mapping[str, Cell], ...]]
    language: Language


def fields_of(account: Account, *, language: Language | None = None, with_errors: bool = False) -> Fields:
    """The fields of a grant, in the order in which they are listed, as a form of the funder asks for them.

    Raises `ArgumentError`, a `ValueError`, for a language that there is not, and `UnreadableAccountError`
    for an account that was not read whole, unless `with_errors`.
    """
    account = readable_account(account, with_errors=with_errors)
    spoken = speech(language, account.grant.language).language
    lines = tuple(_lines(account))
    return Fields(
        dict(_values(account, spoken, lines)),
        {
            "lines": lines,
            "attachments": tuple(
                {"number": number, "title": one.title, "file": one.file}
                for number, one in enumerate(account.grant.attachments, 1)
            ),
            "instalments": _instalments(account),
        },
        spoken,
    )


def fields_table(fields: Fields) -> Table:
    """All fields with their values, for people who make a form."""
    say = Speech.of(fields.language)
    values = dict(fields.values)
    for name, rows in fields.lists.items():
        for number, row in enumerate(rows, 1):
            values |= {f"{name}[{number}].{key}": value for key, value in row.items()}
    return Table(
        title=say("Fields"),
        columns=(Column(say("Field")), Column(say("Value"), wraps=True)),
        rows=tuple(Row((name, value)) for name, value in values.items()),
        language=fields.language,
        data={"fields": values},
    )


def slug(text: str) -> str:
    """A heading or an id as part of a field's name: `Mål og midler` gives `maal_og_midler`."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower().translate(_LETTERS)).strip("_")
    return f"_{name}" if name[:1].isdigit() else name


def _values(
    account: Account, language: Language, lines: tuple[Mapping[str, Cell], ...]
) -> Iterator[tuple[str, Cell]]:
    record, say = account.grant, Speech.of(language)
    currency, report = record.currency, record.report or ReportDetails()
    period, award, application = record.effective_period, record.award, record.application
    granted = account.award
    yield "grant.id", record.id
    yield "grant.title", record.title
    yield "grant.status", say(STATUSES[record.status])
    yield "grant.case_number", record.case_number
    yield "grant.currency", currency
    yield "grant.period", say.period(period)
    yield "grant.period_start", period.start
    yield "grant.period_end", period.last
    yield "funder.name", record.funder.name
    yield "recipient.name", record.recipient.name
    yield "recipient.unit", record.recipient.unit
    yield "recipient.address", "\n".join(record.recipient.address) or None
    yield "recipient.on_behalf_of", record.recipient.on_behalf_of
    yield (
        "application.amount",
        None if application is None else Money(application.amount, currency, application.approximate),
    )
    yield "award.amount", amount_cell(granted, currency)
    yield "award.original", amount_cell(None if award is None else award.amount, currency)
    yield "award.date", None if award is None else award.date
    yield "award.year", None if award is None else (award.year or (award.date.year if award.date else None))
    yield "report.date", None if report.date is None else say.period(report.date)
    yield "report.due", account.report_due
    yield from _signed(report, say)
    yield "keep_until", account.retention_end if report.keep_until is None else report.keep_until
    yield "report.document_number", report.document_number
    yield "report.place", report.place
    spent = account.spent_of_grant
    yield "spent_of_grant", Money(spent, currency)
    yield "spent_by_others", Money(account.spent - spent, currency)
    yield "rest", amount_cell(None if granted is None else granted - spent, currency)
    yield from _settlement(account)
    used = account.postings.period
    yield "period_of_use", None if used is None else say.period(used)
    comparison, original = account.compare(), account.compare(budget="original")
    for name, value in _figures(comparison.total, original.total, currency).items():
        yield f"total.{name}", value
    for kind in KINDS:
        yield f"financing.{kind}.budget", Money(account.approved.total(kind), currency)
        first = money.total(line.amount for line in record.budget if line.financing == kind)
        yield f"financing.{kind}.original_budget", Money(first, currency)
        actual = account.postings.total(financing=kind)
        yield f"financing.{kind}.actual", Money(actual, currency)
    for line in lines:
        yield from ((f"activity.{slug(str(line['id']))}.{name}", value) for name, value in line.items())
    for kind in ("deviation", "period", "award"):
        texts = [e.text for e in record.explanations if e.of == kind]
        yield f"explanation.{kind}", "\n".join(texts) or None
    for section in sections(account.report_text):
        name = "introduction" if section.heading is None else slug(words_of(section.heading))
        if name:
            yield f"text.{name}", "\n".join(_words(section.blocks)) or None


def _signed(report: ReportDetails, say: Speech) -> Iterator[tuple[str, Cell]]:
    """Who looked at the account, and who answers for it."""
    auditor, statement = report.auditor, report.statement
    yield "auditor.kind", None if auditor is None else auditor_kind(auditor.kind, say)
    yield "auditor.name", None if auditor is None else auditor.name
    yield "auditor.date", None if auditor is None else auditor.date
    yield "statement.date", None if statement is None else statement.date
    yield "statement.by", None if statement is None else statement.by


def _settlement(account: Account) -> Iterator[tuple[str, Cell]]:
    """Where recipient and funder stand; nothing for an application."""
    settlement, currency = account.settlement(), account.grant.currency
    for name in ("received", "repaid", "eligible", "unspent", "overspent", "receivable", "to_repay"):
        amount = None if settlement is None else getattr(settlement, name)
        yield f"settlement.{name}", amount_cell(amount, currency)


def _instalments(account: Account) -> tuple[Mapping[str, Cell], ...]:
    currency = account.grant.currency
    return tuple(
        {
            "number": number,
            "planned": instalment.planned,
            "amount": Money(instalment.amount, currency),
            "received_on": instalment.received,
            "received": amount_cell(received_of(instalment) if instalment.received else None, currency),
            "voucher": instalment.voucher,
        }
        for number, instalment in enumerate(account.grant.instalments, 1)
    )


def _lines(account: Account) -> Iterator[Mapping[str, Cell]]:
    """A row for each activity: its names, its figures and why they deviate."""
    first = {row.activity: row.total for row in account.compare(budget="original").rows}
    for row in account.compare().rows:
        explained = [e.text for e in account.grant.explanations if e.activity == row.activity]
        yield {
            "id": row.activity,
            "title": account.grant.title_of(row.activity),
            **_figures(row.total, first[row.activity], account.grant.currency),
            "explanation": "\n".join(explained) or None,
        }


def _figures(figures: Figures, original: Figures, currency: str) -> dict[str, Cell]:
    """`budget` is the one in force, `original_budget` the first one."""
    return {
        "budget": Money(figures.budget, currency, figures.approximate),
        "original_budget": Money(original.budget, currency, original.approximate),
        "actual": Money(figures.actual, currency),
        "deviation": Money(figures.deviation, currency, figures.approximate),
        "percent": percentage(figures.percent),
    }


def _words(blocks: Sequence[Block]) -> Iterator[str]:
    """The words of a section, a line for each paragraph and each item of a list."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield words_of(block.text)
        elif isinstance(block, ListBlock):
            for item in block.items:
                mark = "-" if item.number is None else f"{item.number}."
                yield f"{mark} {words_of(item.text)}"
