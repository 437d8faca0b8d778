"""One walk through an export that gives each line its state; nothing is written.

Most lines get their state as they are read. The few that a person decided, that no rule knows, whose day is
closed or that differ from a posting wait until the whole file is read: `settle` moves them on.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any

from grants.checks.closings import refusal
from grants.findings import exports as rules
from grants.findings.bounded import Bounded
from grants.findings.finding import Finding, Severity, Where
from grants.importing.decisions import Decision, Decisions, counted, line_key
from grants.importing.grant_import import GrantImport, GrantImports
from grants.importing.lines import Line, State, Tally, Target
from grants.importing.plan import ImportPlan
from grants.importing.profiles.matching import Matcher
from grants.importing.profiles.profile import ImportRule
from grants.importing.reversals import Coverage
from grants.importing.source_line import ControlTotal, Item, SourceLine
from grants.importing.texts import Cleaner
from grants.values.financing import Payer
from grants.values.periods import Period
from grants.values.text import did_you_mean


@dataclass
class Targets:
    """The targets of rules and decisions, each made once; what they name wrongly is found once.

    With `single` lines of other grants are left out.
    """

    grant_imports: GrantImports
    single: str | None
    where_of: Callable[[ImportRule, str], Where]
    """Where a key of a rule is."""
    findings: list[Finding] = field(default_factory=list)
    _of_rules: dict[int, Target | None] = field(default_factory=dict)
    _of_decisions: dict[tuple[object, ...], Target | None] = field(default_factory=dict)

    @property
    def only(self) -> str | None:
        """The grant that is meant where none is named."""
        names = list(self.grant_imports.accounts)
        return self.single or (names[0] if len(names) == 1 else None)

    def of_rule(self, rule: ImportRule) -> Target | None:
        """The target of a rule; None if a person must say the rest."""
        key = id(rule)
        if key not in self._of_rules:
            named = " and ".join(rule.conditions())
            values = {**dict(rule), "ignore": rule.reason if rule.ignore else ""}
            self._of_rules[key] = self._target(values, partial(self.where_of, rule), f"a rule on {named}")
        return self._of_rules[key]

    def of_decision(self, decision: Decision) -> Target | None:
        """The target of a person's decision."""
        key = (decision.activity, decision.grant, decision.financing, decision.ignore, decision.number)
        if key not in self._of_decisions:
            values = {**decision._asdict(), "person": ""}
            if decision.number:
                values["ignore"] += f" (import {decision.number})"
            target = self._target(values, lambda _: decision.where, "the sheet")
            if target is None:
                message = "the line has an activity and no grant; several grants could be meant"
                self.findings.append(rules.WRONG_DECISIONS.at(decision.where, message))
            self._of_decisions[key] = target
        return self._of_decisions[key]

    def _target(self, values: Mapping[str, Any], where: Callable[[str], Where], who: str) -> Target | None:
        if values["ignore"]:
            return Target(None, reason=values["ignore"])
        grant = values["grant"] or self.only
        if grant is None:
            return None
        if self.single is not None and grant != self.single:
            return Target(None, reason=f"\N{RIGHTWARDS ARROW} {grant}")
        grant_import = self.grant_imports.of(grant)
        if grant_import is None:
            hint = did_you_mean(grant, sorted(self.grant_imports.accounts))
            self.findings.append(rules.NO_TARGET.at(where("grant"), f"{who} names the grant {grant!r}{hint}"))
            return Target(None, reason=f"\N{RIGHTWARDS ARROW} {grant}")
        return self._target_in(grant_import, values, where, who)

    def _target_in(
        self, grant_import: GrantImport, values: Mapping[str, Any], where: Callable[[str], Where], who: str
    ) -> Target | None:
        """The target within a grant; None if a person must say the activity."""
        known = [each.id for each in grant_import.account.grant.activities]
        activity = values["activity"] or (known[0] if len(known) == 1 else None)
        if activity is None:
            return None
        if activity not in known:
            message = f"{who} names the activity {activity!r}, which {grant_import.account.id} does not have"
            hint = did_you_mean(activity, known)
            self.findings.append(rules.NO_TARGET.at(where("activity"), message + hint))
            return Target(None, reason=f"\N{RIGHTWARDS ARROW} {activity}")
        financing = values["financing"] or "grant"
        try:
            financing = str(Payer.parse(financing))
        except ValueError as why:
            self.findings.append(rules.NO_TARGET.at(where("financing"), f"{who}: {why}"))
        return Target(grant_import, activity, financing, values["person"] or "")


