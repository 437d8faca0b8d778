"""The workbook: which sheets it has, in which order, and how they come together."""

import os.path
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from grants.checks import check_grant
from grants.errors import ArgumentError, WorkbookError
from grants.findings.finding import Finding, Severity, in_file_order
from grants.findings.reading import CONTROL_CHARACTER
from grants.ledger import Account, KeyPath, Ledger
from grants.render.spreadsheet import Styles, clean, open_book
from grants.reports.marks import marks_of, readable_ledger, speech
from grants.reports.speech import Language
from grants.values.arguments import Day, choice_of, optional_day
from grants.values.periods import Granularity
from grants.workbook import budget, follow_up, overview, payments, portfolio, postings, reconciliation
from grants.workbook.chapter import POSTINGS_HEAD, Chapter
from grants.workbook.streamed import StreamedSheet
from grants.workbook.written import LANGUAGE_PROPERTY, budget_print, grant_property

MAX_ROWS = 1_048_576
"""Rows of a sheet of Excel."""


def export_workbook(
    ledger: Ledger,
    *,
    by: Granularity | str = Granularity.YEAR,
    as_of: Day | None = None,
    language: Language | None = None,
    files_from: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
    row_limit: int = MAX_ROWS,
    open_errors: int | None = None,
    with_errors: bool = False,
) -> bytes:
    """The grants of a ledger as one xlsx file: live formulas, each with the exact value it comes to.

    Several grants get a portfolio sheet first, and sheets that begin with the grant's number. `by` (year,
    quarter or month) divides the follow-up; `as_of` counts spending up to and with that day. `language` is
    the first grant's own by default. With `files_from`, the folder in which the file will lie, documents
    that are attachments of the grant become links. `progress` hears of postings as they are written. A
    sheet gets `row_limit` rows at most. The same ledger and options give the same bytes. Errors that the
    check finds mark every sheet as a draft; `open_errors` is their number where it is known already.

    Raises `WorkbookError` for figures that no spreadsheet can hold exactly, and for no grants,
    `ArgumentError`, a `ValueError`, for words that are not known, and `UnreadableAccountError` for a ledger
    that was not read whole, unless `with_errors`: then every sheet says so.
    """
    ledger, day = readable_ledger(ledger, with_errors=with_errors), optional_day("as_of", as_of)
    division = choice_of("by", by, Granularity)
    if not ledger.grants:
        raise WorkbookError("there is no grant to make a workbook of")
    if not POSTINGS_HEAD < row_limit <= MAX_ROWS:
        raise ArgumentError(f"a sheet has more than {POSTINGS_HEAD} and at most {MAX_ROWS} rows")
    speech_of_book = speech(language, ledger.grants[0].grant.language)
    spoken, marks = speech_of_book.language, marks_of(ledger, open_errors)
    found = {account.id: _findings(ledger, account) for account in ledger}
    with open_book(day) as (book, stream):
        styles = Styles(book, spoken)
        chapters = [
            Chapter(
                book=book,
                styles=styles,
                account=account,
                language=spoken,
                comparison=account.compare(division, as_of=day),
                findings=found[account.id],
                number=number if len(ledger.grants) > 1 else None,
                row_limit=row_limit,
                progress=progress,
                files_from=files_from,
                mark=marks.on_each_page(speech_of_book),
            )
            for number, account in enumerate(ledger, 1)
        ]
        say = chapters[0].say
        if len(chapters) > 1:
            front = book.add_worksheet(say.term("sheet", "Portfolio"))
            portfolio.write_portfolio(chapters, front)
            front.activate()
        for chapter in chapters:
            _write_chapter(book, chapter)
        last = book.add_worksheet(say.term("sheet", "Findings"))
        everything = in_file_order([finding for account in ledger for finding in found[account.id]])
        portfolio.write_findings(chapters[0], last, everything, ledger.root)
        _describe(book, chapters)
    return stream.getvalue()


def _write_chapter(book: Workbook, chapter: Chapter) -> None:
    """Add the sheets of a grant in the order of their tabs, then fill them.

    Another kind of sheet is one entry more: its name, what writes it, and over how many sheets it goes.
    """
    say = chapter.say
    kinds: list[tuple[str, Callable[..., None], int]] = [
        (say.term("sheet", "Overview"), overview.write, 1),
        (say.term("sheet", "Budget"), budget.write, 1),
        (say.term("sheet", "Follow-up"), follow_up.write, 1),
        (say.term("sheet", "Postings"), postings.write, chapter.parts),
        (say.term("sheet", "Instalments"), payments.write, int(payments.is_wanted(chapter))),
        (say.term("sheet", "Reconciliation"), reconciliation.write, 1),
    ]
    sheets: list[tuple[Callable[..., None], list[Worksheet]]] = []
    for name, write, parts in kinds:
        kind = StreamedSheet if write is postings.write else None
        names = [chapter.sheet_name(name, part + 1) for part in range(parts)]
        sheets.append((write, [book.add_worksheet(each, kind) for each in names]))
    for write, added in sheets:
        if added:
            write(chapter, *added)


def _findings(ledger: Ledger, account: Account) -> list[Finding]:
    """What reading and checking found in one grant."""
    folder = os.path.normpath(account.folder)
    reading = [f for f in ledger.findings if os.path.dirname(os.path.normpath(f.where.path)) == folder]
    return in_file_order([*reading, *check_grant(account), *left_out(account)])


def _describe(book: Workbook, chapters: Sequence[Chapter]) -> None:
    """Document properties, and what the way back needs: which grants, in which language."""
    first = chapters[0]
    record = first.account.grant
    titles = record.title if len(chapters) == 1 else first.say.term("sheet", "Portfolio")
    properties: dict[str, Any] = {
        "title": clean(titles)[:250],
        "subject": clean(record.case_number or "")[:250] if len(chapters) == 1 else "",
        "author": clean(record.recipient.name)[:250],
        "category": first.say("Budget against actual"),
        "keywords": ", ".join(chapter.account.id for chapter in chapters)[:250],
    }
    book.doc_properties.update(properties)
    book.set_custom_property(LANGUAGE_PROPERTY, first.language, "text")
    for number, chapter in enumerate(chapters, 1):
        account = chapter.account
        book.set_custom_property(grant_property(number), account.id, "text")
        book.set_custom_property(grant_property(number, "budget"), budget_print(account), "text")
        book.set_custom_property(grant_property(number, "postings"), str(account.postings.count), "text")


def workbook_left_out(account: Account) -> Iterator[Finding]:
    """A warning for each text with characters that no cell can show, which the workbook leaves out.

    Postings need none: a posting with such a character is an error when it is read.
    """
    for path, text in _texts(account.grant.model_dump(by_alias=True), ()):
        gone = sorted(set(text) - set(clean(text)) - {"\r"})
        if gone:
            names = ", ".join(f"U+{ord(character):04X}" for character in gone)
            message = f"the text holds the control character {names}, which the workbook leaves out"
            yield CONTROL_CHARACTER.at(account.where(*path), message, severity=Severity.WARNING)


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*path, position))


left_out = workbook_left_out
