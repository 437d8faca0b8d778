"""The account inside an archive: read from its members as the store reads it from files."""

from collections.abc import Iterator, Mapping
from functools import partial

from grants.archive.packages import Package
from grants.figures.postings import Posting, Postings
from grants.findings.finding import Finding, errors
from grants.ledger import Account
from grants.records import NOT_CLOSED, Closings
from grants.store import MAX_TEXT
from grants.store.declared.closings import MAX_CLOSINGS, closings_in
from grants.store.declared.grant_toml import read_grant
from grants.store.files.folders import CLOSING_FILE, GRANT_FILE, POSTINGS_FILE, REPORT_FILE
from grants.store.postings.csv_records import as_text
from grants.store.postings.groups import groups_in
from grants.store.postings.rows import rows_in


class ArchivedAccount:
    """The files of one grant below a folder of an archive, whose digests are `digests` by full name.

    What cannot be unpacked is told by whoever makes the digests; here it reads as nothing.
    """

    def __init__(self, package: Package, folder: str, digests: Mapping[str, str]) -> None:
        self.package = package
        self.folder = folder
        self.digests = digests

    def name(self, file: str) -> str:
        """The full name of a file of the account."""
        return f"{self.folder}/{file}"

    def digest(self, file: str) -> str | None:
        """The SHA-256 of a file of the account; None if it is not there, or cannot be unpacked."""
        return self.digests.get(self.name(file))

    def postings(self, file: str = POSTINGS_FILE) -> tuple[Postings, list[Finding]]:
        """The postings of a file as groups, and what is wrong with their lines."""
        name = self.name(file)
        if name not in self.digests:
            return Postings(), []
        with self.package.opened(name) as stream:
            groups, findings = groups_in(as_text(stream), name)
        return Postings(groups, partial(self._rows, name), is_whole=not errors(findings)), findings

    def closings(self) -> tuple[Closings, list[Finding]]:
        """The closings of the account, and what does not hold in their record."""
        name = self.name(CLOSING_FILE)
        if name not in self.digests:
            return NOT_CLOSED, []
        return closings_in(self.package.head(name, MAX_CLOSINGS), name)

    def grant(self, below: str = "") -> tuple[Account | None, list[Finding]]:
        """The account as its files say, or as those of a copy `below` it say; None if it cannot be read."""
        name = self.name(below + GRANT_FILE)
        if name not in self.digests:
            return None, []
        text = self.package.head(name, MAX_TEXT).decode(errors="replace")
        grant, locate, findings = read_grant(text, name)
        if grant is None:
            return None, findings
        postings, found = self.postings(below + POSTINGS_FILE)
        words = self.name(below + REPORT_FILE)
        report = self.package.head(words, MAX_TEXT).decode(errors="replace") if words in self.digests else ""
        return Account(grant, postings, report, locate, folder=self.folder), findings + found

    def _rows(self, name: str) -> Iterator[Posting]:
        with self.package.opened(name) as stream:
            yield from rows_in(as_text(stream), name)
