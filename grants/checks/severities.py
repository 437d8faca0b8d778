"""The [checks] table of a grant: rules with another severity there, or none, with the reason."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from grants.findings.baseline import is_waivable
from grants.findings.finding import RULES, Finding, Rule, Severity
from grants.findings.message import Message, plural
from grants.ledger import Account, Ledger
from grants.records.report import CheckSetting
from grants.values.text import nearest

SEVERITIES = {"warn": Severity.WARNING, "error": Severity.ERROR}

_OWN_CODE = re.compile(r"[A-FH-Z][A-Z]*[0-9]+")
"""A code of a check of one's own, which this package does not know."""


def is_settable(code: str) -> bool:
    """Whether a grant may give the rule another weight."""
    return is_waivable(code)


NOT_SETTABLE = RULES.error("G019", "rule-cannot-be-set",
    "[checks] names a rule that does not exist, or that cannot be set",
    "correct the code (`grants explain` lists all); rules on the form of files always apply",
)  # fmt: skip


def unknown_settings(account: Account, rules: Iterable[Rule]) -> Iterator[Finding]:
    """G019: a key in [checks] is no code of `rules`, or that of a rule on the form of files.

    No code is guessed from another one: codes that look alike have nothing to do with each other.
    """
    name_of = {rule.code: rule.name for rule in rules}
    code_of = {name: code for code, name in name_of.items()}
    for key in account.grant.checks:
        if (key in name_of and is_settable(key)) or _OWN_CODE.fullmatch(key):
            continue
        where, remedy = account.where("checks", key), None
        code = code_of.get(key, key.upper())
        if key in name_of:
            message = (
                f"{key} ({name_of[key]}) cannot be set: it always applies, since no figure is certain "
                "without it"
            )
            remedy = f"remove [checks.{key}], and correct what {key} finds"
        elif code in name_of:
            message = f"{key!r} is no code of a rule; write [checks.{code}]"
        else:
            near = nearest(key, code_of)
            hint = "" if near is None else f"; did you mean {code_of[near]} ({near})?"
            message = f"there is no rule {key!r}{hint}"
        yield NOT_SETTABLE.at(where, message, remedy=remedy)


def in_force(ledger: Ledger, day: date | None, *, waivers: bool) -> tuple[Ledger, list[Finding]]:
    """The ledger with the settings that hold on a day (all without one), and a note on each that has ended.

    Without `waivers` nothing weighs less than it usually does.
    """
    notes: list[Finding] = []
    accounts = []
    rules = {rule.code: rule for rule in RULES}
    for account in ledger:
        kept = {}
        for code, setting in account.grant.checks.items():
            has_ended = day is not None and setting.until is not None and setting.until < day
            if has_ended and code in rules:
                said = Message("the setting ended on {until}: the rule weighs what it usually does",
                    until=setting.until,
                )  # fmt: skip
                remedy = f"remove [checks.{code}], or agree on a new day and write it in until"
                where = account.where("checks", code, "until")
                notes.append(rules[code].at(where, said, remedy=remedy, severity=Severity.NOTE))
            if not has_ended and (waivers or setting.severity == "error"):
                kept[code] = setting
        grant = account.grant.model_copy(update={"checks": kept})
        accounts.append(account if kept == account.grant.checks else replace(account, grant=grant))
    return replace(ledger, grants=tuple(accounts)), notes


def _is_exceeded(setting: CheckSetting | None, number: int) -> bool:
    return setting is not None and setting.at_most is not None and number > setting.at_most


def _as_usual(finding: Finding, setting: CheckSetting | None, number: int) -> Finding:
    """The finding with its own severity, since there are more of its kind than the setting allows."""
    assert setting is not None  # it is exceeded
    said = Message("{finding} ([checks] allows {most:,} of this kind, there are {number:,})",
        finding=finding.said, most=setting.at_most, number=number,
    )  # fmt: skip
    return replace(finding, said=said)


def weighed(account: Account, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of a grant as its [checks] table weighs them.

    A waived rule (`off`) leaves one note that counts what it would have found and why. Notes
    stay notes.
    """
    settings = {code: s for code, s in account.grant.checks.items() if is_settable(code)}
    findings = list(findings)
    numbers: Counter[str] = Counter()
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            numbers[finding.code] += finding.count
    kept: list[Finding] = []
    waived: Counter[Rule] = Counter()
    for finding in findings:
        setting = settings.get(finding.code)
        if _is_exceeded(setting, numbers[finding.code]) and finding.severity is not Severity.NOTE:
            kept.append(_as_usual(finding, setting, numbers[finding.code]))
            continue
        if setting is None or finding.severity is Severity.NOTE:
            kept.append(finding)
        elif setting.severity == "off":
            waived[finding.rule] += finding.count
        else:
            kept.append(_as_set(finding, setting))
    for rule, count in waived.items():
        said = plural(
            "{count:,} finding is waived by [checks]: {reason}",
            "{count:,} findings are waived by [checks]: {reason}",
            count=count, reason=settings[rule.code].reason,
        )  # fmt: skip
        where, remedy = account.where("checks", rule.code), "nothing as long as the reason holds"
        kept.append(rule.at(where, said, remedy=remedy, severity=Severity.NOTE))
    return kept


def weighed_together(finding: Finding, grants: Sequence[Account]) -> list[Finding] | None:
    """A finding that concerns several grants, as all of these weigh it; None if it is left to its own.

    A setting with `at_most` counts the findings of its grant alone, so it does not hold here.
    No grant alone can make it weigh less: `off` and `warn` hold if all the grants have the setting,
    and if only some have it there is a note. `error` holds if any grant has it.
    """
    if finding.severity is Severity.NOTE or not is_settable(finding.code):
        return [finding]
    settings = [(account, account.grant.checks.get(finding.code)) for account in grants]
    settings = [(a, None if s is None or s.at_most is not None else s) for a, s in settings]
    stated = [(account, setting) for account, setting in settings if setting is not None]
    for severity in ("error", "warn", "off"):
        for account, setting in stated:
            if setting.severity == severity and (severity == "error" or len(stated) == len(grants)):
                return None if severity == "off" else [_as_set(finding, setting, account)]
    lacking = " and ".join(account.id for account, setting in settings if setting is None)
    return [
        finding,
        *(
            finding.rule.at(
                account.where("checks", finding.code),
                f"this setting alone has no effect on the finding at {finding.where}: it concerns {lacking} "
                "too, where nothing is set",
                remedy=f"set [checks.{finding.code}] in {lacking} too, if its funder accepts the reason",
                severity=Severity.NOTE,
            )
            for account, _ in stated
        ),
    ]


def _as_set(finding: Finding, setting: CheckSetting, account: Account | None = None) -> Finding:
    """The finding with the severity of a setting, and its reason; `grant` is whose setting it is."""
    severity = SEVERITIES[setting.severity]
    whose = "[checks]" if account is None else f"[checks] of {account.id}"
    weight = "an error" if severity is Severity.ERROR else "a warning"
    said = Message("{finding} ({whose} makes this {weight}: {reason})",
        finding=finding.said, whose=whose, weight=weight, reason=setting.reason,
    )  # fmt: skip
    return replace(finding, said=said, severity=severity)
