"""Do the terms mean something for this grant: a set that exists, its currency, its day, its categories?"""

from collections.abc import Iterator
from itertools import combinations

from grants.checks.registry import error, warning
from grants.figures.terms import day_of_terms, foreign_amounts, is_known, names, term_set
from grants.findings.finding import Finding, Rule, Severity
from grants.ledger import Account, KeyPath
from grants.records.terms import Rules
from grants.records.types import Dated
from grants.values.text import did_you_mean, nearest


@error("G402", "unknown-terms",
    "The terms name a set that is not shipped",
    "correct the name (`grants terms list`), or write the funder's rules out in [terms]",
)  # fmt: skip
def terms_are_known(rule: Rule, account: Account) -> Iterator[Finding]:
    """G402: `use` names no shipped set, or one that has nothing for the day of the award."""
    use = account.grant.terms.use
    if use is None:
        return
    where = account.where("terms", "use")
    if not is_known(use):
        yield rule.at(where, f"there is no set of terms {use!r}{did_you_mean(use, names())}")
    elif not term_set(use).on(day_of_terms(account.grant)):
        yield rule.at(where, f"{use!r} has no terms for {day_of_terms(account.grant)}")


@warning("G412", "terms-in-another-currency",
    "The terms have amounts in another currency than the grant, which are compared with nothing",
    "write the rule into [terms] with amounts in the grant's currency, at the rate that the funder names",
)  # fmt: skip
def amounts_are_in_its_currency(rule: Rule, account: Account) -> Iterator[Finding]:
    """G412: amounts in the terms, or rates, are in another currency, and so are left out."""
    currency = account.grant.currency
    for foreign in foreign_amounts(account.grant):
        amounts = ", ".join(map(str, foreign.amounts))
        whose = "[terms]" if foreign.is_own else f"the set {account.grant.terms.use!r}"
        yield rule.at(
            account.where("terms", "currency" if foreign.is_own else "use"),
            f"{whose} has {foreign.field} with amounts in {foreign.currency} ({amounts}), the grant is in "
            f"{currency}: they are not compared",
        )
    for position, table in enumerate(account.grant.rates):
        if table.currency not in (None, currency):
            yield rule.at(
                account.where("rate", position, "currency"),
                f"the rates of {table.id} are in {table.currency}, the grant is in {currency}: nothing is "
                "compared with them",
                remedy="write the rates in the grant's currency, at the rate that the funder names",
            )


@warning("G413", "category-of-no-activity",
    "The terms name a category that no activity has",
    "correct the category, there or in the [[activity]] (category = ...)",
)  # fmt: skip
def categories_are_known(rule: Rule, account: Account) -> Iterator[Finding]:
    """G413: a protected category, that of overhead, or one that it is calculated on, is one of no activity.

    Of the grant's own keys: a set is written for all grants. Where a category is prohibited, or the rule
    on overhead names none, it is right that no activity has it: that is reported only if the id or
    the category of an activity is the same or nearly so.
    """
    known = {activity.category for activity in account.grant.activities if activity.category is not None}
    ids = {activity.id for activity in account.grant.activities}
    for path, category, effect in _categories(account):
        may_be_none = "prohibited" in path or path[-1] == "overhead"
        if category in known or (may_be_none and category not in ids and nearest(category, known) is None):
            continue
        message = f"no activity has the category {category!r}, so that {effect}"
        hint = "; it is the id of an activity" if category in ids else did_you_mean(category, known)
        yield rule.at(account.where(*path), f"{message}{hint}")


