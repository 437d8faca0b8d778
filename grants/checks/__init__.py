"""Checks: plain functions from a grant, or a ledger, to findings, in explicit lists.

A new check is a function here below, its rule, an entry in `CHECKS` (or `LEDGER_CHECKS`, if it
looks at several grants), and a page in `pages/` with an example that fails and one that passes,
which the suite runs.
"""

import os.path
from collections.abc import Callable, Container, Iterator

from grants.checks import (
    amendments,
    approvals,
    award_dates,
    budget,
    closings,
    controls,
    final_account,
    financing,
    fondsmoms,
    glyphs,
    hours,
    imports,
    payers,
    payments,
    postings,
    rates,
    references,
    report,
    terms,
)
from grants.checks import commitments as orders
from grants.checks import repeated_records as repeats
from grants.checks import severities as settings
from grants.checks import shared_vouchers as across
from grants.checks import terms_declared as term_use
from grants.findings.exports import IMPORT_FILE_RULES
from grants.findings.finding import Finding, Rule, in_file_order
from grants.findings.imports import IMPORTING_RULES
from grants.findings.reading import READING_RULES
from grants.ledger import Account, Ledger

Check = Callable[[Account], Iterator[Finding]]
LedgerCheck = Callable[[Ledger], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    references.repeated_ids,
    references.unknown_activities,
    references.unknown_partners_and_rates,
    budget.award_is_stated,
    budget.budget_equals_award,
    budget.budget_within_period,
    budget.spending_within_award,
    budget.final_figures_are_exact,
    financing.financing_is_expenses,
    financing.match_is_met,
    payers.partners_are_named,
    payers.sources_are_named_once,
    payers.payers_have_lines,
    rates.rate_tables_have_no_gap,
    rates.rates_are_of_their_date,
    rates.lines_are_as_calculated,
    rates.calculations_are_in_the_period,
    rates.postings_are_at_their_rate,
    amendments.lines_are_known,
    amendments.changes_are_balanced,
    amendments.lines_are_not_negative,
    amendments.amendments_agree,
    approvals.extensions_are_in_time,
    approvals.amendments_are_approved,
    amendments.dates_make_sense,
    amendments.new_lines_are_new,
    approvals.approvals_come_before,
    repeats.records_are_there_once,
    award_dates.award_is_dated_soundly,
    award_dates.report_is_dated_soundly,
    controls.controls_hold,
    controls.controls_agree,
    postings.has_postings,
    postings.on_budgeted_activities,
    postings.within_period,
    postings.not_before_award,
    term_use.terms_are_known,
    term_use.amounts_are_in_its_currency,
    term_use.categories_are_known,
    term_use.dated_rules_are_clear,
    term_use.day_is_known,
    terms.within_transfer_limit,
    terms.within_overhead,
    terms.nothing_prohibited,
    terms.protected_lines_hold,
    fondsmoms.fondsmoms_is_set_aside,
    final_account.report_is_in_time,
    final_account.auditor_is_named,
    final_account.statement_is_signed,
    final_account.signed_after_the_end,
    final_account.vouchers_are_kept,
    payments.instalments_within_award,
    payments.repayment_is_as_stated,
    payments.no_more_is_repaid_than_due,
    payments.payments_are_dated_soundly,
    payments.closed_is_settled,
    closings.closed_is_unchanged,
    closings.reversals_take_back,
    orders.orders_are_covered,
    orders.orders_are_posted,
    orders.orders_are_dated_soundly,
    orders.posted_orders_are_there,
    report.has_words,
    report.attachments_are_there,
    report.attachments_are_told_apart,
    report.no_personal_numbers,
    glyphs.can_be_printed,
    imports.postings_are_of_their_imports,
)
"""Checks of one grant."""

LEDGER_CHECKS: tuple[LedgerCheck, ...] = (
    across.no_voucher_twice,
    hours.hours_within_norm,
)
"""Checks across the grants of a ledger; they read rows, of the grants that they concern only."""

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *READING_RULES,
            *IMPORT_FILE_RULES,
            *IMPORTING_RULES,
            *settings.RULES,
            *references.RULES,
            *budget.RULES,
            *financing.RULES,
            *payers.RULES,
            *rates.RULES,
            *amendments.RULES,
            *approvals.RULES,
            *award_dates.RULES,
            *repeats.RULES,
            *controls.RULES,
            *postings.RULES,
            *terms.RULES,
            *term_use.RULES,
            *fondsmoms.RULES,
            *final_account.RULES,
            *closings.RULES,
            *payments.RULES,
            *orders.RULES,
            *report.RULES,
            *across.RULES,
            *hours.RULES,
            *glyphs.RULES,
            *imports.RULES,
        ),
        key=lambda rule: rule.code,
    )
)


def check(ledger: Ledger, only: Container[str] | None = None) -> list[Finding]:
    """Every finding in a ledger, those of reading included, in the order of its files.

    Each grant's [checks] table weighs what was found in its folder. With `only`, the grants in
    these folders (resolved) are checked, and what lies across grants if there is any of them.
    """
    chosen = ledger if only is None else ledger.only(only)
    others = list(chosen.findings)
    if chosen.grants:
        others += [finding for run in LEDGER_CHECKS for finding in run(ledger)]
    found, others = _of_several(ledger, others)
    for account in ledger:
        if account.grant.checks:
            mine = [f for f in others if os.path.dirname(f.where.path) == account.folder]
            others = [f for f in others if os.path.dirname(f.where.path) != account.folder]
            found += settings.weighed(account, mine)
    found += [finding for account in chosen for finding in check_grant(account)]
    return in_file_order([*others, *found])


def _of_several(ledger: Ledger, findings: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings that concern several grants, as all of these weigh them; and all that one grant weighs."""
    by_folder = {account.folder: account for account in ledger}
    done: dict[Finding, None] = {}  # each note on a setting once
    left: list[Finding] = []
    for finding in findings:
        if finding.concerns:
            folders = (os.path.dirname(finding.where.path), *finding.concerns)
            weighed, to_home = settings.weighed_together(finding, [by_folder[folder] for folder in folders])
            done.update(dict.fromkeys(weighed))
            left += to_home
        else:
            left.append(finding)
    return list(done), left


def check_grant(account: Account) -> list[Finding]:
    """What the checks find in one grant; what reading it found is not among it."""
    found = [finding for run in CHECKS for finding in run(account)]
    found += settings.unknown_settings(account, RULES)
    return settings.weighed(account, found) if account.grant.checks else found
