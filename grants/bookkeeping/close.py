"""Closing the accounts, and opening them again: an entry in closing.toml and copies of what was closed."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from os import PathLike
from pathlib import Path
from typing import NamedTuple, TypeVar

from grants.checks import check
from grants.closing.account_files import FolderFiles
from grants.closing.figures import settlement_of, sums_of
from grants.closing.files import attachments_of, copies_of, refuse_if_changed, write_entry
from grants.closing.verification import problems
from grants.errors import ClosingError
from grants.figures.postings import Group
from grants.findings.finding import Finding, errors
from grants.ledger import Account, Ledger, is_in
from grants.records.closings import ClosedTotal, Closing, Closings, OpenErrors, Reopening
from grants.store import folder_of, load, load_grant
from grants.store.declared.closings import entry_text, read_closings, seal_of
from grants.store.files.folders import CLOSING_FILE, COPIED_FILES, SIGNATURE_FILE, digest_of
from grants.store.files.locking import all_locked
from grants.values import money
from grants.values.periods import Period
from grants.values.text import INVISIBLE, cpr_like, masked

_Entry = TypeVar("_Entry", Closing, Reopening)

MAX_WORDS = 1_000
"""Characters of a reason or a role."""


class Signer(NamedTuple):
    """Who signs a closing: the fingerprint of a key, and what signs a text with it."""

    key: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Closed:
    """The outcome of closing: the entry, None if it was refused, the findings, and closing.toml."""

    closing: Closing | None
    findings: tuple[Finding, ...]
    path: str
    overlapping: tuple[Group, ...] = ()

    def __bool__(self) -> bool:
        return self.closing is not None


def close(
    root: str | PathLike[str],
    grant_id: str,
    *,
    on: date,
    period: Period | None = None,
    by: str | None = None,
    force: str | None = None,
    signer: Signer | None = None,
) -> Closed:
    """Close the accounts of a grant as of a day: as a whole, or what lies in a `period`.

    Everything is checked as for a final account. Errors refuse it, unless `force` says why they may be
    open: then reason and errors are recorded. What cannot be read soundly is never closed. `by` is the role
    or office that closes, no private person. `overlapping` in the outcome are sums known only for a
    span that the period cuts: they are not closed with it.

    Raises `ClosingError`, `UnknownGrantError`, `SigningError` and `WriteError`; nothing is written then.
    """
    shown = folder_of(root, grant_id)
    folder = Path(os.path.abspath(shown))
    by, force = _words(by, "the role"), _words(force, "the reason")
    path = shown / CLOSING_FILE
    everything = load(root)
    with all_locked(folder.parent, [folder]):
        digests = {name: digest_of(folder / name) for name in COPIED_FILES}
        ledger = load_grant(root, grant_id)
        damage = errors(ledger.findings)
        if damage or not ledger.grants:
            return Closed(None, tuple(damage), str(path))
        account = ledger.grants[0]
        refuse_closing(account, on, period)
        findings = _findings(everything, ledger, is_final=period is None)
        found = errors(findings)
        if found and force is None:
            return Closed(None, tuple(findings), str(path))
        copies = copies_of(folder, digests, period)
        counts = sorted(Counter(finding.code for finding in found).items())
        closing = _sealed(
            Closing,
            account.closings,
            {
                **_figures(account, period),
                "date": on,
                "by": by,
                "reason": force if found else None,
                "errors": [OpenErrors(code=code, count=count) for code, count in counts],
                "files": [copy.file for copy in copies] + ([] if period else attachments_of(account)),
                "key": None if signer is None else signer.key,
            },
        )
        kept = [(copy.file.name, copy.content) for copy in copies]
        if signer is not None:
            kept.append((SIGNATURE_FILE, [signer.sign(entry_text(closing).encode())]))
        refuse_if_changed(folder, digests, closing)
        write_entry(folder, account.closings, closing, kept)
    overlapping = () if period is None else tuple(_cut(account.postings.groups, period))
    return Closed(closing, tuple(findings), str(path), overlapping)


def reopen(
    root: str | PathLike[str],
    grant_id: str,
    *,
    reason: str,
    on: date,
    by: str | None = None,
    number: int | None = None,
) -> Reopening:
    """Lift a closing, the last one in force if no `number` names one; it stays in the history.

    Raises `ClosingError`, `UnknownGrantError` and `WriteError`; nothing is written then.
    """
    folder = Path(os.path.abspath(folder_of(root, grant_id)))
    by, words = _words(by, "--by"), _words(reason, "the reason")
    if words is None:
        raise ClosingError("a reopening needs a reason")
    with all_locked(folder.parent, [folder]):
        closings, found = read_closings(folder)
        damage = errors(found)
        if damage:
            raise ClosingError(f"{damage[0].where}: {damage[0].message}; {damage[0].remedy}")
        closing = _chosen(closings, grant_id, number)
        _refuse_disorder(closings, on)
        reopening = _sealed(
            Reopening,
            closings,
            {
                "closing": closing.number,
                "date": on,
                "by": by,
                "reason": words,
                "changed": _changed(folder, closings, closing),
            },
        )
        write_entry(folder, closings, reopening, [])
    return reopening


def refuse_closing(account: Account, on: date, period: Period | None) -> None:
    """Raise `ClosingError` if the accounts of a grant are not in a state to be closed on that day."""
    closings, status = account.closings, account.grant.status
    if closings.final is not None:
        raise ClosingError(f"the accounts of {account.id} were closed on {closings.final.date} already")
    if not account.grant.is_awarded:
        raise ClosingError(f"{account.id} is only applied for; there are no accounts to be closed")
    if period is None and not account.grant.is_final:
        raise ClosingError(
            f"the status of {account.id} is {status!r}; accounts are closed once they are reported to the "
            'funder: set status = "reported" in grant.toml, or close a period (--period)'
        )
    if period is not None and any(closing.period == period for closing in closings.in_force):
        raise ClosingError(f"the period {period} of {account.id} is closed already")
    if period is not None and on < period.last:
        raise ClosingError(f"the period {period} lasts until {period.last}; it cannot be closed on {on}")
    late = [group for group in account.postings.groups if group.period.start > on]
    if period is None and late:
        first = min(late, key=lambda group: group.first_line)
        raise ClosingError(
            f"the posting in line {first.first_line} is of {first.date}, after {on}; correct the day of "
            "the closing (--on), or the clock"
        )
    _refuse_disorder(closings, on)


def _refuse_disorder(closings: Closings, on: date) -> None:
    """Raise `ClosingError` if the day is before the last entry: then the clock or the day is wrong."""
    last = closings.entries[-1].date if closings.entries else date.min
    if on < last:
        raise ClosingError(
            f"the last entry in {CLOSING_FILE} is of {last}, after {on}; correct the day (--on), or the clock"
        )


def _chosen(closings: Closings, grant_id: str, number: int | None) -> Closing:
    """The closing that is to be lifted."""
    if not closings.in_force:
        raise ClosingError(f"the accounts of {grant_id} are not closed")
    if number is None:
        return closings.in_force[-1]
    found = next((closing for closing in closings.in_force if closing.number == number), None)
    if found is None:
        known = ", ".join(str(closing.number) for closing in closings.in_force)
        raise ClosingError(f"there is no closing {number} in force; in force are {known}")
    if found.kind == "period" and closings.final is not None:
        raise ClosingError(
            f"the accounts as a whole are closed since {closings.final.date}; "
            f"reopen closing {closings.final.number} first"
        )
    return found


def _changed(folder: Path, closings: Closings, closing: Closing) -> list[str]:
    """The files that are not what a closing closed or kept, by their names."""
    unsaid = ("record", "line-ends")
    all_found = problems(FolderFiles(folder), closings, is_named=False)
    found = [problem for problem in all_found if problem.closing is closing and problem.kind not in unsaid]
    names = (Path(problem.where.path).relative_to(folder).as_posix() for problem in found)
    return list(dict.fromkeys(names))


def _findings(everything: Ledger, ledger: Ledger, *, is_final: bool) -> list[Finding]:
    """What the checks say of the grant, across all grants too, and as of a final account if it is one."""
    account = ledger.grants[0]
    if is_final:
        account = replace(account, grant=account.grant.model_copy(update={"status": "closed"}))
    others = [other for other in everything if other.id != account.id]
    together = Ledger(ledger.root, (*others, account), ledger.findings, closed=ledger.closed)
    folders = {os.path.realpath(account.folder)}
    found = check(together, folders)
    return [finding for finding in found if is_in(os.path.dirname(finding.where.path), folders)]


def _figures(account: Account, period: Period | None) -> dict[str, object]:
    """What is closed, in figures."""
    postings = account.postings if period is None else account.postings.within(period)
    return {
        "kind": "final" if period is None else "period",
        "period": period,
        "currency": account.grant.currency,
        "postings": postings.count,
        "total": postings.total(),
        "totals": [
            ClosedTotal(activity=activity, financing=financing, postings=count, amount=money.Amount(minor))
            for (activity, financing), (count, minor) in sorted(sums_of(postings.groups).items())
        ],
        "settlement": settlement_of(account, None if period is None else period.last),
    }


def _sealed(kind: type[_Entry], before: Closings, draft: dict[str, object]) -> _Entry:
    """The entry after those before, with its seal."""
    draft = {
        **draft,
        "number": len(before.entries) + 1,
        "version": version("grants-ledger"),
        "previous": before.entries[-1].seal if before.entries else None,
    }
    unsealed = kind.model_validate({**draft, "seal": "0" * 64})
    return kind.model_validate({**draft, "seal": seal_of(entry_text(unsealed))})


def _cut(groups: Sequence[Group], period: Period) -> Iterator[Group]:
    """Sums known for a span that lies in the period only in part."""
    for group in groups:
        inside = group.period.start < period.end and period.start < group.period.end
        if inside and not period.covers(group.period):
            yield group


def _words(text: str | None, what: str) -> str | None:
    """A role or a reason as it is recorded; `ClosingError` if it is none, or holds personal data."""
    if text is None:
        return None
    text = text.strip()
    if not text or len(text) > MAX_WORDS or "\n" in text or INVISIBLE.search(text):
        raise ClosingError(f"{what} is one line of at most {MAX_WORDS} characters, and not blank")
    for place in cpr_like(text):
        raise ClosingError(
            f"{what}: {masked(text, place)} looks like a civil registration number (CPR); "
            "the record of closings holds no personal data"
        )
    return text
