"""What a closing seals: files by their bytes, and the postings of a period by one way to write them."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from grants.figures.postings import COLUMNS
from grants.records import ClosedFile
from grants.store.files.plain_files import open_plain
from grants.store.postings.csv_records import open_text, texts_of, write_fields
from grants.store.postings.record import UNNAMED_PAYER
from grants.store.postings.scan import Scan
from grants.values.periods import Period


def file_of(folder: Path, name: str) -> ClosedFile | None:
    """A file of a grant's folder with its checksum; None if there is no such plain file in it."""
    path = folder / name
    if not is_inside(folder, name) or not path.is_file():
        return None
    with open_plain(path) as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return ClosedFile(name=name, size=stream.tell(), sha256=sha256)


def file_of_content(name: str, content: bytes) -> ClosedFile:
    """The same of a file whose content is at hand."""
    return ClosedFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def is_inside(folder: Path, name: str) -> bool:
    """Whether a name leads to a place in the folder, through links too."""
    return (folder / name).resolve().is_relative_to(folder.resolve())


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
