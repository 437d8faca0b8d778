"""What checks of several accounts share: they read summaries, made separately and then merged."""

from typing import NamedTuple

from grants.findings.finding import Where
from grants.ledger import Account


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
