"""Every check of one account; a module adds its own, and their rules, with these decorators."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal, NamedTuple

from grants.findings.finding import RULES, Finding, Rule, Text, Where
from grants.ledger import Account

Check = Callable[[Account], Iterable[Finding]]
CheckOfRule = Callable[[Rule, Account], Iterable[Finding]]

CHECKS: list[Check] = []

Ground = Literal["amounts", "names"]
"""What a derived check stands on: amounts that were all read, or also names that are all declared."""

GROUNDS: dict[Check, Ground] = {}
"""The derived checks, each with its ground."""


def derived(ground: Ground) -> Callable[[Check], Check]:
    """Mark a check that compares sums: where its ground is faulty it is left out."""

    def mark(run: Check) -> Check:
        GROUNDS[run] = ground
        return run

    return mark


def check(run: Check) -> Check:
    """Add a check whose rules are declared on their own, as it has several or others report them too."""
    CHECKS.append(run)
    return run


def error(code: str, name: str, title: Text, remedy: Text) -> Callable[[CheckOfRule], Check]:
    """Add a check with the one rule that it reports, whose findings are errors."""
    return _of(RULES.error(code, name, title, remedy))


def warning(code: str, name: str, title: Text, remedy: Text) -> Callable[[CheckOfRule], Check]:
    """Add a check with the one rule that it reports, whose findings are warnings."""
    return _of(RULES.warning(code, name, title, remedy))


def _of(rule: Rule) -> Callable[[CheckOfRule], Check]:
    return lambda run: check(partial(run, rule))


class Origin(NamedTuple):
    """The account that something in a summary comes from: what a finding needs of it."""

    id: str
    folder: str
    currency: str
    postings_file: str

    @classmethod
    def of(cls, account: Account) -> "Origin":
        """The origin that an account is."""
        return cls(account.id, account.folder, account.grant.currency, account.posting_line(1).path)

    def line(self, number: int) -> Where:
        """A line of the account's postings.csv."""
        return Where(self.postings_file, number)
