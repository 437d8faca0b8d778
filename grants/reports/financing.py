"""Who pays: budget and actual of the grant, own money and each partner, in cash and in kind."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import product

from grants.findings.message import terms
from grants.ledger import Account
from grants.reports.speech import Language, Speech
from grants.reports.table import Row, Table, amounts, data_of, figures, texts
from grants.values import money
from grants.values.financing import KINDS, Payer
from grants.values.money import ZERO, Amount

SOURCES = terms("source", grant="The grant", own="Own money", partner="Partners")
"""What each source of money is called."""


def has_several_sources(account: Account) -> bool:
    """Whether anyone but the grant pays, or anything is paid in kind."""
    lines = (line.financing != "grant" or line.key.in_kind for line in account.approved.lines)
    return any(lines) or any(str(group.source) != "grant" for group in account.postings.groups)


def sources_table(account: Account, *, as_of: date | None = None, language: Language) -> Table:
    """A row for each source: its budget in force, and what it paid, by now or by a day; totals last."""
    say, currency = Speech.of(language), account.grant.currency
    budget: defaultdict[Payer, Amount] = defaultdict(lambda: ZERO)
    paid: defaultdict[Payer, Amount] = defaultdict(lambda: ZERO)
    for line in account.approved.lines:
        budget[line.payer] += line.amount
    for group in account.postings.groups:
        if as_of is None or group.period.last <= as_of:
            paid[group.source] += Amount(group.total)
    paid_by = [(source, budget[source], paid[source]) for source in in_order({*budget, *paid})]
    totals = money.total(budget.values()), money.total(paid.values())

    def row(label: str, planned: Amount, actual: Amount, *, is_total: bool = False) -> Row:
        return Row((label, *amounts(currency, planned, actual, actual - planned)), is_total=is_total)

    return Table(
        title=say("Financing"),
        columns=(*texts(say("Financing")), *figures(say("Budget"), say("Actual"), say("Deviation"))),
        rows=(
            *(row(name_of(source, account, say), planned, actual) for source, planned, actual in paid_by),
            row(say("Total"), *totals, is_total=True),
        ),
        language=language,
        data={
            "grant": account.id,
            "currency": currency,
            "sources": [
                {
                    "source": source.kind,
                    **data_of(source, "partner", "in_kind"),
                    "budget": planned,
                    "actual": actual,
                }
                for source, planned, actual in paid_by
            ],
        },
    )


def source_names(account: Account, say: Speech) -> dict[Payer, str]:
    """What each source that the grant names, or could name, is called; no two are called alike.

    A partner is called by its name, with its id behind it where the name alone would be another's too.
    Capital letters make no difference, as they make none to a spreadsheet.
    """
    known = {partner.id: partner.name for partner in account.grant.partners}
    used = {line.key.partner for line in account.approved.lines}
    used |= {group.source.partner for group in account.postings.groups}
    partners = sorted({*known, *(partner for partner in used if partner is not None)})
    sources = [Payer(kind, None, in_kind) for kind, in_kind in product(KINDS, (False, True))]
    sources += [Payer("partner", partner, in_kind) for partner, in_kind in product(partners, (False, True))]
    names: dict[Payer, str] = {}
    taken: set[str] = set()
    for source in sources:
        partner = source.partner
        name = say(SOURCES[source.kind]) if partner is None else known.get(partner, partner)
        behind = f" ({say('in kind')})" if source.in_kind else ""
        while (name + behind).casefold() in taken:
            name += f" ({partner})"
        names[source] = name + behind
        taken.add((name + behind).casefold())
    return names


def in_order(sources: Iterable[Payer]) -> list[Payer]:
    """The grant first, then own money, then partners; what is in kind behind what is money."""
    return sorted(sources, key=lambda source: (KINDS.index(source.kind), str(source)))


def name_of(source: Payer, account: Account, say: Speech) -> str:
    """What a report calls a source: partners by their names, contributions in kind marked."""
    return source_names(account, say)[source]
