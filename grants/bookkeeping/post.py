"""Keeping the books: a posting is written only if the account is no worse for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from os import PathLike

from grants.checks import check_grant
from grants.checks.budget import OVER_AWARD
from grants.checks.closings import refusal
from grants.errors import ArgumentError
from grants.figures.posting import COLUMNS, Posting
from grants.findings.finding import Finding, Rule, Where, errors
from grants.findings.reading import WRONG_HEADER
from grants.ledger import Account
from grants.store import folder_of, load_grant
from grants.store.files.folders import POSTINGS_FILE
from grants.store.files.locking import locked
from grants.store.postings.append import append_lines, columns_for, next_line
from grants.store.postings.rows import read_line
from grants.values.money import Amount
from grants.values.periods import Period
from grants.values.text import did_you_mean

Value = str | date | Period | Amount | Decimal | int | None
"""What a column may be given as: its text, or a value that has one."""

Fields = Mapping[str, str] | Mapping[str, Value]
"""The values of columns of postings.csv, by their names."""


@dataclass(frozen=True)
class Posted:
    """The outcome of posting: the lines that were written, none if it was refused, and the findings.

    It is true if anything was written.
    """

    lines: tuple[int, ...]
    findings: tuple[Finding, ...]
    path: str

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def line(self) -> int:
        """The first line that was written, 0 if none was."""
        return self.lines[0] if self.lines else 0


def post(root: str | PathLike[str], grant_id: str, fields: Fields | Posting) -> Posted:
    """Append one posting to a grant's postings.csv, as `post_all` does with several."""
    return post_all(root, grant_id, [fields])


def post_all(root: str | PathLike[str], grant_id: str, rows: Sequence[Fields | Posting]) -> Posted:
    """Append postings to a grant's postings.csv in one write, under the lock of its folder.

    A row is a `Posting`, or has each column by its name, as the text that will be in the file or as a
    `date`, `Period`, `Amount` or `Decimal`: at least `date`, `activity` and `amount`, better `voucher` and
    `text` too. A column that the file lacks is added. All rows are written or none; the findings say why.

    Nothing is written if a row is not sound, if the file or grant.toml cannot be read soundly, if
    the account, or the period of a posting, is closed, or if the postings bring an error that was
    not there before; errors that they do not touch do not matter. Postings may thus bring the
    account nearer to a control total that does not hold yet.

    Raises `UnknownGrantError`, `WriteError`, and `ArgumentError` for what is no row or no value, a float
    among them. A column that there is not is a finding, with the nearest one.
    """
    texts = [_texts_of(row) for row in rows]
    unknown = [name for row in texts for name in row if name not in COLUMNS]
    if unknown:
        file = str(folder_of(root, grant_id) / POSTINGS_FILE)
        said = [
            f"there is no column {name!r}{did_you_mean(name, COLUMNS)}" for name in dict.fromkeys(unknown)
        ]
        return Posted((), tuple(WRONG_HEADER.at(Where(file), text) for text in said), file)
    postings, findings, path = append(root, grant_id, lambda _: texts)
    return Posted(tuple(posting.line for posting in postings), findings, path)


def _texts_of(row: Fields | Posting) -> dict[str, str]:
    """The text of each column of a row."""
    if isinstance(row, Posting):
        return row.fields()
    if not isinstance(row, Mapping):
        raise ArgumentError(f"{row!r:.80} is no Posting, nor a mapping of columns to their texts")
    return {str(name): _text_of(str(name), value) for name, value in row.items()}


def _text_of(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(Amount(value)) if name == "amount" and value.is_finite() else f"{value:f}"
    if isinstance(value, datetime | bool) or not isinstance(value, str | date | Period | Amount | int):
        raise ArgumentError(f"{name}={value!r:.80} is no text, date, period, amount or Decimal")
    return str(value)


def append(
    root: str | PathLike[str],
    grant_id: str,
    rows_of: Callable[[Account], Sequence[dict[str, str]]],
    *,
    remedy: str | None = None,
    refused_by: Rule | None = None,
) -> tuple[tuple[Posting, ...], tuple[Finding, ...], str]:
    """Write the rows that are wanted for an account as it is then, all or none, under the lock of its folder.

    Gives the postings that were written, the findings, and the path of postings.csv. Any error that the
    postings bring refuses them, or only a finding of the rule `refused_by`. `remedy` says what to do
    about a closed date.
    """
    folder = folder_of(root, grant_id)
    path = folder / POSTINGS_FILE
    with locked(folder):
        ledger = load_grant(root, grant_id)
        faults = errors(ledger.findings)
        if faults:
            return (), tuple(faults), str(path)
        account = ledger.grants[0]
        number, columns = next_line(path)
        first = Where(str(path), number)
        closed = refusal(account, first)
        rows = [] if closed else rows_of(account)
        if not rows:
            return (), tuple(closed), str(path)
        for fields in rows:
            columns = columns_for(fields, columns)
        postings, findings = _read_rows(account, rows, columns, first, remedy)
        refusing = errors(findings)
        if not refusing:
            after = account.with_postings(postings)
            findings += brought(account, after, spends=after.spent > account.spent)
            refusing = [f for f in findings if f.rule is refused_by] if refused_by else errors(findings)
        if refusing:
            return (), tuple(findings), str(path)
        findings += append_lines(path, rows, columns, number)
    return tuple(postings), tuple(findings), str(path)


def _read_rows(
    account: Account,
    rows: Sequence[dict[str, str]],
    columns: tuple[str, ...],
    first: Where,
    remedy: str | None,
) -> tuple[list[Posting], list[Finding]]:
    """Rows as postings, the first at a place, and what is wrong with them, closed dates included."""
    postings: list[Posting] = []
    findings: list[Finding] = []
    for line, fields in enumerate(rows, first.line):
        row, found = read_line(fields, columns, first.path, line)
        findings += found
        if row is not None:
            posting = row.posting
            closed = refusal(account, Where(first.path, line), posting.date)
            findings += [replace(finding, advice=remedy or finding.advice) for finding in closed]
            postings.append(posting)
    return postings, findings


def brought(before: Account, after: Account, *, spends: bool) -> list[Finding]:
    """The findings that postings bring, and overspending that they make worse."""
    known = {(finding.code, finding.where, finding.count) for finding in check_grant(before)}
    return [
        finding
        for finding in check_grant(after)
        if (finding.code, finding.where, finding.count) not in known
        or (finding.rule is OVER_AWARD and spends)
    ]
