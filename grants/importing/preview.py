"""The preview of an import: what it would change, as a report that people read before they agree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from grants.importing.grant_import import Changed, GrantImport
from grants.importing.lines import Line, State, Tally
from grants.importing.plan import SHOWN, ImportPlan
from grants.importing.profiles.profile import ImportRule, Within
from grants.importing.source_line import SourceLine
from grants.reports.document import Block, Document, Facts, Paragraph, plain
from grants.reports.locale import Locale
from grants.reports.speech import Language, Speech
from grants.reports.table import Align, Cell, Column, Money, Row, Table
from grants.values import money
from grants.values.periods import Period

MAX_RULES = 50
"""Rules that a preview names."""


def preview(plan: ImportPlan, *, language: Language) -> Document:
    """The plan as a document: counts, sums, rules, control totals, changed and unmatched lines."""
    say = Speech.of(language)
    blocks: list[Block] = [_facts(plan, say, language), _outcomes(plan, say, language)]
    blocks += [sums_table(grant_import, language=language) for grant_import in plan.grant_imports]
    blocks += _optional(plan, say, language)
    blocks.append(Paragraph(plain(_closing(plan, say, language))))
    return Document(say("Import of {file}", file=plan.source.name), language, tuple(blocks))


def sums_table(grant_import: GrantImport, *, language: Language) -> Table:
    """What each activity of a grant had, gets and has then, against its budget."""
    say, account = Speech.of(language), grant_import.account
    currency = account.grant.currency
    before: Counter[str] = Counter()
    for group in account.postings.groups:
        before[group.activity] += group.total
    added: Counter[str] = Counter()
    for (_, (activity, _)), tally in grant_import.sums.items():
        added[activity] += tally.minor
    budget: Counter[str] = Counter()
    for line in account.approved.lines:
        budget[line.activity] += line.amount.minor
    known = [activity.id for activity in account.grant.activities]
    names = [*known, *sorted({*before, *added} - set(known))]

    def figures(names: Sequence[str]) -> list[money.Amount]:
        was, more, planned = (sum(sums[name] for name in names) for sums in (before, added, budget))
        return list(map(money.Amount, (was, more, was + more, planned, planned - was - more)))

    def row(title: str, names: Sequence[str], *, is_total: bool = False) -> Row:
        return Row((title, *(Money(figure, currency) for figure in figures(names))), is_total)

    keys = ("before", "import", "after", "budget", "left")
    return Table(
        title=f"{say('Sums per activity')}: {account.grant.title}",
        columns=_sum_columns(say),
        rows=(
            *(row(account.grant.title_of(name), [name]) for name in names),
            row(say("Total"), names, is_total=True),
        ),
        language=language,
        show_currency=False,
        data={
            "grant": account.id,
            "currency": currency,
            "import": grant_import.number,
            "new": grant_import.new.lines,
            "known": grant_import.known.lines,
            "changed": grant_import.changed.lines,
            "reversed": grant_import.reversed.lines,
            "sum": money.Amount(grant_import.minor),
            "activities": [
                {"activity": name, **dict(zip(keys, figures([name]), strict=True))} for name in names
            ],
        },
    )


def _sum_columns(say: Speech) -> tuple[Column, ...]:
    heads = (say("Before"), say("Import"), say("After"), say("Budget"), say("Left"))
    return (Column(say("Activity"), wraps=True), *(Column(head, Align.RIGHT) for head in heads))


def sums_tables(plan: ImportPlan, *, language: Language) -> Table:
    """The sums per activity of all grants as one table, for formats that hold one."""
    say = Speech.of(language)
    tables = [sums_table(grant_import, language=language) for grant_import in plan.grant_imports]
    rows = [
        Row((grant_import.account.id, *row.cells), row.is_total)
        for grant_import, table in zip(plan.grant_imports, tables, strict=True)
        for row in table.rows
    ]
    return Table(
        title=say("Import of {file}", file=plan.source.name),
        columns=(Column(say("Grants")), *_sum_columns(say)),
        rows=tuple(rows),
        language=language,
        show_currency=False,
        data={"grants": [table.data for table in tables]},
    )


def _facts(plan: ImportPlan, say: Speech, language: Language) -> Facts:
    locale = Locale(language)
    grants = ", ".join(grant_import.account.id for grant_import in plan.grant_imports)
    size = locale.count(plan.source.size)
    days = [day for grant_import in plan.grant_imports for day, _ in grant_import.sums]
    pairs = [
        (say("Grants"), grants),
        (say("File"), f"{plan.source.name} ({say('{size} bytes', size=size)})"),
        (say("SHA-256"), plan.source.sha256),
        (say("Profile"), plan.profile_name),
    ]
    if days:
        first, last = (Period.parse(day).start for day in (min(days), max(days)))
        span = "" if first == last else f" \N{EN DASH} {locale.date(last)}"
        pairs.append((say("Dates"), locale.date(first) + span))
    return Facts(tuple(pair for pair in pairs if pair[1]))


def _outcomes(plan: ImportPlan, say: Speech, language: Language) -> Table:
    currency = currency_of(plan)
    parts = plan.grant_imports
    found = [
        (say("New"), [part.new for part in parts]),
        (say("New in place of a posting that changed"), [part.changed for part in parts]),
        (say("Known already"), [part.known for part in parts]),
        *((say("Ignored: {reason}", reason=why), [tally]) for why, tally in sorted(plan.ignored.items())),
        (say("Unmatched: no rule"), [_tally(plan.unmatched)]),
        (say("In a closed period"), [plan.closed_days]),
    ]
    rows = [
        Row((name, tally.lines, _money(tally.minor, currency)))
        for name, tally in [(name, _total(tallies)) for name, tallies in found]
        if tally.lines
    ]
    rows.append(Row((say("Total of the file"), plan.rows, _money(plan.total, currency)), is_total=True))
    taken_back = _total([part.reversed for part in parts])
    if taken_back.lines:
        rows.append(Row((say("Postings taken back"), taken_back.lines, _money(taken_back.minor, currency))))
    return Table(
        title=say("Lines"),
        columns=(
            Column(say("Outcome"), wraps=True),
            Column(say("Lines"), Align.RIGHT),
            Column(say("Amount"), Align.RIGHT),
        ),
        rows=tuple(rows),
        language=language,
        show_currency=False,
        data={
            "file": plan.source.name,
            "sha256": plan.source.sha256,
            "profile": plan.profile_name,
            "rows": plan.rows,
            "total": money.Amount(plan.total),
            "masked": plan.masked,
            "ignored": {why: tally.lines for why, tally in sorted(plan.ignored.items())},
            "unmatched": len(plan.unmatched),
            "late": plan.closed_days.lines,
            "sound": plan.is_sound,
        },
    )


def _tally(lines: Iterable[Line]) -> Tally:
    tally = Tally()
    for line in lines:
        tally.add(line.source.minor)
    return tally


def _total(tallies: Sequence[Tally]) -> Tally:
    return Tally(sum(tally.lines for tally in tallies), sum(tally.minor for tally in tallies))


def _optional(plan: ImportPlan, say: Speech, language: Language) -> Iterator[Block]:
    """The tables that have anything to say."""
    currency = currency_of(plan)
    if plan.hits:
        yield _rules(plan, say, language)
    if plan.controls:
        stated: list[tuple[Cell, ...]] = [
            (total.row, total.label, _money(total.minor, currency), _money(total.counted, currency))
            for total in plan.controls[:SHOWN]
        ]
        heads: tuple[str, ...] = (say("Row"), say("Text"), say("In the file"), say("Sum of the lines"))
        yield _listing(say("Totals that the file states"), heads, stated, len(plan.controls), say, language)
    changes = [
        (grant_import, change) for grant_import in plan.grant_imports for change in grant_import.changes
    ]
    if changes:
        count = sum(grant_import.reversed.lines for grant_import in plan.grant_imports)
        changed = [_change(grant_import, change, say) for grant_import, change in changes[:SHOWN]]
        heads = (say("Voucher"), say("Date"), say("Activity"), say("Amount"), say("Becomes"), say("Amount"))
        yield _listing(say("Changed since an earlier import"), heads, changed, count, say, language)
    if plan.to_decide:
        sources = [line.source for line in plan.to_decide[:SHOWN]]
        left: list[tuple[Cell, ...]] = [
            (
                source.row,
                source.date,
                source.voucher,
                booked_on(source),
                source.text or source.supplier,
                _money(source.minor, currency),
            )
            for source in sources
        ]
        heads = (say("Row"), say("Date"), say("Voucher"), say("Booked on"), say("Text"), say("Amount"))
        is_closed = any(line.state is State.CLOSED_DAY for line in plan.to_decide)
        title = say("Lines to be decided") if is_closed else say("Unmatched: no rule")
        yield _listing(title, heads, left, len(plan.to_decide), say, language)


def _change(grant_import: GrantImport, change: Changed, say: Speech) -> tuple[Cell, ...]:
    """A posting that is reversed and what becomes of it: its new day and grant where they differ."""
    before, after, grant = change
    voucher = " ".join(part for part in (before.voucher, before.voucher_line) if part)
    was = f"{grant_import.account.id}/{before.activity}" if grant else before.activity
    then: tuple[Cell, ...] = (say("no longer in the export"), None)
    if after is not None:
        name = f"{grant}/{after.activity}" if grant else after.activity
        day = "" if after.date == before.date else f"{after.date} "
        then = (f"{day}{name}", _text_money(after.amount, grant_import))
    return voucher, before.date, was, _text_money(before.amount, grant_import), *then


def _rules(plan: ImportPlan, say: Speech, language: Language) -> Table:
    hits = sorted(plan.hits, key=lambda hit: hit.hits == 0)[:MAX_RULES]
    rows = [Row((_conditions(rule), _target(rule, say), count)) for rule, count in hits]
    silent = sum(hit.hits == 0 for hit in plan.hits)
    notes = [say("Rules without any line: {count}.", count=silent)] if silent else []
    if len(plan.hits) > MAX_RULES:
        notes.append(say("And {count} more.", count=len(plan.hits) - MAX_RULES))
    return Table(
        title=say("Rules"),
        columns=(
            Column(say("Rule"), wraps=True),
            Column(say("Becomes"), wraps=True),
            Column(say("Lines"), Align.RIGHT),
        ),
        rows=tuple(rows),
        language=language,
        notes=tuple(notes),
    )


def _conditions(rule: ImportRule) -> str:
    """A rule's conditions, shortly: `account 4020*, psp within XG-12`."""
    parts = []
    for name, options in rule.conditions().items():
        said = [f"within {o.within}" if isinstance(o, Within) else o for o in options]
        parts.append(f"{name} {' | '.join(said)}")
    return ", ".join(parts)


