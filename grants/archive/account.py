"""The account inside an archive: read from its members as the store reads it from files."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import BinaryIO

from grants.archive.packages import Package
from grants.figures.postings import Posting, Postings
from grants.findings.finding import Finding, errors
from grants.ledger import Account
from grants.records.closings import NOT_CLOSED, Closings
from grants.store import MAX_TEXT
from grants.store.declared.closings import MAX_CLOSINGS, closings_in
from grants.store.declared.grant_toml import read_grant
from grants.store.files.folders import CLOSING_FILE, GRANT_FILE, POSTINGS_FILE, REPORT_FILE
from grants.store.postings.csv_records import as_text
from grants.store.postings.groups import groups_in
from grants.store.postings.rows import rows_in
from grants.values.periods import Period


class ArchivedAccount:
    """The files of one grant below a folder of an archive, whose digests are `digests` by full name.

    What cannot be unpacked has no digest: whoever makes the digests says so, and here it reads as nothing.
    """

    unusable = "cannot be unpacked"
    hint = ""
    most_lines = 4 << 20  # a small archive can unpack to far more lines than people ever wrote

    def __init__(self, package: Package, folder: str, digests: Mapping[str, str]) -> None:
        self.package = package
        self.folder = folder
        self.digests = digests

    def name(self, file: str) -> str:
        """The full name of a file of the account."""
        return f"{self.folder}/{file}"

    def names(self, below: str) -> list[str]:
        """What lies in a folder of the account, and in folders of that."""
        first, behind = self.name(f"{below}/"), self.name(f"{below}0")  # 0 follows / in the order of names
        inside = slice(bisect_left(self._sorted, first), bisect_left(self._sorted, behind))
        return [name.removeprefix(f"{self.folder}/") for name in self._sorted[inside]]

    @cached_property
    def _sorted(self) -> list[str]:
        """Every member that was unpacked, in the order of the names."""
        return sorted(self.digests)

    def is_there(self, name: str) -> bool:
        """Whether a member has that name."""
        return self.where(name) in self.package.members

    def is_inside(self, _name: str, /) -> bool:
        """Whether the name leads to a place in the grant's folder: no safe member leads out of it."""
        return True

    def size(self, name: str) -> int | None:
        """The size of a member that was unpacked."""
        full = self.where(name)
        return self.package.members[full].file_size if full in self.digests else None

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file of the account; None if it is not there, or cannot be unpacked."""
        return self.digests.get(self.where(name))

    def opened(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A member as a stream."""
        return self.package.opened(self.where(name))

    def where(self, name: str) -> str:
        """The member that has a file of the account."""
        return self.name(PurePosixPath(name).as_posix())

    def postings(self, name: str = POSTINGS_FILE) -> Postings | None:
        """The postings of a file, none if it is missing; None if it cannot be unpacked."""
        if self.is_there(name) and self.digest(name) is None:
            return None
        try:
            return self.read_postings(name)[0]
        except ValueError:
            return None

    def account(self, below: str = "") -> Account | None:
        """The account in a folder, also if lines of its postings cannot be read, which is said of each."""
        try:
            return self.grant(f"{below}/" if below else "")[0]
        except ValueError:
            return None

    def period_digest(self, _period: Period, _copy: str, /) -> str | None:
        """None: the postings of a period are compared by value, so that no text is kept in memory."""
        return None

    def read_postings(self, file: str) -> tuple[Postings, list[Finding]]:
        """The postings of a file as groups, and what is wrong with their lines."""
        name = self.name(file)
        if name not in self.digests:
            return Postings(), []
        with self.package.opened(name) as stream:
            groups, findings = groups_in(as_text(stream), name)
        return Postings(groups, partial(self._rows, name), None, tuple(errors(findings))), findings

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
        postings, found = self.read_postings(below + POSTINGS_FILE)
        words = self.name(below + REPORT_FILE)
        report = self.package.head(words, MAX_TEXT).decode(errors="replace") if words in self.digests else ""
        faults = tuple(errors(findings + found))
        account = Account(grant, postings, report, locate, folder=self.folder, faults=faults)
        return account.despite_errors(), findings + found

    def _rows(self, name: str) -> Iterator[Posting]:
        with self.package.opened(name) as stream:
            yield from rows_in(as_text(stream), name)
