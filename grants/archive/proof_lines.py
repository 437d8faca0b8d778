"""What the proof of an archive comes to, for people and for programs."""

from collections.abc import Iterator
from pathlib import Path

from grants.archive.proof import ArchiveProof
from grants.reports.differences import sentence
from grants.reports.speech import Language, Speech
from grants.reports.verification import (
    closed_in_words,
    closing_data,
    difference_data,
    signer_in_words,
    state_in_words,
)


def proof_lines(proof: ArchiveProof, *, language: Language) -> Iterator[str]:
    """A line on the archive, one for each closing in force, and one for each problem and difference."""
    say = Speech.of(language)
    is_changed = any(not problem.is_of_signature for problem in proof.problems)
    state = state_in_words(say, is_changed=is_changed, has_problems=not proof.is_unchanged)
    what = say("{id}, {count} files", id=proof.id or "-", count=proof.files)
    yield f"{Path(proof.path).name}: {what}: {state}"
    signed = dict(proof.signatures)
    for closing in proof.closings.in_force:
        by = signer_in_words(say, signed.get(closing.number))
        yield f"    {closed_in_words(closing, language)}{by}"
    if proof.id and not proof.closings.in_force:
        yield f"    {say('not closed')}"
    if proof.kept_until is not None:
        yield f"    {say('keep until {day}', day=proof.kept_until)}"
    for problem in proof.problems:
        yield f"    {problem.member or Path(proof.path).name}: {problem.message}"
        yield from (f"        {sentence(difference, language)}" for difference in problem.differences)


def proof_data(proof: ArchiveProof, *, language: Language) -> dict[str, object]:
    """The same for programs; amounts as strings with two decimals."""
    signed = dict(proof.signatures)
    return {
        "archive": proof.path,
        "grant": proof.id or None,
        "unchanged": proof.is_unchanged,
        "files": proof.files,
        "keep_until": None if proof.kept_until is None else proof.kept_until.isoformat(),
        "closings": [
            closing_data(closing, signed.get(closing.number)) for closing in proof.closings.in_force
        ],
        "problems": [
            {
                "member": problem.member or None,
                "message": problem.message,
                "differences": [difference_data(one, language) for one in problem.differences],
            }
            for problem in proof.problems
        ],
    }
