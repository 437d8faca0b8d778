"""The first rows of a file, and what the texts of a column prove and leave open.

That is about dates, decimal marks, signs, and sides.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from grants.findings import exports as rules
from grants.findings.finding import Where
from grants.importing.detection.proposal import OPTIONS, among
from grants.importing.readers.cells import plain
from grants.importing.readers.delimited import DELIMITERS, delimiter_of
from grants.importing.readers.encodings import encoding_of, mixture_in
from grants.importing.readers.read import kind_of
from grants.importing.readers.sheets import visible_rows
from grants.importing.source_line import UnreadableError
from grants.store.postings.csv_records import Assembler, CsvRecord, Dialect, blocks, records

_NUMBER = r"[(]?[-\u2212]? ?(?P<n>[0-9][0-9.,' \u00a0]*)[-\u2212]?[)]?"
_NUMBER_ONLY = re.compile(_NUMBER)
# Three decimals count as readable, though no amount has them: they are what leaves 1.234 open.
_PLAIN = re.compile(r"[0-9]+")
_BY_MARK = {
    mark: re.compile(
        rf"(?:[0-9]+|[0-9]{{1,3}}(?:(?P<t>[ \u00a0'{re.escape(other)}])[0-9]{{3}})(?:(?P=t)[0-9]{{3}})*)"
        rf"(?:{re.escape(mark)}[0-9]+)?"
    )
    for mark, other in ((",", "."), (".", ","))
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is proved: `value` is None where the data leave it open; `why` counts the evidence."""

    value: str | None
    why: str


def decimal_of(texts: Sequence[str]) -> Verdict:
    """The decimal mark, where any amount can be read with one of the marks only."""
    numbers = [found["n"].strip() for text in texts if (found := _NUMBER_ONLY.fullmatch(text))]
    comma, point = ([bool(pattern.fullmatch(n)) for n in numbers] for pattern in _BY_MARK.values())
    reads = Counter(zip(comma, point, strict=True))
    only, either = {",": reads[True, False], ".": reads[False, True]}, reads[True, True]
    whole = sum(bool(_PLAIN.fullmatch(number)) for number in numbers)
    if all(only.values()):
        listed = f"{only[',']:,} amounts can be read with ',' only and {only['.']:,} with '.' only"
        return Verdict(None, f"{listed}: they are mixed")
    for mark, count in only.items():
        if count:
            rest = f", {either:,} with either" if either else ", none otherwise"
            return Verdict(mark, f"{count:,} amounts can be read with {mark!r} only{rest}")
    if whole == len(numbers):
        return Verdict(None, f"none of {len(numbers):,} amounts has a decimal mark")
    return Verdict(
        None, f"all {either:,} amounts, such as {_sample(numbers)}, can be read with ',' and with '.'"
    )


def _sample(numbers: Sequence[str]) -> str:
    return repr(next((n for n in numbers if not n.isdigit()), numbers[0] if numbers else ""))


def thousands_of(texts: Sequence[str], decimal: str) -> Verdict:
    """The mark between thousands; "" where no amount has one."""
    counts: Counter[str] = Counter()
    for text in texts:
        found = _NUMBER_ONLY.fullmatch(text)
        parts = found and _BY_MARK[decimal].fullmatch(found["n"].strip())
        if parts and parts["t"]:
            counts[" " if parts["t"] == "\u00a0" else parts["t"]] += 1
    if not counts:
        return Verdict("", "no amount has a mark between thousands")
    mark, count = counts.most_common(1)[0]
    if len(counts) > 1:
        return Verdict(None, f"marks between thousands are mixed: {', '.join(map(repr, counts))}")
    return Verdict(mark, f"{count:,} amounts have {mark!r} between thousands")


def ways_below_zero(texts: Sequence[str]) -> dict[str, int]:
    """How amounts below zero are written, and how many each way."""
    ways = {
        "leading": sum(text[:1] in "-\u2212" for text in texts if text),
        "trailing": sum(text[-1:] in "-\u2212" for text in texts if text),
        "parentheses": sum(text.startswith("(") for text in texts),
    }
    return {way: count for way, count in ways.items() if count}


_SHAPES = (
    (re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})"), "y"),
    (re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})"), "d"),
    (re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})"), "y"),
)
_CLOCK = re.compile(r"[ T][0-9]{1,2}[:.][0-9]{2}.*$")


