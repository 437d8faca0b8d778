"""postings.csv as groups: the exact reader, which is the reference for every other one.

It reads a file of any size in blocks and keeps groups, findings and a filter of fixed size, but no rows.
"""

from collections.abc import Iterable, Iterator
from typing import TextIO

from grants.figures.posting import ID
from grants.figures.postings import Group
from grants.findings import reading as rules
from grants.findings.bounded import Bounded
from grants.findings.finding import Finding, Where
from grants.store.postings.csv_records import open_text, texts_of, write_fields
from grants.store.postings.record import UNNAMED_PAYER
from grants.store.postings.scan import Scan
from grants.values.financing import PAYER
from grants.values.periods import Period

BITS = 27
"""The filter has 2 to this power bits: 16 MiB, of which a small file touches a few pages only."""

_MASK = (1 << BITS) - 1


def read_groups(path: str, shown_path: str) -> tuple[tuple[Group, ...], list[Finding]]:
    """Read all postings of a file as groups, with every finding.

    `shown_path` is how findings name the file. Raises `OSError` if the file cannot be read.
    """
    with open_text(path) as stream:
        return groups_in(stream, shown_path)


def groups_in(stream: TextIO, shown_path: str) -> tuple[tuple[Group, ...], list[Finding]]:
    """The same of a text that is open already, wherever it comes from."""
    findings = Bounded()
    scan = Scan(stream, shown_path)
    findings.add(*scan.findings)
    groups: dict[tuple[str, str, str], list[int]] = {}
    repeats = RepeatFilter()
    repeats.mark(_add_all(scan, groups, findings))
    if repeats.suspects:
        stream.seek(0)
        for finding in _repeated(Scan(stream, shown_path), repeats.suspects):
            findings.add(finding)
    return tuple(Group(*key, *sums) for key, sums in groups.items() if sums[1]), findings.all()


class RepeatFilter:
    """A filter of fixed size that never misses a repeated text.

    One walk through all texts marks a bit for each, and remembers the bits met twice: those of
    repeated texts, and a few by chance (two in a thousand of a million). A second walk compares
    just the texts on these bits, so that the answer is exact.
    """

    def __init__(self) -> None:
        self._bits = bytearray(1 << (BITS - 3))
        self.suspects: set[int] = set()

    def mark(self, texts: Iterable[str]) -> None:
        """Mark texts, and remember those as suspects whose bits were marked already."""
        bits, suspects = self._bits, self.suspects
        for place in map(_MASK.__and__, map(hash, texts)):
            byte = place >> 3
            old = bits[byte]
            new = old | 1 << (place & 7)
            if old == new:
                suspects.add(place)
            else:
                bits[byte] = new


class _Known(dict[tuple[str, ...], list[int] | None]):
    """What is known of each group by its `Scan.keys`: its sums in minor units, number and first line.

    A group that no line had before is opened here if its date, activity and payer are plainly sound, so that
    a file in which every line has another one need not be read by the full parser. It has no postings until
    a sound line comes. None for what the full parser has to look at.
    """

    def __init__(self, groups: dict[tuple[str, str, str], list[int]]) -> None:
        self._groups = groups

    def __missing__(self, key: tuple[str, ...]) -> list[int] | None:
        date, activity, payer = key if len(key) == 3 else (*key, "")
        if ID.fullmatch(activity) is None or (payer and PAYER.fullmatch(payer) is None):
            return None
        try:
            Period.parse(date)
        except ValueError:
            return None
        group = self[key] = self._groups.setdefault((date, activity, payer or UNNAMED_PAYER), [0, 0, 0])
        return group


def _add_all(scan: Scan, groups: dict[tuple[str, str, str], list[int]], findings: Bounded) -> Iterator[str]:
    """Add every posting to its group; gives the text of each that should be in the file only once.

    The text has no more quotes than it needs, so that equal postings have equal texts. Two reversals may
    well be the same: of two postings that are.
    """
    reverses = scan.place("reverses")
    known = _Known(groups)
    for found in scan.lines(known.__getitem__):
        if isinstance(found, tuple):
            number, line, fields, minor, group = found
            group[2] = group[2] or number
            group[0] += minor
            group[1] += 1
            if reverses is None or not fields[reverses]:
                yield line
            continue
        row, faults = scan.parse(found)
        for finding in faults:
            findings.add(finding)
        if row is not None:
            key = (row.texts["date"], row.posting.activity, row.posting.financing)
            group = groups.setdefault(key, [0, 0, 0])
            known.update(dict.fromkeys(scan.keys(*key), group))
            group[2] = group[2] or row.posting.line
            group[0] += row.posting.amount.minor
            group[1] += 1
            if row.posting.reverses is None:
                yield write_fields(row.texts.values())


def _repeated(scan: Scan, suspects: set[int]) -> Iterator[Finding]:
    """The lines that are in the file twice, found by reading it once more."""
    first_line: dict[str, int] = {}
    reverses = scan.place("reverses")
    for number, raw in scan.raw():
        identity = write_fields(texts_of(raw)) if '"' in raw else raw
        if hash(identity) & _MASK not in suspects:
            continue
        fields = texts_of(identity)
        if reverses is not None and len(fields) == len(scan.columns) and fields[reverses]:
            continue
        original = first_line.setdefault(identity, number)
        if original != number:
            message = f"the posting is the same as the one in line {original}"
            yield rules.REPEATED_POSTING.at(Where(scan.path, number), message)
