"""Do the names that one part of a grant uses stand in another?"""

from collections.abc import Iterator

from grants.diagnostics import Diagnostic, Rule, Severity
from grants.ledger import GrantLedger
from grants.text import did_you_mean

REPEATED_ID = Rule(
    "G015", "repeated-id", Severity.ERROR,
    "Two activities have the same id",
    "give each activity an id of its own",
)  # fmt: skip
UNKNOWN_REFERENCE = Rule(
    "G016", "unknown-activity", Severity.ERROR,
    "grant.toml names an activity that it does not declare",
    "correct the name, or declare the activity in an [[activity]] table",
)  # fmt: skip

RULES = (REPEATED_ID, UNKNOWN_REFERENCE)


def repeated_activities(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G015: two activities share an id, so that nobody knows which one a line means."""
    seen: set[str] = set()
    for position, activity in enumerate(grant.grant.activities):
        if activity.id in seen:
            where = grant.where("activity", position, "id")
            yield REPEATED_ID.at(where, f"the id {activity.id!r} stands twice")
        seen.add(activity.id)


def unknown_activities(grant: GrantLedger) -> Iterator[Diagnostic]:
    """G016: a budget line, control or explanation names an activity that is not declared."""
    known = {activity.id for activity in grant.grant.activities}
    named: dict[str, list[str | None]] = {
        "budget": [line.activity for line in grant.grant.budget],
        "control": [control.activity for control in grant.grant.controls],
        "explanation": [explanation.activity for explanation in grant.grant.explanations],
    }
    for key, names in named.items():
        for position, name in enumerate(names):
            if name is not None and name not in known:
                where = grant.where(key, position, "activity")
                hint = did_you_mean(name, known)
                yield UNKNOWN_REFERENCE.at(where, f"there is no activity {name!r}{hint}")
