"""The refusal of sums of an account whose files could not be read whole."""

from collections.abc import Sequence

from grants.errors import GrantsError
from grants.findings.finding import Finding

_NAMED = 3


class UnreadableAccountError(GrantsError):
    """Files of an account could not be read whole, so that its sums would be wrong.

    `findings` are the errors of reading. Who wants the sums of what could be read says `with_errors=True`.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        lines = [str(finding) for finding in self.findings[:_NAMED]]
        left = len(self.findings) - len(lines)
        more = [f"and {left} more"] if left else []
        start = "the account could not be read whole, so that its sums would be wrong"
        super().__init__("\n".join([f"{start}; with_errors=True gives them all the same", *lines, *more]))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.findings,)
