"""Where a line belongs: what a rule or a decision says, as a grant and an activity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.decisions import Decision
from grants.importing.grant_import import GrantImport, GrantImports
from grants.importing.lines import Target
from grants.importing.profiles.profile import ImportRule
from grants.values.financing import Payer
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
            self._of_rules[key] = self._target(
                {
                    "grant": rule.grant or "",
                    "activity": rule.activity or "",
                    "financing": rule.financing or "",
                    "person": rule.person or "",
                    "ignore": (rule.reason or "") if rule.ignore else "",
                },
                partial(self.where_of, rule),
                f"a rule on {named}",
            )
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
        return Target(grant_import, activity, financing, values["person"])
