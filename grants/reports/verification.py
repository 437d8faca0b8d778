"""What verifying came to: a line for each closing in force, and one for each difference."""

from collections.abc import Iterator
from dataclasses import dataclass

from grants.closing.verification import Problem, Verification
from grants.records import Closing
from grants.reports.differences import sentence
from grants.reports.locale import Language, Locale


@dataclass(frozen=True, slots=True)
class _Words:
    final: str
    period: str
    not_closed: str
    reopened: str
    damaged: str
    unchanged: str
    changed: str
    unsigned: str
    signed: str
    one: str
    many: str


_WORDS: dict[Language, _Words] = {
    "da": _Words(
        final="lukket {date} (endeligt, {postings}, {total})",
        period="{period} lukket {date} ({postings}, {total})",
        not_closed="ikke lukket",
        reopened="ikke lukket; genåbnet {date}: {reason}",
        damaged="ingen lukning i kraft, og historikken er ændret",
        unchanged="uændret",
        changed="ændret",
        unsigned="uændret, men ikke underskrevet, som det skulle være",
        signed="underskrevet af {name}",
        one="1 postering",
        many="{count} posteringer",
    ),
    "en": _Words(
        final="closed {date} (final, {postings}, {total})",
        period="{period} closed {date} ({postings}, {total})",
        not_closed="not closed",
        reopened="not closed; reopened {date}: {reason}",
        damaged="no closing in force, and the record of closings was changed",
        unchanged="unchanged",
        changed="changed",
        unsigned="unchanged, but not signed as it should be",
        signed="signed by {name}",
        one="1 posting",
        many="{count} postings",
    ),
}


def verification_lines(found: Verification, *, language: Language) -> Iterator[str]:
    """The closings in force in a line each, and below them everything that is not as it was closed."""
    words = _WORDS[language]
    signed = dict(found.signatures)
    in_force = found.closings.in_force
    if not in_force:
        last = found.closings.reopenings[-1] if found.closings.reopenings else None
        if any(problem.kind != "signature" for problem in found.problems):
            state = words.damaged
        elif last is None:
            state = words.not_closed
        else:
            state = words.reopened.format(date=last.date, reason=last.reason)
        yield f"{found.id}: {state}"
    for closing in {closing.number: closing for closing in in_force}.values():
        mine = [p for p in found.problems if p.closing is None or p.closing.number == closing.number]
        is_changed = any(problem.kind != "signature" for problem in mine)
        state = words.changed if is_changed else words.unsigned if mine else words.unchanged
        name = signed.get(closing.number)
        by = "" if name is None else f", {words.signed.format(name=name)}"
        yield f"{found.id}: {closed_in_words(closing, language)}: {state}{by}"
    for problem in found.problems:
        where = problem.where
        line = f":{where.line}" if problem.kind == "record" and where.line > 1 else ""
        yield f"    {where.path}{line}: {problem.message}"
        yield from (f"        {sentence(difference, language)}" for difference in problem.differences)


def verification_data(found: Verification, *, language: Language) -> dict[str, object]:
    """The same for programs; amounts as strings with two decimals."""
    signed = dict(found.signatures)
    return {
        "grant": found.id,
        "unchanged": found.is_unchanged,
        "closings": [
            {
                "number": closing.number,
                "kind": closing.kind,
                "period": None if closing.period is None else str(closing.period),
                "date": closing.date.isoformat(),
                "in_force": closing in found.closings.in_force,
                "postings": closing.postings,
                "total": str(closing.total),
                "currency": closing.currency,
                "seal": closing.seal,
                "key": closing.key,
                "signed_by": signed.get(closing.number),
            }
            for closing in found.closings.closings
        ],
        "problems": [_problem_data(problem, language) for problem in found.problems],
    }


def _problem_data(problem: Problem, language: Language) -> dict[str, object]:
    return {
        "kind": problem.kind,
        "closing": None if problem.closing is None else problem.closing.number,
        "file": problem.where.path,
        "line": problem.where.line,
        "message": problem.message,
        "differences": [
            {
                "part": difference.part,
                "kind": str(difference.kind),
                "name": difference.name,
                "line": difference.after,
                "text": sentence(difference, language),
            }
            for difference in problem.differences
        ],
    }


def closed_in_words(closing: Closing, language: Language) -> str:
    """When and what was closed: `closed 2018-04-30 (final, 3 postings, DKK 264,400.00)`."""
    words, locale = _WORDS[language], Locale(language)
    count = words.one if closing.postings == 1 else words.many.format(count=closing.postings)
    form = words.final if closing.period is None else words.period
    return form.format(
        date=closing.date,
        period=None if closing.period is None else locale.period(closing.period),
        postings=count,
        total=locale.money(closing.total, closing.currency, decimals=True),
    )
