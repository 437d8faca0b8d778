"""What is different between two states of one grant's account, in terms of the account.

Pure: two accounts in, values out. Whoever reports a change (`grants diff`, `grants verify`, the check of
a closed account) asks here and puts the answer into words with `grants.reports.differences`.
"""

from collections.abc import Iterator

from grants.history.differences.postings import posting_differences
from grants.history.differences.records import (
    IN_FORCE,
    declared_differences,
    differences_in_force,
    history_differences,
)
from grants.history.differences.values import Change, Difference, Kind, Value
from grants.history.differences.words import word_differences
from grants.ledger import Account

__all__ = ["IN_FORCE", "Change", "Difference", "Kind", "Value", "differences", "history_differences"]


def differences(before: Account, after: Account) -> tuple[Difference, ...]:
    """Everything that the account says differently: what is declared, what follows of it, postings, words.

    Empty if and only if both say the same; comments, the order of lines and how a file is laid out say
    nothing. Lines that cannot be read are in neither: look at the findings of reading too. Exchanging
    the two exchanges what was added with what vanished.
    """
    declared = tuple(declared_differences(before, after))
    return (
        *declared,
        *_not_declared(declared, differences_in_force(before, after)),
        *posting_differences(before.postings, after.postings),
        *word_differences(before.report_text, after.report_text),
    )


def _not_declared(declared: tuple[Difference, ...], in_force: Iterator[Difference]) -> Iterator[Difference]:
    """Changes of what is in force that no declared change shows already."""
    shown = {
        (difference.part, difference.name, change.before, change.after)
        for difference in declared
        for change in difference.changes
        if (difference.part, change.field)
        in (("budget", "amount"), ("award", "amount"), ("period", "period"))
    }
    for difference in in_force:
        (change,) = difference.changes
        if (change.field, difference.name, change.before, change.after) not in shown:
            yield difference
