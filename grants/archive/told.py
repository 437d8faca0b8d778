"""What the proof of an archive comes to, for people and for programs."""

from collections.abc import Iterator
from pathlib import Path

from grants.archive.proof import ArchiveProof
from grants.reports.archive_words import ARCHIVE_WORDS
from grants.reports.differences import sentence
from grants.reports.locale import Language
from grants.reports.verification import closed_in_words


def proof_lines(proof: ArchiveProof, *, language: Language) -> Iterator[str]:
    """A line on the archive, one for each closing in force, and one for each problem and difference."""
    words = ARCHIVE_WORDS[language]
    is_changed = any(not problem.is_of_signature for problem in proof.problems)
    state = words.changed if is_changed else words.unchanged if proof.is_unchanged else words.unsigned
    yield f"{Path(proof.path).name}: {words.files.format(id=proof.id or '-', count=proof.files)}: {state}"
    signed = dict(proof.signatures)
    for closing in proof.closings.in_force:
        name = signed.get(closing.number)
        yield f"    {closed_in_words(closing, language)}" + (
            "" if name is None else f", {words.signed.format(name=name)}"
        )
    if proof.id and not proof.closings.in_force:
        yield f"    {words.not_closed}"
    if proof.kept_until is not None:
        yield f"    {words.keep.format(day=proof.kept_until)}"
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
            {
                "number": closing.number,
                "kind": closing.kind,
                "period": None if closing.period is None else str(closing.period),
                "date": closing.date.isoformat(),
                "postings": closing.postings,
                "total": str(closing.total),
                "currency": closing.currency,
                "seal": closing.seal,
                "key": closing.key,
                "signed_by": signed.get(closing.number),
            }
            for closing in proof.closings.in_force
        ],
        "problems": [
            {
                "member": problem.member or None,
                "message": problem.message,
                "differences": [
                    {
                        "part": difference.part,
                        "kind": str(difference.kind),
                        "name": difference.name,
                        "text": sentence(difference, language),
                    }
                    for difference in problem.differences
                ],
            }
            for problem in proof.problems
        ],
    }