AT_ONCE = 4096
"""Lines that are read, and whose texts are checked, together."""

REMEDY = (
    "import the rest with --review FILE, write into the column post_on of that sheet a day of the open "
    "period, or into ignore a reason, and import again with --reviewed FILE"
)


@dataclass
class Planner:
    """Takes the lines of a source into a plan. With `is_review` lines may be left to a person."""

    plan: ImportPlan
    matcher: Matcher
    targets: Targets
    decisions: Decisions
    cleaner: Cleaner
    coverage: Coverage
    findings: Bounded
    progress: Callable[[int], None]
    is_review: bool
    waiting: dict[State, list[Line]] = field(
        default_factory=lambda: {state: [] for state in (State.UNMATCHED, State.CHANGED, State.CLOSED_DAY)}
    )
    """The lines whose state may change when the whole file is read."""
    _equal: Counter[str] = field(default_factory=Counter)

    def run(self, source: Iterator[Item]) -> None:
        """Take everything that the source gives."""
        while items := list(islice(source, AT_ONCE)):
            lines = []
            for item in items:
                if isinstance(item, SourceLine):
                    lines.append(item)
                elif isinstance(item, ControlTotal):
                    self.plan.controls.append(item)
                else:
                    self.findings.add(item)
            if lines:
                self._take(lines)
            self.progress(len(lines))
        self.progress(0)
        self.plan.masked = self.cleaner.masked.count
        self.findings.add(*self.cleaner.summaries())

    def _take(self, sources: list[SourceLine]) -> None:
        """Give each of some lines its first state."""
        self.plan.rows += len(sources)
        self.plan.total += sum(source.minor for source in sources)
        self.coverage.add(sources)
        lines = []
        for source in sources:
            rule = self.matcher.match(source)
            line = Line(source, None if rule is None else self.targets.of_rule(rule))
            if line.target is None and rule is not None:
                line.grant = rule.grant or ""
            lines.append(line)
        for line in self.cleaner.clean(lines):
            if line.target is None:
                self._decide(line)
            if line.target is None:
                self.move(line, State.UNMATCHED)
            elif line.target.grant_import is None:
                self.move(line, State.IGNORED, line.target.reason)
            elif not self._is_other_currency(line):
                self.move(line, line.target.grant_import.state_of(line))

    def move(self, line: Line, state: State, reason: str = "") -> None:
        """Move a line to a state and count it there; `reason` says why it is ignored."""
        line.state = state
        if state is State.NEW:
            line.grant_import.post(line)
        elif state is State.KNOWN:
            line.grant_import.known.add(line.source.minor)
        elif state is State.IGNORED:
            self.plan.ignored.setdefault(reason, Tally()).add(line.source.minor)
        else:
            self.waiting[state].append(line)

    def settle(self, grant_imports: Sequence[GrantImport]) -> None:
        """Move the waiting lines to their last states."""
        for line in self._waiting(State.CHANGED):
            if line.grant_import.is_entered_by_hand(line):
                self.move(line, State.KNOWN)
            elif line.grant_import.is_closed(line.source.date):
                self.move(line, State.CLOSED_DAY)
            else:
                self.move(line, State.CHANGED)
        for line in self._waiting(State.UNMATCHED):
            self._settle_unmatched(line, grant_imports)
        order = {id(grant_import): place for place, grant_import in enumerate(grant_imports)}
        closed = self._waiting(State.CLOSED_DAY)
        for line in sorted(closed, key=lambda line: order[id(line.grant_import)]):
            self._settle_closed_day(line)
        for line in self._waiting(State.CHANGED):
            line.grant_import.note_replaced(line)
            self.move(line, State.NEW)

    def _waiting(self, state: State) -> list[Line]:
        """The lines that wait in a state, which are taken out."""
        lines, self.waiting[state] = self.waiting[state], []
        return lines

    def _is_other_currency(self, line: Line) -> bool:
        """Whether a line is in another currency than its grant, which is reported."""
        currency = line.source.currency
        account = line.grant_import.account
        if currency in ("", account.grant.currency):
            return False
        message = f"the line is in {currency}, and {account.id} is kept in {account.grant.currency}"
        self.findings.add(rules.OTHER_CURRENCY.at(self._where(line), message))
        return True

    def _decision(self, line: Line) -> Decision | None:
        """What a person decided of a line; gives the line its key among all that are to be decided."""
        if not line.key:
            key = line_key(line.source)
            self._equal[key] += 1
            line.key = counted(key, self._equal[key])
        return self.decisions.of(line.key, line.source)

    def _decide(self, line: Line) -> None:
        """Give a line that no rule knows the target that a person decided."""
        decision = self._decision(line)
        if decision is not None and (decision.activity or decision.ignore):
            if decision.ignore:
                self._keep(decision)
            line.target = self.targets.of_decision(decision)

    def _keep(self, decision: Decision) -> None:
        """Keep in the record what a sheet decided and no posting shows."""
        if not decision.number and not self.decisions.is_kept(decision):
            self.plan.decided[decision.key] = decision

    def _settle_unmatched(self, line: Line, grant_imports: Sequence[GrantImport]) -> None:
        """Find a line that no rule knows among the postings, decided once before; else it stays unmatched."""
        decision = self._decision(line)
        identities = [line.identity()]
        if decision is not None and decision.post_on:
            identities.append(line.identity(day=decision.post_on))
        for grant_import in grant_imports:
            if any(map(grant_import.posted.take_any, identities)):
                line.target = Target(grant_import)
                self.move(line, State.KNOWN)
                return
        half = self.decisions.half.get(line.key)
        if half is not None and half.grant != line.grant:
            message = f"the line has the grant {half.grant!r} and no activity"
            self.findings.add(rules.WRONG_DECISIONS.at(half.where, message))
        elif decision is not None and decision.post_on and not decision.number:
            message = f"the line is to be posted on {decision.post_on} and has no activity"
            self.findings.add(rules.WRONG_DECISIONS.at(decision.where, message))
        self.plan.to_decide.append(line)

    def _settle_closed_day(self, line: Line) -> None:
        """Post a line on the day that was decided, or leave it out; else it stays, which is reported.

        In a review it goes to the sheet with a warning; else it is an error.
        """
        grant_import, source = line.grant_import, line.source
        decision = self._decision(line)
        if decision is not None and decision.ignore:
            self._keep(decision)
            number = f" (import {decision.number})" if decision.number else ""
            self.move(line, State.IGNORED, decision.ignore + number)
            return
        day = "" if decision is None else decision.post_on
        key, posted = line.identity(day=day), grant_import.posted
        # It may have been posted on the day that was decided, even if that day is closed by now.
        if day and (posted.take(key, line.purpose) or posted.take_by_hand(key)):
            self.move(line, State.KNOWN)
            return
        fault = None if decision is None else _fault_of(decision, line)
        if decision is not None and day and fault is None:
            self._keep(decision)
            line.source = source._replace(date=day)
            grant_import.post_on[source.voucher, source.line_number].append(day)
            self.move(line, grant_import.state_of(line))
            return
        self.plan.closed_days.add(source.minor)
        if fault is not None:
            grant_import.findings.append(fault)
            return
        for finding in refusal(grant_import.account, self._where(line), Period.parse(source.date)):
            severity = Severity.WARNING if self.is_review else finding.severity
            remedy = finding.remedy if grant_import.account.closings.final else REMEDY
            grant_import.findings.append(replace(finding, severity=severity, advice=remedy))
        if self.is_review:
            line.grant = grant_import.account.id
            self.plan.to_decide.append(line)

    def _where(self, line: Line) -> Where:
        return Where(self.plan.source.path, line.source.row)


def _fault_of(decision: Decision, line: Line) -> Finding | None:
    """What is wrong with a decision on a line of a closed day."""
    assert line.target is not None  # a rule or a person said where the line belongs
    if decision.activity not in ("", line.target.activity):
        message = f"a rule says that the line is {line.target.activity!r}; leave the activity blank"
        return rules.WRONG_DECISIONS.at(decision.where, message)
    if decision.post_on and line.grant_import.is_closed(decision.post_on):
        message = f"{decision.post_on} lies in a closed period of {line.grant_import.account.id} too"
        return rules.WRONG_DECISIONS.at(decision.where, message)
    return None
