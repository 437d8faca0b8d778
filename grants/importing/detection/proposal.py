"""What is proposed for a file: keys of a profile with reasons, the open questions, and their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grants.findings.finding import Finding
from grants.importing.profiles.dates import DateFormat
from grants.importing.profiles.profile import Profile
from grants.importing.profiles.profile_files import read_profile
from grants.store.declared.toml_text import quoted
from grants.values.text import nearest, printable

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "encoding": ("utf-8", "cp1252", "iso-8859-1", "utf-16"),
    "delimiter": (";", ",", "|", "tab"),
    "decimal": (",", "."),
    "thousands": (".", ",", "space", "'", "none"),
    "sign": ("mark", "signed"),
    "costs": ("positive", "negative"),
}
"""The answers to keys that have few; words replace what is hard to write on a command line."""

HEADINGS = ("date", "amount", "debit", "credit", "mark")
"""Keys that are answered with a heading of the file."""

KEYS = (*OPTIONS, "sheet", *HEADINGS, "dates", "debit_marks", "credit_marks")
"""What may be answered beforehand: keys of the profile, and headings of the columns that must be there."""

_SPELLED = {("delimiter", "tab"): "\t", ("thousands", "space"): " ", ("thousands", "none"): ""}
_MEANT = {(key, spelled): word for (key, word), spelled in _SPELLED.items()}


class AnswerError(ValueError):
    """An answer that cannot be: the message names the key and what is possible."""


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as values of a profile. Raises `AnswerError` for one that cannot be.

    Headings and sheets are compared with the file later, by `among`.
    """
    return {key: _checked(key, text) for key, text in answers.items()}


def _checked(key: str, text: str) -> str:
    if key not in KEYS:
        raise AnswerError(f"{key!r} cannot be answered; there is {', '.join(KEYS)}{_meant(key, KEYS)}")
    if key in OPTIONS and (text or key == "thousands"):
        word = _MEANT.get((key, text), text).strip().casefold()
        among(key, word, OPTIONS[key])
        return _SPELLED.get((key, word), word)
    text = text.strip()
    if key == "dates":
        try:
            DateFormat.parse(text)
        except ValueError as why:
            raise AnswerError(f"dates={text!r} cannot be: {why}") from None
    if not any(map(str.strip, text.split(","))):
        raise AnswerError(f"{key} has no answer; write {key}=VALUE")
    return text


def among(key: str, text: str, options: Sequence[str]) -> None:
    """Raise `AnswerError` if an answer is none of the options."""
    if text not in options:
        listed = f"; it is one of {', '.join(options)}" if options else ""
        raise AnswerError(f"{key}={text!r} cannot be{listed}{_meant(text, options)}")


def _meant(text: str, names: Sequence[str]) -> str:
    near = nearest(text, names)
    return "" if near is None else f"; did you mean {near!r}?"


@dataclass(frozen=True, slots=True)
class Reason:
    """A key of the profile, its value as TOML, and why."""

    key: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A key that the file leaves open, what is known, and what may be answered."""

    key: str
    text: str
    options: tuple[str, ...] = ()


@dataclass
class Detection:
    """A proposal. `toml` holds the open keys as comments; `profile` is None as long as any is open."""

    shown: str
    reasons: list[Reason] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def toml(self) -> str:
        """The profile as TOML, its reasons beside the keys."""
        lines = ['title = "Proposed from a file; say here what it reads"']
        lines += [
            f"{reason.key} = {reason.value}".ljust(40) + f" # {one_line(reason.why)}"
            for reason in self.reasons
        ]
        lines += [f"# {question.key} = ?  {one_line(question.text)}" for question in self.questions]
        if self.columns:
            lines += ["", "[columns]"]
            lines += [f"{key} = {quoted(heading)}" for key, heading in self.columns.items()]
        return "\n".join(lines) + "\n"

    @property
    def profile(self) -> Profile | None:
        """The profile, once nothing is open."""
        if self.questions or self.findings:
            return None
        return read_profile(self.toml, "proposal")[0]

    def text(self) -> str:
        """What a command prints: the proposal, the notes, and the questions with how to answer them."""
        if self.findings:
            return "".join(f"{finding}\n  {finding.remedy}\n" for finding in self.findings)
        parts = [f"# Proposed for {one_line(self.shown)}", self.toml]
        parts += [f"# {one_line(note)}" for note in self.notes]
        if self.questions:
            parts.append("# Open questions, which the file does not answer:")
            for question in self.questions:
                shown = ", ".join(option for option in question.options if option)
                options = f" Answer one of: {one_line(shown)}" if shown else ""
                parts.append(f"#   {question.key}: {one_line(question.text)}.{options}")
        return "\n".join(parts) + "\n"


def one_line(text: str) -> str:
    """A text of the file as it may come after a comment mark."""
    return printable(" ".join(text.split()))
