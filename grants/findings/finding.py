"""Findings: what is wrong in a user's files, where, and what to do about it.

A fault in data is a `Finding` value, never an exception. Each belongs to a `Rule` with a stable
code; the page that explains the rule is in `grants/findings/pages`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files
from typing import ClassVar

from grants.findings.message import Message
from grants.values.schema import RecordSchema

Text = Message | str
"""What is said: a message, whose values another language can write in its way, or plain English."""


class Severity(StrEnum):
    """How much a finding weighs.

    An `error` makes the account wrong or unreadable, a `warning` needs an answer, a `note` is
    information: nothing needs to be done.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file: `line` and `column` count from 1; line 1 is also used for the whole file."""

    path: str
    line: int = 1
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: a stable code and name, its usual severity, and what is wrong in one line."""

    code: str
    name: str
    severity: Severity
    title: Text
    remedy: Text

    def at(
        self,
        where: Where,
        message: Text,
        *,
        remedy: Text | None = None,
        severity: Severity | None = None,
        concerns: tuple[str, ...] = (),
    ) -> "Finding":
        """A finding of this rule at a place; `remedy` and `severity` replace the rule's own."""
        return Finding(self, where, message, remedy or self.remedy, severity or self.severity, concerns)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: `said` names the wrong value, `advice` what to do; `message` and `remedy` in English.

    `concerns` are the folders of the other grants that it is about; most are about one grant alone.
    `count` is above 1 where this finding stands for so many that are not reported one by one.
    """

    rule: Rule
    where: Where
    said: Text
    advice: Text
    severity: Severity
    concerns: tuple[str, ...] = ()
    count: int = 1

    SCHEMA: ClassVar[RecordSchema] = RecordSchema(
        code=str,
        name=str,
        severity=str,
        path=str,
        line=int,
        column=int,
        title=str,
        message=str,
        remedy=str,
        count=int,
    )
    """The columns of `record`."""

    @property
    def code(self) -> str:
        """The rule's stable code, such as `G104`."""
        return self.rule.code

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.said)

    @property
    def remedy(self) -> str:
        """What to do about it, in English."""
        return str(self.advice)

    def record(self) -> dict[str, object]:
        """The finding as one flat record of plain values; `line` and `column` count from 1.

        `SCHEMA` has the types.
        """
        return {
            "code": self.code,
            "name": self.rule.name,
            "severity": str(self.severity),
            "path": self.where.path,
            "line": self.where.line,
            "column": self.where.column,
            "title": str(self.rule.title),
            "message": self.message,
            "remedy": self.remedy,
            "count": self.count,
        }

    def moved_to(self, where: Where) -> "Finding":
        """The same finding at another place."""
        return replace(self, where=where)

    def __str__(self) -> str:
        return f"{self.where}: {self.severity}[{self.code}]: {self.message}"


class RuleSet(list[Rule]):
    """Rules. Each is added by being declared: `NAME = RULES.error("G123", ...)`."""

    def error(self, code: str, name: str, title: Text, remedy: Text) -> Rule:
        """A new rule of this set, whose findings are errors."""
        return self._add(Rule(code, name, Severity.ERROR, title, remedy))

    def warning(self, code: str, name: str, title: Text, remedy: Text) -> Rule:
        """A new rule of this set, whose findings are warnings."""
        return self._add(Rule(code, name, Severity.WARNING, title, remedy))

    def note(self, code: str, name: str, title: Text, remedy: Text) -> Rule:
        """A new rule of this set, whose findings are notes."""
        return self._add(Rule(code, name, Severity.NOTE, title, remedy))

    def _add(self, rule: Rule) -> Rule:
        self.append(rule)
        return rule


RULES = RuleSet()
"""Every rule; those of reading, importing and checks are declared where they are used."""


def in_file_order(findings: list[Finding]) -> list[Finding]:
    """Findings by file, line, column and code, as a reader walks through the files."""
    return sorted(
        findings,
        key=lambda d: (d.where.path, d.where.line, d.where.column or 0, d.code, d.message),
    )


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are errors."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


RETIRED = {
    "G202": "It compared the rows and columns of every comparison with their totals. No file can make them "
    "disagree, so the tests of `grants` prove it instead, for any figures.",
}
"""Codes that `grants` once used, and why it does so no more. No other rule ever gets one of them."""


def rule_page(rule: Rule) -> str:
    """The rule's page as Markdown: a heading with code, name and severity, then its explanation.

    A rule of one's own has no file with an explanation; its remedy stands there.
    """
    path = files("grants.findings").joinpath("pages", f"{rule.code}.md")
    body = path.read_text(encoding="utf-8") if rule in set(RULES) else f"Remedy: {rule.remedy}\n"
    return f"# {rule.code}: {rule.title}\n\n{rule.name}, {rule.severity}\n\n{body}"


def retired(code: str) -> str | None:
    """A sentence for a code that is no longer used; None for any other code."""
    why = RETIRED.get(code)
    return None if why is None else f"{code} is retired, and no finding has this code any more. {why}"


page = rule_page
