"""Checks: plain functions from a grant to findings, in explicit lists.

A new check is a function here below, its rule, an entry in `CHECKS`, and a page in `pages/` with
an example that fails and one that passes, which the suite runs.
"""

from collections.abc import Callable, Iterator

from grants.checks import budget, controls, glyphs, postings, references, report, terms
from grants.diagnostics import Diagnostic, Rule, in_file_order
from grants.ledger import GrantLedger, Ledger
from grants.store.rules import READING_RULES

Check = Callable[[GrantLedger], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    references.repeated_activities,
    references.unknown_activities,
    budget.award_is_stated,
    budget.budget_equals_award,
    budget.budget_within_period,
    budget.spending_within_award,
    budget.comparisons_add_up,
    controls.controls_hold,
    controls.controls_agree,
    postings.has_postings,
    postings.on_budgeted_activities,
    postings.within_period,
    postings.not_before_award,
    terms.within_transfer_limit,
    report.has_words,
    report.attachments_are_there,
    report.no_personal_numbers,
    glyphs.can_be_printed,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *READING_RULES,
            *references.RULES,
            *budget.RULES,
            *controls.RULES,
            *postings.RULES,
            *terms.RULES,
            *report.RULES,
            *glyphs.RULES,
        ),
        key=lambda rule: rule.code,
    )
)


def check(ledger: Ledger) -> list[Diagnostic]:
    """Every finding in a ledger, those of reading included, in the order of its files."""
    return in_file_order(
        [*ledger.diagnostics, *(finding for grant in ledger for finding in check_grant(grant))]
    )


def check_grant(grant: GrantLedger) -> list[Diagnostic]:
    """What the checks find in one grant; what reading it found is not among it."""
    return [finding for run in CHECKS for finding in run(grant)]
