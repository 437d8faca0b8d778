"""What is proposed for a file: keys of a profile with reasons, and the questions that stay open."""

from dataclasses import dataclass, field

from grants.findings.finding import Finding
from grants.importing.profiles.profile import Profile
from grants.importing.profiles.profile_files import read_profile
from grants.store.declared.toml_text import quoted
from grants.values.text import printable


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