def _target(rule: ImportRule, say: Speech) -> str:
    if rule.ignore:
        return say("ignored: {reason}", reason=rule.reason)
    named = "/".join(part for part in (rule.grant, rule.activity) if part)
    return f"{named} ({rule.financing})" if rule.financing else named


def booked_on(line: SourceLine) -> str:
    """The accounts of a line that are not blank."""
    return " ".join(part for part in (line.account, line.psp, line.project, line.cost_centre) if part)


def _listing(
    title: str,
    heads: Sequence[str],
    rows: Sequence[tuple[Cell, ...]],
    count: int,
    say: Speech,
    language: Language,
) -> Table:
    """A bounded list, with a count of what is left out."""
    more = count - len(rows)
    right = [any(isinstance(row[place], Money | int) for row in rows) for place in range(len(heads))]
    return Table(
        title=title,
        columns=tuple(
            Column(head, Align.RIGHT if is_right else Align.LEFT, wraps=not is_right)
            for head, is_right in zip(heads, right, strict=True)
        ),
        rows=tuple(map(Row, rows)),
        language=language,
        notes=(say("And {count} more.", count=more),) if more > 0 else (),
        show_currency=False,
    )


def _closing(plan: ImportPlan, say: Speech, language: Language) -> str:
    if not plan.is_sound:
        return say("The import is refused until the errors are put right; nothing is written.")
    if not plan.writes:
        return say("Nothing is new: the ledger has every line already.")
    count = sum(grant_import.postings for grant_import in plan.grant_imports)
    if not count:
        return say(
            "No posting is to be added; decisions of the sheet to be kept: {count}.", count=len(plan.decided)
        )
    amount = Locale(language).money(
        money.Amount(sum(grant_import.minor for grant_import in plan.grant_imports)),
        currency_of(plan),
        decimals=True,
    )
    number = Locale(language).count(count)
    return say("{count} postings of {amount} are to be added.", count=number, amount=amount)


def currency_of(plan: ImportPlan) -> str:
    """The currency in which the plan is shown: that of its first grant."""
    return (
        plan.grant_imports[0].account.grant.currency if plan.grant_imports else plan.profile.currency or "DKK"
    )


def _money(minor: int, currency: str) -> Money:
    return Money(money.Amount(minor), currency)


def _text_money(amount: str, grant_import: GrantImport) -> Money:
    return _money(money.parse_amount(amount), grant_import.account.grant.currency)
