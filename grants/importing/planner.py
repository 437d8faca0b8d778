"""One walk through an export that finds what it brings to each grant; nothing is written."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import Literal

from grants.findings import imports as rules
from grants.findings.finding import Finding, Severity, Where
from grants.importing.closed_days import settle_late
from grants.importing.grant_import import Columns, GrantImport, Target
from grants.importing.plan import SHOWN, ImportPlan, Tally
from grants.importing.profiles.matching import Matcher
from grants.importing.readers.source_line import ControlTotal, Item, SourceLine
from grants.importing.reversals import Coverage
from grants.importing.review.decisions import Decision, Decisions, counted, line_key
from grants.importing.targets import Targets
from grants.importing.texts import are_plain, bare_numbers, masked, unseen
from grants.store.postings.groups import Findings
from grants.store.postings.record import QUANTITY, VOUCHER_LINE

AT_ONCE = 4096
"""Lines that are taken through each step together, so that the steps run in C where they can."""

MAX_MINOR = 10**15
"""The least amount in minor units that is too large for postings.csv."""

MAX_TEXT = 10_000
"""Characters of a text that are posted; more is no text of a posting."""

_FORMS = {"line_number": VOUCHER_LINE, "quantity": QUANTITY}

_REFUSED_REMEDY = "take the number out in the accounting system, or let `--cpr mask` make it unreadable"
_BARE_REMEDY = (
    "if they are numbers of persons, take them out in the accounting system; numbers of vouchers and "
    "accounts are often alike, and are not masked; `--cpr refuse` refuses such a file"
)

_PLACE = {name: place for place, name in enumerate(SourceLine._fields)}


@dataclass
class Planner:
    """Takes the items of a source into a plan. `currency_of` gives the currency of a share's grant."""

    plan: ImportPlan
    matcher: Matcher
    targets: Targets
    decisions: Decisions
    cpr: Literal["mask", "refuse"]
    coverage: Coverage
    findings: Findings
    progress: Callable[[int], None]
    unknown: list[tuple[SourceLine, str, str]] = field(default_factory=list)
    """Clean lines that no rule or decision knew, with their keys, and the grant if that is known."""
    _masked: list[tuple[int, str]] = field(default_factory=list)
    """Rows and columns of the first numbers that were masked."""
    _bare: list[tuple[int, str]] = field(default_factory=list)
    """Rows and columns of the first ten digits that look like a personal number."""
    _bare_count: int = 0
    _keys: dict[tuple[str, int], str] = field(default_factory=dict)
    """The keys of lines that a sheet decided, by sheet and row."""
    _equal: Counter[str] = field(default_factory=Counter)
    _sound: dict[str, set[str]] = field(default_factory=lambda: {name: {""} for name in _FORMS})

    def run(self, source: Iterator[Item]) -> None:
        """Take everything that the source gives."""
        others: list[Item] = []
        while items := list(islice(source, AT_ONCE)):
            lines: list[SourceLine] = [item for item in items if item.__class__ is SourceLine]
            if len(lines) != len(items):
                others = [item for item in items if item.__class__ is not SourceLine]
                self._tell(others)
            if lines:
                self._take(lines)
            self.progress(len(lines))
        self.progress(0)
        if self.plan.masked and self.cpr == "mask":
            count = self.plan.masked
            said = f"{count:,} number{'s are' if count > 1 else ' is'} masked before the texts are stored"
            self._tell_numbers(said, self._masked, count)
        if self._bare_count and self.cpr == "mask":
            said = (
                "fields of ten digits that look like a civil registration number (CPR), stored as they stand"
            )
            self._tell_numbers(f"{self._bare_count:,} {said}", self._bare, self._bare_count, _BARE_REMEDY)

    def _tell_numbers(
        self, said: str, places: list[tuple[int, str]], count: int, remedy: str | None = None
    ) -> None:
        """Find personal numbers, naming the rows and columns of the first."""
        named = [f"row {row} ({name})" for row, name in places[:SHOWN]]
        more = [f"and {count - len(named):,} more"] if count > len(named) else []
        where = Where(self.plan.source.path, places[0][0] if places else 1)
        message = ": ".join([said, ", ".join([*named, *more])] if named else [said])
        self.findings.add(rules.CPR_IN_SOURCE.at(where, message, remedy=remedy))

    def _tell(self, items: Sequence[Item]) -> None:
        for item in items:
            if isinstance(item, ControlTotal):
                self.plan.controls.append(item)
            elif isinstance(item, Finding):
                self.findings.add(item)

    def _take(self, lines: list[SourceLine]) -> None:
        """Take a few thousand lines, one step for all of them after the other."""
        columns = list(zip(*lines, strict=True))
        self.plan.rows += len(lines)
        self.plan.total += sum(columns[_PLACE["minor"]])
        self._cover(columns)
        target_of = self.targets.of_rule
        met = self.matcher.match_all(lines)
        found = {id(r): None if r is None else target_of(r) for r in {id(r): r for r in met}.values()}
        targets: list[Target | None] = [found[id(rule)] for rule in met]
        bare = self._bare_in(columns, lines, targets)
        if not self._are_sound(columns) or (bare and self.cpr == "refuse"):
            columns = []
            judged = [
                self._judged(line, target, bare.get(place, ""))
                for place, (line, target) in enumerate(zip(lines, targets, strict=True))
            ]
            kept = [line is not None for line in judged]
            lines = [line for line in judged if line is not None]
            targets, met = list(compress(targets, kept)), list(compress(met, kept))
        kinds = set(targets)
        if None in kinds:
            targets = self._decided(
                lines, targets, [self.targets.open_grants.get(id(rule), "") for rule in met]
            )
            kinds = set(targets)
        shares = {None if kind is None else kind.share for kind in kinds}
        if len(shares) == 1 and None not in kinds:
            self._share(lines, targets, columns)
            return
        for share in shares:
            mine = [target is not None and target.share is share for target in targets]
            self._share(list(compress(lines, mine)), list(compress(targets, mine)))

    def _share(
        self, lines: list[SourceLine], targets: list[Target | None], columns: Columns | None = None
    ) -> None:
        """Give lines to the share that they have in common, or leave them out."""
        sure = [target for target in targets if target is not None]
        if not sure:
            return
        share = sure[0].share
        if share is None:
            for line, target in zip(lines, sure, strict=True):
                self.plan.ignored.setdefault(target.reason, Tally()).add(line.minor)
            return
        currency = share.account.grant.currency
        columns = columns or list(zip(*lines, strict=True))
        if not set(columns[_PLACE["currency"]]) <= {"", currency}:
            is_mine = [line.currency in ("", currency) for line in lines]
            for line in compress(lines, [not mine for mine in is_mine]):
                message = f"the line is in {line.currency}, and {share.account.id} is kept in {currency}"
                self.findings.add(rules.OTHER_CURRENCY.at(self._where(line), message))
            lines, sure = list(compress(lines, is_mine)), list(compress(sure, is_mine))
            columns = list(zip(*lines, strict=True))
        if lines:
            share.take(lines, sure, columns)

    def _decided(
        self, lines: Sequence[SourceLine], targets: Sequence[Target | None], grants: Sequence[str]
    ) -> list[Target | None]:
        """The targets with those that a person decided; what is still open is kept for the end."""
        decided: list[Target | None] = []
        for line, target, grant in zip(lines, targets, grants, strict=True):
            if target is None:
                key = self._key(line)
                decision = self.decisions.of(key, line)
                if decision is not None and (decision.activity or decision.ignore):
                    if decision.ignore:
                        self.keep(decision)
                    self._keys[line.sheet, line.row] = key
                    target = self.targets.of_decision(decision)  # noqa: PLW2901  # the same, now known
                if target is None:
                    self.unknown.append((line, key, grant))
            decided.append(target)
        return decided

    def keep(self, decision: Decision) -> None:
        """Keep in the record what a sheet decided and no posting shows."""
        if decision.number or self.decisions.is_kept(decision):
            return
        if decision.ignore or decision.post_on:
            self.plan.decided[decision.key] = decision

    def _key(self, line: SourceLine) -> str:
        """The line's key among all lines of the file that are to be decided."""
        key = line_key(line)
        self._equal[key] += 1
        return counted(key, self._equal[key])

    def _cover(self, columns: Sequence[Sequence[object]]) -> None:
        """Remember which days and vouchers the export speaks of, if any posting could be taken back."""
        dates: Sequence[str] = columns[_PLACE["date"]]  # type: ignore[assignment]  # as SourceLine has them
        coverage = self.coverage
        days = {coverage.first, coverage.last, *dates} - {""}
        coverage.first, coverage.last = min(days), max(days)
        if coverage.is_wanted:
            vouchers, numbers = columns[_PLACE["voucher"]], columns[_PLACE["line_number"]]
            years = [day[:4] for day in dates]
            coverage.vouchers.update(map(hash, vouchers))
            coverage.years.update(map(hash, zip(vouchers, years, strict=True)))
            if any(numbers):
                coverage.lines.update(map(hash, zip(vouchers, numbers, years, strict=True)))

    def _are_sound(self, columns: Sequence[Sequence[object]]) -> bool:
        """Whether every line can be posted as it stands."""
        minors: Sequence[int] = columns[_PLACE["minor"]]  # type: ignore[assignment]  # as SourceLine has them
        if max(minors) >= MAX_MINOR or min(minors) <= -MAX_MINOR:
            return False
        for name, form in _FORMS.items():
            texts: Sequence[str] = columns[_PLACE[name]]  # type: ignore[assignment]
            unseen = set(texts) - self._sound[name]
            if not all(map(form.fullmatch, unseen)):
                return False
            if len(self._sound[name]) < AT_ONCE:
                self._sound[name] |= unseen
        texts = columns[_PLACE["text"]]  # type: ignore[assignment]
        return max(map(len, texts)) <= MAX_TEXT and are_plain(columns)

    def _bare_in(
        self, columns: Columns, lines: Sequence[SourceLine], targets: Sequence[Target | None]
    ) -> dict[int, str]:
        """The lines, by their place, that hold ten digits like a personal number, and in which field."""
        found = {}
        for place, name in bare_numbers(columns):
            target = targets[place]
            is_stored = name != "account" if target is not None and target.share else target is None
            if is_stored:  # what is left out is stored nowhere, an account in sheets alone
                found[place] = name
        self._bare += [
            (lines[place].row, name) for place, name in list(found.items())[: SHOWN - len(self._bare)]
        ]
        self._bare_count += len(found)
        return found

    def _judged(self, line: SourceLine, target: Target | None, bare: str) -> SourceLine | None:
        """The line without personal numbers; None if it cannot be posted, which is found then."""
        if target is not None and target.share is None:
            return line
        line, numbers = masked(line)
        self.plan.masked += len(numbers)
        if self.cpr == "refuse" and (numbers or bare):
            names = ", ".join(dict.fromkeys([*numbers, *filter(None, [bare])]))
            message = f"the line holds what looks like a civil registration number (CPR) in {names}"
            finding = rules.CPR_IN_SOURCE.at(
                self._where(line), message, severity=Severity.ERROR, remedy=_REFUSED_REMEDY
            )
            self.findings.add(finding)
            return None
        if len(self._masked) < SHOWN:
            self._masked += [(line.row, name) for name in numbers]
        why = self._why_not(line)
        if why is not None:
            self.findings.add(rules.NOT_POSTABLE.at(self._where(line), why))
            return None
        return line

    def _why_not(self, line: SourceLine) -> str | None:
        if not -MAX_MINOR < line.minor < MAX_MINOR:
            return "the amount has more than 13 digits before the point"
        if len(line.text) > MAX_TEXT:
            return f"the text has {len(line.text):,} characters"
        character = unseen(line)
        if character is not None:
            return f"the line holds the control character U+{ord(character):04X}"
        if line.line_number and VOUCHER_LINE.fullmatch(line.line_number) is None:
            return f"{line.line_number!r} is no line of a voucher such as 1 or 0010, with at most 20 signs"
        if line.quantity and QUANTITY.fullmatch(line.quantity) is None:
            return f"{line.quantity!r} is no quantity such as 2 or 7.5, with at most four decimals"
        return None

    def _where(self, line: SourceLine) -> Where:
        return Where(self.plan.source.path, line.row)

    def settle_late(self, shares: Sequence[GrantImport], *, is_review: bool) -> None:
        """Decide the new lines whose days are closed."""

        def decided(line: SourceLine) -> tuple[str, Decision | None]:
            key = self._keys.get((line.sheet, line.row)) or self._key(line)
            return key, self.decisions.of(key, line)

        for share in shares:
            settle_late(self.plan, share, decided, self.keep, is_review=is_review)

    def settle_unknown(self, shares: Sequence[GrantImport]) -> None:
        """Find those unknown lines that a grant has already, decided once before; the rest is unmatched."""
        grants: dict[int, str] = {}
        for line, key, grant in self.unknown:
            decision = self.decisions.of(key, line)
            days = [line.date] if decision is None or not decision.post_on else [line.date, decision.post_on]
            identities = [hash((line.voucher, line.line_number, day, line.minor)) for day in days]
            share = next(
                (share for share in shares if any(map(share.known.take_any, identities))),
                None,
            )
            if share is not None:
                share.count_known(line)
                continue
            if grant:
                grants[len(self.plan.unmatched)] = grant
            half = self.decisions.half.get(key)
            if half is not None and half.grant != grant:
                message = f"the line has the grant {half.grant!r} and no activity"
                self.findings.add(rules.WRONG_DECISIONS.at(half.where, message))
            elif decision is not None and decision.post_on and not decision.number:
                message = f"the line is to be posted on {decision.post_on} and has no activity"
                self.findings.add(rules.WRONG_DECISIONS.at(decision.where, message))
            self.plan.unmatched.append(line)
            self.plan.unmatched_keys.append(key)
        self.plan.unmatched_grants = grants
