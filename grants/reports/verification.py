"""What verifying came to: a line for each closing in force, and one for each difference."""

from collections.abc import Iterator

from grants.closing.verification import Problem, Verification
from grants.findings.message import Message, plural
from grants.history.differences import Difference
from grants.records.closings import Closing
from grants.reports.differences import sentence
from grants.reports.speech import Language, Speech
from grants.reports.table import data_of


def verification_lines(found: Verification, *, language: Language) -> Iterator[str]:
    """The closings in force in a line each, and below them everything that is not as it was closed."""
    say = Speech.of(language)
    signed = dict(found.signatures)
    in_force = found.closings.in_force
    if not in_force:
        last = found.closings.reopenings[-1] if found.closings.reopenings else None
        if any(problem.kind != "signature" for problem in found.problems):
            state = say("no closing in force, and the record of closings was changed")
        elif last is None:
            state = say("not closed")
        else:
            state = say(Message("not closed; reopened {date}: {reason}", date=last.date, reason=last.reason))
        yield f"{found.id}: {state}"
    for closing in {closing.number: closing for closing in in_force}.values():
        mine = [p for p in found.problems if p.closing is None or p.closing.number == closing.number]
        is_changed = any(problem.kind != "signature" for problem in mine)
        state = state_in_words(say, is_changed=is_changed, has_problems=bool(mine))
        by = signer_in_words(say, signed.get(closing.number))
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
            closing_data(one, signed.get(one.number), in_force=one in found.closings.in_force)
            for one in found.closings.closings
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
        "differences": [difference_data(one, language, line=one.after) for one in problem.differences],
    }


def closing_data(closing: Closing, signed_by: str | None, **more: object) -> dict[str, object]:
    """A closing for programs; amounts as strings with two decimals."""
    return {
        **data_of(closing, "number", "kind", "period"),
        "date": closing.date.isoformat(),
        **more,
        "postings": closing.postings,
        "total": str(closing.total),
        **data_of(closing, "currency", "seal", "key"),
        "signed_by": signed_by,
    }


def difference_data(difference: Difference, language: Language, **more: object) -> dict[str, object]:
    """A difference for programs, and as one sentence."""
    return {**data_of(difference, "part", "kind", "name"), **more, "text": sentence(difference, language)}


def state_in_words(say: Speech, *, is_changed: bool, has_problems: bool) -> str:
    """Whether what was closed is unchanged; problems that change nothing are those of signatures."""
    if is_changed:
        return say("changed")
    return say("unchanged, but not signed as it should be") if has_problems else say("unchanged")


def signer_in_words(say: Speech, name: str | None) -> str:
    """Who signed a closing, to be put after it; nothing if nobody did."""
    return "" if name is None else f", {say('signed by {name}', name=name)}"


def closed_in_words(closing: Closing, language: Language) -> str:
    """When and what was closed: `closed 2018-04-30 (final, 3 postings, DKK 264,400.00)`.

    Danish writes the date out, English has it as the file does.
    """
    say = Speech.of(language)
    values = {
        "date": closing.date,
        "postings": say(plural("{count} posting", "{count} postings", count=closing.postings)),
        "total": say.money(closing.total, closing.currency, decimals=True),
    }
    if closing.period is None:
        return say(Message("closed {date} (final, {postings}, {total})", **values))
    period = say.period(closing.period)
    return say(Message("{period} closed {date} ({postings}, {total})", period=period, **values))
