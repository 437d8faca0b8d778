"""What derived checks stand on: sums need postings that were read whole, comparisons need known activities.

A derived check compares sums with the budget, the award, a limit or a stated total. Where its ground is
faulty it would only repeat that fault in other words, many times over. So it is left out, and a note says so.
"""

import os.path
from collections.abc import Callable, Iterable, Iterator, Sequence

from grants.checks.postings import UNKNOWN_ACTIVITY
from grants.checks.registry import GROUNDS, Check, Ground
from grants.findings.bounded import counted
from grants.findings.finding import RULES, Finding, Severity
from grants.findings.message import plural
from grants.ledger import Account

Stands = Callable[[Finding], bool]
"""Whether an error is one: not hidden by a baseline and not ignored. What hides it hides no consequence."""

CHECKS_SKIPPED = RULES.note("G025", "checks-skipped",
    "Checks of sums and limits were left out, as what they compare is faulty",
    "correct the first cause and check again; what was left out is checked then",
)  # fmt: skip

_OF_READING = frozenset({"G003", "G004", *(f"G10{last}" for last in "12345678"), "G110", "G112"})
"""Errors by which postings.csv is not read whole."""

_OF_NAMES = frozenset({UNKNOWN_ACTIVITY.code, "G015", "G016", "G018"})
"""Errors by which it is unknown what a sum belongs to."""


def faults(account: Account, found: Iterable[Finding], stands: Stands) -> dict[Ground, list[Finding]]:
    """The errors that make each ground faulty, the first cause first; a ground without any is not there."""
    postings = os.path.normpath(account.posting_line(1).path)
    folder = os.path.dirname(postings)
    errors = (
        f
        for f in found
        if f.severity is Severity.ERROR and os.path.dirname(os.path.normpath(f.where.path)) == folder
    )
    wrong = [finding for finding in errors if stands(finding)]
    amounts = [f for f in wrong if f.code in _OF_READING and os.path.normpath(f.where.path) == postings]
    names = [f for f in wrong if f.code in _OF_NAMES]
    causes: dict[Ground, list[Finding]] = {"amounts": amounts, "names": [*amounts, *names]}
    return {ground: sorted(found, key=_place) for ground, found in causes.items() if found}


def run_on(checks: Sequence[Check], causes: dict[Ground, list[Finding]]) -> Iterator[Check | Finding]:
    """The derived checks whose ground is sound, then a note on those that are left out."""
    skipped: dict[Ground, int] = {}
    for run in checks:
        ground = GROUNDS[run]
        if ground in causes:
            skipped[ground] = skipped.get(ground, 0) + 1
        else:
            yield run
    if skipped:
        every = causes["names"]
        first = every[0]
        said = plural(
            "{count} check of sums, limits and comparisons was left out because of {code} ({cause}); "
            "errors to correct first: {errors:,}",
            "{count} checks of sums, limits and comparisons were left out because of {code} ({cause}); "
            "errors to correct first: {errors:,}",
            count=sum(skipped.values()), code=first.code, cause=first.rule.name, errors=counted(every),
        )  # fmt: skip
        yield CHECKS_SKIPPED.at(first.where, said)


def _place(finding: Finding) -> tuple[bool, str, int]:
    """Causes in grant.toml come before those in postings.csv, which name what grant.toml declares."""
    return finding.where.path.endswith("postings.csv"), finding.where.path, finding.where.line


def first_causes_first(findings: list[Finding]) -> list[Finding]:
    """Findings in the order of the files; where checks were left out, their causes come before all others."""
    folders = {_folder(f) for f in findings if f.rule is CHECKS_SKIPPED}

    def place(finding: Finding) -> tuple[object, ...]:
        rank = 0
        if _folder(finding) in folders:
            is_cause = finding.code in _OF_NAMES | _OF_READING and finding.severity is Severity.ERROR
            rank = 0 if is_cause else 1 if finding.rule is CHECKS_SKIPPED else 2
        where = finding.where
        of_folder = (_folder(finding), rank) if folders else ()
        return (*of_folder, where.path, where.line, where.column or 0, finding.code, finding.message)

    return sorted(findings, key=place)


def _folder(finding: Finding) -> str:
    return finding.where.path.rpartition("/")[0]
