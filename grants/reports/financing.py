"""Who pays: budget and actual of the grant, own money and each partner, in cash and in kind."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import product

from grants.figures.approved_budget import ApprovedLine
from grants.ledger import GrantLedger
from grants.reports.labels import LABELS, Labels
from grants.reports.locale import Language
from grants.reports.table import Align, Column, Money, Row, Table
from grants.values import money
from grants.values.financing import KINDS, Source


def has_several_sources(grant: GrantLedger) -> bool:
    """Whether anyone but the grant pays, or anything is paid in kind."""
    lines = (line.financing != "grant" or line.key.in_kind for line in grant.approved.lines)
    return any(lines) or any(str(group.source) != "grant" for group in grant.postings.groups)


def sources_table(grant: GrantLedger, *, as_of: date | None = None, language: Language) -> Table:
    """A row for each source: its budget in force, and what it paid, by now or by a day; totals last."""
    labels, currency = LABELS[language], grant.grant.currency
    budget: defaultdict[Source, int] = defaultdict(int)
    paid: defaultdict[Source, int] = defaultdict(int)
    for line in grant.approved.lines:
        budget[source_of(line)] += money.to_minor(line.amount)
    for group in grant.postings.groups:
        if as_of is None or group.period.last <= as_of:
            paid[group.source] += group.total
    sources = in_order({*budget, *paid})
    figures = [(s, money.from_minor(budget[s]), money.from_minor(paid[s])) for s in sources]
    totals = [money.total(amounts) for amounts in ((b for _, b, _ in figures), (p for _, _, p in figures))]
    return Table(
        title=labels.financing,
        columns=(
            Column(labels.financing, wraps=True),
            Column(labels.budget, Align.RIGHT),
            Column(labels.actual, Align.RIGHT),
            Column(labels.deviation, Align.RIGHT),
        ),
        rows=(
            *(
                Row(
                    (
                        name_of(source, grant, labels),
                        Money(planned, currency),
                        Money(actual, currency),
                        Money(money.difference(actual, planned), currency),
                    )
                )
                for source, planned, actual in figures
            ),
            Row(
                (
                    labels.total,
                    *(
                        Money(amount, currency)
                        for amount in (*totals, money.difference(totals[1], totals[0]))
                    ),
                ),
                is_total=True,
            ),
        ),
        language=language,
        data={
            "grant": grant.id,
            "currency": currency,
            "sources": [
                {
                    "source": source.kind,
                    "partner": source.partner,
                    "in_kind": source.in_kind,
                    "budget": planned,
                    "actual": actual,
                }
                for source, planned, actual in figures
            ],
        },
    )


def source_names(grant: GrantLedger, labels: Labels) -> dict[Source, str]:
    """What each source that the grant names, or could name, is called; no two are called alike.

    A partner is called by its name, with its id behind it where the name alone would be another's too.
    Capital letters make no difference, as they make none to a spreadsheet.
    """
    known = {partner.id: partner.name for partner in grant.grant.partners}
    used = {line.key.partner for line in grant.approved.lines}
    used |= {group.source.partner for group in grant.postings.groups}
    partners = sorted({*known, *(partner for partner in used if partner is not None)})
    sources = [Source(kind, None, in_kind) for kind, in_kind in product(KINDS, (False, True))]
    sources += [Source("partner", partner, in_kind) for partner, in_kind in product(partners, (False, True))]
    names: dict[Source, str] = {}
    taken: set[str] = set()
    for source in sources:
        name = labels.sources[source.kind]
        if source.partner is not None:
            name = known.get(source.partner, source.partner)
        behind = f" ({labels.in_kind})" if source.in_kind else ""
        while (name + behind).casefold() in taken:
            name += f" ({source.partner})"
        names[source] = name + behind
        taken.add((name + behind).casefold())
    return names


def source_of(line: ApprovedLine) -> Source:
    """Who pays a budget line."""
    return Source(line.financing, line.key.partner, line.key.in_kind)


def in_order(sources: Iterable[Source]) -> list[Source]:
    """The grant first, then own money, then partners; what is in kind behind what is money."""
    return sorted(sources, key=lambda source: (KINDS.index(source.kind), str(source)))


def name_of(source: Source, grant: GrantLedger, labels: Labels) -> str:
    """What a report calls a source: partners by their names, contributions in kind marked."""
    return source_names(grant, labels)[source]
