"""Is it known who pays each cost, and does the budget have a line that this payer pays?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from grants.checks.postings import be, counted
from grants.figures.postings import Group
from grants.findings.finding import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger, Path
from grants.values.financing import Source, in_words
from grants.values.text import did_you_mean

UNNAMED_PARTNER = Rule(
    "G221", "unnamed-partner", Severity.ERROR,
    "A partner pays, but it is not said which one",
    'name it: partner = "ID" in grant.toml, partner:ID in postings.csv, and a [[partner]] table',
)  # fmt: skip
REPEATED_SOURCE = Rule(
    "G223", "repeated-source", Severity.ERROR,
    "The financing plan names the same source twice",
    "make one [[financing]] of them with the sum, or say which is in kind or of which partner",
)  # fmt: skip
NO_SUCH_PAYER = Rule(
    "G308", "paid-by-no-line", Severity.WARNING,
    "A cost is paid by somebody who pays no budget line of that activity",
    "correct who pays (financing), or add the budget line; after the award by an [[amendment]], new = true",
)  # fmt: skip

RULES = (UNNAMED_PARTNER, REPEATED_SOURCE, NO_SUCH_PAYER)


def partners_are_named(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G221: a line, source, change, order or posting is a partner's, and no partner is named.

    A warning as long as the grant is only applied for: the partner may not be found yet.
    """
    severity = Severity.ERROR if grant.grant.is_awarded else Severity.WARNING
    known = sorted({partner.id for partner in grant.grant.partners})
    declared = f"declared: {', '.join(known)}" if known else "no [[partner]] is declared"
    for path, what in _unnamed(grant):
        message = f"{what} is paid by a partner, and it is not said by which; {declared}"
        yield UNNAMED_PARTNER.at(grant.where(*path), message, severity=severity)
    unnamed = [g for g in grant.postings.groups if g.source.kind == "partner" and g.source.partner is None]
    if unnamed:
        where = grant.posting_line(min(group.first_line for group in unnamed))
        message = (
            f"{counted(unnamed)} {be(unnamed)} paid by a partner, and it is not said by which; {declared}"
        )
        yield UNNAMED_PARTNER.at(where, message, severity=severity)


def _unnamed(grant: GrantLedger) -> Iterator[tuple[Path, str]]:
    for position, line in enumerate(grant.grant.budget):
        if line.financing == "partner" and line.partner is None:
            yield ("budget", position, "financing"), f"the line of {line.amount} for {line.activity}"
    for position, source in enumerate(grant.grant.financing):
        if source.source == "partner" and source.partner is None:
            yield ("financing", position, "source"), f"{source.amount} of the financing plan"
    for number, amendment in enumerate(grant.grant.amendments):
        for place, change in enumerate(amendment.changes):
            if change.financing == "partner" and change.partner is None:
                path = ("amendment", number, "change", place, "financing")
                yield path, f"the changed line of {change.activity}"
    for position, order in enumerate(grant.grant.commitments):
        if order.financing == "partner" and order.partner is None:
            yield ("commitment", position, "financing"), f"the order of {order.amount} for {order.activity}"


def sources_are_named_once(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G223: two entries of the plan are of the same source, so that one may be forgotten or doubled."""
    seen: dict[Source, int] = {}
    for position, entry in enumerate(grant.grant.financing):
        source = Source(entry.source, entry.partner, entry.in_kind)
        first = seen.setdefault(source, position)
        is_unnamed = source.kind == "partner" and source.partner is None  # which may be two partners
        if first != position and not is_unnamed:
            message = (
                f"{in_words(source)} stands twice in the plan: with {grant.grant.financing[first].amount} as "
                f"its source {first + 1}, and here with {entry.amount}"
            )
            yield REPEATED_SOURCE.at(grant.where("financing", position, "source"), message)


def payers_have_lines(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G308: postings or orders are paid by a source that pays no line of their activity in force.

    Activities without any line are for G301. A partner that is not named, or not declared, is for
    G221 and G018; here an unnamed one is any.
    """
    payers: defaultdict[str, set[Source]] = defaultdict(set)
    for line in grant.approved.lines:
        payers[line.activity].add(Source(line.financing, line.key.partner, line.key.in_kind))
    groups: defaultdict[tuple[str, Source], list[Group]] = defaultdict(list)
    for group in grant.postings.groups:
        if _is_alone(grant, group.source, payers[group.activity]):
            groups[group.activity, group.source].append(group)
    for (activity, source), found in groups.items():
        where = grant.posting_line(min(group.first_line for group in found))
        message = f"{activity}: {counted(found)} {be(found)} paid by {in_words(source)}"
        yield NO_SUCH_PAYER.at(where, f"{message}; {_who_pays(grant, source, payers, activity)}")
    for position, order in enumerate(grant.grant.commitments):
        source = Source(order.financing, order.partner)
        in_any_kind = {payer._replace(in_kind=False) for payer in payers[order.activity]}
        if _is_alone(grant, source, in_any_kind):
            message = f"{order.activity}: an order of {order.amount} is to be paid by {in_words(source)}"
            where = grant.where("commitment", position, "financing" if source.kind != "grant" else "activity")
            yield NO_SUCH_PAYER.at(where, f"{message}; {_who_pays(grant, source, payers, order.activity)}")


def _is_alone(grant: GrantLedger, source: Source, payers: set[Source]) -> bool:
    """Whether the activity has lines, and the source pays none of them."""
    if not payers:
        return False
    if source.kind != "partner":
        return source not in payers
    if source.partner is None:
        return all(payer._replace(partner=None) != source for payer in payers)
    is_declared = any(partner.id == source.partner for partner in grant.grant.partners)
    return is_declared and not payers & {source, source._replace(partner=None)}


def _who_pays(grant: GrantLedger, source: Source, payers: Mapping[str, set[Source]], activity: str) -> str:
    """Who pays the lines of the activity instead, and which partner may be meant."""
    *others, last = (in_words(payer) for payer in sorted(payers[activity], key=str))
    instead = f"{', '.join(others)} and {last}" if others else last
    said = f"in the budget {activity} is paid by {instead}"
    planned = {line.key.partner for line in grant.approved.lines}
    planned |= {entry.partner for entry in grant.grant.financing}
    if source.partner is None or source.partner in planned:
        return said
    near = did_you_mean(source.partner, {partner for partner in planned if partner is not None})
    return f"{said}; {source.partner!r} stands in no line and not in the financing plan{near}"
