"""What people read before they agree to an import: its preview, and the sheets to decide lines in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from grants.findings.message import plural
from grants.importing.decisions import COLUMNS, account_key, accounts_of
from grants.importing.grant_import import Changed, GrantImport
from grants.importing.lines import State, Tally
from grants.importing.plan import SHOWN, ImportPlan
from grants.importing.profiles.profile import ImportRule, Within
from grants.importing.source_line import SourceLine
from grants.reports.document import Block, Document, Facts, Paragraph, plain
from grants.reports.marks import speech
from grants.reports.speech import Language, Speech
from grants.reports.table import Align, Cell, Column, Money, Row, Table, amounts, figures, texts
from grants.values.money import Amount
from grants.values.periods import Period
from grants.values.text import with_masked_cpr

MAX_RULES = 50
"""Rules that a preview names."""


def import_preview(plan: ImportPlan, *, language: Language | None = None) -> Document:
    """The plan as a document: counts, sums, rules, control totals, changed and unmatched lines.

    In the language of the first grant by default; `ArgumentError` for another than da and en.
    """
    return _Preview(plan, speech(language or plan.language, "da").language).document()


def sums_table(grant_import: GrantImport, *, language: Language) -> Table:
    """What each activity of a grant had, gets and has then, against its budget."""
    say, account = Speech.of(language), grant_import.account
    currency = account.grant.currency
    before, added, budget = Counter[str](), Counter[str](), Counter[str]()
    for group in account.postings.groups:
        before[group.activity] += group.total
    for (_, (activity, _)), tally in grant_import.sums.items():
        added[activity] += tally.minor
    for line in account.approved.lines:
        budget[line.activity] += line.amount.minor
    known = [activity.id for activity in account.grant.activities]
    names = [*known, *sorted({*before, *added} - set(known))]

    def sums_of(names: Sequence[str]) -> list[Amount]:
        was, more, planned = (sum(sums[name] for name in names) for sums in (before, added, budget))
        return list(map(Amount, (was, more, was + more, planned, planned - was - more)))

    def row(title: str, names: Sequence[str], *, is_total: bool = False) -> Row:
        return Row((title, *amounts(currency, *sums_of(names))), is_total)

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
            "sum": Amount(grant_import.minor),
            "activities": [
                {"activity": name, **dict(zip(keys, sums_of([name]), strict=True))} for name in names
            ],
        },
    )


def _sum_columns(say: Speech) -> tuple[Column, ...]:
    heads = (say("Before"), say("Import"), say("After"), say("Budget"), say("Left"))
    return (*texts(say("Activity")), *figures(*heads))


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


class _Preview:
    """The parts of the preview of a plan in one language."""

    def __init__(self, plan: ImportPlan, language: Language) -> None:
        self.plan, self.language = plan, language
        self.say = Speech.of(language)
        self.currency = currency_of(plan)

    def document(self) -> Document:
        blocks: list[Block] = [self._facts(), self._outcomes()]
        blocks += [sums_table(part, language=self.language) for part in self.plan.grant_imports]
        if self.plan.hits:
            blocks.append(self._rules())
        blocks += self._listings()
        blocks.append(Paragraph(plain(self._closing())))
        title = self.say("Import of {file}", file=self.plan.source.name)
        return Document(title, self.language, tuple(blocks))

    def _facts(self) -> Facts:
        plan, say = self.plan, self.say
        size = say("{size} bytes", size=say.count(plan.source.size))
        days = {Period.parse(day).start for part in plan.grant_imports for day, _ in part.sums}
        span = sorted({min(days), max(days)}) if days else []
        return Facts.known(
            (say("Grants"), ", ".join(part.account.id for part in plan.grant_imports)),
            (say("File"), f"{plan.source.name} ({size})"),
            (say("SHA-256"), plan.source.sha256),
            (say("Profile"), plan.profile_name),
            (say("Dates"), " \N{EN DASH} ".join(map(say.date, span))),
        )

    def _outcomes(self) -> Table:
        plan, say, parts = self.plan, self.say, self.plan.grant_imports
        ignored = sorted(plan.ignored.items())
        unmatched = plan.unmatched
        found = [
            (say("New"), [part.new for part in parts]),
            (say("New in place of a posting that changed"), [part.changed for part in parts]),
            (say("Known already"), [part.known for part in parts]),
            *((say("Ignored: {reason}", reason=why), [tally]) for why, tally in ignored),
            (say("Unmatched: no rule"), [Tally(1, line.source.minor) for line in unmatched]),
            (say("In a closed period"), [plan.closed_days]),
        ]
        rows = [self._outcome(name, tallies) for name, tallies in found]
        total = Row((say("Total of the file"), plan.rows, self._money(plan.total)), is_total=True)
        rows += [total, self._outcome(say("Postings reversed"), [part.reversed for part in parts])]
        return Table(
            title=say("Lines"),
            columns=(*texts(say("Outcome")), *figures(say("Lines"), say("Amount"))),
            rows=tuple(row for row in rows if row is not None),
            language=self.language,
            show_currency=False,
            data={
                "file": plan.source.name,
                "sha256": plan.source.sha256,
                "profile": plan.profile_name,
                "rows": plan.rows,
                "total": Amount(plan.total),
                "masked": plan.masked,
                "ignored": {why: tally.lines for why, tally in ignored},
                "unmatched": len(unmatched),
                "late": plan.closed_days.lines,
                "sound": plan.is_sound,
            },
        )

    def _outcome(self, name: str, tallies: Sequence[Tally]) -> Row | None:
        """The row of what became of some lines; None if there are none."""
        lines = sum(tally.lines for tally in tallies)
        return Row((name, lines, self._money(sum(tally.minor for tally in tallies)))) if lines else None

    def _listings(self) -> Iterator[Table]:
        """The first totals of the file, changes and lines to be decided, each if there are any."""
        plan, say = self.plan, self.say
        yield from self._listing(
            say("Totals that the file states"),
            (say("Row"), say("Text"), say("In the file"), say("Sum of the lines")),
            [
                (total.row, total.label, self._money(total.minor), self._money(total.counted))
                for total in plan.controls[:SHOWN]
            ],
            len(plan.controls),
        )
        changes = [(part, change) for part in plan.grant_imports for change in part.changes]
        yield from self._listing(
            say("Changed since an earlier import"),
            (say("Voucher"), say("Date"), say("Activity"), say("Amount"), say("Becomes"), say("Amount")),
            [self._change(part, change) for part, change in changes[:SHOWN]],
            sum(part.reversed.lines for part in plan.grant_imports),
        )
        is_closed = any(line.state is State.CLOSED_DAY for line in plan.to_decide)
        yield from self._listing(
            say("Lines to be decided") if is_closed else say("Unmatched: no rule"),
            (say("Row"), say("Date"), say("Voucher"), say("Booked on"), say("Text"), say("Amount")),
            [self._open(line.source) for line in plan.to_decide[:SHOWN]],
            len(plan.to_decide),
        )

    def _open(self, line: SourceLine) -> tuple[Cell, ...]:
        """A line to be decided, with the accounts that are not blank."""
        booked_on = " ".join(filter(None, accounts_of(line)))
        text = line.text or line.supplier
        return line.row, line.date, line.voucher, booked_on, text, self._money(line.minor)

    def _change(self, grant_import: GrantImport, change: Changed) -> tuple[Cell, ...]:
        """A posting that is reversed and what becomes of it: its new day and grant where they differ."""
        before, after, grant = change
        currency = grant_import.account.grant.currency
        voucher = " ".join(filter(None, (before.voucher, before.voucher_line)))
        was = f"{grant_import.account.id}/{before.activity}" if grant else before.activity
        amount = Money(Amount.parse(before.amount), currency)
        if after is None:
            return voucher, before.date, was, amount, self.say("no longer in the export"), None
        name = f"{grant}/{after.activity}" if grant else after.activity
        day = "" if after.date == before.date else f"{after.date} "
        now = Money(Amount.parse(after.amount), currency)
        return voucher, before.date, was, amount, f"{day}{name}", now

    def _rules(self) -> Table:
        plan, say = self.plan, self.say
        hits = sorted(plan.hits, key=lambda hit: hit[1] == 0)[:MAX_RULES]
        silent = sum(count == 0 for _, count in plan.hits)
        notes = [say("Rules without any line: {count}.", count=silent)] if silent else []
        return Table(
            title=say("Rules"),
            columns=(*texts(say("Rule"), say("Becomes")), *figures(say("Lines"))),
            rows=tuple(Row((_conditions(rule), _target(rule, say), count)) for rule, count in hits),
            language=self.language,
            notes=(*notes, *self._more(len(plan.hits) - MAX_RULES)),
        )

    def _listing(
        self, title: str, heads: Sequence[str], rows: Sequence[tuple[Cell, ...]], count: int
    ) -> Iterator[Table]:
        """A bounded list, with a count of what is left out; nothing if it has no rows."""
        if rows:
            columns = [
                figures(head) if any(isinstance(cell, Money | int) for cell in cells) else texts(head)
                for head, cells in zip(heads, zip(*rows, strict=True), strict=True)
            ]
            yield Table(
                title=title,
                columns=tuple(chain.from_iterable(columns)),
                rows=tuple(map(Row, rows)),
                language=self.language,
                notes=self._more(count - len(rows)),
                show_currency=False,
            )

    def _more(self, count: int) -> tuple[str, ...]:
        """A note on what is left out, if anything is."""
        return (self.say("And {count} more.", count=count),) if count > 0 else ()

    def _closing(self) -> str:
        plan, say = self.plan, self.say
        if not plan.is_sound:
            return say("The import is refused until the errors are put right; nothing is written.")
        if not plan.writes:
            return say("Nothing is new: the ledger has every line already.")
        count = sum(part.postings for part in plan.grant_imports)
        if not count:
            return say(
                "No posting is to be added; decisions of the sheet to be kept: {count}.",
                count=len(plan.decided),
            )
        total = Amount(sum(part.minor for part in plan.grant_imports))
        amount = self.say.money(total, self.currency, decimals=True)
        return say(
            plural(
                "{count:,} posting of {amount} is to be added.",
                "{count:,} postings of {amount} are to be added.",
                count=count,
                amount=amount,
            )
        )

    def _money(self, minor: int) -> Money:
        return Money(Amount(minor), self.currency)


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


def currency_of(plan: ImportPlan) -> str:
    """The currency in which the plan is shown: that of its first grant."""
    return (
        plan.grant_imports[0].account.grant.currency if plan.grant_imports else plan.profile.currency or "DKK"
    )


ACCOUNTS = ("account", "psp", "project", "cost_centre")


def review_sheet(plan: ImportPlan, *, language: Language | None = None) -> Table:
    """A row for each unmatched line, with `activity` and `ignore` to be filled in.

    In the language of the first grant by default; `ArgumentError` for another than da and en.
    """
    spoken = speech(language or plan.language, "da").language
    shown = ("row", "date", "amount", "voucher", "line_number", *ACCOUNTS, "supplier", "text")
    rows = []
    for line in plan.to_decide:
        values = line.source._asdict() | {"amount": Amount(line.source.minor)}
        rows.append(_row(plan, line.key, line.grant, [values[name] for name in shown]))
    return _table("Review", shown, rows, spoken)


def mapping_sheet(plan: ImportPlan, *, language: Language | None = None) -> Table:
    """A row for each account with unmatched lines: their number, their sum and a text of one of them.

    In the language of the first grant by default; `ArgumentError` for another than da and en.
    """
    spoken = speech(language or plan.language, "da").language
    found: dict[tuple[str, ...], tuple[SourceLine, Tally]] = {}
    for source in (line.source for line in plan.to_decide):
        _, tally = found.setdefault(accounts_of(source), (source, Tally()))
        tally.add(source.minor)
    rows = [
        _row(plan, account_key(line), "", (*accounts, tally.lines, Amount(tally.minor), line.text))
        for accounts, (line, tally) in sorted(found.items())
    ]
    return _table("Mapping", (*ACCOUNTS, "lines", "amount", "text"), rows, spoken)


def _row(plan: ImportPlan, key: str, grant: str, shown: Sequence[str | int | Amount]) -> Row:
    """What is to be filled in, then what is shown: no personal number, in the columns of accounts neither."""
    cells: list[Cell] = [key, grant, *[""] * (len(COLUMNS) - 2)]
    for value in shown:
        if isinstance(value, Amount):
            cells.append(Money(value, currency_of(plan)))
        else:
            cells.append(with_masked_cpr(value)[0] if isinstance(value, str) else value)
    return Row(tuple(cells))


def _table(title: str, shown: tuple[str, ...], rows: list[Row], language: Language) -> Table:
    right = ("amount", "lines", "row")
    columns = (Column(name, Align.RIGHT if name in right else Align.LEFT) for name in (*COLUMNS, *shown))
    return Table(title, tuple(columns), tuple(rows), language, show_currency=False)


preview = import_preview