def is_day(text: str) -> bool:
    """Whether a text has the shape of a day, in whatever order."""
    bare = _CLOCK.sub("", text)
    return any(pattern.fullmatch(bare) for pattern, _ in _SHAPES)


@dataclass(frozen=True, slots=True)
class DateVerdict:
    """The forms of dates proved; `options` are the forms between which the data do not decide."""

    forms: tuple[str, ...]
    why: str
    options: tuple[str, ...] = ()


def dates_of(texts: Sequence[str]) -> DateVerdict:
    """The forms of dates, day-first or month-first only where a day above 12 proves it."""
    shapes: dict[tuple[str, str, int, int], list[tuple[int, int]]] = {}
    for text in texts:
        bare = _CLOCK.sub("", text)
        for pattern, kind in _SHAPES:
            found = pattern.fullmatch(bare)
            if found is not None:
                first, mark, second, third = found.groups()
                parts = (int(second), int(third)) if kind == "y" else (int(first), int(second))
                years = len(third) if kind == "d" else 4
                digits = min(len(second), len(third if kind == "y" else first))
                shapes.setdefault((kind, mark, years, digits), []).append(parts)
                break
    if not shapes:
        return DateVerdict((), "no column holds dates of a known form")
    pairs = [pair for (kind, *_), found in shapes.items() if kind == "d" for pair in found]
    day_first = sum(first > 12 for first, _ in pairs)
    month_first = sum(second > 12 for _, second in pairs)
    count = sum(map(len, shapes.values()))
    if not pairs:
        return DateVerdict(_forms(shapes, "ymd"), f"{count:,} dates begin with the year")
    both = (_forms(shapes, "dmy")[0], _forms(shapes, "mdy")[0])
    if day_first and month_first:
        why = f"{day_first:,} dates can be read day-first only and {month_first:,} month-first only: mixed"
        return DateVerdict((), why, both)
    if day_first or month_first:
        order, proof = ("dmy", day_first) if day_first else ("mdy", month_first)
        where = "first" if day_first else "second"
        return DateVerdict(_forms(shapes, order), f"{proof:,} of {count:,} dates have a day above 12 {where}")
    return DateVerdict((), f"none of {count:,} dates has a day above 12", both)


def _forms(shapes: dict[tuple[str, str, int, int], list[tuple[int, int]]], order: str) -> tuple[str, ...]:
    forms: dict[str, None] = {}
    for kind, mark, years, digits in sorted(shapes, key=lambda shape: (shape[0], -len(shapes[shape]))):
        day, month, year = "d" * digits, "m" * digits, "y" * years
        parts = {"y": year, "m": month, "d": day}
        forms[mark.join(parts[part] for part in ("ymd" if kind == "y" else order))] = None
    # d covers dd, so that the form with the fewer digits serves for both.
    return tuple(
        form for form in forms if form.replace("dd", "d").replace("mm", "m") not in set(forms) - {form}
    )


MARK_PAIRS = (
    ("D", "K"), ("D", "C"), ("S", "H"), ("Debet", "Kredit"), ("Debit", "Credit"), ("Debit", "Kredit"),
    ("Soll", "Haben"), ("Dr", "Cr"), ("+", "-"), ("+", "\N{MINUS SIGN}"),
)  # fmt: skip
"""Marks of debit and of credit that go together; S and H are the German ones."""

MARK_HEADINGS = frozenset({
    "d/k", "dk", "d-k", "k/d", "d/c", "dr/cr", "s/h", "sh", "debet/kredit", "debit/kredit", "debit/credit",
    "debet-kredit", "debetkredit", "debit-credit", "debet kredit", "debit credit", "soll/haben",
    "s/h-kennzeichen", "fortegn", "+/-", "debet/kredit-kode", "d/k-kode", "dk-kode",
})  # fmt: skip
"""Headings that are over nothing else."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a column says of the sides: the marks of debit and of credit, and how many lines have each."""

    debit: tuple[str, ...]
    credit: tuple[str, ...]
    counts: Mapping[str, int]
    blank: int

    @property
    def has_both(self) -> bool:
        """Whether the file shows both sides."""
        return len(self.counts) == 2

    @property
    def is_sign(self) -> bool:
        """Whether the marks are plus and minus, which say nothing of debit."""
        return self.debit == ("+",)

    def __str__(self) -> str:
        said = ", ".join(f"{count:,} {mark!r}" for mark, count in self.counts.items())
        return f"{said}, {self.blank:,} blank" if self.blank else said


