"""Lines whose day lies in a closed period: nothing is posted there, so a person says what becomes of each."""

from collections.abc import Callable
from dataclasses import replace

from grants.checks.closings import refusal
from grants.findings import imports as rules
from grants.findings.finding import Finding, Severity, Where
from grants.importing.grant_import import GrantImport, Target
from grants.importing.plan import ImportPlan, Tally
from grants.importing.readers.source_line import SourceLine
from grants.importing.review.decisions import Decision
from grants.values.periods import Period

REMEDY = (
    "import the rest with --review FILE, write into the column post_on of that sheet a day of the open "
    "period, or into ignore a reason, and import again with --reviewed FILE"
)


def settle_late(
    plan: ImportPlan,
    share: GrantImport,
    decided: Callable[[SourceLine], tuple[str, Decision | None]],
    keep: Callable[[Decision], None],
    *,
    is_review: bool,
) -> None:
    """Post late lines on the day that was decided, or leave them out; the others are found.

    `decided` gives a line's key and what was decided of it, `keep` puts that into the record. With
    `is_review` a line still open goes to the sheet and is warned of; else it is an error.
    """
    late, share.late = share.late, []
    for line, target in late:
        key, decision = decided(line)
        if decision is not None and decision.ignore:
            keep(decision)
            number = f" (import {decision.number})" if decision.number else ""
            plan.ignored.setdefault(decision.ignore + number, Tally()).add(line.minor)
            continue
        if decision is not None and decision.post_on and _is_posted(share, line, target, decision.post_on):
            share.count_known(line)
            continue
        fault = None if decision is None else _fault(share, decision, target)
        if decision is not None and decision.post_on and fault is None:
            keep(decision)
            line = line._replace(date=decision.post_on)  # noqa: PLW2901  # the same line on its new day
            share.dated[line.voucher, line.line_number].append(decision.post_on)
            share.take([line], [target], [(value,) for value in line])
            continue
        plan.late.add(line.minor)
        if fault is not None:
            share.findings.append(fault)
            continue
        where = Where(plan.source.path, line.row)
        for finding in refusal(share.account, where, Period.parse(line.date)):
            severity = Severity.WARNING if is_review else finding.severity
            remedy = finding.remedy if share.account.closings.final else REMEDY
            share.findings.append(replace(finding, severity=severity, remedy=remedy))
        if is_review:
            plan.unmatched.append(line)
            plan.unmatched_keys.append(key)
            plan.late_grants[len(plan.unmatched) - 1] = share.account.id


def _is_posted(share: GrantImport, line: SourceLine, target: Target, day: str) -> bool:
    """Whether the line was posted on the day that was decided, however that day is closed by now."""
    key = hash((line.voucher, line.line_number, day, line.minor))
    return share.known.take(key, target.purpose) or share.known.take_by_hand(key)


def _fault(share: GrantImport, decision: Decision, target: Target) -> Finding | None:
    """What is wrong with a decision on a late line."""
    if decision.activity not in ("", target.activity):
        message = f"a rule says that the line is {target.activity!r}; leave the activity blank"
        return rules.WRONG_DECISIONS.at(decision.where, message)
    if decision.post_on and share.is_closed(decision.post_on):
        message = f"{decision.post_on} lies in a closed period of {share.account.id} too"
        return rules.WRONG_DECISIONS.at(decision.where, message)
    return None
