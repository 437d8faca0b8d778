"""The files of an account, wherever they are kept, and what a closing seals of them."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from grants.figures.postings import COLUMNS, Postings
from grants.findings import reading as rules
from grants.findings.finding import errors
from grants.ledger import Account
from grants.records.closings import ClosedFile
from grants.store import read_folder, read_postings
from grants.store.files.folders import GRANT_FILE, POSTINGS_FILE, REPORT_FILE, is_file_inside, open_plain
from grants.store.files.synchronised import is_clutter
from grants.store.postings.csv_records import open_text, texts_of, write_fields
from grants.store.postings.record import UNNAMED_PAYER
from grants.store.postings.rows import read_columns
from grants.store.postings.scan import Scan
from grants.values.periods import Period


def file_of(folder: Path, name: str) -> ClosedFile | None:
    """A file of a grant's folder with its checksum; None if there is no such plain file in it."""
    if not is_file_inside(folder, name):
        return None
    with open_plain(folder / name) as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return ClosedFile(name=name, size=stream.seek(0, os.SEEK_CUR), sha256=sha256)


def file_of_content(name: str, content: bytes) -> ClosedFile:
    """The same of a file whose content is at hand."""
    return ClosedFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def has_other_line_ends(stream: BinaryIO, sha256: str) -> bool:
    """Whether a file would have this SHA-256 with line feeds alone, or with a carriage return before each."""
    plain, dos = hashlib.sha256(), hashlib.sha256()
    left = b""
    while part := stream.read(1 << 20):
        part = left + part
        left = b"\r" if part.endswith(b"\r") else b""
        text = part.removesuffix(b"\r").replace(b"\r\n", b"\n")
        plain.update(text)
        dos.update(text.replace(b"\n", b"\r\n"))
    plain.update(left)
    dos.update(left)
    return sha256 in (plain.hexdigest(), dos.hexdigest())


def period_text(path: Path, period: Period, columns: Sequence[str] = COLUMNS) -> bytes:
    """The postings whose whole date lies in the period, as a postings.csv of one form.

    These columns in this order (a later version may know more than were closed), one posting after the
    other in the order of its bytes, line feeds, no more quotes than needed. So it is the same text for
    the same postings, wherever they are in `path`, with whatever columns, quotes and line ends.
    """
    lines = _lines(path, period, columns)
    inside = sorted(line.encode("utf-8", "surrogateescape") for line in lines)
    return b"".join([",".join(columns).encode(), b"\n", *(line + b"\n" for line in inside)])


def _lines(path: Path, period: Period, columns: Sequence[str]) -> Iterator[str]:
    """The text of each posting that lies in the period, in file order."""
    if not path.exists():
        return

    @lru_cache(maxsize=65536)
    def lies_inside(date: str) -> bool:
        try:
            return period.covers(Period.parse(date))
        except ValueError:
            return False

    with open_text(str(path)) as stream:
        scan = Scan(stream, str(path))
        if not scan.columns:
            return
        date = scan.columns.index("date")
        for _, raw in scan.raw():
            fields = texts_of(raw)
            if len(fields) == len(scan.columns) and lies_inside(fields[date]):
                values = dict(zip(scan.columns, fields, strict=True))
                values["voucher"] = values["voucher"].strip()
                values["financing"] = values.get("financing") or UNNAMED_PAYER
                yield write_fields([values.get(name, "") for name in columns])


class AccountFiles(Protocol):
    """The files of one grant, by their names in the grant's folder: `closings/1/report.md`.

    `unusable` says of a file that is there and cannot be used why not, `hint` where to look if the
    account cannot be read. `most_lines` is how many bytes of postings may be compared line by line.
    """

    unusable: str
    hint: str
    most_lines: int

    def names(self, below: str) -> Iterable[str]:
        """What lies in a folder of the account, in the order of the names."""

    def is_there(self, name: str) -> bool:
        """Whether anything has that name."""

    def is_inside(self, name: str, /) -> bool:
        """Whether the name leads to a place in the grant's folder."""

    def size(self, name: str) -> int | None:
        """The size of a file in bytes; None if there is no file that can be used."""

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file; None if there is no file that can be used."""

    def opened(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file as a stream; `OSError` or `ValueError` if it cannot be read."""

    def where(self, name: str) -> str:
        """Where the file is, as people are shown it."""

    def postings(self, name: str = POSTINGS_FILE) -> Postings | None:
        """The postings of a file, none if it is missing; None if it cannot be read."""

    def account(self, below: str = "") -> Account | None:
        """The account as the files in a folder of it say; None if they cannot be read."""

    def period_digest(self, period: Period, copy: str, /) -> str | None:
        """The SHA-256 of the postings of a period, written with the columns of a copy.

        None where only the values of postings are compared. `OSError` if they cannot be read.
        """


class FolderFiles:
    """The files of a grant in its folder."""

    unusable = "is no plain file"
    hint = " (`grants check` says why)"
    most_lines = 64 << 20

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self, below: str) -> Iterable[str]:
        """What lies in a folder; what a killed writer or the system left behind is left out."""
        place = self.folder / below
        found = sorted(path.name for path in place.iterdir()) if place.is_dir() else []
        return [f"{below}/{name}" for name in found if not is_clutter(name)]

    def is_there(self, name: str) -> bool:
        """Whether anything has that name, also a link that leads nowhere."""
        return os.path.lexists(self.folder / name)

    def is_inside(self, name: str, /) -> bool:
        """Whether the name leads to a place in the grant's folder, through links too."""
        return (self.folder / name).resolve().is_relative_to(self.folder.resolve())

    def size(self, name: str) -> int | None:
        """The size of a plain file in the folder."""
        try:
            return (self.folder / name).stat().st_size if is_file_inside(self.folder, name) else None
        except OSError:
            return None

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a plain file in the folder."""
        found = file_of(self.folder, name)
        return None if found is None else found.sha256

    def opened(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A plain file as a stream."""
        return open_plain(self.folder / name)

    def where(self, name: str) -> str:
        """The path of the file."""
        return str(self.folder / name)

    def postings(self, name: str = POSTINGS_FILE) -> Postings | None:
        """The postings of a file, as far as its lines can be read."""
        return read_postings(self.folder / name)[0]

    def account(self, below: str = "") -> Account | None:
        """The account in a folder; None if any line cannot be read, since that may be what changed."""
        account, findings = read_folder(self.folder / below)
        named = {GRANT_FILE, POSTINGS_FILE, REPORT_FILE}
        faults = (
            finding
            for finding in errors(findings)
            if Path(finding.where.path).name in named and finding.rule is not rules.ID_IS_NOT_FOLDER
        )
        return None if any(True for _ in faults) else account

    def period_digest(self, period: Period, copy: str, /) -> str | None:
        """The SHA-256 of the postings of a period, in the form in which they are closed."""
        kept = self.folder / copy
        columns = (read_columns(str(kept)) if kept.is_file() else None) or COLUMNS
        return hashlib.sha256(period_text(self.folder / POSTINGS_FILE, period, columns)).hexdigest()
