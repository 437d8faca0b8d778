"""Does a private grant to a municipality or region set aside and pay what goes to the VAT refund scheme?"""

from collections.abc import Iterator
from decimal import Decimal

from grants import money
from grants.diagnostics import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger
from grants.records import Fondsmoms
from grants.terms import day_of_terms, term_set

FONDSMOMS = Rule(
    "G410", "fondsmoms", Severity.WARNING,
    "A private grant to a municipality or region lacks its share for the VAT refund scheme",
    "add a line of category fondsmoms with the share and post it, or say why not: terms.fondsmoms.exempt",
)  # fmt: skip

RULES = (FONDSMOMS,)


def fondsmoms_is_set_aside(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G410: the budget or the account of a private grant to a municipality or region has other fondsmoms.

    17.5 % whatever the real VAT (shipped set `danmark`); public-law funders are exempt. In a final
    account at least the share of what was spent of the grant is posted, and at most that of the award:
    what is paid back to the funder has no share.
    """
    rule = _rule(grant)
    if grant.award is None or rule is None or rule.exempt is not None:
        return
    share = money.share(rule.percent, grant.award)
    named = {a.id for a in grant.grant.activities if a.category == "fondsmoms"}
    set_aside = money.total(
        line.amount for line in grant.approved.lines if line.activity in named and line.financing == "grant"
    )
    if set_aside != share:
        yield FONDSMOMS.at(
            grant.where("award", "amount"),
            f"{rule.percent} % of {grant.award} are {share}; budget lines of category fondsmoms have "
            f"{set_aside}",
        )
    elif grant.grant.is_final:
        yield from _posted(grant, rule, named, share)


def _posted(grant: GrantLedger, rule: Fondsmoms, named: set[str], share: Decimal) -> Iterator[Diagnostic]:
    """What is posted on the lines of fondsmoms is less or more than it can be."""
    groups = [g for g in grant.postings.groups if g.activity in named and g.source.kind == "grant"]
    posted = money.from_minor(sum(group.total for group in groups))
    least = min(money.share(rule.percent, grant.spent_of_grant), share)
    if least <= posted <= share:
        return
    if posted < least:
        due = f"{rule.percent} % of the {grant.spent_of_grant} spent of the grant are {least}"
    else:
        due = f"{rule.percent} % of the award are {share}, and no more is due"
    lines = [group.first_line for group in groups]
    yield FONDSMOMS.at(
        grant.posting_line(min(lines)) if lines else grant.where("status"),
        f"{posted} is posted on activities of category fondsmoms; {due}",
    )


def _rule(grant: GrantLedger) -> Fondsmoms | None:
    """The rule where it applies: the one in the terms, else the general one of the day of the award."""
    if grant.grant.funder.kind != "private" or grant.grant.recipient.kind not in ("municipality", "region"):
        return None
    general = term_set("danmark").on(day_of_terms(grant.grant)).get("fondsmoms")
    if grant.terms.fondsmoms is None and general is not None:
        return Fondsmoms.model_validate(general)
    return grant.terms.fondsmoms
