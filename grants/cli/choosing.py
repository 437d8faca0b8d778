"""Which findings of a check count: the codes that are chosen, without those that a baseline accepts."""

import os.path
from collections.abc import Sequence
from pathlib import Path

import click

from grants.checks import RULES
from grants.cli.output import echo_lines
from grants.findings.baseline import Baseline, is_waivable
from grants.findings.bounded import REPORTED, counted
from grants.findings.finding import Finding, Severity
from grants.values.text import did_you_mean


class Choice:
    """What `--select`, `--ignore` and `--baseline` leave of the findings; unreadable files stay."""

    def __init__(self, select: Sequence[str], ignore: Sequence[str], file: str | None) -> None:
        self._select, self._ignore = tuple(select), tuple(ignore)
        self._file = file
        self._baseline = None if file is None else read_baseline(file)
        self._hidden = 0

    @classmethod
    def of(cls, select: Sequence[str], ignore: Sequence[str], file: str | None) -> "Choice":
        """The choice of these options; a code that does not exist is refused with the nearest one."""
        return cls(codes(select, "--select"), codes(ignore, "--ignore"), file)

    def _counts(self, finding: Finding) -> bool:
        code = finding.code
        if not is_waivable(code):
            return True
        return (not self._select or code.startswith(self._select)) and not (
            self._ignore and code.startswith(self._ignore)
        )

    def stands(self, finding: Finding) -> bool:
        """Whether an error is neither ignored nor accepted, so that what derives from it waits for it."""
        return self._counts(finding) and (self._baseline is None or self._baseline.stands(finding))

    def chosen(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings that count, in their order; the baseline is used up over several ledgers."""
        kept = [finding for finding in findings if self._counts(finding)]
        if self._baseline is None:
            return kept
        applied = self._baseline.apply(kept)
        self._hidden += applied.hidden
        self._baseline = applied.left
        return list(applied.findings)

    def write(self, findings: Sequence[Finding], file: str) -> None:
        """Write the findings as a baseline, and say what it cannot hold."""
        from grants.cli.output import emit

        fresh = Baseline.of(findings, os.path.dirname(file) or ".")
        emit(fresh.text(), file)
        always = counted(f for f in findings if f.severity is Severity.ERROR and not is_waivable(f.code))
        click.echo(f"{sum(fresh.accepted.values()):,} findings written to {file}", err=True)
        if always:
            click.echo(f"{always:,} errors on the form of files are not in it: they always apply", err=True)

    def report(self, checked: Sequence[str]) -> None:
        """Say on standard error how many the baseline hides, and which of its entries it can lose.

        These are entries of files in the folders that were `checked`.
        """
        if self._baseline is None:
            return
        click.echo(f"{self._hidden:,} finding{'s' * (self._hidden != 1)} hidden by {self._file}", err=True)
        folder = self._baseline.folder
        roots = tuple(os.path.join(os.path.realpath(root), "") for root in checked)
        gone = [
            key
            for key in sorted(self._baseline.accepted)
            if os.path.realpath(os.path.join(folder, key[1])).startswith(roots)
        ]
        lines = [
            f"{self._file}: {code} no longer occurs in {path}: {said or 'findings that were only counted'}"
            for code, path, said in gone[:REPORTED]
        ]
        if len(gone) > REPORTED:
            lines.append(f"{self._file}: {len(gone) - REPORTED:,} more entries no longer occur")
        if gone:
            lines.append(f"write {self._file} anew with --write-baseline, so that it hides nothing new")
        echo_lines(lines, err=True)


def codes(given: Sequence[str], option: str) -> list[str]:
    """Codes and beginnings of codes, from words with commas; refused if no rule begins so."""
    known = {rule.code for rule in RULES}
    wanted = [word.strip().upper() for words in given for word in words.split(",") if word.strip()]
    for word in wanted:
        if not any(code.startswith(word) for code in known):
            raise click.UsageError(f"{option}: no code begins with {word!r}{did_you_mean(word, known)}")
        if option == "--ignore" and word in known and not is_waivable(word):
            raise click.UsageError(f"{option}: {word} always applies, as no figure is certain without it")
    return wanted


def read_baseline(file: str) -> Baseline:
    """The baseline in a file; refused with exit code 2 if it is not there or is none."""
    try:
        text = Path(file).read_text(encoding="utf-8")
        return Baseline.read(text, os.path.dirname(file) or ".")
    except (OSError, ValueError) as why:
        reason = getattr(why, "strerror", None) or why
        raise click.UsageError(
            f"--baseline: {file} cannot be used: {reason}; write one with --write-baseline"
        ) from None
