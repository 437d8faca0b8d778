"""A family of rules, and the checks that report them."""

from collections.abc import Callable, Iterator

from grants.findings.finding import Finding, RuleSet
from grants.ledger import Account

Check = Callable[[Account], Iterator[Finding]]


class Family(RuleSet):
    """The rules of one module and its checks of one account, in the order in which they are declared."""

    def __init__(self) -> None:
        super().__init__()
        self.checks: list[Check] = []

    def check(self, run: Check) -> Check:
        """Add a check; use it as a decorator."""
        self.checks.append(run)
        return run
