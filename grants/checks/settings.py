"""The [checks] table of a grant: rules that weigh more, less or nothing there, with the reason."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from grants.diagnostics import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger
from grants.text import did_you_mean

NOT_SETTABLE = Rule(
    "G019", "rule-cannot-be-set", Severity.ERROR,
    "[checks] names a rule that does not exist, or that cannot be set",
    "correct the code (`grants explain` lists all); rules on the form of files always hold",
)  # fmt: skip

RULES = (NOT_SETTABLE,)

SEVERITIES = {"warn": Severity.WARNING, "error": Severity.ERROR}

_ALWAYS = ("G0", "G10", "G110", "G112", "G202", "G9")
"""Beginnings of codes that no grant may set: a file that cannot be read, a total that is wrong.

What is found in a file to import is no finding on a grant, and the record of an import stands."""


def is_settable(code: str) -> bool:
    """Whether a grant may give the rule another weight."""
    return not code.startswith(_ALWAYS)


def unknown_settings(grant: GrantLedger, codes: Iterable[str]) -> Iterator[Diagnostic]:
    """G019: a code in [checks] is none of `codes`, or belongs to the form of files."""
    known = [code for code in codes if is_settable(code)]
    for code in grant.grant.checks:
        if code not in known:
            near = did_you_mean(code, known)
            yield NOT_SETTABLE.at(grant.where("checks", code), f"{code} cannot be set{near}")


def weighed(grant: GrantLedger, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings of a grant as its [checks] table weighs them.

    A waived rule (`off`) leaves one note that counts what it would have found and says why. Notes
    stay notes: they ask for nothing.
    """
    settings = {code: s for code, s in grant.grant.checks.items() if is_settable(code)}
    kept: list[Diagnostic] = []
    waived: Counter[Rule] = Counter()
    for finding in findings:
        setting = settings.get(finding.code)
        if setting is None or finding.severity is Severity.NOTE:
            kept.append(finding)
        elif setting.severity == "off":
            waived[finding.rule] += 1
        else:
            severity = SEVERITIES[setting.severity]
            message = f"{finding.message} ([checks] makes this {_article(severity)}: {setting.reason})"
            kept.append(replace(finding, message=message, severity=severity))
    for rule, count in waived.items():
        found = "1 finding is" if count == 1 else f"{count:,} findings are"
        kept.append(
            rule.at(
                grant.where("checks", rule.code),
                f"{found} waived by [checks]: {settings[rule.code].reason}",
                remedy="nothing as long as the reason holds",
                severity=Severity.NOTE,
            )
        )
    return kept


def _article(severity: Severity) -> str:
    return "an error" if severity is Severity.ERROR else "a warning"
