"""Keeping the books: a posting is written only if the account is no worse for it."""

from dataclasses import dataclass
from os import PathLike

from grants.checks import check_grant
from grants.checks.budget import OVER_AWARD
from grants.checks.closings import refusal
from grants.findings.finding import Finding, Where, errors
from grants.ledger import Account
from grants.store import folder_of, load_grant
from grants.store.files.folders import POSTINGS_FILE
from grants.store.files.locking import locked
from grants.store.postings.append import append_line, columns_for, next_line
from grants.store.postings.rows import read_line
from grants.values.money import ZERO


@dataclass(frozen=True)
class Outcome:
    """What became of a posting: the line it stands on, 0 if it was refused, and what was found."""

    line: int
    findings: tuple[Finding, ...]
    path: str


def post(root: str | PathLike[str], grant_id: str, fields: dict[str, str]) -> Outcome:
    """Append a posting to a grant's postings.csv under the lock of its folder.

    `fields` has the text of each column as it will stand in the file: at least `date`, `activity`
    and `amount`, better `voucher` and `text` too. A column that the file lacks is added. The
    outcome's `line` is where the posting stands, 0 if it was refused, and `findings` say why.

    Nothing is written if the text is not sound, if the file or grant.toml cannot be read soundly, if
    the account, or the period in which the posting lies, is closed, or if the posting brings an error
    that was not there before; errors that it does not touch do not stand in its way. A posting may
    thus bring the account nearer to a control total that does not hold yet.

    Raises `UnknownGrantError` and `WriteError`.
    """
    folder = folder_of(root, grant_id)
    path = folder / POSTINGS_FILE
    with locked(folder):
        ledger = load_grant(root, grant_id)
        faults = errors(list(ledger.findings))
        if faults:
            return Outcome(0, tuple(faults), str(path))
        account = ledger.grants[0]
        number, columns = next_line(path)
        closed = refusal(account, Where(str(path), number))
        if closed:
            return Outcome(0, tuple(closed), str(path))
        columns = columns_for(fields, columns)
        row, findings = read_line(fields, columns, str(path), number)
        if row is None:
            return Outcome(0, tuple(findings), str(path))
        posting = row.posting()
        closed = refusal(account, Where(str(path), number), posting.date)
        if closed:
            return Outcome(0, tuple(closed), str(path))
        after = account.with_posting(posting)
        new = brought(account, after, spends=posting.amount > ZERO)
        findings += new
        if errors(findings):
            return Outcome(0, tuple(findings), str(path))
        findings += append_line(path, fields, columns, number)
        return Outcome(number, tuple(findings), str(path))


def brought(before: Account, after: Account, *, spends: bool) -> list[Finding]:
    """The findings that postings bring, and overspending that they make worse."""
    known = {(finding.code, finding.where) for finding in check_grant(before)}
    return [
        finding
        for finding in check_grant(after)
        if (finding.code, finding.where) not in known or (finding.rule is OVER_AWARD and spends)
    ]