def marks_of(texts: Sequence[str]) -> Marks | None:
    """The marks of a column, if all that is in it is one pair; None of any other column."""
    counts: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for text in filter(None, texts):
        mark = spelled.setdefault(text.casefold(), text)
        counts[mark] = counts.get(mark, 0) + 1
        if len(counts) > 2:
            return None
    for debit, credit in MARK_PAIRS if counts else ():
        if spelled.keys() <= {debit.casefold(), credit.casefold()}:
            return Marks((debit,), (credit,), counts, len(texts) - sum(counts.values()))
    return None


def mark_columns(headings: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, Marks | None]:
    """The columns that may be the marks, by heading: those of a known heading, else those of known marks.

    `columns` are the texts of the columns that are nothing else. A column of one mark alone may be
    anything, unless its heading is known.
    """
    named = [heading for heading in headings if heading in columns and plain(heading) in MARK_HEADINGS]
    if named:
        return {heading: marks_of(columns[heading]) for heading in named}
    found = {heading: marks_of(texts) for heading, texts in columns.items()}
    return {heading: marks for heading, marks in found.items() if marks is not None}


MAX_LINES = 20_000
"""Rows that are looked at."""


@dataclass
class Sample:
    """The rows of a table, or the kind of a file that is none; `verdicts` are on the file as a whole."""

    kind: str
    rows: list[list[Any]] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)


def sample_of(path: str, shown: str, answers: Mapping[str, str]) -> Sample:
    """The first rows of a file. Raises `UnreadableError`, and `OSError` if it cannot be read."""
    kind = kind_of(path, shown)
    if kind in ("g69", "camt053"):
        return Sample(kind)
    return _of_workbook(path, shown, answers) if kind == "workbook" else _of_text(path, shown, answers)


def _of_text(path: str, shown: str, answers: Mapping[str, str]) -> Sample:
    encodings = (answers["encoding"],) if "encoding" in answers else OPTIONS["encoding"]
    encoding = encoding_of(path, encodings, shown)
    sample = Sample("text")
    name: str | None = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    why = {
        "utf-8-sig": "the file has the byte order mark of UTF-8",
        "utf-16": "the file has the byte order mark of UTF-16",
        "utf-16-le": "every second byte is zero, as in UTF-16 without a byte order mark",
        "utf-16-be": "every first byte of two is zero, as in UTF-16 without a byte order mark",
        "utf-8": "the whole file is UTF-8",
        "cp1252": "the file is no UTF-8, and every byte is a character of Windows-1252",
        "iso-8859-1": "the file is neither UTF-8 nor Windows-1252",
    }[encoding]
    mixture = mixture_in(path, encoding, encodings, shown)
    if mixture is not None:
        name, why = None, mixture.message
    sample.verdicts["encoding"] = Verdict(name, why)
    with open(path, encoding=encoding, newline="\n") as stream:
        lines = list(islice((line for block in blocks(stream) for line in block.lines), MAX_LINES))
    if not any(line.strip() for line in lines):
        raise UnreadableError(rules.EMPTY_SOURCE.at(Where(shown), "the file is empty"))
    verdict = Verdict(*delimiter_of(lines))
    delimiter = answers.get("delimiter", verdict.value)
    sample.verdicts["delimiter"] = verdict
    if delimiter in DELIMITERS:
        dialect = Dialect.of(str(delimiter))
        with open(path, encoding=encoding, newline="\n") as stream:
            found = records(blocks(stream), Assembler(re.compile("(?!)"), dialect))
            sound = (record for record in found if isinstance(record, CsvRecord))
            sample.rows = [[cell.text for cell in record.fields] for record in islice(sound, MAX_LINES)]
    return sample


def _of_workbook(path: str, shown: str, answers: Mapping[str, str]) -> Sample:
    sheets = visible_rows(path, shown, MAX_LINES)
    filled = {name: [cells for _, cells in rows] for name, rows in sheets.items() if rows}
    if not filled:
        message = "the workbook shows no sheet of cells"
        raise UnreadableError(rules.EMPTY_SOURCE.at(Where(shown), message))
    sample = Sample("workbook")
    name = answers.get("sheet", next(iter(filled)) if len(filled) == 1 else None)
    if len(filled) > 1:
        said = f"rows are on the sheets {', '.join(map(repr, filled))}"
        sample.verdicts["sheet"] = Verdict(None, said)
    if name is not None:
        among("sheet", name, list(filled))
        sample.rows = filled[name]
    return sample
