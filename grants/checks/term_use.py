"""Do the terms mean something for this grant: a set that exists, its currency, its day, its categories?"""

from collections.abc import Iterator
from itertools import combinations

from grants.diagnostics import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger, Path
from grants.records import DatedRules, Rules
from grants.terms import day_of_terms, foreign_amounts, names, term_set
from grants.text import did_you_mean, nearest

UNKNOWN_TERMS = Rule(
    "G402", "unknown-terms", Severity.ERROR,
    "The terms name a set that is not shipped",
    "correct the name (`grants terms list`), or write the funder's rules out in [terms]",
)  # fmt: skip
OTHER_CURRENCY = Rule(
    "G412", "terms-in-another-currency", Severity.WARNING,
    "The terms have amounts in another currency than the grant, which are compared with nothing",
    "write the rule into [terms] with amounts in the grant's currency, at the rate that the funder names",
)  # fmt: skip
UNKNOWN_CATEGORY = Rule(
    "G413", "category-of-no-activity", Severity.WARNING,
    "The terms name a category that no activity has",
    "correct the category, there or in the [[activity]] (category = ...)",
)  # fmt: skip
DATED_UNCLEAR = Rule(
    "G414", "dated-rules-unclear", Severity.ERROR,
    "Rules of the grant's own hold on the same days, or none on the day of the award",
    "correct from and to, so that each rule is there once for the day of the award",
)  # fmt: skip

RULES = (UNKNOWN_TERMS, OTHER_CURRENCY, UNKNOWN_CATEGORY, DATED_UNCLEAR)


def terms_are_known(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G402: `use` names no shipped set, or one that has nothing for the day of the award."""
    use = grant.grant.terms.use
    if use is None:
        return
    where = grant.where("terms", "use")
    if use not in names():
        yield UNKNOWN_TERMS.at(where, f"there is no set of terms {use!r}{did_you_mean(use, names())}")
    elif not term_set(use).on(day_of_terms(grant.grant)):
        yield UNKNOWN_TERMS.at(where, f"{use!r} has no terms for {day_of_terms(grant.grant)}")


def amounts_are_in_its_currency(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G412: amounts in the terms, or rates, are in another currency, and so are left out."""
    currency = grant.grant.currency
    for foreign in foreign_amounts(grant.grant):
        amounts = ", ".join(map(str, foreign.amounts))
        whose = "[terms]" if foreign.is_own else f"the set {grant.grant.terms.use!r}"
        yield OTHER_CURRENCY.at(
            grant.where("terms", "currency" if foreign.is_own else "use"),
            f"{whose} has {foreign.field} with amounts in {foreign.currency} ({amounts}), the grant is in "
            f"{currency}: they are not compared",
        )
    for position, table in enumerate(grant.grant.rates):
        if table.currency not in (None, currency):
            yield OTHER_CURRENCY.at(
                grant.where("rate", position, "currency"),
                f"the rates of {table.id} are in {table.currency}, the grant is in {currency}: nothing is "
                "compared with them",
                remedy="write the rates in the grant's currency, at the rate that the funder names",
            )


def categories_are_known(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G413: a protected category, or one that overhead is reckoned on, is one of no activity.

    Of the grant's own keys: a set is written for all grants. A prohibited category that no activity has
    is as it should be, so that it is told only if the category of an activity is spelled nearly so.
    """
    known = {activity.category for activity in grant.grant.activities if activity.category is not None}
    for path, category in _categories(grant):
        is_prohibited = "prohibited" in path
        effect = "nothing is prohibited by it" if is_prohibited else "nothing is protected by it"
        if "base" in path:
            effect = "no overhead is reckoned on it"
        if category in known or (is_prohibited and nearest(category, known) is None):
            continue
        message = f"no activity has the category {category!r}, so that {effect}"
        is_id = any(activity.id == category for activity in grant.grant.activities)
        hint = "; it is the id of an activity" if is_id else did_you_mean(category, known)
        yield UNKNOWN_CATEGORY.at(grant.where(*path), f"{message}{hint}")


def _categories(grant: GrantLedger) -> Iterator[tuple[Path, str]]:
    """The categories that the grant's own rules name, with their places."""
    own: list[tuple[Path, Rules]] = [(("terms",), grant.grant.terms)]
    own += [(("terms", "dated", number), rules) for number, rules in enumerate(grant.grant.terms.dated)]
    for path, rules in own:
        for place, category in enumerate(rules.protected):
            yield (*path, "protected", place), category
        for place, category in enumerate(rules.overhead.base if rules.overhead else ()):
            yield (*path, "overhead", "base", place), category
        for place, category in enumerate(rules.prohibited.categories if rules.prohibited else ()):
            yield (*path, "prohibited", "categories", place), category


def dated_rules_are_clear(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G414: two dated rules of one key hold on one day, or a key has rules but none on the award's day."""
    terms, day = grant.grant.terms, day_of_terms(grant.grant)
    for (_, one), (number, other) in combinations(enumerate(terms.dated), 2):
        shared = [name for name in other.stated if name in one.stated and name != "source"]
        if shared and one.meets(other):
            yield DATED_UNCLEAR.at(
                grant.where("terms", "dated", number),
                f"{', '.join(shared)}: two dated rules hold on the same days, {_span(one)} and "
                f"{_span(other)}",
            )
    if terms.auditor and not any(tier.holds(day) for tier in terms.auditor):
        yield DATED_UNCLEAR.at(
            grant.where("terms", "auditor"),
            f"there are dated tiers of auditor, but none for {day or 'an unknown day'}, the day of the award",
            severity=Severity.WARNING,
        )
    in_force = grant.terms.stated
    for number, rules in enumerate(terms.dated):
        lacking = [name for name in rules.stated if name not in in_force and name != "source"]
        if lacking and day is not None:
            yield DATED_UNCLEAR.at(
                grant.where("terms", "dated", number),
                f"there are dated rules of {', '.join(lacking)}, but none for {day}, the day of the award",
                severity=Severity.WARNING,
            )


def _span(rules: DatedRules) -> str:
    return f"from {rules.from_ or 'ever'} to {rules.to or 'further notice'}"