def _categories(account: Account) -> Iterator[tuple[KeyPath, str, str]]:
    """The categories that the grant's own rules name, with their places and what comes of an unknown one.

    Overhead has the category `overhead` where the rule names none, in a set as in own terms.
    """
    no_overhead = "no line is overhead"
    own: list[tuple[KeyPath, Rules]] = [(("terms",), account.grant.terms)]
    own += [(("terms", "dated", number), rules) for number, rules in enumerate(account.grant.terms.dated)]
    for path, rules in own:
        for place, category in enumerate(rules.protected):
            yield (*path, "protected", place), category, "nothing is protected by it"
        for place, category in enumerate(rules.overhead.base if rules.overhead else ()):
            yield (*path, "overhead", "base", place), category, "no overhead is calculated on it"
        for place, category in enumerate(rules.prohibited.categories if rules.prohibited else ()):
            yield (*path, "prohibited", "categories", place), category, "nothing is prohibited by it"
        if rules.overhead is not None:
            is_named = "category" in rules.overhead.model_fields_set
            place_of = (*path, "overhead", *(("category",) if is_named else ()))
            yield place_of, rules.overhead.category, no_overhead
    in_force = account.terms.overhead
    if in_force is not None and all(rules.overhead is None for _, rules in own):
        yield ("terms", "overhead"), in_force.category, no_overhead


@error("G414", "dated-rules-unclear",
    "Rules of the grant's own apply on the same days, or none on the day of the award",
    "correct from and to, so that each rule is there once for the day of the award",
)  # fmt: skip
def dated_rules_are_clear(rule: Rule, account: Account) -> Iterator[Finding]:
    """G414: two dated rules of one key apply on one day, or a key has rules but none on the award's day."""
    terms, day = account.grant.terms, day_of_terms(account.grant)
    for (_, one), (number, other) in combinations(enumerate(terms.dated), 2):
        shared = [name for name in other.stated if name in one.stated and name != "source"]
        if shared and one.meets(other):
            yield rule.at(
                account.where("terms", "dated", number),
                f"{', '.join(shared)}: two dated rules apply on the same days, {_span(one)} and "
                f"{_span(other)}",
            )
    for (_, tier), (number, after) in combinations(enumerate(terms.auditor), 2):
        if tier.above == after.above and tier.meets(after):
            yield rule.at(
                account.where("terms", "auditor", number),
                f"auditor: two tiers above {after.above} apply on the same days, {_span(tier)} and "
                f"{_span(after)}",
            )
    if day is None:
        return  # which is for G416
    if terms.auditor and not any(tier.holds(day) for tier in terms.auditor):
        yield rule.at(
            account.where("terms", "auditor"),
            f"there are dated tiers of auditor, but none for {day}, the day of the award",
            severity=Severity.WARNING,
        )
    in_force = account.terms.stated
    for number, rules in enumerate(terms.dated):
        lacking = [name for name in rules.stated if name not in in_force and name != "source"]
        if lacking:
            yield rule.at(
                account.where("terms", "dated", number),
                f"there are dated rules of {', '.join(lacking)}, but none for {day}, the day of the award",
                severity=Severity.WARNING,
            )


@error("G416", "day-of-terms-unknown",
    "The terms go by the day of the award, but that day is not stated",
    "write the day of the award: [award] date = YYYY-MM-DD, or its year; of an application, the same there",
)  # fmt: skip
def day_is_known(rule: Rule, account: Account) -> Iterator[Finding]:
    """G416: rules apply from or to a day, but neither award nor application has a date or a year.

    Own dated rules are then left out, and of a set those count that have no end: a warning, as it is for
    an application.
    """
    record, own = account.grant, account.grant.terms
    if day_of_terms(record) is not None:
        return
    table = "award" if record.award is not None else "application"
    where, lacking = account.where(table), f"[{table}] has no date and no year, so it is unclear"
    named = {name for rules in own.dated if rules.is_bounded for name in rules.stated if name != "source"}
    named |= {"auditor" for tier in own.auditor if tier.is_bounded}
    if named:
        yield rule.at(
            where,
            f"{lacking} which dated rules of {', '.join(sorted(named))} apply; none is applied",
            severity=Severity.ERROR if record.is_awarded else Severity.WARNING,
        )
    if own.use is not None and is_known(own.use):
        terms = [t for t in term_set(own.use).terms if t.is_bounded and t.field not in own.stated]
        if terms:
            rules = f"the dated rules of {', '.join(sorted({term.field for term in terms}))}"
            effect = f"in the set {own.use!r} apply; those without an end are applied"
            yield rule.at(where, f"{lacking} whether {rules} {effect}", severity=Severity.WARNING)


def _span(rules: Dated) -> str:
    return f"from {rules.from_ or 'ever'} to {rules.to or 'further notice'}"
