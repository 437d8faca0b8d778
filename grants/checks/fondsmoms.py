"""Does a private grant to a municipality or region set aside and pay what goes to the VAT refund scheme?"""

from collections.abc import Iterator

from grants.checks.postings import first_of
from grants.checks.registry import derived, warning
from grants.figures.terms import day_of_terms, term_set
from grants.findings.finding import Finding, Rule
from grants.ledger import Account
from grants.records.terms import Fondsmoms
from grants.values import money
from grants.values.money import Amount

_LOWER_LINE = (
    "lower the line of category fondsmoms to the share, and give the rest to other lines; a change after the "
    "award is an [[amendment]]"
)


@derived("names")
@warning("G410", "fondsmoms",
    "A private grant to a municipality or region lacks its share for the VAT refund scheme",
    "add a line of category fondsmoms with the share and post it, or write why not: terms.fondsmoms.exempt",
)  # fmt: skip
def fondsmoms_is_set_aside(rule: Rule, account: Account) -> Iterator[Finding]:
    """G410: the budget or the account of a private grant to a municipality or region has other fondsmoms.

    17.5 % whatever the real VAT (shipped set `danmark`); public-law funders are exempt. In a final
    account at least the share of what was spent of the grant is posted, and at most that of the award:
    what is paid back to the funder has no share. A recipient without a kind leaves open
    whether there is any.
    """
    terms = _terms(account)
    if account.award is None or terms is None or terms.exempt is not None:
        return
    if account.grant.recipient.kind is None:
        yield rule.at(
            account.where("recipient"),
            f"the funder is private, and the kind of the recipient is not stated: a municipality or region "
            f"pays {terms.percent} % of the award as fondsmoms",
            remedy='write what the recipient is: [recipient] kind = "municipality", "region" or "other"',
        )
        return
    share = account.award.share(terms.percent)
    named = {a.id for a in account.grant.activities if a.category == "fondsmoms"}
    set_aside = money.total(
        line.amount for line in account.approved.lines if line.activity in named and line.financing == "grant"
    )
    if set_aside != share:
        yield rule.at(
            account.where("award", "amount"),
            f"{terms.percent} % of {account.award} are {share}; budget lines of category fondsmoms have "
            f"{set_aside}",
            remedy=_LOWER_LINE if set_aside > share else None,
        )
    elif account.grant.is_final:
        yield from _posted(rule, account, terms, named, share)


def _posted(
    rule: Rule, account: Account, terms: Fondsmoms, named: set[str], share: Amount
) -> Iterator[Finding]:
    """What is posted on the lines of fondsmoms is less or more than it can be."""
    groups = [g for g in account.postings.groups if g.activity in named and g.source.kind == "grant"]
    posted = money.Amount(sum(group.total for group in groups))
    least = min(account.spent_of_grant.share(terms.percent), share)
    if least <= posted <= share:
        return
    if posted < least:
        due = f"{terms.percent} % of the {account.spent_of_grant} spent of the grant are {least}"
        remedy = "post what is paid into the scheme, up to the share"
    else:
        due = f"{terms.percent} % of the award are {share}, and no more is due"
        remedy = "reverse what is posted beyond the share, or post it on the activity that it is for"
    yield rule.at(
        first_of(account, groups) if groups else account.where("status"),
        f"{posted} is posted on activities of category fondsmoms; {due}",
        remedy=remedy,
    )


def _terms(account: Account) -> Fondsmoms | None:
    """The terms where it applies or may: those of the grant, else the general ones of the award's day."""
    if account.grant.funder.kind != "private" or account.grant.recipient.kind == "other":
        return None
    general = term_set("danmark").on(day_of_terms(account.grant)).get("fondsmoms")
    if account.terms.fondsmoms is None and general is not None:
        return Fondsmoms.model_validate(general)
    return account.terms.fondsmoms
