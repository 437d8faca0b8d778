"""What a report says of errors: how many are open, and that something could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from grants.checks import check
from grants.errors import ArgumentError
from grants.findings.finding import Finding, errors
from grants.findings.message import plural
from grants.ledger import Account, Ledger
from grants.reports.document import Document, Letterhead, Paragraph, Span
from grants.reports.speech import LANGUAGES, Language, Speech
from grants.reports.table import Table
from grants.values.arguments import word_of

_Report = TypeVar("_Report", Table, Document)


@dataclass(frozen=True, slots=True)
class Marks:
    """How many errors are open, None in a list, which is no draft; and how many of reading."""

    open_errors: int | None = None
    faults: int = 0

    def sentences(self, say: Speech) -> tuple[str, ...]:
        """What is said at the top."""
        said: list[str] = [draft(self.open_errors, say)] if self.open_errors else []
        if self.faults:
            said.append(
                say(
                    plural(
                        "INCOMPLETE: {count} error of reading. What could not be read is missing here.",
                        "INCOMPLETE: {count} errors of reading. What could not be read is missing here.",
                        count=self.faults,
                    )
                )
            )
        return tuple(said)

    def on_each_page(self, say: Speech) -> str:
        """What stands on each page and sheet; nothing without errors."""
        if self.faults:
            return say("INCOMPLETE")
        return say("DRAFT") if self.open_errors else ""

    def put_on(self, report: _Report, say: Speech) -> _Report:
        """The report with its marks: at its top, on each page, and in the data of a table."""
        said: tuple[str, ...] = self.sentences(say)
        mark: str = self.on_each_page(say)
        if isinstance(report, Table):
            data = {**report.data, **({} if self.open_errors is None else {"errors": self.open_errors})}
            return replace(report, notes=(*said, *report.notes), data=data, mark=mark)
        if not said:
            return report
        at: int = 1 if report.blocks and isinstance(report.blocks[0], Letterhead) else 0
        paragraphs: list[Paragraph] = [Paragraph((Span(sentence, strong=True),)) for sentence in said]
        blocks = (*report.blocks[:at], *paragraphs, *report.blocks[at:])
        return replace(report, blocks=blocks, page_of=f"{mark} \N{MIDDLE DOT} {report.page_of}")


def marks_of(subject: Account | Ledger, open_errors: int | None) -> Marks:
    """The marks of a report of an account or a ledger; its errors are counted here unless they are given."""
    faults = subject.faults
    if open_errors is None:
        open_errors = len(errors(check(_ledger(subject, faults))))
    elif type(open_errors) is not int or open_errors < 0:
        raise ArgumentError(f"open_errors={open_errors!r} is no number of errors")
    return Marks(open_errors, len(faults))


def faults_of(subject: Account | Ledger) -> Marks:
    """The marks of a list, which is no draft whatever the check finds, but may be incomplete."""
    return Marks(faults=len(subject.faults))


def _ledger(subject: Account | Ledger, faults: Sequence[Finding]) -> Ledger:
    if isinstance(subject, Account):
        return Ledger(grants=(subject,), findings=tuple(faults))
    known = set(subject.findings)
    return replace(subject, findings=(*subject.findings, *(one for one in faults if one not in known)))


def readable_account(account: Account, *, with_errors: bool) -> Account:
    """The account that a report is made of; `ArgumentError` for what is none."""
    if not isinstance(account, Account):
        raise ArgumentError(f"this report is of one account, such as ledger.grant(id), not {account!r:.80}")
    return account.readable(with_errors=with_errors)


def readable_ledger(ledger: Ledger, *, with_errors: bool) -> Ledger:
    """The ledger that a report is made of; `ArgumentError` for what is none."""
    if not isinstance(ledger, Ledger):
        raise ArgumentError(f"this report is of a ledger, such as load(folder), not of {ledger!r:.80}")
    return ledger.readable(with_errors=with_errors)


def speech(language: str | None, default: Language) -> Speech:
    """The speech of the language that is asked for; `ArgumentError` for one that there is not."""
    return Speech.of(default if language is None else word_of("language", language, LANGUAGES))


def draft(open_errors: int, say: Speech) -> str:
    """What marks a report of an account with errors."""
    return say(
        plural(
            "DRAFT: checking the account found {count} error that is not corrected.",
            "DRAFT: checking the account found {count} errors that are not corrected.",
            count=open_errors,
        )
    )
