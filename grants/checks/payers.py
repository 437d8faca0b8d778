"""Is it known who pays each cost, and does the budget have a line that this payer pays?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from grants.checks.postings import first_of, sum_of
from grants.checks.registry import derived, error, warning
from grants.figures.postings import Group
from grants.findings.finding import Finding, Rule, Severity
from grants.findings.message import Listing, Message
from grants.ledger import Account, KeyPath
from grants.values.financing import Payer, in_words
from grants.values.text import did_you_mean


@error("G221", "unnamed-partner",
    "A partner pays, but is not named",
    'name it: partner = "ID" in grant.toml, partner:ID in postings.csv, and a [[partner]] table',
)  # fmt: skip
def partners_are_named(rule: Rule, account: Account) -> Iterator[Finding]:
    """G221: a line, source, change, order or posting is a partner's, and no partner is named.

    A warning as long as the grant is only applied for: the partner may not be found yet.
    """
    severity = Severity.ERROR if account.grant.is_awarded else Severity.WARNING
    known = sorted({partner.id for partner in account.grant.partners})
    declared = f"declared: {', '.join(known)}" if known else "no [[partner]] is declared"
    for path, payer, what in paid(account):
        if payer.kind == "partner" and payer.partner is None:
            where = account.where(*path, "source" if path[0] == "financing" else "financing")
            yield rule.at(where, f"{what} is paid by a partner without a name; {declared}", severity=severity)
    unnamed = [g for g in account.postings.groups if g.source.kind == "partner" and g.source.partner is None]
    if unnamed:
        said = Message("{posted} paid by a partner without a name; {declared}",
            posted=sum_of(unnamed), declared=declared,
        )  # fmt: skip
        yield rule.at(first_of(account, unnamed), said, severity=severity)


def paid(account: Account) -> Iterator[tuple[KeyPath, Payer, str]]:
    """Everything in grant.toml that somebody pays: its place, who pays, and what it is."""
    for position, line in enumerate(account.grant.budget):
        what = f"the line of {line.amount} for {line.activity}"
        yield ("budget", position), line.payer, what
    for position, entry in enumerate(account.grant.financing):
        yield ("financing", position), entry.payer, f"{entry.amount} of the financing plan"
    for number, amendment in enumerate(account.grant.amendments):
        for place, change in enumerate(amendment.changes):
            what = f"the changed line of {change.activity}"
            yield ("amendment", number, "change", place), change.payer, what
    for position, order in enumerate(account.grant.commitments):
        what = f"the order of {order.amount} for {order.activity}"
        yield ("commitment", position), order.payer, what


@error("G223", "repeated-source",
    "The financing plan names the same source twice",
    "make one [[financing]] of them with the sum, or write which is in kind or of which partner",
)  # fmt: skip
def sources_are_named_once(rule: Rule, account: Account) -> Iterator[Finding]:
    """G223: two entries of the plan are of the same source, so that one may be forgotten or doubled."""
    seen: dict[Payer, int] = {}
    for position, entry in enumerate(account.grant.financing):
        source = entry.payer
        first = seen.setdefault(source, position)
        is_unnamed = source.kind == "partner" and source.partner is None  # which may be two partners
        if first != position and not is_unnamed:
            said = Message(
                "{payer} is in the plan twice: with {amount} as its source {number}, and here with {other}",
                payer=in_words(source), amount=account.grant.financing[first].amount,
                number=first + 1, other=entry.amount,
            )  # fmt: skip
            yield rule.at(account.where("financing", position, "source"), said)


@derived("names")
@warning("G308", "paid-by-no-line",
    "A cost is paid by somebody who pays no budget line of that activity",
    "correct who pays (financing), or add the budget line; after the award by an [[amendment]], new = true",
)  # fmt: skip
def payers_have_lines(rule: Rule, account: Account) -> Iterator[Finding]:
    """G308: postings or orders are paid by a source that pays no line of their activity in force.

    Activities without any line are for G301. A partner that is not named, or not declared, is for
    G221 and G018; here an unnamed one is any.
    """
    payers: defaultdict[str, set[Payer]] = defaultdict(set)
    for line in account.approved.lines:
        payers[line.activity].add(line.payer)
    groups: defaultdict[tuple[str, Payer], list[Group]] = defaultdict(list)
    for group in account.postings.groups:
        if _is_alone(account, group.source, payers[group.activity]):
            groups[group.activity, group.source].append(group)
    for (activity, source), found in groups.items():
        said = Message("{activity}: {posted} paid by {payer}; {others}",
            activity=activity, posted=sum_of(found), payer=in_words(source),
            others=_who_pays(account, source, payers, activity),
        )  # fmt: skip
        yield rule.at(first_of(account, found), said)
    for position, order in enumerate(account.grant.commitments):
        source = order.payer
        in_any_kind = {payer._replace(in_kind=False) for payer in payers[order.activity]}
        if _is_alone(account, source, in_any_kind):
            said = Message("{activity}: an order of {amount} is to be paid by {payer}; {others}",
                activity=order.activity, amount=order.amount, payer=in_words(source),
                others=_who_pays(account, source, payers, order.activity),
            )  # fmt: skip
            key = "activity" if source.kind == "grant" else "financing"
            yield rule.at(account.where("commitment", position, key), said)


def _is_alone(account: Account, source: Payer, payers: set[Payer]) -> bool:
    """Whether the activity has lines, and the source pays none of them."""
    if not payers:
        return False
    if source.kind != "partner":
        return source not in payers
    if source.partner is None:
        return all(payer._replace(partner=None) != source for payer in payers)
    is_declared = any(partner.id == source.partner for partner in account.grant.partners)
    return is_declared and not payers & {source, source._replace(partner=None)}


def _who_pays(account: Account, source: Payer, payers: Mapping[str, set[Payer]], activity: str) -> str:
    """Who pays the lines of the activity instead, and which partner may be meant."""
    instead = Listing(tuple(in_words(payer) for payer in sorted(payers[activity], key=str)))
    payers_of_lines = f"in the budget {activity} is paid by {instead}"
    planned = {line.key.partner for line in account.approved.lines}
    planned |= {entry.partner for entry in account.grant.financing}
    if source.partner is None or source.partner in planned:
        return payers_of_lines
    near = did_you_mean(source.partner, {partner for partner in planned if partner is not None})
    return f"{payers_of_lines}; {source.partner!r} is in no line and not in the financing plan{near}"
