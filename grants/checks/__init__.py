"""Checks: plain functions from an account, or a ledger, to findings.

A rule is declared in the decorator of the check that reports it, or above the checks if several do. It also
needs a page in `grants/findings/pages/` with an example that fails and one that passes, which the suite runs.
"""

import os.path
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date

import grants.findings.exports
import grants.findings.reading  # noqa: F401  # for their rules
from grants.checks import (  # noqa: F401  # each adds its rules and checks to the registry
    amendments,
    approvals,
    budget,
    closings,
    commitments,
    controls,
    final_account,
    financing,
    fondsmoms,
    ground,
    hours,
    payers,
    payments,
    postings,
    rates,
    references,
    report,
    severities,
    shared_vouchers,
    terms,
    terms_declared,
)
from grants.checks.registry import CHECKS, GROUNDS, Check
from grants.findings.bounded import bounded
from grants.findings.finding import RULES as DECLARED
from grants.findings.finding import Finding, Rule, Severity, in_file_order
from grants.ledger import Account, Ledger, is_in

LEDGER_CHECKS: tuple[Callable[[Ledger], Iterator[Finding]], ...] = (
    shared_vouchers.no_voucher_twice,
    hours.hours_within_norm,
)
"""Checks of several accounts together; they read rows, and only of the accounts that they concern."""

RULES: tuple[Rule, ...] = tuple(sorted(DECLARED, key=lambda rule: rule.code))


def check(
    ledger: Ledger,
    only: Container[str] | None = None,
    *,
    checks: Iterable[Check | str] = (),
    stands: ground.Stands = lambda _: True,
    as_of: date | None = None,
    waivers: bool = True,
) -> list[Finding]:
    """Every finding in a ledger, those of reading included, in the order of its files.

    Each grant's [checks] table sets the severity of what was found in its folder. With `only`, the grants in
    these folders (resolved) are checked, and what lies across grants if there is any of them.
    `checks` are further checks of one's own, each called with every account that is checked: functions, or
    names under which packages register them. Where errors leave sums uncertain, checks of sums are left out
    and a note says so; `stands` says which errors count for that. Raises `UnknownExtensionError` for a name
    that none registers. `as_of` is the day on which settings have to hold (`until`); without it all do.
    With `waivers=False` no setting makes a rule weigh less.
    """
    ledger, ended = severities.in_force(ledger, as_of, waivers=waivers)
    own = tuple(_registered(run) if isinstance(run, str) else run for run in checks)
    ledger = ledger.readable(with_errors=True)
    chosen = ledger if only is None else ledger.only(only)
    others = [*chosen.findings, *closings.closed_are_there(ledger)]
    if chosen.grants:
        others += [finding for run in LEDGER_CHECKS for finding in bounded(run(ledger))]
    found, others = _of_several(ledger, others)
    found += [note for note in ended if only is None or is_in(os.path.dirname(note.where.path), only)]
    by_folder: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in others:
        by_folder[os.path.dirname(finding.where.path) or "."].append(finding)
    for account in ledger:
        if account.grant.checks:
            found += severities.weighed(account, by_folder.pop(account.folder, []))
    found += [finding for left in by_folder.values() for finding in left]
    reading = [finding for finding in ledger.findings if finding.severity is Severity.ERROR]
    found += [f for account in chosen for f in check_grant(account, own, reading=reading, stands=stands)]
    return ground.first_causes_first(bounded(found))


def _registered(name: str) -> Check:
    from grants.extensions import extension

    check: Check = extension("checks", name)
    return check


def _of_several(ledger: Ledger, findings: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings that concern several grants, as all of these weigh them; and all that one grant weighs."""
    by_folder = {account.folder: account for account in ledger}
    done: dict[Finding, None] = {}  # each note on a setting once
    left: list[Finding] = []
    for finding in findings:
        weighed = None
        if finding.concerns:
            folders = (os.path.dirname(finding.where.path) or ".", *finding.concerns)
            weighed = severities.weighed_together(finding, [by_folder[folder] for folder in folders])
        if weighed is None:
            left.append(finding)
        else:
            done.update(dict.fromkeys(weighed))
    return list(done), left


def check_grant(
    account: Account,
    own: Sequence[Check] = (),
    *,
    reading: Sequence[Finding] = (),
    stands: ground.Stands = lambda _: True,
) -> list[Finding]:
    """What the checks, and those of one's `own`, find in one grant without the findings of `reading` it.

    Checks of sums are left out where errors that stand, those of reading among them, leave sums uncertain.
    """
    account = account.despite_errors()
    direct = [run for run in (*CHECKS, *own) if run not in GROUNDS]
    found = [finding for run in direct for finding in bounded(run(account))]
    found += severities.unknown_settings(account, RULES)
    causes = ground.faults(account, [*reading, *severities.weighed(account, found)], stands)
    for item in ground.run_on([run for run in CHECKS if run in GROUNDS], causes):
        found += [item] if isinstance(item, Finding) else bounded(item(account))
    return in_file_order(severities.weighed(account, found) if account.grant.checks else found)
