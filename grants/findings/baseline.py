"""A baseline: findings that are known and accepted, so that an old repository can begin.

An entry survives moved lines: it has the code, the file and what is said, never the line. The file is
relative to the folder of the baseline, so that it means the same in every clone.
"""

import json
import os.path
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from grants.findings.bounded import more
from grants.findings.finding import Finding, Severity

VERSION = 1
FORMAT = "grants baseline"

ALWAYS = ("G0", "G10", "G110", "G112", "G8", "G9")
"""Beginnings of codes that nothing waives: what cannot be read, a broken seal."""


def is_waivable(code: str) -> bool:
    """Whether a grant, a setting or a baseline may accept what a rule finds."""
    return not code.startswith(ALWAYS)


Identity = tuple[str, str, str]
"""Code, file relative to a folder, and message: what stays the same where lines move."""


def identity(finding: Finding, folder: str = ".") -> Identity:
    """What a finding is, apart from its line; of a finding that counts others, the text is blank."""
    path = os.path.relpath(finding.where.path, folder).replace(os.sep, "/")
    return finding.code, path, finding.message if finding.count == 1 else ""


@dataclass(frozen=True)
class Baseline:
    """How many findings of each identity are accepted, in the files below a folder."""

    accepted: Counter[Identity]
    folder: str = "."

    @classmethod
    def of(cls, findings: Iterable[Finding], folder: str) -> "Baseline":
        """The errors and warnings among findings that may be accepted."""
        accepted: Counter[Identity] = Counter()
        for finding in findings:
            if finding.severity is not Severity.NOTE and is_waivable(finding.code):
                accepted[identity(finding, folder)] += finding.count
        return cls(accepted, folder)

    @classmethod
    def read(cls, text: str, folder: str) -> "Baseline":
        """What `text` writes; `ValueError` says what is wrong."""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise ValueError(f"it is no JSON: {fault}") from None
        if not isinstance(value, dict) or value.get("format") != FORMAT or value.get("version") != VERSION:
            raise ValueError(f"it is no {FORMAT} of version {VERSION}")
        accepted: Counter[Identity] = Counter()
        entries = value.get("findings")
        for number, entry in enumerate(entries if isinstance(entries, list) else [None], 1):
            if not isinstance(entry, dict) or set(entry) != {"code", "path", "message", "count"}:
                raise ValueError(f"its finding {number} has not code, path, message and count")
            code, path, said, count = (entry[key] for key in ("code", "path", "message", "count"))
            texts = all(isinstance(text, str) for text in (code, path, said))
            if not texts or type(count) is not int or count < 1:
                raise ValueError(f"its finding {number} has a value of the wrong form")
            if not is_waivable(code):
                raise ValueError(f"its finding {number} is of {code}, which always applies: remove the entry")
            accepted[code, path, said] += count
        return cls(accepted, folder)

    def text(self) -> str:
        """The baseline as a file, sorted, so that a change of it is a change of these lines."""
        entries = [
            {"code": code, "path": path, "message": said, "count": count}
            for (code, path, said), count in sorted(self.accepted.items())
        ]
        value = {"format": FORMAT, "version": VERSION, "findings": entries}
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

    def stands(self, finding: Finding) -> bool:
        """Whether a finding is not accepted as it is; of a kind that is only counted, none is known."""
        code, path, said = identity(finding, self.folder)
        return self.accepted[code, path, said] < finding.count and not self.accepted[code, path, ""]

    def apply(self, findings: Iterable[Finding]) -> "Applied":
        """Hide what is accepted. What a baseline only counts hides as many findings of that code and file."""
        left = Counter(self.accepted)
        kept: list[Finding] = []
        counting: set[tuple[str, str]] = set()
        hidden = 0
        for finding in findings:
            code, path, said = identity(finding, self.folder)
            if finding.count > 1:
                counting.add((code, path))
            open_ = finding.count if finding.severity is not Severity.NOTE else 0
            for key in ((code, path, said), (code, path, "")) if is_waivable(code) else ():
                taken = min(open_, left[key])
                left[key] -= taken
                hidden += taken
                open_ -= taken
            if finding.severity is Severity.NOTE:
                kept.append(finding)
            elif open_:
                kept.append(finding if open_ == finding.count else more(finding, open_))
        for key in [key for key in left if key[:2] in counting]:
            del left[key]  # it may be among those that are only counted
        return Applied(tuple(kept), hidden, Baseline(+left, self.folder))


@dataclass(frozen=True, slots=True)
class Applied:
    """What a baseline left: the findings, how many it hides, and what of it did not occur."""

    findings: tuple[Finding, ...]
    hidden: int
    left: Baseline
