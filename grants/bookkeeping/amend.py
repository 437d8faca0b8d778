"""Amending a budget: an approved change is written only if the account is no worse for it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from os import PathLike

from pydantic import ValidationError

from grants.checks import check_grant
from grants.checks.closings import refusal
from grants.errors import AmendmentError, WriteError
from grants.figures.approved_budget import LineKey
from grants.findings.finding import Finding, Where, errors
from grants.ledger import Account
from grants.records.budget import Amendment
from grants.reports.budget_changes import Change, EditedLine, changed_lines
from grants.store import folder_of, load_grant
from grants.store.declared.grant_toml import amendment_text, append_amendment, read_grant
from grants.store.declared.toml_text import with_table
from grants.store.files.folders import GRANT_FILE
from grants.store.files.locking import locked
from grants.values import money
from grants.values.money import Amount


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a change of the budget and when; the `award`, where it changes with the budget."""

    date: date
    approved_by: str
    document: str | None = None
    text: str | None = None
    award: Amount | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """The outcome of an amendment: its text, empty if the budget does not change, and the findings.

    `is_sound` says that it brings no error, and so whether it was written, if it was to be.
    """

    account: Account
    proposed: tuple[EditedLine, ...]
    text: str
    findings: tuple[Finding, ...]
    path: str

    def __bool__(self) -> bool:
        return self.is_sound

    @property
    def is_sound(self) -> bool:
        """Whether it brings no error, so that it can be written."""
        return not errors(self.findings)


def amend(
    root: str | PathLike[str],
    grant_id: str,
    propose: Callable[[Account], Sequence[EditedLine]],
    approval: Approval,
    *,
    write: bool = True,
) -> Amended:
    """Append an approved amendment to a grant's grant.toml, under the lock of its folder.

    `propose` gives the budget that is wanted for the grant as it is then. Every byte that was
    in the file stays. Nothing is written without `write`, where no amount changes, if a file of
    the grant cannot be read soundly, or if the amendment brings an error that was not there before.

    Raises `AmendmentError` for a change that is more than one of amounts, `UnknownGrantError` and
    `WriteError`.
    """
    folder = folder_of(root, grant_id)
    path = folder / GRANT_FILE
    with locked(folder):
        try:
            before = path.read_bytes()
        except OSError as fault:
            raise WriteError(f"{path} cannot be read: {fault.strerror or fault}") from None
        ledger = load_grant(root, grant_id)
        faults = errors(ledger.findings)
        if faults or not ledger.grants:
            raise AmendmentError(
                f"{folder} cannot be read soundly, so nothing is written; `grants check` says why"
            )
        account = ledger.grants[0]
        closed = refusal(account, Where(str(path)))
        proposed = tuple(propose(account))
        changes = changed_lines(account, proposed)
        if not changes:
            return Amended(account, proposed, "", (), str(path))
        amendment = amendment_of(account, changes, approval)
        text = amendment_text(amendment)
        findings = closed or _brought(account, with_table(before, text), str(path))
        outcome = Amended(account, proposed, text, tuple(findings), str(path))
        if write and outcome.is_sound:
            append_amendment(path, before, amendment)
        return outcome


def amendment_of(account: Account, changes: Sequence[Change], approval: Approval) -> Amendment:
    """The changes as one amendment: what is added to or taken from each line, and lines that are new.

    Raises `AmendmentError` for anything else, which names every line.
    """
    known = Counter(line.key for line in account.approved.lines)
    faults = [fault for change in changes for fault in _faults(change, known)]
    added = Counter(change.after.key for change in changes if change.before is None and change.after)
    faults += [f"{_spelled(key)} is added {count} times" for key, count in added.items() if count > 1]
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise AmendmentError(f"an amendment changes amounts and adds lines, nothing else:\n{listed}")
    try:
        return Amendment.model_validate(
            {
                "date": approval.date,
                "approved_by": approval.approved_by,
                "document": approval.document,
                "text": approval.text,
                "award": approval.award,
                "change": [_change(change) for change in changes],
            }
        )
    except ValidationError as fault:
        [first, *_] = fault.errors(include_url=False)
        raise AmendmentError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _faults(change: Change, known: Counter[LineKey]) -> list[str]:
    """Why an amendment cannot hold a change."""
    before, after = change.before, change.after
    if after is None:
        return [f"line {change.number} is taken out; give it the amount 0 instead"]
    if before is None:
        name = f"the new line of {after.key.activity}"
        rules = [
            (known[after.key] > 0, f"{name} is in the budget already; change its amount there"),
            (after.text is not None or after.approximate, f"{name} has a text or is approximate"),
        ]
    else:
        name = f"line {change.number} ({before.key.activity})"
        kept = (before.key, before.approximate, before.text) == (after.key, after.approximate, after.text)
        rules = [
            (not kept, f"{name} has more changed than its amount"),
            (known[before.key] > 1, f"{name} is one of several lines that are alike"),
        ]
    return [fault for applies, fault in rules if applies]


def _spelled(key: LineKey) -> str:
    """The line as a person would name it."""
    return f"the line of {key.activity}" + (f" for {key.period}" if key.period is not None else "")


def _change(change: Change) -> dict[str, object]:
    after = change.after
    assert after is not None  # else it was refused
    before = money.ZERO if change.before is None else change.before.amount
    return {
        **after.key._asdict(),
        "amount": after.amount - before,
        "new": change.before is None,
    }


def _brought(before: Account, content: bytes, path: str) -> list[Finding]:
    """The findings that the new text of grant.toml brings."""
    record, locate, findings = read_grant(content.decode(), path)
    if record is None:
        return findings
    after = replace(before, grant=record, locate=locate)
    known = Counter((finding.code, finding.where) for finding in check_grant(before))
    new = []
    for finding in check_grant(after):
        known[finding.code, finding.where] -= 1
        if known[finding.code, finding.where] < 0:
            new.append(finding)
    return [*findings, *new]
