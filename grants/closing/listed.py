"""The list of closed accounts compared with the accounts themselves."""

from collections.abc import Iterator
from pathlib import Path

from grants.closing.verification import Problem, Verification, verify_folder
from grants.records.closings import NOT_CLOSED
from grants.store.declared.closed_list import change_of_list, entry_of, read_closed, why_apart
from grants.store.files.folders import is_grant_folder
from grants.store.files.locking import all_locked
from grants.store.files.writing import write_together


def verify_listed(root: Path) -> Iterator[Verification]:
    """A verification for each account of the list whose folder is gone."""
    listed, findings = read_closed(root)
    for finding in findings:
        yield _failed("", root, Problem("record", finding.where, finding.message))
    for account, where in listed:
        folder = root / account.id
        if not is_grant_folder(folder):
            yield _failed(account.id, folder, Problem("record", where, why_apart(account, None) or ""))


def _failed(name: str, folder: Path, problem: Problem) -> Verification:
    return Verification(name, str(folder), NOT_CLOSED, (problem,))


def record_closed(root: Path, folders: list[Path]) -> list[str]:
    """Put the accounts in these folders on the list, if they are unchanged; the ids of those that are new.

    Raises `ClosingError` if the list is damaged and `WriteError`; nothing is written then.
    """
    with all_locked(root, ()):
        found = [verify_folder(folder) for folder in folders]
        sound = [one for one in found if one.is_unchanged and one.closings.entries]
        accounts = [entry_of(one.id, one.closings) for one in sound]
        known = {account for account, _ in read_closed(root)[0]}
        write_together(root, change_of_list(root, accounts))
    return [account.id for account in accounts if account not in known]
