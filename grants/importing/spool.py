"""New lines of a postings.csv before they are written: in memory while they are few, else on disk."""

import os
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from grants.figures.postings import OPTIONAL_COLUMNS, PostingText
from grants.store.postings.csv_records import fields_of_line
from grants.store.postings.record import posting_text

IN_MEMORY = 8 << 20
PART = 1 << 20


class Spool:
    """Lines in the columns of a file, and in those that it lacks and they need.

    A column is added at the end as soon as a line needs it; the lines before it get a blank there when the
    content is asked for. No value holds a line break.
    """

    def __init__(self, columns: Sequence[str], line_end: str) -> None:
        self.columns = list(columns)
        self.line_end = line_end
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # it lives with the spool
        weakref.finalize(self, self._file.close)
        self._parts: list[tuple[int, int]] = []

    def write(self, values: Mapping[str, Sequence[str]]) -> None:
        """Append lines, given as the texts of each column; a column left out is blank."""
        needed = [name for name in OPTIONAL_COLUMNS if any(values.get(name, ())) and name not in self.columns]
        self.columns += needed
        blank = [""] * len(values["date"])
        rows = zip(*(_fields(values.get(name, blank)) for name in self.columns), strict=True)
        content = (self.line_end.join(map(",".join, rows)) + self.line_end).encode()
        self._file.seek(0, os.SEEK_END)
        self._file.write(content)
        self._parts.append((len(content), len(self.columns)))

    def content(self) -> Iterator[bytes]:
        """All lines in all columns, as bytes of the file."""
        self._file.seek(0)
        end = self.line_end.encode()
        for width, parts in groupby(self._parts, key=lambda part: part[1]):
            left = sum(size for size, _ in parts)
            lacking = b"," * (len(self.columns) - width)
            while left and not lacking:
                part = self._file.read(min(left, PART))
                left -= len(part)
                yield part
            while left:
                line = self._file.readline()
                left -= len(line)
                yield line.removesuffix(end) + lacking + end

    def texts(self, first_line: int) -> Iterator[PostingText]:
        """The same as sound postings, the first of which is on line `first_line`."""
        self._file.seek(0)
        for number, line in enumerate(self._file, first_line):
            fields = fields_of_line(line.decode().rstrip("\r\n"))
            values = dict(zip(self.columns, fields, strict=False))
            yield posting_text(number, values)


def _fields(texts: Sequence[str]) -> Sequence[str]:
    """Texts without line breaks as fields of CSV."""
    joined = "\n".join(texts)
    if "," not in joined and '"' not in joined:
        return texts
    return ['"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text for text in texts]
